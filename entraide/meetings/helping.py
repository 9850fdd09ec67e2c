"""The tables of who helps with what at a meeting: duties and lifts (meetings.models names them too)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import GroupScoped, Model, closed

MOST_SEATS = 8


class DutyKind(StrEnum):
    """What somebody sees to at a meeting. The host leads this date: a duty, never a right."""

    HOST = "host"
    KEY = "key"
    COFFEE = "coffee"
    NEWCOMER = "newcomer"
    CALL = "call"


class Rest(StrEnum):
    """Why a lift that stands for every date does not hold for one of them."""

    NOT_THIS_TIME = "not_this_time"
    NOT_COMING = "not_coming"  # said by the answer; a later yes wakes it


def _of(table: str, column: str) -> ForeignKeyConstraint:
    """Refer to a row of the same group, and go with it."""
    return ForeignKeyConstraint(["group_id", column], [f"{table}.group_id", f"{table}.id"], ondelete="CASCADE")


class Duty(GroupScoped, Model):
    """Who sees to one thing at one meeting; without a holder it became free, and `freed` says since when.

    `is_standing`: it came from a duty that somebody has at every date of the series.
    """

    __tablename__ = "duties"
    __table_args__ = (
        UniqueConstraint("group_id", "meeting_id", "kind"),
        _of("meetings", "meeting_id"),
        _of("memberships", "membership_id"),
        Index("ix_duties_membership", "group_id", "membership_id"),
    )
    meeting_id: Mapped[UUID]
    kind: Mapped[DutyKind] = mapped_column(closed(DutyKind))
    membership_id: Mapped[UUID | None]
    passed_by_id: Mapped[UUID | None]  # whose membership passed or gave it; None: she took it herself
    is_standing: Mapped[bool] = mapped_column(default=False)
    freed: Mapped[datetime | None]


class StandingDuty(GroupScoped, Model):
    """Who has a duty at every date of a series, date by date changeable."""

    __tablename__ = "standing_duties"
    __table_args__ = (
        UniqueConstraint("group_id", "series_id", "kind"),
        _of("series", "series_id"),
        _of("memberships", "membership_id"),
    )
    series_id: Mapped[UUID]
    kind: Mapped[DutyKind] = mapped_column(closed(DutyKind))
    membership_id: Mapped[UUID]


class Lift(GroupScoped, Model):
    """A car with free seats on the way to one meeting; seats are taken by one guarded UPDATE.

    Sealed under the driver's key: `words_sealed` ("lift <id>": JSON of meetings.lift_words.LiftWords).
    """

    __tablename__ = "lifts"
    __table_args__ = (
        UniqueConstraint("group_id", "meeting_id", "membership_id"),
        _of("meetings", "meeting_id"),
        _of("memberships", "membership_id"),
        CheckConstraint("taken >= 0 AND taken <= seats", name="never_oversold"),
        CheckConstraint(f"seats >= 1 AND seats <= {MOST_SEATS}", name="seats"),
    )
    meeting_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    is_full: Mapped[bool] = mapped_column(default=False)  # the driver takes nobody more
    shows_phone: Mapped[bool] = mapped_column(default=False)  # to who rides along, to nobody else
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    is_standing: Mapped[bool] = mapped_column(default=False)
    rests: Mapped[Rest | None] = mapped_column(closed(Rest))
    before_change: Mapped[bool] = mapped_column(default=False)  # offered before the meeting moved
    by_id: Mapped[UUID | None]  # the organiser's membership who entered it for a managed member


class Ride(GroupScoped, Model):
    """Somebody who rides along, or looks for a lift as long as there is no car. At most one a meeting.

    Sealed under the rider's key: `words_sealed` ("ride <id>"), as a lift's. `lost`: when her car fell away.
    """

    __tablename__ = "rides"
    __table_args__ = (
        UniqueConstraint("group_id", "meeting_id", "membership_id"),
        _of("meetings", "meeting_id"),
        _of("memberships", "membership_id"),
        _of("lifts", "lift_id"),
        CheckConstraint("heads >= 1 AND heads <= 4", name="heads"),
        Index("ix_rides_lift", "group_id", "lift_id"),
    )
    meeting_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    lift_id: Mapped[UUID | None]
    heads: Mapped[int] = mapped_column(default=1)
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    is_standing: Mapped[bool] = mapped_column(default=False)
    rests: Mapped[Rest | None] = mapped_column(closed(Rest))
    before_change: Mapped[bool] = mapped_column(default=False)
    lost: Mapped[datetime | None]
    by_id: Mapped[UUID | None]


class StandingLift(GroupScoped, Model):
    """What holds for every date of a series: « I can always take two » (`seats`), or « I ride with Jo » (`driver_id`).

    Sealed under the person's key: `words_sealed` ("standing lift <id>").
    """

    __tablename__ = "standing_lifts"
    __table_args__ = (
        UniqueConstraint("group_id", "series_id", "membership_id"),
        _of("series", "series_id"),
        _of("memberships", "membership_id"),
        _of("memberships", "driver_id"),
        CheckConstraint("(seats IS NULL) <> (driver_id IS NULL)", name="offers_or_rides"),
    )
    series_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    seats: Mapped[int | None]
    driver_id: Mapped[UUID | None]
    heads: Mapped[int] = mapped_column(default=1)
    shows_phone: Mapped[bool] = mapped_column(default=False)
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[UUID | None]
