"""What a feed tells of answers, moves, cancellations and the days of a weekend."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from entraide.calendars.jobs import let_go_of_cancelled
from entraide.calendars.models import Level
from entraide.groups.models import Asked
from entraide.meetings.actions.forgetting import forget
from entraide.meetings.actions.planning import DayPlan
from entraide.meetings.models import Mode, Reply
from tests.calendars.a_moment import DAY, traveller
from tests.calendars.lint import complaints
from tests.calendars.subscribing import (
    BRUSSELS,
    SECRETS,
    body,
    cancel,
    connect,
    entries,
    fetch,
    move,
    only_entry,
    plan,
    say,
)
from tests.lettering import at_work
from tests.world import World

__all__ = ["traveller"]


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply.YES, ("CONFIRMED", "OPAQUE", "BUSY")),
        (Reply.MAYBE, ("TENTATIVE", "TRANSPARENT", "TENTATIVE")),
        (None, ("TENTATIVE", "TRANSPARENT", "TENTATIVE")),
    ],
)
def test_an_answer_shows_as_what_the_calendar_knows_of_it(app, world, reply, told):
    meeting = plan(app, world.tilleuls, DAY)
    if reply:
        say(app, world.tilleuls, meeting, world.lise_in_tilleuls, reply)
    entry = only_entry(app, connect(app, world.lise))
    assert tuple(map(entry.value, ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"))) == told


def test_where_answers_are_not_asked_the_meeting_stands_and_blocks_nothing(app, world):
    plan(app, world.tilleuls, DAY, asked=Asked.NOT_ASKED)
    entry = only_entry(app, connect(app, world.lise))
    assert (entry.value("STATUS"), entry.value("TRANSP")) == ("CONFIRMED", "TRANSPARENT")


def test_who_waits_for_a_place_does_not_come_yet(app, world):
    meeting = plan(app, world.tilleuls, DAY, asked=Asked.NEEDED, places=1)
    say(app, world.tilleuls, meeting, world.jo_in_tilleuls, Reply.YES)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    assert only_entry(app, connect(app, world.lise)).value("STATUS") == "TENTATIVE"
    assert only_entry(app, connect(app, world.jo)).value("STATUS") == "CONFIRMED"


def test_a_place_that_came_free_is_a_newer_entry(app, world, traveller):
    meeting = plan(app, world.tilleuls, DAY, asked=Asked.NEEDED, places=1)
    say(app, world.tilleuls, meeting, world.jo_in_tilleuls, Reply.YES)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    token = connect(app, world.lise)
    before = only_entry(app, token)
    traveller.shift(timedelta(hours=1))
    say(app, world.tilleuls, meeting, world.jo_in_tilleuls, Reply.NO)
    after = only_entry(app, token)
    assert after.value("STATUS") == "CONFIRMED"
    assert after.value("DTSTAMP") > before.value("DTSTAMP")


def test_a_meeting_answered_no_is_not_there(app, world):
    meeting = plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.NO)
    assert entries(app, token) == []


def test_a_move_keeps_the_name_and_raises_the_sequence(app, world):
    meeting = plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise)
    before = only_entry(app, token)
    move(app, world.tilleuls, meeting, timedelta(days=2, hours=1))
    after = only_entry(app, token)
    assert after.value("UID") == before.value("UID")
    assert int(after.value("SEQUENCE")) == int(before.value("SEQUENCE")) + 1
    assert after.value("DTSTART") == "20261126T150000"


def test_a_cancelled_meeting_is_told_in_the_feeds_language_and_frees_the_hour(app, world):
    meeting = plan(app, world.tilleuls, DAY)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    token, english = connect(app, world.lise), connect(app, world.lise, language="en")
    cancel(app, world.tilleuls, meeting)
    entry = only_entry(app, token)
    assert [entry.value(name) for name in ("SUMMARY", "STATUS", "TRANSP", "SEQUENCE")] == [
        "Annulé\u00a0: Rendez-vous",
        "CANCELLED",
        "TRANSPARENT",
        "1",
    ]
    assert only_entry(app, english).value("SUMMARY") == "Cancelled: Rendez-vous"


def test_a_cancelled_meeting_goes_once_it_is_over(app, world, traveller):
    meeting = plan(app, world.tilleuls, DAY)
    cancel(app, world.tilleuls, meeting)
    token = connect(app, world.lise)
    etags = []
    for moment in (datetime(2026, 11, 24, 14, 59, tzinfo=UTC), datetime(2026, 11, 24, 15, tzinfo=UTC)):
        traveller.move_to(moment)
        with app.app_context():
            let_go_of_cancelled()
        etags.append((fetch(app, token).headers["ETag"], len(entries(app, token))))
    assert [count for _, count in etags] == [1, 0]
    assert etags[0][0] != etags[1][0]


def test_letting_go_of_what_is_gone_already_moves_nothing(app, world, traveller):
    cancel(app, world.tilleuls, plan(app, world.tilleuls, DAY))
    token = connect(app, world.lise)
    etags = set()
    for _ in range(3):
        traveller.move_to(datetime(2026, 11, 25, tzinfo=UTC))
        with app.app_context():
            let_go_of_cancelled()
        etags.add(fetch(app, token).headers["ETag"])
    assert len(etags) == 1


def weekend(app: Flask, world: World) -> None:
    friday = date(2027, 3, 26)  # the clocks change on its Sunday
    days = tuple(
        DayPlan(friday + timedelta(days=number), time(10), time(16 + number), f"Jour {number + 1}")
        for number in range(3)
    )
    ends = datetime.combine(friday + timedelta(days=2), time(18), BRUSSELS)
    plan(app, world.tilleuls, friday, hour=time(9), mode=Mode.WEEKEND, days=days, ends=ends)


def test_a_weekend_is_a_banner_and_an_entry_for_each_day(app, world):
    weekend(app, world)
    found = entries(app, connect(app, world.lise, Level.FULL))
    assert [entry.value("DTSTART") for entry in found] == [
        "20270326",
        "20270326T100000",
        "20270327T100000",
        "20270328T100000",
    ]
    assert found[0].value("DTEND") == "20270329"
    assert len({entry.value("UID") for entry in found}) == 4
    assert found[0].value("DESCRIPTION").startswith("du vendredi 26 mars 2027\\, 9\u00a0h")
    assert found[2].value("DESCRIPTION").startswith("Jour 2\\n")


def test_a_discreet_weekend_tells_no_programme(app, world):
    weekend(app, world)
    token = connect(app, world.lise)
    assert complaints(body(app, token), forbidden=("Jour", *SECRETS)) == []
    assert len(entries(app, token)) == 4


def test_answers_erased_by_age_change_no_byte_until_a_version_moves(app, world, traveller):
    """The body kept for an ETag and one rendered anew for it are the same, whatever was erased in between."""
    meeting = plan(app, world.tilleuls, DAY)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    token, again = connect(app, world.lise), connect(app, world.lise)
    traveller.move_to(datetime(2026, 12, 20, tzinfo=UTC))
    move(app, world.tilleuls, plan(app, world.tilleuls, date(2027, 1, 5)), timedelta(hours=1))
    first = body(app, token)
    with at_work(app, world.tilleuls):
        forget(world.tilleuls, datetime(2026, 12, 9, tzinfo=UTC))
    assert body(app, again) == first
