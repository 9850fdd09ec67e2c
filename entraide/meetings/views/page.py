"""What the page of one meeting shows: frozen values with the words of the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from entraide import clock
from entraide.access.actor import Actor
from entraide.access.permissions import Permission
from entraide.access.policy import may
from entraide.groups.models import Asked, Group
from entraide.groups.queries import name_of
from entraide.meetings.actions.seats import is_last_call
from entraide.meetings.details import Details
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Mode, ProgrammeDay, Standing
from entraide.meetings.queries.anonymous import others_of
from entraide.meetings.queries.answers import Room, answers_with_members, is_coming
from entraide.meetings.queries.duties import helping_at
from entraide.meetings.queries.meetings import details_of, rhythm_of
from entraide.meetings.queries.planning import next_meeting, programme_days
from entraide.meetings.queries.presence import Presence, presence
from entraide.meetings.views.duties_shown import Shared, shared_of
from entraide.meetings.views.hidden import Hidden, hidden_at
from entraide.meetings.words import (
    capital,
    date_in_words,
    hours_in_words,
    rhythm_in_words,
    span_in_words,
    start_in_words,
)
from entraide.vault import sealed


@dataclass(frozen=True)
class Day:
    """One day of a weekend's programme."""

    day: str
    hours: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Joining:
    """How to join online: nothing but the moment it opens, until it does, and only for whom it does."""

    opens: str
    is_open: bool = False
    link: str = ""
    dial_in: str = ""


@dataclass(frozen=True)
class Heads:
    """What was counted afterwards; None: not counted."""

    total: int | None
    first_time: int | None
    relatives: int | None


@dataclass(frozen=True)
class Mine:
    """One's own answer and what became of it: none, yes, maybe, no, waiting, offered, expired or unseated."""

    state: str
    reply: str
    guests: int
    rank: int
    offered_until: str
    came_free: bool
    is_before_change: bool
    is_by_link: bool


@dataclass(frozen=True)
class MeetingPage:
    """Everything the page shows. Whatever its reader may not see is not in it."""

    group_id: UUID
    address: str
    title: str
    mode: str
    rhythm: str
    when: str
    starts: str
    group_name: str
    about: str
    is_cancelled: bool
    is_over: bool
    has_begun: bool
    asks: bool
    takes_answers: bool
    is_weekend: bool
    moved_from: str
    is_news: bool  # a change that not everybody may have heard of
    next_when: str
    details: Details
    joining: Joining | None
    programme: tuple[Day, ...]
    mine: Mine
    room: Room | None
    waits: int
    is_full: bool
    is_free_to_all: bool
    presence: Presence
    heads: Heads
    hidden: Hidden
    shared: Shared


def page_of(actor: Actor, meeting: Meeting, address: str) -> MeetingPage:
    """Gather a meeting's page for its reader, with at most six queries."""
    zone, at = ZoneInfo(meeting.zone), clock.now()
    given, who = answers_with_members(meeting), actor.membership_in(meeting.group_id)
    found = helping_at(meeting, who)
    group = found.group
    sealed.prepare([group.id, *found.persons, *(member.person_id for _, member in given)])
    keeps, others = may(actor, Permission.MEETING_PLAN, meeting), others_of([meeting], who)[meeting.id]
    told = replace(presence(meeting, given, who, for_organiser=keeps), mine=others.mine)
    room, details = others.room, details_of(meeting)
    asks = meeting.asked is not Asked.NOT_ASKED
    is_cancelled, is_over = meeting.status is MeetingStatus.CANCELLED, meeting.ends_at <= at
    has_free = room is not None and room.free > 0
    return MeetingPage(
        group_id=meeting.group_id,
        address=address,
        title=details.title,
        mode=meeting.mode.value,
        rhythm=rhythm_in_words(rhythm_of(found.series)) if found.series else "",
        when=capital(span_in_words(meeting.starts_at, meeting.ends_at, zone)),
        starts=start_in_words(meeting.starts_at, zone),
        group_name=name_of(group),
        about=details.about,
        is_cancelled=is_cancelled,
        is_over=is_over,
        has_begun=meeting.starts_at <= at,
        asks=asks,
        takes_answers=asks and not is_cancelled and not is_over,
        is_weekend=meeting.mode is Mode.WEEKEND,
        moved_from=start_in_words(meeting.moved_from, zone) if meeting.moved_from else "",
        is_news=meeting.tell_until is not None and meeting.tell_until > at,
        next_when=_next(meeting, at) if is_cancelled else "",
        details=_for_everybody(details),
        joining=None if is_cancelled or is_over else _joining(meeting, group, details, told.mine, at),
        programme=_programme(meeting, zone) if meeting.mode is Mode.WEEKEND else (),
        mine=_mine(meeting, told, zone),
        room=room,
        waits=told.waits,
        is_full=room is not None and not (has_free and (not told.waits or is_last_call(meeting))),
        is_free_to_all=has_free and is_last_call(meeting),
        presence=told if asks else Presence(),
        heads=Heads(meeting.heads, meeting.heads_first_time, meeting.heads_relatives),
        hidden=hidden_at(meeting, room, others, told.mine, for_organiser=keeps),
        shared=shared_of(actor, meeting, found),
    )


