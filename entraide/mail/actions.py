"""Put letters into the outbox, in the transaction of the deed they tell of."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete

from entraide.clock import now
from entraide.db import db, upsert
from entraide.mail.models import Lane, Letter, State


def post(
    kind: str,
    *,
    group: UUID | None = None,
    membership: UUID | None = None,
    person: UUID | None = None,
    about: UUID | None = None,
    once: str | None = None,
    lane: Lane = Lane.ORDINARY,
    at: datetime | None = None,
    deadline: datetime | None = None,
) -> None:
    """Post a letter of a kind; with `once`, a second letter under the same key is not made.

    `at` is when it may leave (default: now), `deadline` when it has become useless.
    """
    insert = upsert(db.session())
    row = {
        "id": uuid4(),
        "lane": lane,
        "kind": kind,
        "group_id": group,
        "membership_id": membership,
        "person_id": person,
        "subject_id": about,
        "dedup_key": once,
        "state": State.WAITING,
        "attempts": 0,
        "created": now(),
        "run_at": at or now(),
        "deadline": deadline,
    }
    db.session.execute(insert(Letter).values(**row).on_conflict_do_nothing(index_elements=[Letter.dedup_key]))


def withdraw(*, membership: UUID) -> None:
    """Drop the letters that wait for a membership which has ended."""
    waits = Letter.state == State.WAITING
    db.session.execute(
        delete(Letter).where(Letter.membership_id == membership, waits),
        execution_options={"synchronize_session": False},
    )
