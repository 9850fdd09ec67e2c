"""The journal: which deed touched what, when; ids and deeds, never values. Sealed in one chain, closed by months."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import Model


class Entry(Model):
    """One deed. It points at nothing by foreign key: what it names may be gone, the deed stays.

    `number` and `hash` are empty until the worker seals it; from then on nothing of the row may change.
    """

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_group_at", "group_id", "at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    at: Mapped[datetime]
    deed: Mapped[str] = mapped_column(String(40))
    group_id: Mapped[UUID | None]
    by_id: Mapped[UUID | None]
    about_id: Mapped[UUID | None]
    number: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class Tip(Model):
    """The chain's end, one row: last number and hash, the open month, where the closed ones end; all of it signed."""

    __tablename__ = "journal_tip"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    month: Mapped[date]
    closed: Mapped[int] = mapped_column(BigInteger)
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class Head(Model):
    """A closed month: its first and last number and the hash it ended with, signed; it outlives its entries."""

    __tablename__ = "journal_heads"
    month: Mapped[date] = mapped_column(primary_key=True)
    first: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
