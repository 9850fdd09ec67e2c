"""The tables of keeping a group safe: mailboxes shut out, and what organisers decide together (members.models)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import GroupScoped, Model, closed


class Ban(GroupScoped, Model):
    """One mailbox that leads into one group no more (DECISIONS 14). It names nobody, and no membership.

    Sealed under the group's key: `secret_sealed` ("ban <id>", hex), the key of `trace`, an HMAC of the blind index of
    the address. Without the group's key nobody can try an address on it; the group itself keeps no address.
    """

    __tablename__ = "bans"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "by_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
    )
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    trace: Mapped[bytes] = mapped_column(LargeBinary(32))
    by_id: Mapped[UUID]  # the organiser who decided
    made: Mapped[date]


class DecisionKind(StrEnum):
    """What one organiser may not do alone while the group has others."""

    ROLE = "role"  # an organiser becomes a member like any other
    REMOVE = "remove"  # an organiser leaves the group
    BAN = "ban"  # and does not come back
    CLOSE = "close"  # the group itself


class Decision(GroupScoped, Model):
    """What one organiser proposed and no other has confirmed yet; a group has one at a time, and it lives seven days.

    `is_notice`: there was nobody to confirm it, so it takes effect by itself at `until` unless somebody objects;
    otherwise it lapses then. The row goes with its end: the journal keeps what became of it.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("group_id"),
        ForeignKeyConstraint(["group_id", "by_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["group_id", "about_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
    )
    kind: Mapped[DecisionKind] = mapped_column(closed(DecisionKind))
    by_id: Mapped[UUID]
    about_id: Mapped[UUID | None]  # None: the group itself is to close
    made: Mapped[datetime]
    until: Mapped[datetime]
    is_notice: Mapped[bool]
