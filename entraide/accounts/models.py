"""Persons, their sign-ins, and the challenges that prove a mailbox."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from entraide.accounts.lock_tables import Lock as Lock
from entraide.accounts.lock_tables import LockChallenge as LockChallenge
from entraide.accounts.lock_tables import LockCode as LockCode
from entraide.accounts.lock_tables import LockKind as LockKind
from entraide.db import Model, closed


class Person(Model):
    """Somebody with an account, or (without address) the keeper of one managed member's key.

    Sealed under her own key: `email_sealed` ("email"), `first_name_sealed` ("first_name"), the name that tells her
    apart from others who share the mailbox. `email_index` is the blind index; not unique.
    """

    __tablename__ = "persons"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    first_name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(2), default="fr")
    created: Mapped[date]
    heard: Mapped[date | None]  # the last day of the month of her last sign of life, no closer
    notices: Mapped[int] = mapped_column(default=0, server_default="0")  # letters that her account will be erased
    noticed: Mapped[date | None]
    mailbox_notice: Mapped[bool] = mapped_column(default=False)  # somebody else joined this mailbox: tell at sign-in
    lock_at_door: Mapped[bool] = mapped_column(
        default=False, server_default=text("false")
    )  # a code alone opens nothing
    hidden_in_mailbox: Mapped[bool] = mapped_column(
        default=False, server_default=text("false")
    )  # whoever reads the mailbox is not shown her name: her lock finds her
    passkey_handle: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)  # random: what passkeys call her
    protected_since: Mapped[datetime | None]  # her mailbox is not safe: it is set aside in the two columns below
    kept_email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # "email", as it stood above
    kept_email_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    quick_exit: Mapped[bool | None]  # whether her pages can be left quickly; None: as her groups have it
    first_deed: Mapped[datetime | None]  # her first on others' data as organiser or treasurer: 14 days without a lock
    erase_at: Mapped[datetime | None] = mapped_column(index=True)  # when all of hers is erased, unless she undoes it
    lock_lifts_at: Mapped[datetime | None]  # when the operator's command takes her locks away, unless it is stopped


class Device(StrEnum):
    """Whose device a sign-in stands on; not said means others use it."""

    OWN = "own"
    SHARED = "shared"


class SignIn(Model):
    """One open session. The cookie holds 256 random bits, the row their SHA-256."""

    __tablename__ = "sign_ins"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sid_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    device: Mapped[Device] = mapped_column(closed(Device))
    created: Mapped[datetime]
    seen: Mapped[datetime]
    sure_since: Mapped[datetime]  # when a fresh code was last typed
    lock_since: Mapped[datetime | None]  # when a second lock was last shown
    lock_unchecked: Mapped[bool] = mapped_column(
        default=False, server_default=text("false")
    )  # by a device that did not check who held it: of who keeps a group that is not enough
    kept_until: Mapped[datetime | None]  # protected mode came from elsewhere; until then it may be undone from here
    ended: Mapped[datetime | None]  # signed out elsewhere: until `kept_until` it may undo that mode, and opens nothing
    continues: Mapped[bool] = mapped_column(
        default=False, server_default=text("false")
    )  # the browser of a device of hers that was signed out so
    only_group_id: Mapped[UUID | None]  # opened by what this group's organisers restored: it opens nothing else
    vouching_id: Mapped[UUID | None] = mapped_column(index=True)  # two organisers' word let it in: it ends with that
    label_sealed: Mapped[bytes] = mapped_column(LargeBinary)  # "Firefox, Android", under the person's key


class KeptForm(Model):
    """A form that came after its session had run out: kept one hour for the same person (DECISIONS 5).

    Sealed under her key ("form <id>"): JSON of the path and the fields.
    """

    __tablename__ = "kept_forms"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    form_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created: Mapped[datetime]


class Door(StrEnum):
    """Where a challenge was asked for: signing in writes to known addresses only, the others to any."""

    SIGN_IN = "sign_in"
    NEW = "new"
    SURE = "sure"  # a signed-in person shows again that she reads her mailbox
    MOVE = "move"  # a signed-in person shows that she reads the mailbox she wants her letters in
    CARD = "card"  # no code: a card's phrase was right, and its holder's lock is asked for


class Challenge(Model):
    """A request for a code, bound to the browser that asked; the address is sealed under the challenge's own key."""

    __tablename__ = "challenges"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    door: Mapped[Door] = mapped_column(closed(Door))
    email_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    email_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    first_name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # "first_name", by whom the list leaves out
    person_id: Mapped[UUID | None]  # for SURE; else who is to show her lock before she enters
    only_group_id: Mapped[UUID | None]  # for CARD: the one group that her phrase opens
    language: Mapped[str] = mapped_column(String(2))
    created: Mapped[datetime]
    proved: Mapped[datetime | None]  # when its code was typed
    device: Mapped[Device | None] = mapped_column(closed(Device))
    used: Mapped[bool] = mapped_column(default=False)


class ChallengeCode(Model):
    """The HMAC of one code of a challenge: each delivery attempt carries a fresh one, the last three hold."""

    __tablename__ = "challenge_codes"
    __table_args__ = (Index("ix_challenge_codes_challenge", "challenge_id", "made"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenges.id", ondelete="CASCADE"))
    code_hmac: Mapped[bytes] = mapped_column(LargeBinary(32))
    code_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # until its letter is handed over
    made: Mapped[datetime]
    until: Mapped[datetime]


class Card(Model):
    """How somebody without e-mail signs in: a card number, and the HMACs of the phrases that open it (DECISIONS 6).

    Sealed under the person's key: `number_sealed` ("card number"). `own` is hers alone; while it opens one group only,
    `former` is the last one that opened everything. `given` is what an organiser, or the operator, handed over, good
    for one sign-in. `drawn` was shown to her and waits until she types two of its words, in the browser with
    `drawn_ref_hash`.
    """

    __tablename__ = "cards"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), unique=True)
    number_index: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    number_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    own_hmac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    own_group_id: Mapped[UUID | None]  # None: it opens every group of hers
    former_hmac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    given_hmac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    given_group_id: Mapped[UUID | None]
    given_from: Mapped[datetime | None]  # by the operator: it opens nothing before
    given_until: Mapped[datetime | None]
    handed: Mapped[datetime]  # when an organiser last handed a phrase over
    drawn_hmac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    drawn_check: Mapped[bytes | None] = mapped_column(LargeBinary(32))  # the HMAC of the two words that are asked for
    drawn_until: Mapped[datetime | None]
    drawn_ref_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)


class AddressChange(Model):
    """Another address of a person, proved by a code: it waits, holds, or (done) is remembered until letters left.

    Sealed under her key as the person's own columns are: `email_sealed` and `former_sealed` ("email"),
    `first_name_sealed` ("first_name"). `sign_in_id`: the session it was asked from, which alone stays open.
    """

    __tablename__ = "address_changes"
    __table_args__ = (
        Index(
            "ux_address_changes_waiting",
            "person_id",
            unique=True,
            sqlite_where=text("done IS NULL"),
            postgresql_where=text("done IS NULL"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    sign_in_id: Mapped[UUID]
    email_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    email_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    first_name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    knows_others: Mapped[bool]  # she was told that somebody else reads that mailbox
    asked: Mapped[datetime]
    due: Mapped[datetime]  # when it takes effect
    done: Mapped[datetime | None]
    former_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # the address before, for its one letter
