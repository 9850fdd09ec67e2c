"""The table of vouching: organisers of one group say that they know somebody whose lock is lost (DECISIONS 6)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import GroupScoped, Model


class Vouching(GroupScoped, Model):
    """A member's wish that two organisers of this group vouch for her; from `opens_at` on her code is enough here.

    `ended`: stopped by her or an organiser, run out, or over because she has a new lock. The HMACs are of six digits
    each, which either organiser says to her: both together pass the door where her lost lock would be asked for.
    """

    __tablename__ = "vouchings"
    __table_args__ = (
        Index(
            "ux_vouchings_once",
            "group_id",
            "membership_id",
            unique=True,
            sqlite_where=text("ended IS NULL"),
            postgresql_where=text("ended IS NULL"),
        ),
        ForeignKeyConstraint(
            ["group_id", "membership_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["group_id", "first_by_id"], ["memberships.group_id", "memberships.id"]),
        ForeignKeyConstraint(["group_id", "second_by_id"], ["memberships.group_id", "memberships.id"]),
    )
    membership_id: Mapped[UUID]
    asked: Mapped[datetime]
    first_by_id: Mapped[UUID | None]
    second_by_id: Mapped[UUID | None]
    first_hmac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    second_hmac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    misses: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # tries that held one six alone
    opens_at: Mapped[datetime | None]  # 48 hours after the second word
    ended: Mapped[datetime | None]
