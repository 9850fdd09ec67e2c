"""Memberships, what each member shows, and the ways in."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from entraide.access.visibility import Visibility as Visibility  # the word lives with its rule
from entraide.db import GroupScoped, Model, closed
from entraide.groups.models import Discretion
from entraide.members.between import Look as Look
from entraide.members.between import LookPurpose as LookPurpose
from entraide.members.between import Number as Number
from entraide.members.between import Tie as Tie
from entraide.members.calling import CallList as CallList
from entraide.members.calling import CallPurpose as CallPurpose
from entraide.members.calling import CallWish as CallWish
from entraide.members.keeping import Ban as Ban
from entraide.members.keeping import Decision as Decision
from entraide.members.keeping import DecisionKind as DecisionKind
from entraide.members.vouching import Vouching as Vouching


class Status(StrEnum):
    """How far somebody belongs."""

    WAITING = "waiting"  # came by a link; an organiser has not met them yet
    ACTIVE = "active"
    SHUT = "shut"  # her account is about to be erased: nobody sees her, and she may still come back
    ENDED = "ended"


class Concern(StrEnum):
    """As what somebody comes."""

    CONCERNED = "concerned"
    RELATIVE = "relative"
    PROFESSIONAL = "professional"


class Reach(StrEnum):
    """How a member is told: by letter, at the phone, on paper."""

    EMAIL = "email"
    PHONE = "phone"
    PAPER = "paper"


class Field(StrEnum):
    """What a roster may hold beside the name in this group."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    PHONE = "phone"
    TOWN = "town"
    LANGUAGES = "languages"
    CONCERN = "concern"
    NEEDS = "needs"
    WORD = "word"
    BIRTHDAY = "birthday"  # day and month


class Membership(GroupScoped, Model):
    """A person in a group, under the name chosen there. Ended, it stays as a row without secrets.

    Sealed under the person's key: `name_sealed` ("name <membership id>").
    """

    __tablename__ = "memberships"
    __table_args__ = (
        Index(
            "ux_memberships_once",
            "group_id",
            "person_id",
            unique=True,
            sqlite_where=text("status <> 'ended'"),
            postgresql_where=text("status <> 'ended'"),
        ),
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    status: Mapped[Status] = mapped_column(closed(Status))
    is_organiser: Mapped[bool] = mapped_column(default=False)
    is_treasurer: Mapped[bool] = mapped_column(default=False)
    is_managed: Mapped[bool] = mapped_column(default=False)
    is_discreet: Mapped[bool] = mapped_column(default=False)  # counted, in no list that members see
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    concern: Mapped[Concern] = mapped_column(closed(Concern), default=Concern.CONCERNED)
    reach: Mapped[Reach] = mapped_column(closed(Reach), default=Reach.EMAIL)
    lets_answer: Mapped[bool] = mapped_column(default=True, server_default=text("true"))  # organisers, for her
    discretion: Mapped[Discretion | None] = mapped_column(closed(Discretion))  # None: the group's
    own_words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # "own words <id>": who letters seem to be from
    wants_letters: Mapped[bool] = mapped_column(default=True)
    letters_by_link: Mapped[datetime | None]  # when a link stopped them or let them come again, until she has seen it
    wants_day_before: Mapped[bool] = mapped_column(default=False)  # for weekly and fortnightly series
    joined: Mapped[date]
    waits_until: Mapped[datetime | None]
    is_shut_out: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # waits, unheard: a ban
    organiser_since: Mapped[datetime | None]  # None: since the founding, or since before this was kept
    ended: Mapped[date | None]
    heard: Mapped[date | None]  # as Person.heard, but here alone: an answer by a link, an organiser's word
    asked_on: Mapped[date | None]  # when she was asked whether she stays, after a year without a sign of life
    consent_version: Mapped[str | None] = mapped_column(String(20))
    consent_day: Mapped[date | None]
    consent_by: Mapped[UUID | None]  # the organiser's membership who noted a managed member's consent
    link_epoch: Mapped[int] = mapped_column(default=1)  # links of an older epoch are dead
    imported: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # from a list pasted in
    calendar_version: Mapped[int] = mapped_column(default=1)
    calendar_changed: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)


class CardField(GroupScoped, Model):
    """One value of one member's card, with who sees it.

    Sealed under the person's key ("card <field> <membership id>").
    """

    __tablename__ = "card_fields"
    __table_args__ = (
        UniqueConstraint("group_id", "membership_id", "field"),
        ForeignKeyConstraint(
            ["group_id", "membership_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"
        ),
    )
    membership_id: Mapped[UUID]
    field: Mapped[Field] = mapped_column(closed(Field))
    value_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    visibility: Mapped[Visibility] = mapped_column(closed(Visibility))


class InvitationKind(StrEnum):
    """By which way somebody is asked in; all but the first lead to the waiting room."""

    EMAIL = "email"
    LINK = "link"
    QR = "qr"
    SPOKEN = "spoken"


class Invitation(Model):
    """A way into one group, found by the hash of its token before any scope is known.

    Sealed: `email_sealed` under the invitation's own key ("email"), `token_sealed` under the group's key
    ("invitation <id>"), so that an organiser can show a link or spoken code again. An imported one is a row of a
    list that was pasted in; `row_sealed` under its own key ("row": JSON of queries.pasted_list.Pasted) stays until it
    runs out, whatever its reader answered, or until an organiser takes the row away.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "by_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["group_id", "for_id"], ["memberships.group_id", "memberships.id"], ondelete="CASCADE"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[UUID]
    for_id: Mapped[UUID | None]  # the managed membership that its reader takes over
    kind: Mapped[InvitationKind] = mapped_column(closed(InvitationKind))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    token_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    language: Mapped[str] = mapped_column(String(2))
    created: Mapped[datetime]
    expires: Mapped[datetime]
    uses_left: Mapped[int]
    ended: Mapped[bool] = mapped_column(default=False)
    imported: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    row_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
