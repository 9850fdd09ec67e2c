"""Connecting a calendar, changing what it may read, switching it off; what leaving does to feeds."""

from collections.abc import Collection, Iterable
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, or_, select, update

from entraide import clock
from entraide.access import tokens
from entraide.calendars.models import Feed, FeedBody, FeedGroup, Level, Tombstone
from entraide.calendars.queries.feeds import count_of
from entraide.db import db
from entraide.errors import EntraideError
from entraide.journal.actions import note
from entraide.members.models import Membership
from entraide.vault import sealed

MOST_FEEDS = 20
"""Far more than one person has telephones."""


class TooManyFeeds(EntraideError):
    """Somebody has so many addresses that one more helps nobody."""


def connect(
    person_id: UUID,
    label: str,
    level: Level,
    language: str,
    *,
    only_group: UUID | None = None,
    groups: Collection[UUID] | None = None,
) -> str:
    """Make a feed and return its token; the database keeps the token's hash, and a copy sealed for its owner.

    It holds `only_group`, or the `groups` ticked, or all her groups, those she joins later included. Which of them
    are hers is asked anew at each reading.
    """
    if count_of(person_id) >= MOST_FEEDS:
        raise TooManyFeeds
    token, at, feed_id = tokens.fresh(), clock.now(), uuid4()
    feed = Feed(
        id=feed_id,
        person_id=person_id,
        token_hash=tokens.fingerprint(token),
        token_sealed=_sealed_token(person_id, feed_id, token),
        label_sealed=_sealed_label(person_id, feed_id, label),
        level=level,
        language=language,
        only_group_id=only_group,
        all_groups=groups is None,
        changed=at,
        created=at,
    )
    db.session.add(feed)
    db.session.flush()
    _tick(feed_id, groups or ())
    note("feed:connect", group=only_group, about=feed_id)
    return token


def change(feed: Feed, label: str, level: Level, groups: Collection[UUID] | None = None) -> None:
    """Give a feed another label, level or choice of groups; its address stays.

    `groups` None: no choice is made, it holds what it held.
    """
    feed.label_sealed = _sealed_label(feed.person_id, feed.id, label)
    if level is not feed.level or groups is not None:
        feed.level = level
        _moved(feed)
    if groups is not None:
        feed.all_groups = False
        db.session.execute(delete(FeedGroup).where(FeedGroup.feed_id == feed.id))
        _tick(feed.id, groups)
    db.session.flush()
    note("feed:change", group=feed.only_group_id, about=feed.id)


def change_address(feed: Feed) -> str:
    """Give a feed a new address and return its token; the old one answers with an empty calendar from now on."""
    token = tokens.fresh()
    _bury([feed.token_hash])
    feed.token_hash = tokens.fingerprint(token)
    feed.token_sealed = _sealed_token(feed.person_id, feed.id, token)
    feed.last_used = None
    _moved(feed)
    db.session.execute(delete(FeedBody).where(FeedBody.feed_id == feed.id))
    db.session.flush()
    note("feed:new_address", group=feed.only_group_id, about=feed.id)
    return token


def switch_off(feed: Feed) -> None:
    """End a feed: of it stays its token's hash and the day, so that phones are emptied and not merely refused."""
    _end([feed])


def end_for(membership: Membership) -> None:
    """End what a member who leaves reads of this group: its own feeds at once, its part in the others."""
    hers = select(Feed).where(Feed.person_id == membership.person_id)
    _end(db.session.scalars(hers.where(Feed.only_group_id == membership.group_id)).all())
    others = hers.where(Feed.only_group_id.is_(None), or_(Feed.all_groups, _holds(membership.group_id)))
    for feed in db.session.scalars(others.order_by(Feed.id)):
        _moved(feed)
    own = select(Feed.id).where(Feed.person_id == membership.person_id)
    ticks = delete(FeedGroup).where(FeedGroup.group_id == membership.group_id, FeedGroup.feed_id.in_(own))
    db.session.execute(ticks, execution_options={"synchronize_session": False})
    db.session.flush()


def end_all_for(person_id: UUID) -> None:
    """End every feed of a person: she is erased, or her mailbox is not safe."""
    _end(db.session.scalars(select(Feed).where(Feed.person_id == person_id)).all())


def _end(feeds: Iterable[Feed]) -> None:
    feeds = list(feeds)
    _bury([feed.token_hash for feed in feeds])
    for feed in feeds:
        note("feed:switch_off", group=feed.only_group_id, about=feed.id)
        db.session.delete(feed)
    db.session.flush()


def _bury(hashes: Iterable[bytes]) -> None:
    db.session.add_all(Tombstone(token_hash=hash_, ended=clock.today()) for hash_ in hashes)


def _moved(feed: Feed) -> None:
    """Count a change of what a feed shows; two at once are two, whoever reads first."""
    moved = update(Feed).where(Feed.id == feed.id).values(version=Feed.version + 1, changed=clock.now())
    db.session.flush()
    db.session.execute(moved, execution_options={"synchronize_session": False})
    db.session.refresh(feed, ["version", "changed"])


def _tick(feed_id: UUID, groups: Iterable[UUID]) -> None:
    db.session.add_all(FeedGroup(feed_id=feed_id, group_id=group_id) for group_id in set(groups))
    db.session.flush()


def _holds(group_id: UUID) -> ColumnElement[bool]:
    return Feed.id.in_(select(FeedGroup.feed_id).where(FeedGroup.group_id == group_id))


def _sealed_token(person_id: UUID, feed_id: UUID, token: str) -> bytes:
    return sealed.seal(person_id, f"feed token {feed_id}", token)


def _sealed_label(person_id: UUID, feed_id: UUID, label: str) -> bytes:
    return sealed.seal(person_id, f"feed label {feed_id}", label.strip())
