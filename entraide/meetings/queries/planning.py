"""What planning looks up: the meetings and series a deed touches, what a form starts with, where dates run out."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from entraide.access import scope
from entraide.db import db
from entraide.groups.models import Group
from entraide.meetings.models import Meeting, MeetingStatus, Mode, ProgrammeDay, Series


def groups_to_make_ahead(horizon: date) -> list[UUID]:
    """Return the groups that stand and have a series not yet made into meetings up to this day."""
    found = (
        select(Series.group_id)
        .join(Group, Group.id == Series.group_id)
        .where(Group.closed_at.is_(None), _runs_on(horizon))
        .distinct()
        .order_by(Series.group_id)
    )
    with scope.everywhere("series of every group run out of dates"):
        return list(db.session.scalars(found))


def series_to_make_ahead(group_id: UUID, horizon: date) -> Sequence[Series]:
    """Return a group's series that are not yet made into meetings up to this day, each locked."""
    found = select(Series).where(Series.group_id == group_id, _runs_on(horizon))
    return db.session.scalars(found.order_by(Series.id).with_for_update()).all()


def original_starts(series: Series) -> set[datetime]:
    """Return the original start of every meeting a series already has."""
    found = select(Meeting.original_start).where(Meeting.group_id == series.group_id, Meeting.series_id == series.id)
    return set(db.session.scalars(found))


def programme_days(meeting: Meeting) -> Sequence[ProgrammeDay]:
    """Return the days of a weekend, the first on top."""
    found = select(ProgrammeDay).where(ProgrammeDay.group_id == meeting.group_id, ProgrammeDay.meeting_id == meeting.id)
    return db.session.scalars(found.order_by(ProgrammeDay.day)).all()


def coming_of_series(series_id: UUID, group_id: UUID, since: datetime) -> Sequence[Meeting]:
    """Return a series' meetings that stand and begin at this instant or later, the next first."""
    found = select(Meeting).where(
        Meeting.group_id == group_id,
        Meeting.series_id == series_id,
        Meeting.status == MeetingStatus.PLANNED,
        Meeting.starts_at >= since,
    )
    return db.session.scalars(found.order_by(Meeting.starts_at)).all()


def next_meeting(group_id: UUID, after: datetime) -> Meeting | None:
    """Return a group's first meeting that stands and begins after this instant."""
    found = select(Meeting).where(
        Meeting.group_id == group_id, Meeting.status == MeetingStatus.PLANNED, Meeting.starts_at > after
    )
    return db.session.scalars(found.order_by(Meeting.starts_at).limit(1)).one_or_none()


def next_meetings(groups: Collection[UUID], after: datetime) -> dict[UUID, Meeting]:
    """Return of each of these groups its first meeting that stands and begins after this instant, in one statement."""
    stands = (Meeting.status == MeetingStatus.PLANNED) & (Meeting.starts_at > after) & Meeting.group_id.in_(groups)
    first = select(Meeting.group_id, func.min(Meeting.starts_at).label("at")).where(stands)
    first_of = first.group_by(Meeting.group_id).subquery()
    found = select(Meeting).join(
        first_of, and_(first_of.c.group_id == Meeting.group_id, first_of.c.at == Meeting.starts_at)
    )
    return {one.group_id: one for one in db.session.scalars(found.where(stands).order_by(Meeting.id.desc()))}


def latest_planned(group_id: UUID) -> Meeting | None:
    """Return the meeting of a group that was made last, weekends apart: what its next one probably looks like."""
    found = select(Meeting).where(Meeting.group_id == group_id, Meeting.mode != Mode.WEEKEND)
    return db.session.scalars(found.order_by(Meeting.created.desc(), Meeting.starts_at).limit(1)).one_or_none()


def is_planned(group_id: UUID, planned_id: UUID) -> bool:
    """Say whether a meeting or series was already made under this id: the form was sent twice.

    The group is held until the end of the transaction, so that two at once come one after the other.
    """
    db.session.execute(select(Group.id).where(Group.id == group_id).with_for_update(key_share=True))
    meeting = select(Meeting.id).where(Meeting.group_id == group_id, Meeting.id == planned_id)
    series = select(Series.id).where(Series.group_id == group_id, Series.id == planned_id)
    return db.session.scalar(meeting) is not None or db.session.scalar(series) is not None


def _runs_on(horizon: date) -> ColumnElement[bool]:
    is_behind = or_(Series.made_until.is_(None), Series.made_until < horizon)
    goes_on = or_(Series.ended_on.is_(None), Series.ended_on > Series.made_until)
    return is_behind & goes_on
