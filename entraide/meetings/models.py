"""Series, meetings, seats, answers, programmes."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import GroupScoped, Model, closed
from entraide.groups.models import Asked
from entraide.meetings.helping import MOST_SEATS as MOST_SEATS
from entraide.meetings.helping import Duty as Duty
from entraide.meetings.helping import DutyKind as DutyKind
from entraide.meetings.helping import Lift as Lift
from entraide.meetings.helping import Rest as Rest
from entraide.meetings.helping import Ride as Ride
from entraide.meetings.helping import StandingDuty as StandingDuty
from entraide.meetings.helping import StandingLift as StandingLift
from entraide.meetings.news import News as News
from entraide.meetings.news import NewsKind as NewsKind
from entraide.meetings.news import Told as Told


class Mode(StrEnum):
    """How a meeting is held."""

    ROUND_TABLE = "round_table"
    ONLINE = "online"
    HYBRID = "hybrid"
    WEEKEND = "weekend"


class MeetingStatus(StrEnum):
    """Whether it stands."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class Reply(StrEnum):
    """What a member says."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Standing(StrEnum):
    """What became of a yes where places are counted; only SEATED and OFFERED hold seats."""

    SEATED = "seated"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    EXPIRED = "expired"
    FREE = "free"  # places are not counted, or the answer is not yes
    UNSEATED = "unseated"  # an anonymous yes to a meeting that came to count its places: it holds none


class Series(GroupScoped, Model):
    """A rhythm of meetings, in wall-clock time of its zone.

    `rule` is the text of meetings.recurrence.Rule; `details_sealed` ("series <id>") the JSON of
    meetings.details.Details that each new meeting starts with. `made_until`: the last day already made into meetings.
    `exceptions`: days of the rule (ISO) that are left out (None) or have another hour ("14:30"). `days` (ISO): those of
    a list without a rule (meetings.chosen.Chosen, whose text `rule` then is); None where a rule gives them.
    """

    __tablename__ = "series"
    __table_args__ = (UniqueConstraint("group_id", "source", "external_key"),)
    rule: Mapped[str] = mapped_column(String(120))
    first_day: Mapped[date]
    starts: Mapped[time]
    minutes: Mapped[int]
    zone: Mapped[str] = mapped_column(String(40))
    mode: Mapped[Mode] = mapped_column(closed(Mode))
    asked: Mapped[Asked] = mapped_column(closed(Asked))
    places: Mapped[int | None]
    details_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    exceptions: Mapped[dict[str, str | None]] = mapped_column(JSON, default=dict)
    days: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    ended_on: Mapped[date | None]  # no meeting is made after this day
    made_until: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(String(80))  # for imports: which feed, and its key there
    external_key: Mapped[str | None] = mapped_column(String(120))
    source_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    duties: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # DutyKinds; None: as the group
    duties_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # "duties <id>": JSON of texts by DutyKind
    created: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)


class Meeting(GroupScoped, Model):
    """One gathering. Its identity is its series and *original* start: a move keeps it.

    `details_sealed` ("meeting <id>"): JSON of meetings.details.Details, under the group's key. For a weekend
    `starts_at` and `ends_at` span the whole; its days stand in `programme_days`.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "series_id"], ["series.group_id", "series.id"], ondelete="CASCADE"),
        UniqueConstraint("group_id", "series_id", "original_start"),
        Index("ix_meetings_group_starts", "group_id", "starts_at"),
        Index("ix_meetings_starts", "starts_at"),  # reminders look at a week of all groups
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )
    series_id: Mapped[UUID | None]
    original_start: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(40))
    mode: Mapped[Mode] = mapped_column(closed(Mode))
    status: Mapped[MeetingStatus] = mapped_column(closed(MeetingStatus), default=MeetingStatus.PLANNED)
    asked: Mapped[Asked] = mapped_column(closed(Asked))
    details_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    moved_from: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)  # RFC 5545 3.8.7.4: moves and cancellations
    news_id: Mapped[UUID | None]  # the latest change that everybody is to hear of
    tell_until: Mapped[datetime | None]  # as long as that matters
    heads: Mapped[int | None]  # counted afterwards; None: not counted, never 0
    heads_first_time: Mapped[int | None]
    heads_relatives: Mapped[int | None]
    created: Mapped[datetime]
    changed: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)


class ProgrammeDay(GroupScoped, Model):
    """One day of a weekend, with its hours and what is planned ("day <id>", under the group's key)."""

    __tablename__ = "programme_days"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "meeting_id"], ["meetings.group_id", "meetings.id"], ondelete="CASCADE"),
        UniqueConstraint("group_id", "meeting_id", "day"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )
    meeting_id: Mapped[UUID]
    day: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Seats(GroupScoped, Model):
    """The counted places of a meeting: present only where places are limited. Taken by one guarded UPDATE."""

    __tablename__ = "seats"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "meeting_id"], ["meetings.group_id", "meetings.id"], ondelete="CASCADE"),
        UniqueConstraint("group_id", "meeting_id", "kind"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="never_oversold"),
    )
    meeting_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(16), default="place")
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    wait_seq: Mapped[int] = mapped_column(default=0)


class Answer(GroupScoped, Model):
    """A member's latest answer to a meeting.

    An anonymous one is hidden from everybody but who gave it (meetings.queries.anonymous): alone, without guests,
    never in a place that is counted. `drawn`: it is part of the figure last drawn for the meeting.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("group_id", "meeting_id", "membership_id"),
        ForeignKeyConstraint(["group_id", "meeting_id"], ["meetings.group_id", "meetings.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["group_id", "membership_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"
        ),
        Index(
            "ux_answers_wait_pos",
            "group_id",
            "meeting_id",
            "wait_pos",
            unique=True,
            sqlite_where=text("wait_pos IS NOT NULL"),
            postgresql_where=text("wait_pos IS NOT NULL"),
        ),
        Index(
            "ix_answers_anonymous",
            "group_id",
            "meeting_id",
            sqlite_where=text("anonymous = 1"),
            postgresql_where=text("anonymous"),
        ),
        CheckConstraint("guests >= 0 AND guests <= 9", name="guests"),
        CheckConstraint(
            "NOT anonymous OR (guests = 0 AND by_id IS NULL AND standing IN ('free', 'unseated'))",
            name="anonymous_holds_no_seat",
        ),
    )
    meeting_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    reply: Mapped[Reply] = mapped_column(closed(Reply))
    guests: Mapped[int] = mapped_column(default=0)
    standing: Mapped[Standing] = mapped_column(closed(Standing))
    wait_pos: Mapped[int | None]
    offered_until: Mapped[datetime | None]
    moved_up: Mapped[datetime | None]  # when the waiting list gave or offered it a place
    given: Mapped[datetime]
    before_change: Mapped[bool] = mapped_column(default=False)  # given before the meeting moved, not confirmed since
    by_link: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[UUID | None]  # the organiser's membership who recorded it for a managed member
    anonymous: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    drawn: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class Unnamed(GroupScoped, Model):
    """How many come to a meeting without a name, as last drawn: one figure for each local day of the group.

    Only a figure that organisers could be shown on that day is kept; 0 stands for every other.
    """

    __tablename__ = "unnamed"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "meeting_id"], ["meetings.group_id", "meetings.id"], ondelete="CASCADE"),
        UniqueConstraint("group_id", "meeting_id"),
        CheckConstraint("figure >= 0", name="figure"),
    )
    meeting_id: Mapped[UUID]
    day: Mapped[date]
    figure: Mapped[int] = mapped_column(default=0)
