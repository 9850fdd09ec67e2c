"""The tables of what changed about a meeting, and who was told of it (meetings.models names them too)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import GroupScoped, Model, closed


class NewsKind(StrEnum):
    """What changed: each is also the kind of the letters that tell of it."""

    MOVED = "moved"  # another day, hour or place
    CANCELLED = "cancelled"
    SERIES_ENDED = "series_ended"  # every later date is cancelled
    SERIES_CHANGED = "series_changed"  # every later date has another place


class News(GroupScoped, Model):
    """One change that everybody is to hear of, of one meeting or of many dates of a series.

    Its letters carry the same kind, subject (the meeting or the series) and turn. `meetings.news_id` names the latest
    news of a meeting: what was told of an earlier one counts no longer.
    """

    __tablename__ = "news"
    __table_args__ = (
        UniqueConstraint("group_id", "kind", "subject_id", "turn"),
        ForeignKeyConstraint(["group_id", "by_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
        Index("ix_news_until", "until"),
    )
    kind: Mapped[NewsKind] = mapped_column(closed(NewsKind))
    subject_id: Mapped[UUID]
    turn: Mapped[int]
    at: Mapped[datetime]
    due: Mapped[datetime]  # when its letters may leave: in the night, at eight
    before: Mapped[datetime | None]  # when the meeting would have begun until then; for many dates, the first
    until: Mapped[datetime]  # as long as somebody may still come on the old date, or miss the new one
    by_id: Mapped[UUID | None]  # the membership of whoever made the change, and so knows of it


class Told(GroupScoped, Model):
    """A tick: an organiser told this member of this news, by telephone or in person."""

    __tablename__ = "told"
    __table_args__ = (
        UniqueConstraint("group_id", "news_id", "membership_id"),
        ForeignKeyConstraint(["group_id", "news_id"], ["news.group_id", "news.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["group_id", "membership_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["group_id", "by_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
    )
    news_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    by_id: Mapped[UUID]
    at: Mapped[datetime]
