"""Reading answers, places and who comes, within the scope.

Lists and counts hold answers given by name alone; those without a name are read by their own member, and counted in
`anonymous`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from entraide.access import scope
from entraide.db import db
from entraide.meetings.models import Answer, Meeting, Reply, Seats, Standing
from entraide.members.models import Membership, Status

PLACE = "place"  # the one kind of seat there is so far
HOLDING = (Standing.SEATED, Standing.OFFERED)


@dataclass(frozen=True)
class Room:
    """How many places a meeting has, and how many of them are taken or offered."""

    capacity: int
    taken: int

    @property
    def free(self) -> int:
        """Places that nobody holds."""
        return self.capacity - self.taken


@dataclass(frozen=True)
class Counts:
    """What a meeting's answers add up to, in heads: guests are counted with whom they come."""

    coming: int = 0
    maybe: int = 0
    waiting: int = 0
    declined: int = 0
    room: Room | None = None


@dataclass(frozen=True)
class Late:
    """A meeting with an offer whose time is over."""

    group_id: UUID
    meeting_id: UUID


def is_coming(answer: Answer | None) -> bool:
    """Say whether an answer is a yes with a place: taken, or where none are counted."""
    return answer is not None and answer.reply is Reply.YES and answer.standing in (Standing.SEATED, Standing.FREE)


def heads(answer: Answer) -> int:
    """Count a member with her guests."""
    return 1 + answer.guests


def find_answer(meeting: Meeting, membership_id: UUID) -> Answer | None:
    """Return a member's answer as it stands now, or None."""
    found = select(Answer).where(
        Answer.group_id == meeting.group_id, Answer.meeting_id == meeting.id, Answer.membership_id == membership_id
    )
    return db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()


_BY_NAME = (
    select(Answer)
    .where(Answer.meeting_id.in_(bindparam("meetings", expanding=True)), Answer.anonymous.is_(False))
    .order_by(Answer.given, Answer.id)
)


def answers_of(meetings: Iterable[Meeting]) -> Mapping[UUID, list[Answer]]:
    """Return every answer by name to these meetings, by meeting; in order of arrival."""
    ids = {meeting.id for meeting in meetings}
    found: dict[UUID, list[Answer]] = {id_: [] for id_ in ids}
    if ids:
        for answer in db.session.scalars(_BY_NAME, {"meetings": list(ids)}):
            found[answer.meeting_id].append(answer)
    return found


def counts_of(meetings: Iterable[Meeting]) -> Mapping[UUID, Counts]:
    """Add up the answers to these meetings, by meeting, with two queries."""
    meetings = list(meetings)
    rooms = rooms_of(meetings)
    return {id_: count(answers, rooms.get(id_)) for id_, answers in answers_of(meetings).items()}


def count(answers: Sequence[Answer], room: Room | None) -> Counts:
    """Add up answers to one meeting."""
    waits = (Standing.WAITING, Standing.OFFERED)
    return Counts(
        coming=sum(heads(one) for one in answers if is_coming(one)),
        maybe=sum(heads(one) for one in answers if one.reply is Reply.MAYBE),
        waiting=sum(1 for one in answers if one.reply is Reply.YES and one.standing in waits),
        declined=sum(1 for one in answers if one.reply is Reply.NO),
        room=room,
    )


_ROOMS = select(Seats.meeting_id, Seats.capacity, Seats.taken).where(
    Seats.meeting_id.in_(bindparam("meetings", expanding=True)), Seats.kind == PLACE
)


def rooms_of(meetings: Iterable[Meeting]) -> Mapping[UUID, Room]:
    """Return the counted places of these meetings; none for a meeting whose places are not limited."""
    ids = {meeting.id for meeting in meetings}
    rows = db.session.execute(_ROOMS, {"meetings": list(ids)})
    return {meeting_id: Room(capacity, taken) for meeting_id, capacity, taken in rows}


def room_of(meeting: Meeting) -> Room | None:
    """Return the counted places of one meeting as they stand now, None where they are not limited."""
    return rooms_of([meeting]).get(meeting.id)


def waiting_list(meeting: Meeting) -> list[Answer]:
    """Return who waits for a place, in order of arrival."""
    waits = (Answer.meeting_id == meeting.id) & (Answer.standing == Standing.WAITING)
    rows = select(Answer).where(waits).order_by(Answer.wait_pos)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def those_holding(meeting: Meeting) -> list[Answer]:
    """Return whose answers by name hold or would hold a place, the last comer first."""
    holds = Answer.standing.in_((*HOLDING, Standing.FREE)) & (Answer.reply == Reply.YES) & Answer.anonymous.is_(False)
    rows = select(Answer).where(Answer.meeting_id == meeting.id, holds).order_by(Answer.given.desc(), Answer.id.desc())
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def late_answers(meeting: Meeting, at: datetime) -> list[Answer]:
    """Return the offers of a meeting that nobody took in time."""
    is_late = (Answer.standing == Standing.OFFERED) & (Answer.offered_until <= at)
    rows = select(Answer).where(Answer.meeting_id == meeting.id, is_late).order_by(Answer.given, Answer.id)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def late_offers(at: datetime) -> list[Late]:
    """Find, everywhere, the meetings with an offer that nobody took in time; each is served in its own scope."""
    is_late = (Answer.standing == Standing.OFFERED) & (Answer.offered_until <= at)
    rows = select(Answer.group_id, Answer.meeting_id).where(is_late).distinct()
    with scope.everywhere("offers of places whose time is over"):
        return [Late(group_id, meeting_id) for group_id, meeting_id in db.session.execute(rows)]


def members_behind(answers: Iterable[Answer]) -> list[Membership]:
    """Return the active memberships that gave these answers."""
    ids = {answer.membership_id for answer in answers}
    active = Membership.id.in_(ids) & (Membership.status == Status.ACTIVE)
    return list(db.session.scalars(select(Membership).where(active).order_by(Membership.id))) if ids else []


def answers_with_members(meeting: Meeting) -> list[tuple[Answer, Membership]]:
    """Return a meeting's answers by name with who gave them, in order of arrival, in one query."""
    rows = (
        select(Answer, Membership)
        .join(Membership, (Membership.group_id == Answer.group_id) & (Membership.id == Answer.membership_id))
        .where(Answer.meeting_id == meeting.id, Membership.status == Status.ACTIVE, Answer.anonymous.is_(False))
        .order_by(Answer.given, Answer.id)
    )
    return [(answer, membership) for answer, membership in db.session.execute(rows)]


def groups_with_answers_to(ended_before: datetime) -> list[UUID]:
    """Find, everywhere, the groups that still hold answers to meetings long over."""
    rows = select(Answer.group_id).join(
        Meeting, (Meeting.group_id == Answer.group_id) & (Meeting.id == Answer.meeting_id)
    )
    rows = rows.where(Meeting.ends_at < ended_before).distinct()
    with scope.everywhere("answers to meetings that ended two weeks ago"):
        return list(db.session.scalars(rows))
