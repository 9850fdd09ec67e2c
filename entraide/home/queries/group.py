"""A group's private page: for its members what comes next, for organisers what there is to do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from entraide.access.actor import Actor, Role
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import Face, face_of, name_of
from entraide.home.queries import evening, told_lately
from entraide.home.queries.agenda import LONGEST_PAGE
from entraide.home.queries.lines import COUNTED_WITHIN, Line, lacks_heads, line_of, lines_of, my_replies
from entraide.meetings.duty_words import NAMES
from entraide.meetings.models import Meeting
from entraide.meetings.queries.anonymous import others_of, takes_anonymous
from entraide.meetings.queries.answers import answers_of, count, rooms_of
from entraide.meetings.queries.duties import FreeDuties, meetings_with_free_duties
from entraide.members.models import CallWish, Invitation, InvitationKind, Membership, Reach, Status
from entraide.members.queries import name_of as name_of_member
from entraide.members.queries.calls import MISSED_TWICE
from entraide.members.queries.decisions import decisions_in
from entraide.members.queries.roster import alphabet
from entraide.members.queries.vouching import wishes_in
from entraide.members.queries.ways_in import looks_open
from entraide.vault import sealed

FIRST_DAYS = timedelta(days=14)
SHOWN = 6


@dataclass(frozen=True)
class Kept:
    """A coming meeting as its organiser reads it: how many come, perhaps come and wait, by name.

    `others`: all members who have not answered by name, undivided; `others_may` and `unnamed`: whether some of them
    perhaps come without a name, and the day's figure where it may be told (meetings.queries.anonymous).
    """

    line: Line
    coming: int
    maybe: int
    waiting: int
    others: int
    others_may: bool
    unnamed: int


@dataclass(frozen=True)
class _Counted:
    """The actor's membership, how many belong, wait and are invited by name, and what else one statement found."""

    me: Membership
    members: int
    waiting: int
    invited: int
    facts: evening.Facts
    takers: list[tuple[Membership, datetime, int]]
    to_call: list[Membership]  # who asked to be called after missing twice, and has
    keepers: list[Membership]
    is_deciding: bool
    lost: int
    letters_changed: datetime | None


@dataclass(frozen=True)
class Free:
    """What nobody sees to at a coming meeting, in words."""

    line: Line
    duties: tuple[str, ...]


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
    gets_letters: bool = True  # she is told by e-mail here
    lines: tuple[Line, ...] = ()
    kept: tuple[Kept, ...] = ()
    heads_wanted: tuple[Line, ...] = ()
    has_more: bool = False
    path: evening.Path | None = None  # of the first evening, for organisers
    looks_back: bool = False  # the organiser is led to who has come in
    taken: tuple[told_lately.Taken, ...] = ()
    letters_changed: date | None = None  # since when they say more or less
    to_call: tuple[str, ...] = ()
    free_duties: tuple[Free, ...] = ()
    untold: tuple[Line, ...] = ()  # changed, and not everybody may have heard of it
    keepers: tuple[str, ...] = ()  # who keeps the group, for its members; the discreet are not named
    is_deciding: bool = False  # for organisers: about the group, or one of them
    lost: int = 0  # for organisers: who lost a lock or a card and needs their word
    entrusted: date | None = None  # since when she keeps it, in her first days: how to hand it back


def group_page(actor: Actor, group: Group) -> GroupPage:
    """Return a group's page as this member may read it."""
    keeps = Role.ORGANISER in actor.roles_in(group.id)
    at, zone = now(), ZoneInfo(group.timezone)
    since = at - COUNTED_WITHIN if keeps else at
    meetings, free = meetings_with_free_duties(group, since, since + timedelta(days=LONGEST_PAGE), at)
    to_come = [meeting for meeting in meetings if meeting.ends_at > at]
    shown = to_come[:SHOWN]
    found = _counted(actor, group.id)
    me, members = found.me, found.members
    named = [*(taker for taker, _at, _times in found.takers), *(found.to_call if keeps else found.keepers)]
    sealed.prepare([group.id, me.person_id, *(one.person_id for one in named)])
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
        waiting=found.waiting if keeps else 0,
        invited=found.invited if keeps else 0,
        gets_letters=me.reach is Reach.EMAIL,
        lines=() if keeps else tuple(lines_of(shown, my_replies(actor, shown), rooms_of(shown))),
        kept=_kept(shown, members, me.id) if keeps else (),
        heads_wanted=tuple(lines_of(uncounted, {}, {})),
        has_more=len(to_come) > SHOWN,
        path=evening.path_of(group, found.facts) if keeps else None,
        looks_back=keeps and evening.is_time_to_look_back(group),
        taken=told_lately.taken(found.takers, zone, keeps),
        letters_changed=found.letters_changed.astimezone(zone).date() if found.letters_changed else None,
        to_call=tuple(sorted(map(name_of_member, found.to_call), key=alphabet)) if keeps else (),
        free_duties=_free(free) if keeps else (),
        untold=tuple(lines_of(_untold(meetings, at), {}, {})) if keeps else (),
        keepers=() if keeps else _keepers(found.keepers),
        is_deciding=keeps and found.is_deciding,
        lost=found.lost if keeps else 0,
        entrusted=_entrusted(me, at, zone) if keeps else None,
    )


