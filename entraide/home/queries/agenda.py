"""The agenda of one person over all her groups, and what waits for her, in the same few statements for any number."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Bundle

from entraide.access.actor import Actor, Role
from entraide.accounts.queries import find_person, first_name_of
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import name_of as name_of_group
from entraide.home.queries.by_links import ByLinks, by_links
from entraide.home.queries.lines import COUNTED_WITHIN, Line, lacks_heads, line_of, lines_of
from entraide.home.queries.own_dates import own_dates
from entraide.meetings import words
from entraide.meetings.queries.link_changes import changed_by_links, has_changed_by_links
from entraide.members.models import Membership, Status
from entraide.members.queries import name_of
from entraide.members.queries.between import is_asked
from entraide.settings import current
from entraide.vault import sealed

LONGEST_PAGE = 122  # days: four months
AHEAD = 488  # days: meetings are made to the end of the 16th month ahead
GROUP_DAYS = 400  # a page holds fewer days the more groups there are: it stays a page, for a keeper of hundreds too
MOST_UNCOUNTED = 12
MOST_ASKED = 3
WEEK = timedelta(days=7)
SOON = timedelta(days=14)  # an answer is asked for on top of the page from here on


@dataclass(frozen=True)
class MyGroup:
    """One of a person's groups, as she is known there."""

    id: UUID
    name: str
    my_name: str
    keeps: bool
    waiting: int = 0  # people in its waiting room, where she keeps the group
    has_agreed: bool = True  # whether her own consent is kept: an importer was never asked
    is_asked: bool = False  # somebody asks for her number there
    letters_by_link: datetime | None = None  # when a link changed whether letters come, until she has seen it
    wants_letters: bool = True
    has_changed: bool = False  # a link changed an answer of hers, which she has not seen yet


@dataclass(frozen=True)
class Section:
    """The meetings of one week or month."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Agenda:
    """All that one page of the agenda shows."""

    first_name: str
    groups: dict[UUID, MyGroup]
    next: Line | None
    sections: tuple[Section, ...]
    answers_wanted: tuple[Line, ...]
    heads_wanted: tuple[Line, ...]
    page: int = 0
    last_page: int = 0
    waits: tuple[UUID, ...] = field(default=())
    by_links: ByLinks = field(default_factory=ByLinks)

    @property
    def names(self) -> dict[UUID, str]:
        """Each group's name, by its id."""
        return {group.id: group.name for group in self.groups.values()}

    @property
    def has_todo(self) -> bool:
        """Something waits for this person."""
        knocking = any(group.waiting for group in self.groups.values())
        answers = any(line != self.next for line in self.answers_wanted)  # the next one asks by itself
        asked = any(group.is_asked for group in self.groups.values())
        return bool(answers or self.heads_wanted or knocking or self.consents_wanted or asked)

    @property
    def consents_wanted(self) -> tuple[MyGroup, ...]:
        """The first few groups whose three sentences she has not agreed to yet."""
        return tuple(group for group in self.groups.values() if not group.has_agreed)[:MOST_ASKED]

    @property
    def coming(self) -> int:
        """How many meetings that stand this page shows."""
        shown = sum(not line.is_cancelled for section in self.sections for line in section.lines)
        return shown + (self.next is not None)


def agenda_of(actor: Actor, page: int = 0) -> Agenda:
    """Return one page of a person's agenda: page 0 begins now, each further one where the one before ends."""
    days = page_length(len(actor.roles))
    last_page = AHEAD // days - 1
    page = min(page, last_page)
    since = now() + page * timedelta(days=days)
    found = own_dates(actor, since if page else since - COUNTED_WITHIN, since + timedelta(days=days))
    if page:
        found = [one for one in found if one.meeting.starts_at >= since]
    person = find_person(actor.person_id) if actor.person_id else None
    groups = my_groups(actor)
    found = [one for one in found if one.meeting.group_id in groups]
    lines = [line_of(*one) for one in found if one.meeting.ends_at > since]
    big = next((line for line in lines if not line.is_cancelled and line.reply != "no"), None) if not page else None
    meetings = [one.meeting for one in found]
    uncounted = [one for one in meetings if lacks_heads(one) and groups[one.group_id].keeps]
    soon = since + SOON
    return Agenda(
        first_name=first_name_of(person) if person else "",
        groups=groups,
        next=big,
        sections=sections(line for line in lines if line is not big),
        answers_wanted=tuple(line for line in lines if line.waits_for_me and _is_due(line, soon)) if not page else (),
        heads_wanted=tuple(lines_of(uncounted[-MOST_UNCOUNTED:], {}, {})),
        page=page,
        last_page=last_page,
        waits=tuple(actor.waits),
        by_links=_by_links(actor, groups.values()) if not page else ByLinks(),
    )


