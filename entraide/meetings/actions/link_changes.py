"""What links from letters made of answers, remembered until the member has seen it on the site."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from entraide.clock import now
from entraide.db import db
from entraide.meetings.link_tables import LinkChange
from entraide.meetings.models import Answer, Reply


@dataclass(frozen=True)
class Stood:
    """An answer as it stood before it was changed."""

    reply: Reply
    guests: int
    anonymous: bool


def stood(given: Answer | None) -> Stood | None:
    """Return what an answer says now, None where there is none."""
    return Stood(given.reply, given.guests, given.anonymous) if given else None


def follow(given: Answer, before: Stood | None, *, by_link: bool) -> None:
    """Remember what a link changed; the first of several counts. What is said on the site needs no telling."""
    if not by_link:
        forget(given.membership_id, meeting_id=given.meeting_id)
        return
    row = change_of(given.meeting_id, given.membership_id)
    if row is None:
        row = LinkChange(group_id=given.group_id, meeting_id=given.meeting_id, membership_id=given.membership_id)
        if before:
            row.before, row.guests, row.anonymous = before.reply, before.guests, before.anonymous
        db.session.add(row)
    row.changed = now()
    db.session.flush()
    if (row.before, row.guests, row.anonymous) == (given.reply, given.guests, given.anonymous):
        _delete(LinkChange.id == row.id)


def change_of(meeting_id: UUID, membership_id: UUID) -> LinkChange | None:
    """Return what a member has not seen yet of one answer of hers, or None."""
    hers = (LinkChange.meeting_id == meeting_id) & (LinkChange.membership_id == membership_id)
    return db.session.scalars(select(LinkChange).where(hers)).one_or_none()


def forget(*membership_ids: UUID, meeting_id: UUID | None = None) -> None:
    """Let members hear no more of what links changed, at one meeting or all."""
    theirs = LinkChange.membership_id.in_(membership_ids)
    _delete(theirs & (LinkChange.meeting_id == meeting_id) if meeting_id else theirs)


def _delete(which: ColumnElement[bool]) -> None:
    db.session.execute(delete(LinkChange).where(which), execution_options={"synchronize_session": "fetch"})
