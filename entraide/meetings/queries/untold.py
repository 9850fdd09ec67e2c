"""Who has been told of a change and who has not: every active member, whatever she answered.

Nothing here reads an answer. Of sign-ins nothing leaves this module but a yes or no: seen since the change, or not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from entraide.access import scope
from entraide.access.actor import Actor
from entraide.access.visibility import Viewer
from entraide.accounts.models import Person, SignIn
from entraide.accounts.queries import has_mailbox_in_sql
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.mail.queries import Course, letters_about
from entraide.meetings.models import Meeting, News, NewsKind, Told
from entraide.meetings.queries.stands import Facts, Stand, Times, Why, has_heard, stand_of
from entraide.meetings.queries.told import ANNOUNCING
from entraide.members.models import CallList, CardField, Membership, Status
from entraide.members.queries import find_membership, name_of
from entraide.members.queries.calls import Calling, is_open_for, number_of, phone_of_member
from entraide.members.queries.roster import alphabet
from entraide.vault import sealed

MOST_MOVES = 6
OF_SERIES = (NewsKind.SERIES_ENDED, NewsKind.SERIES_CHANGED)


@dataclass(frozen=True)
class Telling(Calling):
    """A meeting whose change is told, with its group and the asker's open call list."""

    meeting: Meeting


@dataclass(frozen=True)
class ToTick:
    """A meeting and the member who is ticked off."""

    meeting: Meeting
    membership_id: UUID

    @property
    def group_id(self) -> UUID:
        return self.meeting.group_id


@dataclass(frozen=True)
class Member:
    """One line of the page; `before`: the start she has in mind, `number` empty where none may be shown."""

    membership_id: UUID
    name: str
    language: str
    stand: Stand
    why: Why
    number: str
    before: datetime
    ticked_by: str
    ticked_at: datetime | None


@dataclass(frozen=True)
class Untold:
    """The latest news of a meeting with every active member; `dates`: all that it is about, the next first."""

    news_id: UUID
    kind: NewsKind
    due: datetime
    before: datetime
    dates: tuple[Meeting, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True)
class _Row:
    """What the database says of one member."""

    member: Membership
    language: str
    has_address: bool
    is_set_aside: bool  # her mailbox is not safe; nobody is told more than that no letter comes
    phone: CardField | None
    seen: datetime | None
    ticked_by: UUID | None
    ticked_at: datetime | None


Courses = Mapping[tuple[str, int, UUID], Course]


def find_telling(actor: Actor, meeting_id: UUID) -> Telling:
    """Find a meeting within the scope, with its group and the actor's open list, in one statement."""
    found = (
        select(Group, CallList.until, Meeting)
        .join(Meeting, Meeting.group_id == Group.id)
        .outerjoin(CallList, is_open_for(actor, Group.id))
        .where(Meeting.id == meeting_id, Group.closed_at.is_(None))
    )
    if (row := db.session.execute(found).first()) is None:
        raise NotFound
    return Telling(*row)


def find_to_tick(actor: Actor, meeting_id: UUID, membership_id: UUID) -> ToTick:
    """Find a meeting and an active member of its group, or raise NotFound."""
    meeting = find_telling(actor, meeting_id).meeting
    member = find_membership(meeting.group_id, membership_id)
    if member.status is not Status.ACTIVE:
        raise NotFound
    return ToTick(meeting, member.id)


def find_news(meeting: Meeting) -> News | None:
    """Return the latest news of a meeting; None where nothing changed, or all is forgotten."""
    found = select(News).where(News.group_id == meeting.group_id, News.id == meeting.news_id)
    return db.session.scalars(found).one_or_none() if meeting.news_id else None


def untold(telling: Telling, viewer: Viewer) -> Untold | None:
    """Gather who has been told of a meeting's latest change, in at most four statements; None where there is none."""
    meeting, at = telling.meeting, now()
    moves, ticks = _news_of(meeting)
    news = next((one for one in moves if one.id == meeting.news_id), None)
    if news is None:
        return None
    earlier = [one for one in moves if one is not news] if news.kind not in OF_SERIES else []
    rows = _rows(news, telling, viewer)
    sealed.prepare([telling.group_id, *(row.member.person_id for row in rows)])
    names = {row.member.id: name_of(row.member) for row in rows}
    letters = _courses(meeting, moves)
    members = []
    for row in rows:
        member = row.member
        stand, why = stand_of(_facts(news, row, letters, row.ticked_by is not None), Times(news.at, news.due), at)
        line = Member(
            membership_id=member.id,
            name=names[member.id],
            language=row.language,
            stand=stand,
            why=why,
            number=number_of(telling, member, row.phone, viewer),
            before=_in_mind(news, earlier, row, letters, ticks, at),
            ticked_by=names.get(row.ticked_by, "") if row.ticked_by else "",
            ticked_at=row.ticked_at,
        )
        members.append(line)
    dates = _dates(news) if news.kind in OF_SERIES else (meeting,)
    in_order = sorted(members, key=lambda one: alphabet(one.name))
    return Untold(news.id, news.kind, news.due, news.before or meeting.starts_at, dates, tuple(in_order))


