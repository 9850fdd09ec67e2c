"""A group's private page: for its members what comes next, for organisers what there is to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from entraide.access.actor import Actor, Role
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import Face, face_of, name_of
from entraide.home.queries.agenda import LONGEST_PAGE
from entraide.home.queries.lines import COUNTED_WITHIN, Line, lacks_heads, line_of, lines_of, my_replies
from entraide.meetings.models import Meeting
from entraide.meetings.queries.answers import answers_of, count, rooms_of
from entraide.members.models import Invitation, InvitationKind, Membership, Status
from entraide.members.queries import name_of as name_of_member
from entraide.vault import sealed

SHOWN = 6


@dataclass(frozen=True)
class Kept:
    """A coming meeting as its organiser reads it: how many come, perhaps come, wait, have not said."""

    line: Line
    coming: int
    maybe: int
    waiting: int
    silent: int


@dataclass(frozen=True)
class GroupPage:
    """All that a group's private page shows to one of its members."""

    id: UUID
    name: str
    face: Face
    chapter: str
    my_name: str
    keeps: bool
    is_listed: bool
    members: int
    waiting: int
    invited: int
    lines: tuple[Line, ...] = ()
    kept: tuple[Kept, ...] = ()
    heads_wanted: tuple[Line, ...] = ()
    has_more: bool = False


def group_page(actor: Actor, group: Group) -> GroupPage:
    """Return a group's page as this member may read it."""
    keeps = Role.ORGANISER in actor.roles_in(group.id)
    at = now()
    since = at - COUNTED_WITHIN if keeps else at
    meetings = _meetings(group.id, since, since + timedelta(days=LONGEST_PAGE))
    to_come = [meeting for meeting in meetings if meeting.ends_at > at]
    shown = to_come[:SHOWN]
    me, members, waiting, invited = _me(actor, group.id)
    sealed.prepare([group.id, me.person_id])
    uncounted = [one for one in meetings if lacks_heads(one)] if keeps else []
    return GroupPage(
        id=group.id,
        name=name_of(group),
        face=face_of(group),
        chapter=group.chapter.value,
        my_name=name_of_member(me),
        keeps=keeps,
        is_listed=group.listed,
        members=members,
        waiting=waiting if keeps else 0,
        invited=invited if keeps else 0,
        lines=() if keeps else tuple(lines_of(shown, my_replies(actor, shown), rooms_of(shown))),
        kept=_kept(shown, members) if keeps else (),
        heads_wanted=tuple(lines_of(uncounted, {}, {})),
        has_more=len(to_come) > SHOWN,
    )


def _meetings(group_id: UUID, since: datetime, until: datetime) -> list[Meeting]:
    within = (Meeting.group_id == group_id) & (Meeting.ends_at > since) & (Meeting.starts_at < until)
    return list(db.session.scalars(select(Meeting).where(within).order_by(Meeting.starts_at, Meeting.id)))


def _me(actor: Actor, group_id: UUID) -> tuple[Membership, int, int, int]:
    """Return the actor's membership, and how many belong, wait and are invited by name, in one statement."""
    inside = select(func.count()).select_from(Membership).where(Membership.group_id == group_id)
    active = inside.where(Membership.status == Status.ACTIVE)
    waiting = inside.where(Membership.status == Status.WAITING, Membership.waits_until > now())
    invited = (
        select(func.count())
        .select_from(Invitation)
        .where(
            Invitation.group_id == group_id,
            Invitation.kind == InvitationKind.EMAIL,
            Invitation.ended.is_(False),
            Invitation.uses_left > 0,
            Invitation.expires > now(),
        )
    )
    row = db.session.execute(
        select(
            Membership,
            active.correlate(None).scalar_subquery(),
            waiting.correlate(None).scalar_subquery(),
            invited.scalar_subquery(),
        ).where(Membership.group_id == group_id, Membership.id == actor.membership_in(group_id))
    ).one()
    return row[0], row[1], row[2], row[3]


def _kept(meetings: list[Meeting], members: int) -> tuple[Kept, ...]:
    answers, rooms = answers_of(meetings), rooms_of(meetings)
    found = []
    for meeting in meetings:
        given, room = answers[meeting.id], rooms.get(meeting.id)
        counted = count(given, room)
        silent = max(0, members - len(given))
        found.append(Kept(line_of(meeting, None, room), counted.coming, counted.maybe, counted.waiting, silent))
    return tuple(found)
