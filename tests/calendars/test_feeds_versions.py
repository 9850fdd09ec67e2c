"""When a feed's bytes change, and when nothing is sent: ETag, Last-Modified, 304."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from entraide.calendars import actions
from entraide.calendars.models import FeedBody, Level
from entraide.db import db
from entraide.groups.actions import change as change_group
from entraide.groups.models import Asked
from entraide.groups.queries import face_of, find_group
from entraide.meetings.models import Reply
from entraide.members.actions import join
from tests.calendars.lint import complaints
from tests.calendars.parts import unfolded
from tests.calendars.subscribing import (
    body,
    cancel,
    connect,
    deeds,
    entries,
    feed_of,
    fetch,
    found_long_ago,
    leave,
    move,
    plan,
    say,
)

NOW = datetime(2026, 11, 10, 9, 30, 15, 400_000, tzinfo=UTC)
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def traveller(app):
    found_long_ago(app)
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


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
    with deeds(app, world.tilleuls):
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
    with deeds(app):
        actions.change(feed_of(world.ana, token), "mon téléphone", Level.FULL)
    after = fetch(app, token, headers={"If-Modified-Since": before.headers["Last-Modified"]})
    assert (after.status_code, before.headers["ETag"] == after.headers["ETag"]) == (200, False)


def test_joining_a_group_gives_another_etag(app, world):
    token = connect(app, world.nina)
    before = fetch(app, token).headers["ETag"]
    with deeds(app, world.passerelle):
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
    with deeds(app):
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


def matching(etag: str, moved: str) -> list[dict[str, str]]:
    return [
        {"If-None-Match": etag},
        {"If-None-Match": f"W/{etag}"},
        {"If-None-Match": f'"x", W/"y", {etag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": moved},
        {"If-Modified-Since": "Wed, 01 Jan 2031 00:00:00 GMT"},
        {"If-None-Match": etag, "If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"},
        {"If-None-Match": etag, "If-Modified-Since": "yesterday"},
    ]


@pytest.mark.parametrize("number", range(8))
def test_who_has_it_already_is_sent_nothing(app, world, meeting, number):
    token = connect(app, world.lise)
    first = fetch(app, token)
    asked = matching(first.headers["ETag"], first.headers["Last-Modified"])[number]
    answer = fetch(app, token, headers=asked)
    assert (answer.status_code, answer.data) == (304, b"")
    for name in ("ETag", "Last-Modified", "Cache-Control"):
        assert answer.headers[name] == first.headers[name]


@pytest.mark.parametrize(
    "asked",
    [
        {"If-None-Match": '"x"'},
        {"If-None-Match": ""},
        {"If-None-Match": '"x"', "If-Modified-Since": "Wed, 01 Jan 2031 00:00:00 GMT"},
        {"If-Modified-Since": "Tue, 10 Nov 2026 09:30:14 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": ""},
        {"If-Modified-Since": "Mon, 99999999999999999999 Jan 2020 00:00:00 GMT"},
        {"If-Modified-Since": "\xff" * 40},
    ],
)
def test_who_has_something_else_is_sent_all(app, world, meeting, asked):
    assert fetch(app, connect(app, world.lise), headers=asked).status_code == 200


def test_the_headers_are_those_calendar_programs_want(app, world, meeting):
    answer = fetch(app, connect(app, world.lise))
    assert {name: answer.headers.get(name) for name in WANTED} == WANTED
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


WANTED = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'inline; filename="agenda.ics"',
    "Cache-Control": "private, max-age=900",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    "Last-Modified": "Tue, 10 Nov 2026 09:30:15 GMT",
}


def test_head_is_get_without_its_body(app, world, meeting):
    token = connect(app, world.lise)
    whole, head = fetch(app, token), fetch(app, token, method="HEAD")
    assert (head.status_code, head.data) == (200, b"")
    assert list(head.headers) == list(whole.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "REPORT"])
def test_nothing_else_can_be_asked_of_a_feed(app, world, method):
    assert fetch(app, connect(app, world.lise), method=method).status_code == 405


@pytest.mark.parametrize("token", ["x" * 43, "x", "é" * 20, "%00", "a" * 5000, "..%2f..%2fx"])
def test_a_token_that_never_was_is_absent(app, world, token):
    answer = fetch(app, token)
    assert answer.status_code == 404
    assert "WWW-Authenticate" not in answer.headers
    assert token not in answer.get_data(as_text=True) or token == "x"


def test_a_cookie_changes_nothing(app, world, client, meeting):
    token = connect(app, world.lise)
    client.sign_in(world.dov)
    assert client.get(f"/c/{token}.ics").data == body(app, token)


def test_a_reading_leaves_the_day_and_nothing_else(app, world, traveller, meeting):
    token = connect(app, world.lise)
    fetch(app, token)
    with app.app_context():
        feed = feed_of(world.lise, token)
        assert feed.last_used == date(2026, 11, 10)
        assert (feed.version, feed.changed) == (1, NOW)


def test_a_kept_body_opens_with_its_token_alone(app, world, meeting):
    token = connect(app, world.lise, Level.FULL)
    said = body(app, token)
    with app.app_context():
        kept = db.session.scalars(select(FeedBody)).one()
        assert b"VCALENDAR" not in kept.body_sealed
        assert len(kept.body_sealed) % 1024 == 1 + 12 + 16
    assert "Café-parole" in unfolded(said)


def test_a_kept_body_that_was_tampered_with_is_rendered_anew(app, world, meeting):
    token = connect(app, world.lise)
    said = body(app, token)
    with deeds(app):
        db.session.scalars(select(FeedBody)).one().body_sealed = b"\x01" + bytes(1052)
    assert body(app, token) == said
    assert complaints(said) == []