def groups_with_old_news(before: datetime) -> list[UUID]:
    """Find, everywhere, the groups that keep news which ceased to matter before an instant."""
    found = select(News.group_id).where(News.until < before).distinct()
    with scope.everywhere("changes of meetings that were told long ago"):
        return list(db.session.scalars(found))


def _news_of(meeting: Meeting) -> tuple[list[News], frozenset[tuple[UUID, UUID]]]:
    """Return a meeting's latest news and its moves before that, the latest first, and who was ticked off for which."""
    moves = (News.subject_id == meeting.id) & (News.kind == NewsKind.MOVED)
    latest = select(News.id).where(News.group_id == meeting.group_id, or_(News.id == meeting.news_id, moves))
    latest = latest.order_by(News.at.desc(), News.turn.desc()).limit(MOST_MOVES)
    ticked = (Told.group_id == News.group_id) & (Told.news_id == News.id)
    found = select(News, Told.membership_id).outerjoin(Told, ticked).where(News.group_id == meeting.group_id)
    found = found.where(News.id.in_(latest.scalar_subquery())).order_by(News.at.desc(), News.turn.desc())
    rows = [(news, ticked_off) for news, ticked_off in db.session.execute(found)]
    return list(dict.fromkeys(news for news, _ in rows)), frozenset((news.id, off) for news, off in rows if off)


def _rows(news: News, telling: Telling, viewer: Viewer) -> list[_Row]:
    """Return every active member with her telephone's row, her tick, and when she was last seen: one statement."""
    of_member = and_(Told.group_id == Membership.group_id, Told.membership_id == Membership.id)
    opens_here = or_(SignIn.only_group_id.is_(None), SignIn.only_group_id == Membership.group_id)
    seen = select(func.max(SignIn.seen)).where(SignIn.person_id == Membership.person_id, opens_here)
    found = (
        select(
            Membership,
            Person.language,
            has_mailbox_in_sql(),
            Person.protected_since.is_not(None),
            CardField,
            seen.correlate(Membership).scalar_subquery(),
            Told.by_id,
            Told.at,
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(CardField, phone_of_member(telling, viewer))
        .outerjoin(Told, and_(of_member, Told.news_id == news.id))
        .where(Membership.group_id == news.group_id, Membership.status == Status.ACTIVE)
    )
    return [_Row(*row) for row in db.session.execute(found)]


def _courses(meeting: Meeting, news: Sequence[News]) -> Courses:
    """Return how far each letter has come, by kind, turn and member; of those that announce, the kind alone counts."""
    subjects = {meeting.id, *(one.subject_id for one in news)} | ({meeting.series_id} - {None})
    kinds = {one.kind.value for one in news} | set(ANNOUNCING)
    found = letters_about(meeting.group_id, kinds, [one for one in subjects if one])
    return {
        ("", 0, row.membership_id) if row.kind in ANNOUNCING else (row.kind, row.turn, row.membership_id): row.course
        for row in found
    }


def _facts(news: News, row: _Row, letters: Courses, is_ticked: bool) -> Facts:
    return Facts(
        is_ticked=is_ticked,
        made_it=news.by_id == row.member.id,
        is_seen=row.seen is not None and row.seen > news.at,
        course=letters.get((news.kind.value, news.turn, row.member.id)),
        announcing=letters.get(("", 0, row.member.id)),
        has_address=row.has_address and not row.member.is_managed,
        wants_letters=row.member.wants_letters and not row.is_set_aside,
    )


def _in_mind(
    news: News,
    earlier: Sequence[News],
    row: _Row,
    letters: Courses,
    ticks: frozenset[tuple[UUID, UUID]],
    at: datetime,
) -> datetime:
    """Return the start that a member has in mind: that before the first move she never heard of."""
    start = news.before or at
    for one in earlier:
        facts = _facts(one, row, letters, (one.id, row.member.id) in ticks)
        if has_heard(facts, Times(one.at, one.due), at):
            break
        start = one.before or start
    return start


def _dates(news: News) -> tuple[Meeting, ...]:
    of_this = (Meeting.group_id == news.group_id) & (Meeting.news_id == news.id)
    return tuple(db.session.scalars(select(Meeting).where(of_this).order_by(Meeting.starts_at)))
