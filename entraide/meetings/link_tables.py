"""The table of what links changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import GroupScoped, Model, closed
from entraide.meetings.models import Reply


class LinkChange(GroupScoped, Model):
    """What links from letters made of a member's answer, until she has seen it on the site: what stood before.

    `before`: None where she had not answered. What stands now is the answer itself.
    """

    __tablename__ = "link_changes"
    __table_args__ = (
        UniqueConstraint("group_id", "meeting_id", "membership_id"),
        ForeignKeyConstraint(["group_id", "meeting_id"], ["meetings.group_id", "meetings.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["group_id", "membership_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"
        ),
        Index("ix_link_changes_membership", "membership_id"),
    )
    meeting_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    before: Mapped[Reply | None] = mapped_column(closed(Reply))
    guests: Mapped[int] = mapped_column(default=0)  # who came with her before
    anonymous: Mapped[bool] = mapped_column(default=False)  # whether her name was hidden before
    changed: Mapped[datetime]
