"""When a feed's bytes change: another ETag and a later date for what shows, none for what does not."""

from datetime import UTC, datetime, timedelta

import pytest

from entraide.calendars import actions
from entraide.calendars.models import Level
from entraide.groups.actions import change as change_group
from entraide.groups.models import Asked
from entraide.groups.queries import face_of, find_group
from entraide.meetings.models import Reply
from entraide.members.actions import join
from tests.calendars.a_moment import DAY, traveller
from tests.calendars.subscribing import (
    body,
    cancel,
    connect,
    entries,
    feed_of,
    fetch,
    leave,
    move,
    plan,
    say,
)
from tests.lettering import at_work

__all__ = ["traveller"]


@pytest.fixture
def meeting(app, world, traveller):
    return plan(app, world.tilleuls, DAY)


def answer(app, world, meeting):
    say(app, world.tilleuls, meeting, world.ana_in_tilleuls, Reply.YES)


def later(app, world, meeting):
    move(app, world.tilleuls, meeting, timedelta(hours=1))


def not_at_all(app, world, meeting):
    cancel(app, world.tilleuls, meeting)


def one_more(app, world, meeting):
    plan(app, world.tilleuls, DAY + timedelta(days=7))


def leaving(app, world, meeting):
    leave(app, world.passerelle, world.ana_in_passerelle)


def rename(app, world, meeting):
    with at_work(app, world.tilleuls):
        group = find_group(world.tilleuls)
        change_group(group, group.revision, name="Les Érables", face=face_of(group), by=world.marcelle_in_tilleuls)


@pytest.mark.parametrize("deed", [answer, later, not_at_all, one_more, leaving, rename])
def test_every_change_that_shows_gives_another_etag_and_a_later_date(app, world, traveller, meeting, deed):
    token = connect(app, world.ana, Level.FULL)
    before = fetch(app, token)
    traveller.shift(timedelta(minutes=5))
    deed(app, world, meeting)
    after = fetch(app, token, headers={"If-Modified-Since": before.headers["Last-Modified"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.headers["Last-Modified"] == "Tue, 10 Nov 2026 09:35:15 GMT"
    assert after.data != before.data or deed is leaving


def test_a_change_of_level_gives_another_etag_under_the_same_address(app, world, traveller, meeting):
    token = connect(app, world.ana)
    before = fetch(app, token)
    traveller.shift(timedelta(minutes=5))
    with at_work(app):
        actions.change(feed_of(world.ana, token), "mon téléphone", Level.FULL)
    after = fetch(app, token, headers={"If-Modified-Since": before.headers["Last-Modified"]})
    assert (after.status_code, before.headers["ETag"] == after.headers["ETag"]) == (200, False)


def test_joining_a_group_gives_another_etag(app, world):
    token = connect(app, world.nina)
    before = fetch(app, token).headers["ETag"]
    with at_work(app, world.passerelle):
        join(world.passerelle, world.nina.person_id, "N.")
    assert fetch(app, token).headers["ETag"] != before


def somebody_elses_answer(app, world, meeting):
    say(app, world.tilleuls, meeting, world.jo_in_tilleuls, Reply.NO)


def another_groups_meeting(app, world, meeting):
    plan(app, world.passerelle, DAY)


@pytest.mark.parametrize("deed", [somebody_elses_answer, another_groups_meeting])
def test_what_does_not_show_changes_nothing(app, world, meeting, deed):
    token = connect(app, world.lise, Level.FULL)
    before = fetch(app, token)
    deed(app, world, meeting)
    after = fetch(app, token)
    assert (after.headers["ETag"], after.data) == (before.headers["ETag"], before.data)


def test_another_label_changes_nothing(app, world, meeting):
    token = connect(app, world.lise)
    before = fetch(app, token).headers["ETag"]
    with at_work(app):
        actions.change(feed_of(world.lise, token), "la tablette", Level.DISCREET)
    assert fetch(app, token).headers["ETag"] == before


def test_the_clock_is_not_in_the_bytes(app, world, traveller, meeting):
    token, again = connect(app, world.lise), connect(app, world.lise)
    first = body(app, token)
    traveller.shift(timedelta(days=14, hours=3))
    assert body(app, token) == first
    assert body(app, again) == first  # rendered only now


def test_a_move_of_the_window_gives_another_etag_and_date(app, world, traveller):
    token = connect(app, world.lise)
    before = fetch(app, token)
    traveller.move_to(datetime(2026, 12, 9, tzinfo=UTC))
    after = fetch(app, token, headers={"If-Modified-Since": before.headers["Last-Modified"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.headers["Last-Modified"][5:16] in {f"0{day} Dec 2026" for day in range(1, 6)}


@pytest.mark.parametrize("site", ["Agenda", "Rendez-vous"])
def test_another_facade_name_gives_another_etag(app, world, monkeypatch, site):
    from dataclasses import replace

    token = connect(app, world.lise)
    before = fetch(app, token).headers["ETag"]
    monkeypatch.setitem(
        app.extensions, "entraide.settings", replace(app.extensions["entraide.settings"], site_name=site)
    )
    assert (fetch(app, token).headers["ETag"] == before) is (site == "Rendez-vous")


def test_an_entry_is_as_new_as_the_last_thing_it_shows(app, world, traveller, meeting):
    token = connect(app, world.lise)
    stamps = [entries(app, token)[0].value("DTSTAMP")]
    traveller.shift(timedelta(hours=1))
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    stamps.append(entries(app, token)[0].value("DTSTAMP"))
    traveller.shift(timedelta(hours=1))
    plan(app, world.tilleuls, DAY + timedelta(days=1), asked=Asked.NOT_ASKED)
    stamps.append(entries(app, token)[0].value("DTSTAMP"))
    assert stamps == ["20261110T093015Z", "20261110T103015Z", "20261110T103015Z"]


# --- what is asked and what is answered