def _by_links(actor: Actor, groups: Collection[MyGroup]) -> ByLinks:
    letters = [(group.letters_by_link, group.wants_letters) for group in groups if group.letters_by_link]
    answers = changed_by_links(actor) if any(group.has_changed for group in groups) else []
    return by_links(answers, letters, current().timezone)


def page_length(groups: int) -> int:
    """Return how many days one page of the agenda holds: four months for a few groups, a day for hundreds."""
    return max(1, min(LONGEST_PAGE, GROUP_DAYS // max(groups, 1)))


_KNOCKS = and_(
    Membership.group_id.in_(bindparam("kept", expanding=True)),
    Membership.status == Status.WAITING,
    Membership.waits_until > bindparam("at"),
    Membership.is_shut_out.is_(False),
)
_GROUPS: Select[Any, Any, bool, bool] = (
    select(
        Bundle("group", Group.id, Group.name_sealed),
        Bundle(
            "membership",
            Membership.id,
            Membership.group_id,
            Membership.person_id,
            Membership.name_sealed,
            Membership.consent_version,
            Membership.letters_by_link,
            Membership.wants_letters,
        ),
        is_asked(bindparam("at")),
        has_changed_by_links(),
    )
    .join(Membership, Membership.group_id == Group.id)
    .where(Group.closed_at.is_(None), or_(Membership.id.in_(bindparam("mine", expanding=True)), _KNOCKS))
)


def my_groups(actor: Actor) -> dict[UUID, MyGroup]:
    """Return the actor's groups that stand, by name, with how many wait where she keeps one: one statement."""
    kept = [group_id for group_id, roles in actor.roles.items() if Role.ORGANISER in roles]
    mine = list(actor.memberships.values())
    rows = db.session.execute(_GROUPS, {"mine": mine, "kept": kept, "at": now()}).all()
    own = [row for row in rows if row.membership.id in mine]
    waiting = Counter(row.membership.group_id for row in rows if row.membership.id not in mine)
    if actor.person_id:
        sealed.prepare({row.group.id for row in own} | {actor.person_id})
    found = [
        MyGroup(
            group.id,
            name_of_group(group),
            name_of(membership),
            group.id in kept,
            waiting[group.id],
            membership.consent_version is not None,
            asked,
            letters_by_link=membership.letters_by_link,
            wants_letters=membership.wants_letters,
            has_changed=changed,
        )
        for group, membership, asked, changed in own
    ]
    return {group.id: group for group in sorted(found, key=lambda group: group.name.casefold())}


def sections(lines: Iterable[Line]) -> tuple[Section, ...]:
    """Part meetings into this week, next week, then months."""
    found = []
    for begins, inside in groupby(lines, key=_begins):
        lines_of_it = tuple(inside)
        found.append(Section(_heading(begins, _today_of(lines_of_it[0])), lines_of_it))
    return tuple(found)


def _today_of(line: Line) -> date:
    return line.day - timedelta(days=line.days_ahead)


def _begins(line: Line) -> tuple[bool, date]:
    """Return the part a meeting is in: whether that is a week, and its first day."""
    today = _today_of(line)
    monday = today - timedelta(days=today.weekday())
    for first in (monday, monday + WEEK):
        if line.day < first + WEEK:
            return True, first
    return False, line.day.replace(day=1)


def _heading(begins: tuple[bool, date], today: date) -> str:
    is_week, first = begins
    if is_week:
        return _("This week") if first <= today else _("Next week")
    month = words.month_in_words(first, with_year=first.year != today.year)
    if (first.year, first.month) == (today.year, today.month):
        return _("Later in %(month)s", month=month)
    return words.capital(month)


def _is_due(line: Line, soon: datetime) -> bool:
    return line.is_offered or line.is_to_confirm or line.starts <= soon
