"""The tables of what stands between two members of a group, and of who looked at whose contact details.

members.models names them too.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import GroupScoped, Model, closed


class Number(StrEnum):
    """How far "May I have your number?" has come between two members."""

    ASKED = "asked"
    LEFT = "left"  # said no, or closed: the asker is never told, it looks like ASKED to her
    GIVEN = "given"
    TAKEN_BACK = "taken_back"


class LookPurpose(StrEnum):
    """What somebody's contact details were opened for."""

    CALL = "call"
    NEWS = "news"
    OTHER = "other"
    LIFT = "lift"
    PHONE_LIST = "phone_list"
    TELLING = "telling"
    PRINTED = "printed"
    MEETING_LIST = "meeting_list"
    SPREADSHEET = "spreadsheet"
    HANDED_OVER = "handed_over"


class Tie(GroupScoped, Model):
    """What one member (`owner`) gave or closed to one other, beside what her card shows to everybody.

    `until`: when a number asked for in vain, or taken back, may be asked for anew; None while it is given. A closed
    door outlives the other's membership: should she come back under another name, it is carried on, unnamed.
    """

    __tablename__ = "ties"
    __table_args__ = (
        UniqueConstraint("group_id", "owner_id", "other_id"),
        ForeignKeyConstraint(["group_id", "owner_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["group_id", "other_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
        CheckConstraint("owner_id <> other_id", name="two"),
        Index("ix_ties_other", "group_id", "other_id"),
    )
    owner_id: Mapped[UUID]
    other_id: Mapped[UUID]
    blocked: Mapped[date | None]
    is_carried: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # the other came back
    number: Mapped[Number | None] = mapped_column(closed(Number))
    asked: Mapped[date | None]
    until: Mapped[datetime | None]


class Look(GroupScoped, Model):
    """That one member's contact details were opened: by whom, on which day, what for. Nobody takes it back."""

    __tablename__ = "looks"
    __table_args__ = (
        UniqueConstraint("group_id", "about_id", "by_id", "day", "purpose"),
        ForeignKeyConstraint(["group_id", "by_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["group_id", "about_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
    )
    by_id: Mapped[UUID]
    about_id: Mapped[UUID]
    day: Mapped[date]  # in the group's zone; never the hour
    purpose: Mapped[LookPurpose] = mapped_column(closed(LookPurpose))
    as_organiser: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # on that day
