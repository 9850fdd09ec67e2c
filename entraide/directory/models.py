"""What was brought in from elsewhere: which of our groups came out of which feed."""

from datetime import date
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import Model


class ImportedGroup(Model):
    """A group that a feed gave; an identity table, read before any scope is known.

    `source` and `key` are marks (`directory.marks`): neither tells the feed's or the group's name. `shared_key` marks
    the group alone, the same whoever brings it in. `parts` holds a mark for each part of its face as the feed last gave
    it, so that only what changed there is changed here.
    """

    __tablename__ = "imported_groups"
    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    parts: Mapped[dict[str, str]] = mapped_column(JSON)
    shared_key: Mapped[str] = mapped_column(String(64), default="", server_default="")


class ErasedImport(Model):
    """That a group, or a series of one, came out of a feed and was erased here: the next import leaves it alone.

    `key` is the mark of the group's key or of a series' (`directory.marks`); nothing else is left of either. By a
    group's `shared_key` it is known where the account that brought it in was erased too, and another brings it.
    `erased` is the first day of that month, `seen` when the feed last had it or, before that, when it was erased.
    """

    __tablename__ = "erased_imports"
    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    erased: Mapped[date]
    seen: Mapped[date] = mapped_column(index=True)
    shared_key: Mapped[str] = mapped_column(String(64), default="", server_default="")
