"""Finding feeds: by token before any scope is known, by person for the one who owns them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, select

from entraide import clock
from entraide.access import scope, tokens
from entraide.access.actor import Actor
from entraide.calendars import bodies, versions
from entraide.calendars.models import Feed, FeedBody, FeedGroup, Level, Tombstone
from entraide.calendars.versions import Versions
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.groups.queries import names_of
from entraide.members.models import Membership, Status
from entraide.retention import Kept
from entraide.settings import current
from entraide.vault import sealed


@dataclass(frozen=True)
class OwnFeed:
    """One of one's own feeds, as its owner sees it."""

    id: UUID
    label: str
    level: Level
    only_group_id: UUID | None
    all_groups: bool
    ticked: frozenset[UUID]  # the groups it holds, where it does not hold them all
    created: datetime
    last_used: date | None
    token: str


@dataclass(frozen=True)
class OwnGroup:
    """A group the asker belongs to, under the name its members know."""

    id: UUID
    name: str


def find_versions(token: str) -> Versions:
    """Find what a feed depends on, and open the scope to its groups; NotFound for a token that leads to none."""
    with scope.everywhere("which groups a feed holds"):
        found = versions.read(db.session.execute(versions.VERSIONS, {"token_hash": tokens.fingerprint(token)}))
    if found is None:
        raise NotFound
    scope.add(*(held.group_id for held in found.held))
    return found


def is_switched_off(token: str) -> bool:
    """Say whether this was a feed's token until it was switched off, and not too long ago (the retention table)."""
    since = clock.today() - current().kept(Kept.FEEDS)
    ended = select(Tombstone.ended).where(Tombstone.token_hash == tokens.fingerprint(token), Tombstone.ended >= since)
    return db.session.scalar(ended) is not None


def stored_body(token: str, feed_id: UUID, etag: str) -> bytes | None:
    """Return the body that was rendered for this very ETag, if it was kept."""
    kept = db.session.scalar(select(FeedBody.body_sealed).where(FeedBody.feed_id == feed_id, FeedBody.etag == etag))
    return bodies.opened(token, etag, kept) if kept else None


def find_own_feed(person_id: UUID | None, feed_id: UUID) -> Feed:
    """Find one of a person's own feeds, or raise NotFound."""
    found = select(Feed).where(Feed.id == feed_id, Feed.person_id == person_id)
    if (feed := db.session.scalars(found).one_or_none()) is None:
        raise NotFound
    return feed


def id_of(token: str) -> UUID:
    """Return the id of the feed that has this token."""
    return db.session.scalars(select(Feed.id).where(Feed.token_hash == tokens.fingerprint(token))).one()


def own_feeds(person_id: UUID, only_group: UUID | None = None) -> list[OwnFeed]:
    """Return a person's feeds, the oldest first; `only_group`: those over that group alone."""
    hers = select(Feed).where(Feed.person_id == person_id)
    if only_group is not None:
        hers = hers.where(Feed.only_group_id == only_group)
    feeds = db.session.scalars(hers.order_by(Feed.created, Feed.id)).all()
    ticked = _ticked([feed.id for feed in feeds if not feed.all_groups])
    return [_as_seen(feed, ticked.get(feed.id, frozenset())) for feed in feeds]


def labels_of(person_id: UUID, *, only_group: UUID | None = None) -> list[tuple[str, Level]]:
    """Return label and level of each of a person's feeds, or of one group's, the oldest first, in one statement."""
    hers = select(Feed).where(Feed.person_id == person_id).order_by(Feed.created, Feed.id)
    if only_group is not None:
        hers = hers.where(Feed.only_group_id == only_group)
    return [
        (sealed.unseal(person_id, f"feed label {feed.id}", feed.label_sealed), feed.level)
        for feed in db.session.scalars(hers)
    ]


def as_seen(feed: Feed) -> OwnFeed:
    """Show a feed to its owner."""
    return _as_seen(feed, frozenset() if feed.all_groups else _ticked([feed.id]).get(feed.id, frozenset()))


def count_of(person_id: UUID) -> int:
    """Count a person's feeds."""
    return db.session.scalar(select(func.count()).where(Feed.person_id == person_id)) or 0


def own_groups(actor: Actor) -> list[OwnGroup]:
    """Return the groups the asker belongs to, those she joined first on top."""
    hers = (
        select(Group)
        .join(Membership, and_(Membership.group_id == Group.id, Membership.person_id == actor.person_id))
        .where(Membership.status == Status.ACTIVE, Group.closed_at.is_(None))
        .order_by(Membership.joined, Group.id)
    )
    groups = db.session.scalars(hers).all()
    names = names_of(groups)
    return [OwnGroup(group.id, names[group.id]) for group in groups]


def _ticked(feeds: list[UUID]) -> dict[UUID, frozenset[UUID]]:
    found: dict[UUID, frozenset[UUID]] = {}
    if feeds:
        for row in db.session.scalars(select(FeedGroup).where(FeedGroup.feed_id.in_(feeds))):
            found[row.feed_id] = found.get(row.feed_id, frozenset()) | {row.group_id}
    return found


def _as_seen(feed: Feed, ticked: frozenset[UUID]) -> OwnFeed:
    return OwnFeed(
        feed.id,
        sealed.unseal(feed.person_id, f"feed label {feed.id}", feed.label_sealed),
        feed.level,
        feed.only_group_id,
        feed.all_groups,
        ticked,
        feed.created,
        feed.last_used,
        sealed.unseal(feed.person_id, f"feed token {feed.id}", feed.token_sealed),
    )
