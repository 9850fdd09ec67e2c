"""Moving, cancelling and changing meetings and series: the rules."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from entraide.db import db
from entraide.errors import ChangedMeanwhile
from entraide.groups.models import Asked, Group
from entraide.meetings.actions import changing, planning
from entraide.meetings.actions.planning import DayPlan, MeetingOver
from entraide.meetings.details import Details
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Mode, ProgrammeDay, Reply, Seats, Standing
from entraide.meetings.queries.meetings import details_of, details_of_series
from entraide.meetings.recurrence import Rule, Weekday
from tests.meetings.planned import BRUSSELS, ROUND_TABLE, group, letters, meetings_of, november, plan, plan_one
from tests.world import World

__all__ = ["group", "november"]


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
