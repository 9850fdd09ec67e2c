"""Which groups' meetings a feed holds, and what is left once one leaves, closes or switches it off."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from entraide.calendars.actions import end_all_for
from entraide.calendars.jobs import forget_tombstones
from entraide.calendars.models import Feed, FeedBody, FeedGroup
from entraide.db import db
from entraide.groups.models import Group
from entraide.members.actions import join
from tests.calendars.a_moment import DAY, NOW, traveller
from tests.calendars.lint import complaints
from tests.calendars.subscribing import (
    body,
    connect,
    entries,
    fetch,
    leave,
    only_entry,
    plan,
    switch_off,
)
from tests.lettering import at_work

__all__ = ["traveller"]


def test_a_group_feed_holds_that_group_alone(app, world):
    for group_id, day in ((world.tilleuls, DAY), (world.passerelle, DAY + timedelta(days=1))):
        plan(app, group_id, day)
    token = connect(app, world.ana, only_group=world.passerelle)
    assert only_entry(app, token).value("DTSTART") == "20261125T140000"


def test_a_feed_with_ticked_groups_holds_them_alone(app, world):
    for group_id, day in ((world.tilleuls, DAY), (world.passerelle, DAY + timedelta(days=1))):
        plan(app, group_id, day)
    token = connect(app, world.ana, groups=[world.tilleuls])
    assert only_entry(app, token).value("DTSTART") == "20261124T140000"


def test_a_ticked_group_that_is_not_hers_gives_nothing(app, world):
    plan(app, world.passerelle, DAY)
    assert entries(app, connect(app, world.lise, groups=[world.passerelle])) == []
    assert entries(app, connect(app, world.lise, only_group=world.passerelle)) == []


def test_who_waits_to_be_met_reads_no_meeting(app, world):
    plan(app, world.tilleuls, DAY)
    assert entries(app, connect(app, world.paul)) == []


def test_a_feed_without_groups_is_an_empty_calendar(app, world):
    token = connect(app, world.nina)
    assert complaints(body(app, token)) == []
    assert entries(app, token) == []


def test_leaving_ends_the_groups_feed_and_thins_the_personal_one(app, world):
    plan(app, world.tilleuls, DAY)
    plan(app, world.passerelle, DAY)
    personal, group, ticked = (
        connect(app, world.ana),
        connect(app, world.ana, only_group=world.passerelle),
        connect(app, world.ana, groups=[world.tilleuls, world.passerelle]),
    )
    leave(app, world.passerelle, world.ana_in_passerelle)
    assert [len(entries(app, token)) for token in (personal, group, ticked)] == [1, 0, 1]


def test_who_comes_back_to_a_group_finds_no_old_tick(app, world):
    token = connect(app, world.ana, groups=[world.tilleuls, world.passerelle])
    leave(app, world.passerelle, world.ana_in_passerelle)
    with at_work(app, world.passerelle):
        join(world.passerelle, world.ana.person_id, "Lou")
    plan(app, world.passerelle, DAY)
    assert entries(app, token) == []


def test_a_feed_switched_off_is_empty_for_sixty_days_then_absent(app, world, traveller):
    plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise)
    known = fetch(app, token).headers
    switch_off(app, world.lise, token)
    empty = fetch(
        app, token, headers={"If-None-Match": known["ETag"], "If-Modified-Since": "Sat, 01 Jan 2028 00:00:00 GMT"}
    )
    assert (empty.status_code, complaints(empty.data)) == (200, [])
    assert entries(app, token) == []
    for days, status in ((60, 200), (61, 404)):
        traveller.move_to(NOW + timedelta(days=days))
        assert fetch(app, token).status_code == status
        with app.app_context():
            forget_tombstones()
        assert fetch(app, token).status_code == status


def test_a_feed_switched_off_leaves_nothing_of_its_owner(app, world):
    token = connect(app, world.ana, groups=[world.tilleuls])
    body(app, token)
    switch_off(app, world.ana, token)
    with app.app_context():
        assert [db.session.scalar(select(func.count()).select_from(one)) for one in (Feed, FeedBody, FeedGroup)] == [
            0
        ] * 3


def test_erasing_a_person_empties_every_feed_of_hers(app, world):
    plan(app, world.tilleuls, DAY)
    tokens = [connect(app, world.lise), connect(app, world.lise, only_group=world.tilleuls)]
    with at_work(app):
        end_all_for(world.lise.person_id)
    assert [entries(app, token) for token in tokens] == [[], []]


def test_a_closed_group_is_in_no_feed(app, world):
    plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise)
    before = fetch(app, token).headers["ETag"]
    with at_work(app, world.tilleuls):
        db.session.get_one(Group, world.tilleuls).closed_at = NOW
    assert entries(app, token) == []
    assert fetch(app, token).headers["ETag"] != before


def test_the_window_follows_the_months(app, world, traveller):
    token = connect(app, world.lise)
    for day in (date(2026, 8, 1), date(2026, 7, 31), date(2028, 2, 29), date(2028, 3, 1)):
        plan(app, world.tilleuls, day)
    assert [entry.value("DTSTART")[:8] for entry in entries(app, token)] == ["20260801", "20280229"]
    traveller.move_to(datetime(2026, 12, 9, tzinfo=UTC))
    assert [entry.value("DTSTART")[:8] for entry in entries(app, token)] == ["20280229", "20280301"]
