"""Who is reminded of what, and on which day."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.db import db
from entraide.groups.models import Asked
from entraide.meetings.actions import planning
from entraide.meetings.models import Meeting, Reply, Series
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.recurrence import LAST, DayOfMonth, NthWeekday, Rule, Weekday
from entraide.members.models import Status
from entraide.reminders.jobs import materialise
from entraide.reminders.queries import _is_frequent
from tests.lettering import answer, at_work, moment, plan, plan_series, posted, set_member
from tests.world import World

PLANNED = date(2037, 11, 1)
TUESDAY = date(2037, 11, 24)
WEEK_BEFORE, DAY_BEFORE = TUESDAY - timedelta(days=7), TUESDAY - timedelta(days=1)
WEEKLY, FORTNIGHTLY = Rule(Weekday(1)), Rule(Weekday(1), every=2)
MONTHLY = Rule(NthWeekday(4, 1))


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment(PLANNED, 10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def reminded(app: Flask, world: World, traveller: time_machine.Traveller):  # type: ignore[no-untyped-def]
    """Say who is reminded on a day, by name; the worker ticks at nine unless told otherwise."""
    names = {getattr(world, name).person_id: name for name in ("marcelle", "lise", "ana", "jo", "paul", "dov", "nina")}

    def reminded(day: date, hour: int = 9, minute: int = 0) -> set[str]:
        before = len(posted(app, "reminder"))
        traveller.move_to(moment(day, hour, minute))
        tick(app)
        rows = sorted(posted(app, "reminder"), key=lambda row: row.created)[before:]
        return {names.get(row.person_id, "somebody") for row in rows}

    return reminded


def tick(app: Flask) -> None:
    with app.app_context():
        materialise()


def one(app: Flask, world: World, asked: Asked = Asked.USEFUL) -> UUID:
    return plan(app, world.tilleuls, moment(TUESDAY, 14), asked=asked)


def meeting_of(app: Flask, world: World, series: UUID) -> UUID:
    """Return the series' meeting of that Tuesday."""
    with at_work(app, world.tilleuls):
        wanted = (Meeting.series_id == series) & (Meeting.starts_at == moment(TUESDAY, 14))
        return db.session.scalars(select(Meeting.id).where(wanted)).one()


def test_a_week_before_those_who_have_not_answered_are_asked(app, world, reminded) -> None:
    meeting = one(app, world)
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    answer(app, world.tilleuls, meeting, world.jo_in_tilleuls, Reply.NO)
    assert reminded(WEEK_BEFORE) == {"marcelle", "ana"}


def test_the_day_before_those_who_come_or_may_come_are_reminded(app, world, reminded) -> None:
    meeting = one(app, world)
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    answer(app, world.tilleuls, meeting, world.ana_in_tilleuls, Reply.MAYBE)
    answer(app, world.tilleuls, meeting, world.jo_in_tilleuls, Reply.NO)
    assert reminded(DAY_BEFORE) == {"lise", "ana"}


@pytest.mark.parametrize("day", [WEEK_BEFORE - timedelta(days=1), WEEK_BEFORE + timedelta(days=2), TUESDAY])
def test_on_other_days_nobody_is_reminded(app, world, reminded, day) -> None:
    one(app, world)
    for before in (WEEK_BEFORE, DAY_BEFORE):
        if before < day:
            reminded(before)
    assert reminded(day) == set()


def test_where_answers_are_not_asked_only_who_wished_is_reminded(app, world, reminded) -> None:
    one(app, world, Asked.NOT_ASKED)
    set_member(app, world.tilleuls, world.lise_in_tilleuls, wants_day_before=True)
    assert reminded(WEEK_BEFORE) == set()
    assert reminded(DAY_BEFORE) == {"lise"}


@pytest.mark.parametrize(
    "rule", [MONTHLY, Rule(DayOfMonth(24)), Rule(Weekday(1), every=3), Rule(NthWeekday(4, 1), every=2)]
)
def test_monthly_and_rarer_series_have_the_rhythm_of_single_meetings(app, world, reminded, rule) -> None:
    series = plan_series(app, world.tilleuls, rule, TUESDAY)
    answer(app, world.tilleuls, meeting_of(app, world, series), world.lise_in_tilleuls)
    assert reminded(WEEK_BEFORE) == {"marcelle", "ana", "jo"}
    assert reminded(DAY_BEFORE) == {"lise"}


@pytest.mark.parametrize("rule", [WEEKLY, FORTNIGHTLY])
def test_weekly_and_fortnightly_series_remind_only_who_wished(app, world, reminded, rule) -> None:
    series = plan_series(app, world.tilleuls, rule, TUESDAY)
    answer(app, world.tilleuls, meeting_of(app, world, series), world.ana_in_tilleuls)
    set_member(app, world.tilleuls, world.lise_in_tilleuls, wants_day_before=True)
    assert reminded(WEEK_BEFORE) == set()
    assert reminded(DAY_BEFORE) == {"lise"}


def test_whoever_wished_but_does_not_come_is_left_alone(app, world, reminded) -> None:
    series = plan_series(app, world.tilleuls, WEEKLY, TUESDAY)
    set_member(app, world.tilleuls, world.lise_in_tilleuls, wants_day_before=True)
    answer(app, world.tilleuls, meeting_of(app, world, series), world.lise_in_tilleuls, Reply.NO)
    assert reminded(DAY_BEFORE) == set()


