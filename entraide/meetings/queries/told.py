"""What letters were posted already, and how soon their news is needed: what nobody heard of cannot change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from entraide.db import db
from entraide.mail.models import Letter, State
from entraide.meetings.models import Meeting, Series

ANNOUNCING = ("meeting", "series")


def is_overtaken(letter: Letter) -> bool:
    """Say whether a later letter of the same kind tells the same member about the same thing."""
    later = _siblings(letter).where(Letter.created > letter.created)
    return db.session.scalar(later.limit(1)) is not None


def skipped_one(letter: Letter) -> bool:
    """Say whether an earlier letter of the same kind never left: what it would have told is not known."""
    earlier = _siblings(letter).where(Letter.created < letter.created, Letter.state != State.SENT)
    return db.session.scalar(earlier.limit(1)) is not None


def was_known(letter: Letter, *subjects: UUID | None) -> bool:
    """Say whether the member could know of these when the letter was written.

    She could not where the letter that announces them had not left by then: it tells what holds now.
    """
    wanted = [subject for subject in subjects if subject is not None]
    announcing = select(Letter).where(
        Letter.kind.in_(ANNOUNCING), Letter.subject_id.in_(wanted), Letter.membership_id == letter.membership_id
    )
    rows = list(db.session.scalars(announcing))
    return not rows or any(_was_through(row, letter.created) for row in rows)


def _was_through(letter: Letter, at: datetime) -> bool:
    if letter.state in (State.WAITING, State.CLAIMED):
        return False
    return (letter.sent_at or letter.run_at) < at


def next_start(series: Series, after: datetime) -> datetime | None:
    """Return when a series' next meeting would begin, whether it still stands or not."""
    coming = (Meeting.group_id == series.group_id) & (Meeting.series_id == series.id) & (Meeting.starts_at > after)
    return db.session.scalar(select(func.min(Meeting.starts_at)).where(coming))


def _siblings(letter: Letter) -> Select[UUID]:
    return select(Letter.id).where(
        Letter.kind == letter.kind,
        Letter.subject_id == letter.subject_id,
        Letter.membership_id == letter.membership_id,
        Letter.id != letter.id,
    )
