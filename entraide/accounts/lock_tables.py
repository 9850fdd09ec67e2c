"""The tables of second locks: what somebody shows, beside her code, before deeds on other people's data."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import Model, closed


class LockKind(StrEnum):
    """What a person may lock her account with (DECISIONS 6)."""

    PASSKEY = "passkey"  # the lock of her own phone or computer
    CARD = "card"  # a printed card of forty numbered codes
    APP = "app"  # an authenticator app


class Lock(Model):
    """One second lock of a person; it counts from the moment she showed it for the first time.

    Sealed under the person's key: `name_sealed` ("lock name <id>"), and what the lock is checked against,
    `secret_sealed` ("lock <id>"): JSON of a passkey's credential, or an app's seed; a card has LockCodes instead.
    """

    __tablename__ = "locks"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    kind: Mapped[LockKind] = mapped_column(closed(LockKind))
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    secret_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    credential_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)  # of a passkey's id
    # A passkey's signatures so far; an app's last step taken; the number of a card's code that is asked for now.
    counter: Mapped[int] = mapped_column(BigInteger, default=0)
    made: Mapped[datetime]
    proved: Mapped[datetime | None]  # when it was shown for the first time; before that it locks nothing
    used: Mapped[date | None]
    # Added where only a device that checked nobody had been shown: until then it counts as such a one itself.
    doubted_until: Mapped[datetime | None]


class LockCode(Model):
    """One code that works once: of a printed card (`lock_id`, `number` 1-40), or for loss alone (no lock, 1-10)."""

    __tablename__ = "lock_codes"
    __table_args__ = (UniqueConstraint("person_id", "lock_id", "number"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    lock_id: Mapped[UUID | None] = mapped_column(ForeignKey("locks.id", ondelete="CASCADE"))
    number: Mapped[int]
    code_hmac: Mapped[bytes] = mapped_column(LargeBinary(32))
    used: Mapped[datetime | None]


class LockChallenge(Model):
    """What a passkey is asked to sign: one for a browser at a time, for ten minutes, once."""

    __tablename__ = "lock_challenges"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    bound_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)  # of the session's or the asking cookie
    is_making: Mapped[bool]  # a passkey is being added; else one is shown
    challenge: Mapped[bytes] = mapped_column(LargeBinary(64))
    created: Mapped[datetime]
