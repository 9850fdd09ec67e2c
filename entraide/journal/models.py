"""The journal: which deed touched what, when; ids and deeds, never values."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import Model


class Entry(Model):
    """One deed. It points at nothing by foreign key: what it names may be gone, the deed stays."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_group_at", "group_id", "at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    at: Mapped[datetime]
    deed: Mapped[str] = mapped_column(String(40))
    group_id: Mapped[UUID | None]
    by_id: Mapped[UUID | None]
    about_id: Mapped[UUID | None]
