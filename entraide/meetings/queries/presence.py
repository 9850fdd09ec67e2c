"""Who comes to a meeting, by the names members chose in the group; never who has not answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select

from entraide.db import db
from entraide.errors import NotFound
from entraide.meetings.models import Answer, Meeting, Reply, Standing
from entraide.meetings.queries.answers import heads, is_coming
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.models import Concern, Membership, Reach
from entraide.members.queries import find_membership, is_answered_for, names_of
from entraide.members.queries.roster import alphabet

PHONED_WITHIN = timedelta(hours=24)  # a place that came free later is told by telephone too


@dataclass(frozen=True)
class Comer:
    """One line of who comes; `concern`, `is_discreet` and who it is are told to organisers only."""

    name: str
    guests: int
    is_me: bool
    is_organiser: bool
    concern: str = ""
    is_discreet: bool = False
    membership_id: UUID | None = None
    is_before_change: bool = False


@dataclass(frozen=True)
class Presence:
    """Who comes, may come and waits; `unnamed` counts heads that are in no list the reader sees."""

    coming: tuple[Comer, ...] = ()
    maybe: tuple[Comer, ...] = ()
    waiting: tuple[Comer, ...] = ()
    to_call: tuple[Comer, ...] = ()
    unnamed: int = 0
    unnamed_maybe: int = 0
    mine: Answer | None = None
    rank: int = 0
    waits: int = 0


@dataclass(frozen=True)
class Managed:
    """A member and the meeting an organiser answers for her."""

    group_id: UUID
    meeting: Meeting
    membership_id: UUID


@dataclass(frozen=True)
class ManagedLine:
    """The answer of a member for whom organisers answer, on their list."""

    membership_id: UUID
    name: str
    reply: str
    guests: int
    waits: bool


Given = Sequence[tuple[Answer, Membership]]


def presence(meeting: Meeting, given: Given, mine: UUID | None, *, for_organiser: bool) -> Presence:
    """Sort a meeting's answers into lists; names a reader may not see are not even opened."""
    named = [
        (answer, member)
        for answer, member in given
        if answer.reply is not Reply.NO and (for_organiser or not member.is_discreet or member.id == mine)
    ]
    names = names_of(member for _, member in named)
    unseen = [answer for answer, member in given if answer.reply is not Reply.NO and member.id not in names]
    queue = sorted((one for one in given if one[0].standing is Standing.WAITING), key=lambda one: one[0].wait_pos or 0)

    def lines(chosen: Iterable[tuple[Answer, Membership]]) -> tuple[Comer, ...]:
        return tuple(_comer(answer, member, names, mine, for_organiser) for answer, member in chosen)

    return Presence(
        coming=_sorted(lines(one for one in named if is_coming(one[0]))),
        maybe=_sorted(lines(one for one in named if one[0].reply is Reply.MAYBE)),
        waiting=lines(queue) if for_organiser else (),
        to_call=lines(one for one in named if for_organiser and _to_call(meeting, *one)),
        unnamed=sum(heads(one) for one in unseen if is_coming(one)),
        unnamed_maybe=sum(heads(one) for one in unseen if one.reply is Reply.MAYBE),
        mine=next((answer for answer, member in given if member.id == mine), None),
        rank=next((rank for rank, (_, member) in enumerate(queue, 1) if member.id == mine), 0),
        waits=len(queue),
    )


def find_managed(meeting_id: UUID, membership_id: UUID) -> Managed:
    """Find a member for whom organisers answer, or raise NotFound: members whom letters reach answer themselves."""
    meeting = find_meeting(meeting_id)
    member = find_membership(meeting.group_id, membership_id)
    if not is_answered_for(member):
        raise NotFound
    return Managed(meeting.group_id, meeting, member.id)


def managed_lines(meeting: Meeting, given: Given) -> list[ManagedLine]:
    """Return those for whom organisers answer, with what was recorded for each, by name.

    What a member in her own right said herself does not stand here, nor whether she said anything.
    """
    told = or_(Membership.is_managed, Membership.reach != Reach.EMAIL)
    found = select(Membership).where(Membership.group_id == meeting.group_id, told)
    members = [member for member in db.session.scalars(found) if is_answered_for(member)]
    names = names_of(members)
    answers = {member.id: answer for answer, member in given if member.is_managed or answer.by_id}
    lines = [_managed_line(member.id, names[member.id], answers.get(member.id)) for member in members]
    return sorted(lines, key=lambda line: alphabet(line.name))


def _managed_line(membership_id: UUID, name: str, answer: Answer | None) -> ManagedLine:
    if answer is None:
        return ManagedLine(membership_id, name, "", 0, False)
    waits = answer.reply is Reply.YES and not is_coming(answer)
    return ManagedLine(membership_id, name, answer.reply.value, answer.guests, waits)


def _comer(answer: Answer, member: Membership, names: dict[UUID, str], mine: UUID | None, told: bool) -> Comer:
    return Comer(
        name=names[member.id],
        guests=answer.guests,
        is_me=member.id == mine,
        is_organiser=member.is_organiser,
        concern=member.concern.value if told and member.concern is not Concern.CONCERNED else "",
        is_discreet=told and member.is_discreet,
        membership_id=member.id if told else None,
        is_before_change=answer.before_change,
    )


def _to_call(meeting: Meeting, answer: Answer, member: Membership) -> bool:
    """Say whether an organiser calls: a place came free in the last 24 hours, or no letter reaches this member."""
    if answer.moved_up is None or answer.standing not in (Standing.SEATED, Standing.OFFERED):
        return False
    return member.is_managed or not member.wants_letters or meeting.starts_at - answer.moved_up <= PHONED_WITHIN


def _sorted(lines: tuple[Comer, ...]) -> tuple[Comer, ...]:
    return tuple(sorted(lines, key=lambda line: (not line.is_me, alphabet(line.name))))
