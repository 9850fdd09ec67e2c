"""Planning: make a meeting or a series, move one, cancel one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import update

from entraide import clock
from entraide.db import db
from entraide.errors import ChangedMeanwhile, EntraideError
from entraide.groups.actions import calendar_changed
from entraide.groups.models import Asked, Group
from entraide.journal.actions import note
from entraide.meetings import details as words
from entraide.meetings.actions import lifts_after, seats, telling
from entraide.meetings.actions.series import end_series, plan_series
from entraide.meetings.clock_times import EndBeforeStart, at_about
from entraide.meetings.details import Details
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Mode, ProgrammeDay, Seats
from entraide.meetings.queries import planning as queries
from entraide.vault import sealed

__all__ = ["DayPlan", "MeetingOver", "cancel", "end_series", "move", "plan_meeting", "plan_series"]


class MeetingOver(EntraideError):
    """A meeting that is over, or does not take place, can neither be moved nor cancelled."""


@dataclass(frozen=True)
class DayPlan:
    """One day of a weekend: its hours on the wall clock of the meeting's zone, and what is planned."""

    day: date
    starts: time
    ends: time
    text: str = ""


def plan_meeting(
    group: Group,
    starts_at: datetime,
    ends_at: datetime,
    mode: Mode,
    details: Details,
    *,
    asked: Asked,
    places: int | None,
    zone: str | None = None,
    announce: bool = True,
    days: Sequence[DayPlan] = (),
    by: UUID | None = None,
    meeting_id: UUID | None = None,
) -> Meeting:
    """Make a single meeting, past ones too; `days` is a weekend's programme. One letter each with `announce`.

    Raises EndBeforeStart for the meeting or one of its days.
    """
    if ends_at <= starts_at or any(day.ends <= day.starts for day in days):
        raise EndBeforeStart
    meeting_id = meeting_id or uuid4()
    at = clock.now()
    meeting = Meeting(
        group_id=group.id,
        id=meeting_id,
        original_start=starts_at,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone or group.timezone,
        mode=mode,
        asked=asked,
        details_sealed=words.seal(group.id, f"meeting {meeting_id}", details),
        created=at,
        changed=at,
    )
    db.session.add(meeting)
    db.session.flush()
    if places is not None:
        db.session.add(Seats(group_id=group.id, meeting_id=meeting_id, capacity=places))
    db.session.add_all(_programme_day(meeting, day) for day in days)
    db.session.flush()
    note("meeting:plan", group=group.id, by=by, about=meeting_id)
    calendar_changed(group.id)
    if announce:
        telling.announce_meeting(meeting)
    return meeting


def move(
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    details: Details | None = None,
    *,
    revision: int | None = None,
    by: UUID | None = None,
    announce: bool = True,
) -> None:
    """Move a meeting in time or to another place: seats stay, answers count as given before the change.

    A weekend's programme moves along by whole days. Raises EndBeforeStart, ChangedMeanwhile (not the `revision` the
    form was made from), MeetingOver (when somebody would be told of it).
    """
    if ends_at <= starts_at:
        raise EndBeforeStart
    lock(meeting, revision, stands=announce)
    _move_programme(meeting, starts_at)
    at = clock.now()
    meeting.moved_from, meeting.moved_at = meeting.starts_at, at
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    if details is not None:
        meeting.details_sealed = words.seal(meeting.group_id, f"meeting {meeting.id}", details)
    _changed(meeting, at)
    given = (Answer.group_id == meeting.group_id) & (Answer.meeting_id == meeting.id)
    db.session.execute(update(Answer).where(given).values(before_change=True))
    lifts_after.keep_through_change(meeting.group_id, [meeting.id])
    note("meeting:move", group=meeting.group_id, by=by, about=meeting.id)
    calendar_changed(meeting.group_id)
    if announce:
        telling.tell_moved(meeting, by)


def cancel(meeting: Meeting, *, revision: int | None = None, by: UUID | None = None, announce: bool = True) -> None:
    """Cancel a meeting; its seats and answers stay. Raises ChangedMeanwhile or MeetingOver as `move` does."""
    lock(meeting, revision, stands=announce)
    meeting.status = MeetingStatus.CANCELLED
    _changed(meeting, clock.now())
    note("meeting:cancel", group=meeting.group_id, by=by, about=meeting.id)
    calendar_changed(meeting.group_id)
    if announce:
        telling.tell_cancelled(meeting, by)


def lock(meeting: Meeting, revision: int | None, *, stands: bool = True) -> None:
    """Take a meeting's row for this deed, as it is now, and check that the deed still fits it."""
    seats.lock(meeting)
    if revision is not None and revision != meeting.revision:
        raise ChangedMeanwhile
    if stands and (meeting.status is MeetingStatus.CANCELLED or meeting.ends_at <= clock.now()):
        raise MeetingOver


def _changed(meeting: Meeting, at: datetime) -> None:
    """Count a change of date or status (RFC 5545 3.8.7.4)."""
    meeting.sequence += 1
    meeting.revision += 1
    meeting.changed = at
    db.session.flush()


def _programme_day(meeting: Meeting, plan: DayPlan) -> ProgrammeDay:
    zone = ZoneInfo(meeting.zone)
    id_ = uuid4()
    return ProgrammeDay(
        group_id=meeting.group_id,
        id=id_,
        meeting_id=meeting.id,
        day=plan.day,
        starts_at=at_about(plan.day, plan.starts, zone),
        ends_at=at_about(plan.day, plan.ends, zone),
        text_sealed=sealed.seal(meeting.group_id, f"day {id_}", plan.text),
    )


def _move_programme(meeting: Meeting, starts_at: datetime) -> None:
    """Move each day by as many days as the meeting moves, its hours as the clock on the wall shows them."""
    zone = ZoneInfo(meeting.zone)
    by_days = starts_at.astimezone(zone).date() - meeting.starts_at.astimezone(zone).date()
    if not by_days:
        return
    days = queries.programme_days(meeting)
    for day in reversed(days) if by_days > timedelta() else days:
        day.day += by_days
        day.starts_at = _moved(day.starts_at, by_days, zone)
        day.ends_at = _moved(day.ends_at, by_days, zone)
        db.session.flush()  # one by one, the foremost first: no two days of a meeting may meet


def _moved(instant: datetime, by_days: timedelta, zone: ZoneInfo) -> datetime:
    local = instant.astimezone(zone)
    return at_about(local.date() + by_days, local.time(), zone)
