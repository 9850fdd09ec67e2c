"""Feeds: found by the hash of a token before any scope is known."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import Model, closed


class Level(StrEnum):
    """How much a feed tells the calendar it is read into."""

    DISCREET = "discreet"
    BUSY = "busy"
    FULL = "full"


class Feed(Model):
    """One secret calendar address of one person: over all her groups, or those she ticked, or one group.

    Sealed under the person's key: `label_sealed` ("feed label <id>"), `token_sealed` ("feed token <id>").
    """

    __tablename__ = "feeds"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    token_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    label_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    level: Mapped[Level] = mapped_column(closed(Level))
    language: Mapped[str] = mapped_column(String(2))
    only_group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    all_groups: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    changed: Mapped[datetime]
    created: Mapped[datetime]
    last_used: Mapped[date | None]


class FeedGroup(Model):
    """A group ticked for a feed that does not hold them all."""

    __tablename__ = "feed_groups"
    feed_id: Mapped[UUID] = mapped_column(ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)


class FeedBody(Model):
    """The last rendered body of a feed, encrypted under a key derived from its token, which we do not keep in clear."""

    __tablename__ = "feed_bodies"
    feed_id: Mapped[UUID] = mapped_column(ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True)
    etag: Mapped[str] = mapped_column(String(64))
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Tombstone(Model):
    """A feed that was switched off: its token's hash and the day, nothing else."""

    __tablename__ = "feed_tombstones"
    __table_args__ = (Index("ix_feed_tombstones_ended", "ended"),)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    ended: Mapped[date]
