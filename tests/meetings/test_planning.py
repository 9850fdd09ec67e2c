"""Planning meetings and series: the rules."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.meetings.actions import planning
from entraide.meetings.actions.planning import DayPlan
from entraide.meetings.clock_times import EndBeforeStart
from entraide.meetings.details import Details
from entraide.meetings.models import Mode, ProgrammeDay, Seats, Series
from entraide.meetings.queries.meetings import details_of
from entraide.meetings.recurrence import DayOfMonth, NthWeekday, Rule, Weekday
from tests.meetings.planned import BRUSSELS, ROUND_TABLE, TUESDAY, group, letters, meetings_of, november, plan, plan_one

__all__ = ["group", "november"]


def days_of(series: Series) -> list[date]:
    return [meeting.starts_at.astimezone(BRUSSELS).date() for meeting in meetings_of(series)]


def test_a_series_has_a_meeting_on_each_of_its_dates(group: Group) -> None:
    series = plan(group, Rule(Weekday(1), until=date(2026, 12, 31)))
    assert days_of(series) == [date(2026, 12, day) for day in (1, 8, 15, 22, 29)]


def test_an_endless_series_is_made_to_the_end_of_the_sixteenth_month_ahead(group: Group) -> None:
    series = plan(group, Rule(DayOfMonth(-1)))
    assert days_of(series)[-1] == date(2028, 3, 31)
    assert series.made_until == date(2028, 3, 31)


def test_seven_in_the_evening_stays_seven_across_the_clock_change(group: Group) -> None:
    series = plan(group, Rule(Weekday(1), until=date(2027, 6, 30)))
    assert {meeting.starts_at.astimezone(BRUSSELS).time() for meeting in meetings_of(series)} == {time(19)}
    assert len({meeting.starts_at.time() for meeting in meetings_of(series)}) == 2


def test_a_meeting_may_end_after_midnight(group: Group) -> None:
    series = planning.plan_series(
        group, Rule(Weekday(1), times=1), TUESDAY, time(23), 90, Mode.ONLINE, Details(), asked=Asked.USEFUL, places=None
    )
    assert meetings_of(series)[0].ends_at == datetime(2026, 12, 2, 0, 30, tzinfo=BRUSSELS)


def test_a_series_may_begin_in_the_past(group: Group) -> None:
    series = plan(group, Rule(Weekday(1), times=3), date(2026, 1, 6), announce=False)
    assert days_of(series) == [date(2026, 1, 6), date(2026, 1, 13), date(2026, 1, 20)]


def test_a_date_may_be_left_out(group: Group) -> None:
    series = plan(group, Rule(Weekday(1), times=3), skip={date(2026, 12, 8)})
    assert days_of(series) == [TUESDAY, date(2026, 12, 15)]


def test_a_date_may_have_another_hour_and_keeps_its_identity(group: Group) -> None:
    series = plan(group, Rule(Weekday(1), times=2), hours={date(2026, 12, 8): time(20, 30)})
    later = meetings_of(series)[1]
    assert later.starts_at == datetime(2026, 12, 8, 20, 30, tzinfo=BRUSSELS)
    assert later.ends_at == datetime(2026, 12, 8, 22, 30, tzinfo=BRUSSELS)
    assert later.original_start == datetime(2026, 12, 8, 19, tzinfo=BRUSSELS)


def test_an_hour_that_does_not_exist_is_taken_from_before_the_change(group: Group) -> None:
    sunday = date(2027, 3, 28)
    series = planning.plan_series(
        group,
        Rule(Weekday(6), times=1),
        sunday,
        time(2, 30),
        60,
        Mode.ONLINE,
        Details(),
        asked=Asked.USEFUL,
        places=None,
    )
    [meeting] = meetings_of(series)
    assert meeting.starts_at.astimezone(BRUSSELS).time() == time(3, 30)
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=1)


def test_each_meeting_with_a_number_of_places_counts_them(group: Group) -> None:
    series = plan(group, Rule(Weekday(1), times=3), places=8)
    seats = {row.meeting_id: row.capacity for row in db.session.scalars(select(Seats))}
    assert seats == {meeting.id: 8 for meeting in meetings_of(series)}


def test_a_meeting_without_a_limit_counts_no_places(group: Group) -> None:
    plan(group, Rule(Weekday(1), times=3))
    plan_one(group)
    assert db.session.scalars(select(Seats)).all() == []


def test_the_words_of_each_meeting_can_be_read_by_the_group(group: Group) -> None:
    series = plan(group, Rule(NthWeekday(1, 1), times=2))
    assert [details_of(meeting) for meeting in meetings_of(series)] == [ROUND_TABLE, ROUND_TABLE]


def test_the_database_holds_no_readable_place(group: Group) -> None:
    series = plan(group, Rule(Weekday(1), times=1))
    assert b"Maison" not in series.details_sealed + meetings_of(series)[0].details_sealed


def test_a_series_is_announced_in_one_letter_to_each_reader(group: Group) -> None:
    plan(group, Rule(Weekday(1), times=9))
    assert letters("series") == 4  # Marcelle, Lise, Ana, Jo; not Paul who waits, not Odile who has no address
    assert letters("meeting") == 0


def test_nothing_is_announced_when_it_is_not_wanted(group: Group) -> None:
    plan(group, Rule(Weekday(1), times=2), announce=False)
    plan_one(group, announce=False)
    assert letters("series") + letters("meeting") == 0


def test_a_new_series_moves_the_calendars_once(group: Group) -> None:
    before = group.calendar_version
    plan(group, Rule(Weekday(1), times=9))
    db.session.refresh(group)
    assert group.calendar_version == before + 1


def test_a_weekend_has_days_with_hours_and_a_programme(group: Group) -> None:
    friday = date(2026, 12, 11)
    days = [DayPlan(friday, time(18), time(22), "Accueil"), DayPlan(friday + timedelta(days=1), time(9), time(21), "")]
    meeting = planning.plan_meeting(
        group,
        datetime.combine(friday, time(18), BRUSSELS),
        datetime.combine(friday + timedelta(days=1), time(21), BRUSSELS),
        Mode.WEEKEND,
        ROUND_TABLE,
        asked=Asked.NEEDED,
        places=18,
        days=days,
    )
    made = db.session.scalars(select(ProgrammeDay).where(ProgrammeDay.meeting_id == meeting.id)).all()
    assert {day.starts_at.astimezone(BRUSSELS).time() for day in made} == {time(18), time(9)}


def test_an_end_before_the_start_is_refused(group: Group) -> None:
    at = datetime.combine(TUESDAY, time(19), BRUSSELS)
    with pytest.raises(EndBeforeStart):
        planning.plan_meeting(group, at, at, Mode.ONLINE, Details(), asked=Asked.USEFUL, places=None)
