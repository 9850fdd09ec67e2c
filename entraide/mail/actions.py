"""Put letters into the outbox, in the transaction of the deed they tell of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
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


def withdraw(*, membership: UUID | None = None, person: UUID | None = None) -> None:
    """Drop the letters that wait for a membership which has ended, or for a person who is to get none."""
    waits = Letter.state == State.WAITING
    hers = Letter.membership_id == membership if membership else Letter.person_id == person
    db.session.execute(
        delete(Letter).where(hers, waits),
        execution_options={"synchronize_session": False},
    )


@dataclass(frozen=True)
class Draft:
    """A letter to one person about more than one group; `once` is the key under which it is posted a single time."""

    person_id: UUID
    once: str
    deadline: datetime


def post_each(kind: str, drafts: Iterable[Draft], *, at: datetime) -> None:
    """Post letters of a kind to many people in one statement; those posted already stay alone."""
    created = now()
    rows = [
        {
            "id": uuid4(),
            "lane": Lane.ORDINARY,
            "kind": kind,
            "person_id": draft.person_id,
            "dedup_key": draft.once,
            "state": State.WAITING,
            "attempts": 0,
            "created": created,
            "run_at": at,
            "deadline": draft.deadline,
        }
        for draft in drafts
    ]
    if rows:
        insert = upsert(db.session())
        db.session.execute(insert(Letter).on_conflict_do_nothing(index_elements=[Letter.dedup_key]), rows)


class Addressee(Protocol):
    """A membership and the person who reads its letters."""

    @property
    def membership_id(self) -> UUID: ...

    @property
    def person_id(self) -> UUID: ...


def post_to(
    kind: str,
    group: UUID,
    addressees: Iterable[Addressee],
    *,
    about: UUID,
    turn: int = 0,
    at: datetime | None = None,
    deadline: datetime | None = None,
) -> None:
    """Post one letter to each addressee in one statement; the same kind, subject and turn is posted once to each."""
    created = now()
    rows = [
        {
            "id": uuid4(),
            "lane": Lane.ORDINARY,
            "kind": kind,
            "group_id": group,
            "membership_id": one.membership_id,
            "person_id": one.person_id,
            "subject_id": about,
            "dedup_key": f"{kind}:{about.hex}:{turn}:{one.membership_id.hex}",
            "state": State.WAITING,
            "attempts": 0,
            "created": created,
            "run_at": at or created,
            "deadline": deadline,
        }
        for one in addressees
    ]
    if rows:
        insert = upsert(db.session())
        db.session.execute(insert(Letter).on_conflict_do_nothing(index_elements=[Letter.dedup_key]), rows)
