"""Planning meetings and series, moving and cancelling them: the rules."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.db import db, writing
from entraide.errors import ChangedMeanwhile
from entraide.groups.models import Asked, Group
from entraide.groups.queries import find_group
from entraide.mail.models import Letter
from entraide.meetings.actions import changing, planning
from entraide.meetings.actions.planning import DayPlan, MeetingOver
from entraide.meetings.clock_times import EndBeforeStart
from entraide.meetings.details import Details
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Mode, ProgrammeDay, Reply, Seats, Series, Standing
from entraide.meetings.queries.meetings import details_of, details_of_series
from entraide.meetings.recurrence import DayOfMonth, NthWeekday, Rule, Weekday
from tests.world import World

BRUSSELS = ZoneInfo("Europe/Brussels")
TUESDAY = date(2026, 12, 1)
ROUND_TABLE = Details(title="Café-parole", place="Maison de quartier")


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def group(app: Flask, world: World) -> Iterator[Group]:
    with app.app_context():
        writing()
        scope.add(world.tilleuls)
        yield find_group(world.tilleuls)


def plan(group: Group, rule: Rule, first: date = TUESDAY, **more: object) -> Series:
    wanted: dict[str, object] = {"asked": Asked.USEFUL, "places": None} | more
    return planning.plan_series(group, rule, first, time(19), 120, Mode.ROUND_TABLE, ROUND_TABLE, **wanted)  # type: ignore[arg-type]


def plan_one(group: Group, day: date = TUESDAY, **more: object) -> Meeting:
    starts_at = datetime.combine(day, time(19), BRUSSELS)
    wanted: dict[str, object] = {"asked": Asked.USEFUL, "places": None} | more
    return planning.plan_meeting(
        group, starts_at, starts_at + timedelta(hours=2), Mode.ROUND_TABLE, ROUND_TABLE, **wanted
    )  # type: ignore[arg-type]


def meetings_of(series: Series) -> list[Meeting]:
    found = select(Meeting).where(Meeting.series_id == series.id).order_by(Meeting.starts_at)
    return list(db.session.scalars(found))


def days_of(series: Series) -> list[date]:
    return [meeting.starts_at.astimezone(BRUSSELS).date() for meeting in meetings_of(series)]


def letters(kind: str) -> int:
    return len(db.session.scalars(select(Letter).where(Letter.kind == kind)).all())


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


def answered(meeting: Meeting, world: World) -> Answer:
    answer = Answer(
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        membership_id=world.lise_in_tilleuls,
        reply=Reply.YES,
        standing=Standing.SEATED,
        given=meeting.created,
    )
    db.session.add(answer)
    db.session.flush()
    return answer


def test_a_move_keeps_the_answer_and_marks_it_as_from_before(group: Group, world: World) -> None:
    meeting = plan_one(group, places=8)
    answer = answered(meeting, world)
    planning.move(meeting, meeting.starts_at + timedelta(days=1), meeting.ends_at + timedelta(days=1))
    db.session.refresh(answer)
    assert (answer.reply, answer.standing, answer.before_change) == (Reply.YES, Standing.SEATED, True)


def test_a_move_keeps_the_identity_and_counts_up_the_sequence(group: Group) -> None:
    [meeting] = meetings_of(plan(group, Rule(Weekday(1), times=1)))
    was = meeting.starts_at
    planning.move(meeting, was + timedelta(days=1), meeting.ends_at + timedelta(days=1))
    assert (meeting.original_start, meeting.moved_from, meeting.sequence) == (was, was, 1)


def test_everyone_is_told_of_each_move(group: Group) -> None:
    meeting = plan_one(group)
    for _ in range(2):
        planning.move(meeting, meeting.starts_at + timedelta(days=1), meeting.ends_at + timedelta(days=1))
    assert letters("moved") == 2 * 4


def test_a_moved_weekend_takes_its_programme_along(group: Group) -> None:
    friday = date(2027, 3, 26)
    days = [DayPlan(friday + timedelta(days=day), time(10), time(18)) for day in range(3)]
    meeting = planning.plan_meeting(
        group,
        datetime.combine(friday, time(10), BRUSSELS),
        datetime.combine(friday + timedelta(days=2), time(18), BRUSSELS),
        Mode.WEEKEND,
        ROUND_TABLE,
        asked=Asked.NEEDED,
        places=None,
        days=days,
    )
    for step in (1, -1, 7):
        planning.move(
            meeting,
            datetime.combine(friday + timedelta(days=step), time(10), BRUSSELS),
            datetime.combine(friday + timedelta(days=step + 2), time(18), BRUSSELS),
        )
        made = db.session.scalars(select(ProgrammeDay).order_by(ProgrammeDay.day)).all()
        assert [day.day for day in made] == [friday + timedelta(days=step + day) for day in range(3)]
        assert {day.starts_at.astimezone(BRUSSELS).time() for day in made} == {time(10)}


def test_a_cancelled_meeting_stays_and_says_so(group: Group) -> None:
    meeting = plan_one(group)
    planning.cancel(meeting)
    assert (meeting.status, meeting.sequence) == (MeetingStatus.CANCELLED, 1)
    assert letters("cancelled") == 4


def test_a_meeting_that_is_over_can_neither_be_moved_nor_cancelled(group: Group) -> None:
    meeting = plan_one(group, date(2026, 11, 3), announce=False)
    with pytest.raises(MeetingOver):
        planning.cancel(meeting)
    with pytest.raises(MeetingOver):
        planning.move(meeting, meeting.starts_at + timedelta(days=60), meeting.ends_at + timedelta(days=60))


def test_a_cancelled_meeting_cannot_be_moved(group: Group) -> None:
    meeting = plan_one(group)
    planning.cancel(meeting)
    with pytest.raises(MeetingOver):
        planning.move(meeting, meeting.starts_at + timedelta(days=1), meeting.ends_at + timedelta(days=1))


def test_a_deed_from_a_stale_page_is_refused(group: Group) -> None:
    meeting = plan_one(group)
    planning.move(meeting, meeting.starts_at + timedelta(days=1), meeting.ends_at + timedelta(days=1), revision=1)
    with pytest.raises(ChangedMeanwhile):
        planning.cancel(meeting, revision=1)


def test_an_ended_series_cancels_what_comes_after_with_one_letter_each(group: Group) -> None:
    series = plan(group, Rule(Weekday(1), times=4))
    assert planning.end_series(series, date(2026, 12, 8)) == 2
    planned = [meeting for meeting in meetings_of(series) if meeting.status is MeetingStatus.PLANNED]
    assert [meeting.starts_at.astimezone(BRUSSELS).date().day for meeting in planned] == [1, 8]
    assert letters("series_ended") == 4
    assert letters("cancelled") == 0


def test_new_words_change_no_date_and_tell_nobody(group: Group) -> None:
    meeting = plan_one(group)
    changing.change(meeting, Details(title="Autre nom", place="Maison de quartier"), None, revision=1)
    assert (details_of(meeting).title, meeting.sequence, meeting.revision) == ("Autre nom", 0, 2)
    assert letters("moved") == 0


def test_another_place_is_a_move_of_which_everyone_is_told(group: Group, world: World) -> None:
    meeting = plan_one(group)
    answer = answered(meeting, world)
    changing.change(meeting, Details(title="Café-parole", place="Gare"), None, revision=1)
    db.session.refresh(answer)
    assert (meeting.sequence, answer.before_change, letters("moved")) == (1, True, 4)


def test_a_number_of_places_can_be_set_and_lifted(group: Group) -> None:
    meeting = plan_one(group)
    changing.change(meeting, ROUND_TABLE, 6)
    assert [seats.capacity for seats in db.session.scalars(select(Seats))] == [6]
    changing.change(meeting, ROUND_TABLE, None)
    assert db.session.scalars(select(Seats)).all() == []


def test_this_and_following_leaves_what_came_before(group: Group) -> None:
    series = plan(group, Rule(Weekday(1), times=3))
    meetings = meetings_of(series)
    assert changing.change_following(meetings[1], series, Details(title="Nouveau"), 5) == 2
    assert [details_of(meeting).title for meeting in meetings_of(series)] == ["Café-parole", "Nouveau", "Nouveau"]
    assert details_of_series(series).title == "Nouveau"
    assert letters("series_changed") == 4  # the place went: one letter for all the dates
    assert letters("moved") == 0
    assert len(db.session.scalars(select(Seats)).all()) == 2
