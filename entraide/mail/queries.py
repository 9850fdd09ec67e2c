"""How far letters have come: of a group as counts, of one person her own, of one piece of news member by member.

Never an address, a name or a text: the outbox holds none. Rows are erased 30 days after their letter ended, so that no
letter found means "not posted" or "long ago".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select

from entraide.clock import now
from entraide.db import db
from entraide.mail.models import Lane, Letter, State

DAY = timedelta(days=1)


class Course(StrEnum):
    """How far a letter has come, as people are told."""

    WAITING = "waiting"  # here, to leave or to be tried again
    TAKEN = "taken"  # the next mail server took it; nobody says that it was read
    REFUSED = "refused"  # for good, or tried too often, or too late
    NOT_NEEDED = "not_needed"  # no longer true or wanted when its turn came


COURSES = {
    State.WAITING: Course.WAITING,
    State.CLAIMED: Course.WAITING,
    State.SENT: Course.TAKEN,
    State.DROPPED: Course.NOT_NEEDED,
    State.REFUSED: Course.REFUSED,
}


@dataclass(frozen=True)
class Counts:
    """How many of a group's letters wait, were taken by the next mail server, were refused.

    `taken` holds those that were no longer needed too: whose they were would tell who left, answered, or wants none.
    """

    waiting: int = 0
    taken: int = 0
    refused: int = 0


@dataclass(frozen=True)
class OwnLetter:
    """One letter to one person; `at`: when it was taken, else when it is tried next, else when it was posted."""

    kind: str
    group_id: UUID | None
    subject_id: UUID | None
    posted: datetime
    course: Course
    at: datetime


@dataclass(frozen=True)
class Told:
    """How far the letter to one member about one thing has come; `turn` tells apart two of the same kind."""

    kind: str
    subject_id: UUID
    turn: int
    membership_id: UUID
    course: Course


def counts_of(group_id: UUID, since: datetime | None = None) -> Counts:
    """Count a group's letters, posted since an instant or all that are kept, in one statement."""
    found = select(Letter.state, func.count()).where(Letter.group_id == group_id)
    if since is not None:
        found = found.where(Letter.created >= since)
    counted = dict.fromkeys(Course, 0)
    for state, many in db.session.execute(found.group_by(Letter.state)):
        counted[COURSES[state]] += many
    gone = counted[Course.TAKEN] + counted[Course.NOT_NEEDED]
    return Counts(counted[Course.WAITING], gone, counted[Course.REFUSED])


def own_letters(person_id: UUID, most: int = 50, *, only_group: UUID | None = None) -> list[OwnLetter]:
    """Return the letters to one person, the latest first; show them to her alone.

    `only_group`: those of one group, for a session that opens no other.
    """
    hers = select(Letter).where(Letter.person_id == person_id).order_by(Letter.created.desc(), Letter.id).limit(most)
    if only_group is not None:
        hers = hers.where(Letter.group_id == only_group)
    return [
        OwnLetter(row.kind, row.group_id, row.subject_id, row.created, COURSES[row.state], _moment(row))
        for row in db.session.scalars(hers)
    ]


def letters_about(group_id: UUID, kinds: Iterable[str], subjects: Iterable[UUID]) -> list[Told]:
    """Return how far each letter of these kinds about these things has come, in one statement."""
    columns = select(Letter.kind, Letter.subject_id, Letter.dedup_key, Letter.membership_id, Letter.state)
    found = columns.where(
        Letter.subject_id.in_(set(subjects)), Letter.group_id == group_id, Letter.kind.in_(list(kinds))
    )
    return [
        Told(kind, subject_id, _turn(key), membership_id, COURSES[state])
        for kind, subject_id, key, membership_id, state in db.session.execute(found)
        if subject_id and membership_id
    ]


def _moment(row: Letter) -> datetime:
    if row.sent_at is not None:
        return row.sent_at
    return row.run_at if COURSES[row.state] is Course.WAITING else row.created


def _turn(key: str | None) -> int:
    """Read the turn from the key under which `actions.post_to` posts a letter once."""
    parts = (key or "").split(":")
    return int(parts[2]) if len(parts) == 4 and parts[2].isdigit() else 0


@dataclass(frozen=True)
class Outbox:
    """How the outbox stands for whoever runs the server: no group, no person."""

    due: int  # letters whose time has come
    oldest_due: datetime | None  # since when the one that waits longest is due
    refused: int  # in the last day
    taken: int  # in the last day, codes included


def outbox() -> Outbox:
    """Count what is due, and what was taken or refused in the last day, with two statements."""
    at = now()
    waits = Letter.state.in_([State.WAITING, State.CLAIMED]) & (Letter.run_at <= at)
    due, oldest = db.session.execute(select(func.count(), func.min(Letter.run_at)).where(waits)).one()
    ended = (Letter.state == State.REFUSED) & (Letter.run_at > at - DAY)
    refused = select(func.count()).select_from(Letter).where(ended)
    return Outbox(due, oldest, db.session.scalar(refused) or 0, taken_since(at - DAY))


def taken_since(moment: datetime) -> int:
    """Count the letters that the next mail server took since a moment."""
    taken = (Letter.state == State.SENT) & (Letter.sent_at > moment)
    return db.session.scalar(select(func.count()).select_from(Letter).where(taken)) or 0


def room_today(lane: Lane, most: int) -> int:
    """Return how many letters of a lane may leave now; codes keep a tenth of the day's, or ten, never over half."""
    kept = 0 if lane is Lane.CODE else min(max(10, most // 10), most // 2)
    return max(0, most - kept - taken_since(now() - DAY))