def test_whoever_still_waits_for_a_place_is_not_told_to_come(app, world, reminded) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14), places=1)
    for name in ("ana", "lise"):
        answer(app, world.tilleuls, meeting, getattr(world, f"{name}_in_tilleuls"))
    assert reminded(DAY_BEFORE) == {"ana"}


@pytest.mark.parametrize(
    "values", [{"wants_letters": False}, {"is_managed": True}, {"status": Status.WAITING}, {"status": Status.ENDED}]
)
def test_whoever_stopped_is_managed_waits_or_left_is_not_reminded(app, world, reminded, values) -> None:
    one(app, world)
    set_member(app, world.tilleuls, world.lise_in_tilleuls, **values)
    assert "lise" not in reminded(WEEK_BEFORE)


def test_a_cancelled_meeting_reminds_nobody(app, world, reminded) -> None:
    meeting = one(app, world)
    with at_work(app, world.tilleuls):
        planning.cancel(find_meeting(meeting), announce=False)
    assert reminded(WEEK_BEFORE) == set()


def test_a_meeting_planned_this_very_day_was_announced_just_now(app, world, reminded, traveller) -> None:
    traveller.move_to(moment(WEEK_BEFORE, 11))
    one(app, world)
    assert reminded(WEEK_BEFORE, 12) == set()


def test_whoever_answers_after_eight_is_not_reminded_at_once(app, world, reminded, traveller) -> None:
    meeting = one(app, world)
    traveller.move_to(moment(DAY_BEFORE, 11))
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    assert reminded(DAY_BEFORE, 12) == set()


def test_after_a_move_those_who_had_answered_are_asked_anew(app, world, reminded) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY - timedelta(days=1), 14))
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    with at_work(app, world.tilleuls):
        planning.move(find_meeting(meeting), moment(TUESDAY, 14), moment(TUESDAY, 16), announce=False)
    assert "lise" in reminded(WEEK_BEFORE)


def test_letters_are_written_ahead_and_leave_at_eight(app, world, reminded) -> None:
    one(app, world)
    assert reminded(WEEK_BEFORE, 3) == {"marcelle", "lise", "ana", "jo"}
    assert {row.run_at for row in posted(app, "reminder")} == {moment(WEEK_BEFORE, 8)}


def test_by_day_they_leave_at_once(app, world, reminded) -> None:
    one(app, world)
    reminded(WEEK_BEFORE, 15, 30)
    assert {row.run_at for row in posted(app, "reminder")} == {moment(WEEK_BEFORE, 15, 30)}


def test_a_reminder_is_useless_after_the_start(app, world, reminded) -> None:
    one(app, world)
    reminded(WEEK_BEFORE)
    assert {row.deadline for row in posted(app, "reminder")} == {moment(TUESDAY, 14)}


def test_in_the_evening_nothing_is_posted_and_the_next_morning_makes_up_for_it(app, world, reminded) -> None:
    meeting = one(app, world)
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    assert reminded(DAY_BEFORE, 20) == set()
    assert reminded(TUESDAY, 7) == {"lise"}
    assert [row.run_at for row in posted(app, "reminder")] == [moment(TUESDAY, 8)]


def test_what_was_said_is_not_made_up_for(app, world, reminded) -> None:
    meeting = one(app, world)
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    assert reminded(DAY_BEFORE) == {"lise"}
    assert reminded(TUESDAY, 9) == set()


@pytest.mark.parametrize("sunday", [date(2037, 3, 29), date(2037, 10, 25)])
@pytest.mark.parametrize("hour", [0, 1, 4, 23])
def test_when_the_clocks_change_days_are_counted_by_the_clock_on_the_wall(
    app, world, reminded, traveller, sunday, hour
) -> None:
    traveller.move_to(moment(sunday - timedelta(days=30), 10))
    meeting = plan(app, world.tilleuls, moment(sunday, hour))
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    assert reminded(sunday - timedelta(days=2)) == set()
    assert reminded(sunday - timedelta(days=1)) == {"lise"}
    assert [row.run_at for row in posted(app, "reminder")] == [moment(sunday - timedelta(days=1), 9)]


def test_eight_o_clock_is_the_meetings_own(app, world, reminded) -> None:
    zone = ZoneInfo("America/New_York")
    plan(app, world.tilleuls, moment(TUESDAY, 19, zone=zone), zone="America/New_York")
    assert reminded(WEEK_BEFORE, 9)
    assert {row.run_at for row in posted(app, "reminder")} == {moment(WEEK_BEFORE, 8, zone=zone)}


@pytest.mark.parametrize("every", range(1, 5))
@pytest.mark.parametrize("on", [Weekday(0), Weekday(6), NthWeekday(1, 2), NthWeekday(LAST, 4), DayOfMonth(15)])
@pytest.mark.parametrize("end", [{}, {"until": date(2039, 12, 31)}, {"times": 30}])
def test_what_the_database_calls_frequent_is_weekly_or_fortnightly(app, world, every, on, end) -> None:
    rule = Rule(on, every=every, **end)
    series = plan_series(app, world.tilleuls, rule, TUESDAY)
    with at_work(app, world.tilleuls):
        said = db.session.scalar(select(_is_frequent()).where(Series.id == series))
        assert bool(said) is (rule.is_weekly and rule.every <= 2)