def _entrusted(me: Membership, at: datetime, zone: ZoneInfo) -> date | None:
    since = me.organiser_since
    return since.astimezone(zone).date() if since and at - since < FIRST_DAYS else None


def _free(found: list[FreeDuties]) -> tuple[Free, ...]:
    lines = lines_of([one.meeting for one in found], {}, {})
    return tuple(
        Free(line, tuple(str(NAMES[kind]) for kind in one.kinds)) for line, one in zip(lines, found, strict=True)
    )


def _counted(actor: Actor, group_id: UUID) -> _Counted:
    """Read the actor's membership with all that is counted on the page, in one statement."""
    inside = select(func.count()).select_from(Membership).where(Membership.group_id == group_id)
    heard = Membership.is_shut_out.is_(False)
    waiting = inside.where(Membership.status == Status.WAITING, Membership.waits_until > now(), heard)
    invited = (
        select(func.count())
        .select_from(Invitation)
        .where(
            Invitation.group_id == group_id,
            Invitation.kind == InvitationKind.EMAIL,
            looks_open(),
        )
    )
    taken = told_lately.last_taken(group_id)
    mine, is_here = Membership.id == actor.membership_in(group_id), Membership.status == Status.ACTIVE
    keeps, missed = Membership.is_organiser & is_here, (CallWish.missed >= MISSED_TWICE) & is_here
    rows = db.session.execute(
        select(
            Membership,
            taken.c.at,
            taken.c.times,
            waiting.correlate(None).scalar_subquery(),
            invited.scalar_subquery(),
            *evening.columns(group_id),
            CallWish.missed.label("missed"),
            decisions_in(group_id).correlate(None).scalar_subquery().label("decisions"),
            wishes_in(group_id).correlate(None).scalar_subquery().label("lost"),
            told_lately.letters_changed(group_id).label("letters_changed"),
        )
        .outerjoin(taken, taken.c.by_id == Membership.id)
        .outerjoin(CallWish, (CallWish.group_id == Membership.group_id) & (CallWish.membership_id == Membership.id))
        .where(
            Membership.group_id == group_id,
            or_(mine, keeps, taken.c.at.is_not(None), missed),
        )
    ).all()
    own = next(row for row in rows if row[0].id == actor.membership_in(group_id))
    facts = evening.facts_in(own)
    takers = [(row[0], row.at, row.times) for row in rows if row.at]
    here = [row for row in rows if row[0].status is Status.ACTIVE]
    to_call = [row[0] for row in here if (row.missed or 0) >= MISSED_TWICE]
    keepers = [row[0] for row in here if row[0].is_organiser]
    is_deciding, lost, changed = own.decisions > 0, own.lost, own.letters_changed
    return _Counted(own[0], facts.active, own[3], own[4], facts, takers, to_call, keepers, is_deciding, lost, changed)


def _keepers(keepers: list[Membership]) -> tuple[str, ...]:
    return tuple(sorted((name_of_member(one) for one in keepers if not one.is_discreet), key=alphabet))


def _untold(meetings: list[Meeting], at: datetime) -> list[Meeting]:
    """Return one date for each change that still matters: many dates of one deed are told on one page."""
    news = {one.news_id: one for one in reversed(meetings) if one.news_id and one.tell_until and one.tell_until > at}
    return sorted(news.values(), key=lambda one: one.starts_at)


def _kept(meetings: list[Meeting], members: int, mine: UUID) -> tuple[Kept, ...]:
    answers, hidden = answers_of(meetings), others_of(meetings, mine)
    found = []
    for meeting in meetings:
        given, others = answers[meeting.id], hidden[meeting.id]
        room, takes = others.room, takes_anonymous(meeting, others.room)
        counted = count(given, room)
        found.append(
            Kept(
                line=line_of(meeting, None, room),
                coming=counted.coming,
                maybe=counted.maybe,
                waiting=counted.waiting,
                others=max(0, members - len(given)),
                others_may=takes and others.could_come > 0,
                unnamed=others.figure if takes else 0,
            )
        )
    return tuple(found)
