"""The outbox: letters waiting, each a kind and ids; never an address, a name or a text."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import Model, closed


class Lane(StrEnum):
    """Codes overtake everything else."""

    CODE = "code"
    ORDINARY = "ordinary"


class State(StrEnum):
    """How far a letter has come."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"  # the next mail server took it
    DROPPED = "dropped"  # no longer true or wanted when its turn came
    REFUSED = "refused"  # for good, or tried too often, or too late


class Letter(Model):
    """An e-mail to one person, rendered when its turn comes."""

    __tablename__ = "letters"
    __table_args__ = (
        Index(
            "ix_letters_due",
            "lane",
            "run_at",
            sqlite_where=text("state IN ('waiting', 'claimed')"),
            postgresql_where=text("state IN ('waiting', 'claimed')"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    lane: Mapped[Lane] = mapped_column(closed(Lane))
    kind: Mapped[str] = mapped_column(String(30))
    group_id: Mapped[UUID | None] = mapped_column(index=True)
    membership_id: Mapped[UUID | None] = mapped_column(index=True)
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    dedup_key: Mapped[str | None] = mapped_column(String(160), unique=True)
    state: Mapped[State] = mapped_column(closed(State), default=State.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime]
    run_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[UUID | None]
    sent_at: Mapped[datetime | None]
    answer_code: Mapped[int | None]  # the last answer of the next mail server: 250, 451, 550 …
