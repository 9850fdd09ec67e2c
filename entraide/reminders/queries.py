"""Who is to be reminded of what: people and meetings found by what holds at eight on the day of sending.

Of monthly and rarer series and of single meetings: seven days before whoever has not answered, where answers are
asked, and the day before whoever comes. The day before also whoever asked for it, of weekly series too (PRODUCT).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, or_, select

from entraide.access import scope
from entraide.access.tokens import Purpose, read
from entraide.accounts.queries import find_person
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Asked, Group
from entraide.mail.models import Letter
from entraide.mail.quiet import MORNING
from entraide.meetings.chosen import OFTEN_TEXT
from entraide.meetings.clock_times import at_about
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Reply, Series, Standing
from entraide.members.models import Membership, Status
from entraide.members.queries import find_membership, places_of

NUDGE = timedelta(days=7)
EVE = timedelta(days=1)
LATE = timedelta(days=1)  # what a stopped worker missed on one day is said on the next
KIND = "reminder"


@dataclass(frozen=True)
class Due:
    """A person to be reminded on a day; useful until the last of her meetings begins."""

    person_id: UUID
    starts_at: datetime


@dataclass(frozen=True)
class Reminded:
    """One meeting of one day's letter, by ids."""

    group_id: UUID
    membership_id: UUID
    meeting_id: UUID


@dataclass(frozen=True)
class Stop:
    """Whose letters a link stops: one membership's, or those of all groups that its letter spoke for."""

    group_id: UUID
    membership_ids: tuple[UUID, ...]
    is_of_several: bool
    has_stopped: bool
    language: str


def key_of(person_id: UUID, day: date) -> str:
    """Return the key under which a person's reminders of a day are posted once (DECISIONS 42)."""
    return f"{KIND}:{day.isoformat()}:{person_id.hex}"


def day_of(letter: Letter) -> date:
    """Return the local day of sending that a reminder was posted for."""
    return date.fromisoformat((letter.dedup_key or "").split(":")[1])


def zones_of_coming_meetings(at: datetime) -> Sequence[str]:
    """Return the zones in which meetings stand soon enough to be spoken of."""
    soon = (Meeting.status == MeetingStatus.PLANNED) & Meeting.starts_at.between(at, at + NUDGE + 2 * EVE)
    with scope.everywhere("zones in which reminders may be due"):
        return db.session.scalars(select(Meeting.zone).where(soon).distinct()).all()


def people_to_remind(zone: str, day: date, at: datetime) -> list[Due]:
    """Return who is to be reminded on a day, and has no letter of that day yet; each with each of her meetings."""
    rows = _due(zone, day, at).add_columns(Membership.person_id, Meeting.starts_at)
    rows = rows.where(~_was_posted(day))
    with scope.everywhere("members to be reminded today"):
        return [Due(row.person_id, row.starts_at) for row in db.session.execute(rows)]


def meetings_of_letter(person_id: UUID, day: date, at: datetime) -> list[Reminded]:
    """Return the meetings that a person's letter of a day speaks of, the next first, in whatever zone."""
    with scope.everywhere("the groups of one person, for one letter a day"):
        groups = [place.group_id for place in places_of(person_id)]
        mine = Meeting.group_id.in_(groups) & Meeting.starts_at.between(at, at + NUDGE + 2 * EVE)
        found: dict[UUID, tuple[datetime, Reminded]] = {}
        for zone in db.session.scalars(select(Meeting.zone).where(mine).distinct()):
            rows = _due(zone, day, at).where(Membership.person_id == person_id).add_columns(Meeting.starts_at)
            for row in db.session.execute(rows):
                found[row.meeting_id] = row.starts_at, Reminded(row.group_id, row.membership_id, row.meeting_id)
    return [reminded for _starts, reminded in sorted(found.values(), key=lambda pair: (pair[0], str(pair[1])))]


