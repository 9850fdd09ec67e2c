"""The tables of calling members up: call lists, and the wish to be called (members.models names them too)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import GroupScoped, Model, closed


class CallPurpose(StrEnum):
    """What a call list is opened for: what a member reads of it one day."""

    PHONE_LIST = "phone_list"  # calling those who are reached by telephone
    TELLING = "telling"  # telling of a meeting that moved or was cancelled


class CallList(GroupScoped, Model):
    """One organiser's leave to see telephone numbers for two hours, on one device.

    Who, when and what for stay as a receipt for the members; the session is forgotten when the list is over.
    """

    __tablename__ = "call_lists"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "by_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
    )
    by_id: Mapped[UUID]
    purpose: Mapped[CallPurpose] = mapped_column(closed(CallPurpose))
    about_id: Mapped[UUID | None]  # the meeting, where one is told of
    opened: Mapped[datetime]
    until: Mapped[datetime]
    sign_in_id: Mapped[UUID | None]  # the one session it is open for; None: closed


class CallWish(GroupScoped, Model):
    """A member's wish to be called if she misses two meetings in a row. There is a counter only while there is a wish.

    `counted_until`: the end of the last meeting that was counted; `last_meeting_id` and `missed_before` let that one
    be corrected, and nothing earlier is kept.
    """

    __tablename__ = "call_wishes"
    __table_args__ = (
        UniqueConstraint("group_id", "membership_id"),
        ForeignKeyConstraint(
            ["group_id", "membership_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"
        ),
        CheckConstraint("missed >= 0 AND missed_before >= 0", name="counted"),
    )
    membership_id: Mapped[UUID]
    missed: Mapped[int] = mapped_column(default=0)
    missed_before: Mapped[int] = mapped_column(default=0)
    counted_until: Mapped[datetime]
    last_meeting_id: Mapped[UUID | None]
