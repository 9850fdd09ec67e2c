"""What a feed's bytes depend on, read in one query: its ETag and Last-Modified, without a look at any meeting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, literal_column, or_, select

from entraide.calendars.models import Feed, FeedGroup, Level
from entraide.calendars.windows import rolled_on, window_of
from entraide.groups.models import Group
from entraide.members.models import Membership, Status
from entraide.settings import Settings

RENDERER = "1"
"""Raised by hand with every change of what a feed's words or lines look like."""

_TICKED = (
    select(literal_column("1"))
    .where(FeedGroup.feed_id == Feed.id, FeedGroup.group_id == Membership.group_id)
    .correlate(Feed, Membership)
    .exists()
)
_HELD = and_(
    Membership.person_id == Feed.person_id,
    Membership.status == literal_column(f"'{Status.ACTIVE.value}'"),
    or_(Feed.only_group_id.is_(None), Membership.group_id == Feed.only_group_id),
    or_(Feed.all_groups, _TICKED),
)
VERSIONS = (
    select(
        Feed.id,
        Feed.version,
        Feed.level,
        Feed.language,
        Feed.changed,
        Feed.last_used,
        Group.id,
        Group.calendar_version,
        Group.calendar_changed,
        Group.closed_at,
        Membership.id,
        Membership.calendar_version,
        Membership.calendar_changed,
    )
    .select_from(Feed)
    .outerjoin(Membership, _HELD)
    .outerjoin(Group, Group.id == Membership.group_id)
    .where(Feed.token_hash == bindparam("token_hash"))
)
"""One row for each group a feed holds; one row with no group where it holds none; no row for an unknown token."""


@dataclass(frozen=True)
class Held:
    """One group in a feed, through one membership: what this part of the bytes depends on."""

    group_id: UUID
    group_version: int
    group_changed: datetime
    closed_at: datetime | None
    membership_id: UUID
    member_version: int
    member_changed: datetime

    def settled(self, today: date) -> datetime:
        """When this group's part last began anew: what was over by then is over in every body of this version."""
        return max(self.group_changed, _midnight(rolled_on(self.group_id, today)))

    def moved(self, today: date) -> datetime:
        """When anything of this part last changed."""
        return max(self.settled(today), self.member_changed, self.closed_at or self.group_changed)

    def said(self, today: date) -> str:
        """Write down all that this part depends on."""
        first, last = window_of(self.group_id, today)
        group, member = (self.group_id, self.group_version), (self.membership_id, self.member_version)
        return " ".join(map(str, (*group, *member, self.closed_at, first, last)))


@dataclass(frozen=True)
class Versions:
    """A feed and the versions of all it holds."""

    feed_id: UUID
    version: int
    level: Level
    language: str
    changed: datetime
    last_used: date | None
    held: tuple[Held, ...]

    def etag(self, house: str, today: date) -> str:
        """Name these very bytes (RFC 9110 8.8.3), without quotes; `house` is what `house_of` returns."""
        own = f"{self.feed_id} {self.version} {self.level} {self.language}"
        return _named(house, own, *(held.said(today) for held in self.held))

    def moved(self, today: date) -> datetime:
        """When any of its inputs last moved, in whole seconds, as Last-Modified says it."""
        return max([self.changed, *(held.moved(today) for held in self.held)]).replace(microsecond=0)


def read(rows: Iterable[Sequence[Any]]) -> Versions | None:
    """Make the rows of VERSIONS one value; None where the token is unknown."""
    rows = list(rows)
    if not rows:
        return None
    held = [Held(*row[6:]) for row in rows if row[6] is not None]
    feed_id, number, level, language, changed, last_used = rows[0][:6]
    held.sort(key=lambda one: one.group_id)
    return Versions(feed_id, number, level, language, changed, last_used, tuple(held))


def house_of(settings: Settings) -> str:
    """Write down what all feeds of this server depend on beside their meetings."""
    return "\n".join([_programs(), settings.site_name, settings.public_url, settings.calendar_host])


def name_of_empty(settings: Settings) -> str:
    """Name the bytes of the calendar that every feed becomes once it is switched off."""
    return _named(house_of(settings), "switched off", settings.language)


@cache
def _programs() -> str:
    """The renderer, and the packages whose change would change its bytes."""
    return " ".join([RENDERER, version("icalendar"), version("tzdata")])


def _named(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