def find_stop(token: str) -> Stop:
    """Read a link that stops letters, or raise NotFound; it holds as long as the membership and its epoch."""
    said = read(Purpose.STOP, token)
    scope.add(said.group_id)
    membership = find_membership(said.group_id, said.membership_id)
    person = find_person(membership.person_id)
    if membership.link_epoch != said.epoch or person.protected_since is not None:
        raise NotFound
    if said.about_id != said.membership_id:
        return Stop(said.group_id, (membership.id,), False, not membership.wants_letters, person.language)
    with scope.everywhere("the groups of one person, whose letters one link stops together"):
        places = places_of(membership.person_id)
    scope.add(*(place.group_id for place in places))
    memberships = [find_membership(place.group_id, place.membership_id) for place in places]
    has_stopped = not any(one.wants_letters for one in memberships)
    return Stop(said.group_id, tuple(one.id for one in memberships), True, has_stopped, person.language)


def _due(zone: str, day: date, at: datetime) -> Select[UUID, UUID, UUID]:
    """Select the meetings of a zone that a day's letters speak of, with whom they are for."""
    here = ZoneInfo(zone)
    windows = [_on(day, here), and_(_on(day - LATE, here), ~_was_posted(day - LATE))]
    return (
        select(Meeting.id.label("meeting_id"), Membership.id.label("membership_id"), Meeting.group_id)
        .join(Membership, Membership.group_id == Meeting.group_id)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Series, (Series.group_id == Meeting.group_id) & (Series.id == Meeting.series_id))
        .outerjoin(
            Answer,
            (Answer.group_id == Meeting.group_id)
            & (Answer.meeting_id == Meeting.id)
            & (Answer.membership_id == Membership.id),
        )
        .where(Meeting.zone == zone, Meeting.status == MeetingStatus.PLANNED, Meeting.starts_at > at)
        .where(Group.closed_at.is_(None), _gets_letters(), or_(*windows))
    )


def _on(day: date, zone: ZoneInfo) -> ColumnElement[bool]:
    """Say what is due on a day: what was so already at eight, for whoever belonged and knew of the date by then."""
    morning = at_about(day, MORNING, zone)
    knew = and_(
        Meeting.created < morning,
        or_(Meeting.moved_at.is_(None), Meeting.moved_at < morning),
        Membership.joined < day,
    )
    comes = and_(Answer.reply.in_([Reply.YES, Reply.MAYBE]), Answer.standing.in_([Standing.SEATED, Standing.FREE]))
    is_asked = Meeting.asked != Asked.NOT_ASKED
    is_open = or_(Answer.id.is_(None), and_(Answer.before_change, Answer.standing != Standing.WAITING))
    wishes = and_(Membership.wants_day_before, or_(Answer.id.is_(None), comes))
    coming = and_(~_is_frequent(), is_asked, comes, Answer.given < morning)
    on_the_eve = and_(_begins(day + EVE, zone), or_(wishes, coming))
    a_week_before = and_(_begins(day + NUDGE, zone), ~_is_frequent(), is_asked, is_open)
    return and_(knew, or_(on_the_eve, a_week_before))


def _begins(day: date, zone: ZoneInfo) -> ColumnElement[bool]:
    """Say whether a meeting begins on a day of its zone, however long that day is."""
    start, end = at_about(day, time(0), zone), at_about(day + timedelta(days=1), time(0), zone)
    return and_(Meeting.starts_at >= start, Meeting.starts_at < end)


def _is_frequent() -> ColumnElement[bool]:
    """Say whether a meeting comes every week or every two; single ones do not (texts of Rule and Chosen)."""
    rule = Series.rule
    texts = (rule == OFTEN_TEXT, rule.like("FREQ=WEEKLY;BYDAY=%"), rule.like("FREQ=WEEKLY;INTERVAL=2;%"))
    return and_(rule.is_not(None), or_(*texts))


def _gets_letters() -> ColumnElement[bool]:
    return and_(Membership.status == Status.ACTIVE, Membership.wants_letters, Membership.is_managed.is_(False))


def _was_posted(day: date) -> ColumnElement[bool]:
    """Say whether a member's person has a letter of a day already."""
    posted = select(Letter.id).where(
        Letter.person_id == Membership.person_id, Letter.dedup_key.like(f"{KIND}:{day.isoformat()}:%")
    )
    return posted.exists()
