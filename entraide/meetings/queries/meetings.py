"""Finding meetings and series within the scope."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from entraide.access.actor import Actor
from entraide.db import db
from entraide.errors import NotFound
from entraide.meetings import details
from entraide.meetings.chosen import Chosen, Rhythm
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, Series
from entraide.meetings.recurrence import Rule


def find_meeting(meeting_id: UUID) -> Meeting:
    """Find one meeting within the scope, or raise NotFound."""
    if (meeting := db.session.scalars(select(Meeting).where(Meeting.id == meeting_id)).one_or_none()) is None:
        raise NotFound
    return meeting


def find_series(group_id: UUID, series_id: UUID) -> Series:
    """Find one series of a group within the scope, or raise NotFound."""
    found = select(Series).where(Series.group_id == group_id, Series.id == series_id)
    if (series := db.session.scalars(found).one_or_none()) is None:
        raise NotFound
    return series


def rhythm_of(series: Series) -> Rhythm:
    """Return what gives a series its dates: its rule, or the list of its days."""
    if series.days is not None:
        return Chosen(tuple(map(date.fromisoformat, series.days)))
    return Rule.parse(series.rule)


_VISIBLE = (
    select(Meeting)
    .where(Meeting.group_id.in_(bindparam("groups", expanding=True)), Meeting.ends_at > bindparam("since"))
    .order_by(Meeting.starts_at, Meeting.id)
)
_VISIBLE_UNTIL = _VISIBLE.where(Meeting.starts_at < bindparam("until"))


def visible_meetings(actor: Actor, since: datetime, until: datetime | None = None) -> Sequence[Meeting]:
    """Return the meetings of all the actor's groups that end after `since`, the next first."""
    asked = {"groups": list(actor.roles), "since": since, "until": until}
    return db.session.scalars(_VISIBLE if until is None else _VISIBLE_UNTIL, asked).all()


def details_of(meeting: Meeting) -> Details:
    """Open the private words of a meeting."""
    return details.unseal(meeting.group_id, f"meeting {meeting.id}", meeting.details_sealed)


def details_of_series(series: Series) -> Details:
    """Open the private words each new meeting of a series starts with."""
    return details.unseal(series.group_id, f"series {series.id}", series.details_sealed)