def _next(meeting: Meeting, at: datetime) -> str:
    following = next_meeting(meeting.group_id, at)
    return start_in_words(following.starts_at, ZoneInfo(following.zone)) if following else ""


def _for_everybody(details: Details) -> Details:
    """Leave out how to join online: it is shown apart, or not at all."""
    return Details(**{**details.__dict__, "link": "", "dial_in": ""})


def _joining(meeting: Meeting, group: Group, details: Details, mine: Answer | None, at: datetime) -> Joining | None:
    """Show the way in to whoever has a place, from shortly before (DECISIONS 34)."""
    if meeting.mode not in (Mode.ONLINE, Mode.HYBRID) or not (details.link or details.dial_in):
        return None
    opens = link_opens(meeting, group)
    words = start_in_words(opens, ZoneInfo(meeting.zone))
    if at < opens or not (meeting.asked is Asked.NOT_ASKED or is_coming(mine)):
        return Joining(words, is_open=False)
    link = details.link if details.link.startswith(("https://", "http://")) else ""
    return Joining(words, is_open=True, link=link, dial_in=details.dial_in)


def link_opens(meeting: Meeting, group: Group) -> datetime:
    """Return from when on the way in may be shown."""
    return meeting.starts_at - timedelta(minutes=group.link_minutes)


def _programme(meeting: Meeting, zone: ZoneInfo) -> tuple[Day, ...]:
    return tuple(_day(row, zone) for row in programme_days(meeting))


def _day(row: ProgrammeDay, zone: ZoneInfo) -> Day:
    starts, ends = row.starts_at.astimezone(zone).time(), row.ends_at.astimezone(zone).time()
    text = sealed.unseal(row.group_id, f"day {row.id}", row.text_sealed)
    day = capital(date_in_words(row.day, zone=zone))
    return Day(day, hours_in_words(starts, ends), _lines(text.splitlines()))


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in texts if line.strip())


def _mine(meeting: Meeting, told: Presence, zone: ZoneInfo) -> Mine:
    answer = told.mine
    if answer is None:
        return Mine("none", "", 0, 0, "", False, False, False)
    state = {
        Standing.WAITING: "waiting",
        Standing.OFFERED: "offered",
        Standing.EXPIRED: "expired",
        Standing.UNSEATED: "unseated",
    }.get(answer.standing, answer.reply.value)
    return Mine(
        state=state,
        reply=answer.reply.value,
        guests=answer.guests,
        rank=told.rank,
        offered_until=start_in_words(answer.offered_until, zone) if answer.offered_until else "",
        came_free=is_coming(answer) and answer.moved_up is not None,
        is_before_change=answer.before_change,
        is_by_link=answer.by_link,
    )
