"""Shutting a mailbox out of one group for a time, and lifting that again."""

import secrets
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from entraide.clock import today
from entraide.db import db
from entraide.journal.actions import note
from entraide.members.models import Ban, Membership, Status
from entraide.members.queries.bans import first_day_that_counts, mailbox_of, shut_out, trace_of
from entraide.vault import sealed


def ban(group_id: UUID, index: bytes, by_id: UUID) -> None:
    """Shut a mailbox out: nothing is kept of whose it is, so that only whoever types it again is known by it."""
    ban_id, secret = uuid4(), secrets.token_bytes(32)
    db.session.add(
        Ban(
            group_id=group_id,
            id=ban_id,
            secret_sealed=sealed.seal(group_id, f"ban {ban_id}", secret.hex()),
            trace=trace_of(secret, index),
            by_id=by_id,
            made=today(),
        )
    )
    db.session.flush()
    note("ban:make", group=group_id, by=by_id, about=ban_id)
    _look_again(group_id)


def lift(row: Ban, by_id: UUID) -> None:
    """Lift a ban: whoever waits behind it is heard from now on."""
    group_id = row.group_id
    note("ban:lift", group=group_id, by=by_id, about=row.id)
    db.session.delete(row)
    db.session.flush()
    _look_again(group_id)


def forget_bans(group_id: UUID) -> None:
    """Erase what a group's bans kept, once their time is over."""
    over = (Ban.group_id == group_id) & (Ban.made < first_day_that_counts())
    db.session.execute(delete(Ban).where(over), execution_options={"synchronize_session": False})
    _look_again(group_id)


def forget_all(group_id: UUID) -> None:
    """Erase every ban of a group that closes."""
    db.session.execute(delete(Ban).where(Ban.group_id == group_id), execution_options={"synchronize_session": False})


def is_out(group_id: UUID, person_id: UUID) -> bool:
    """Say whether a person's mailbox is shut out of a group."""
    index = mailbox_of(person_id)
    return index is not None and bool(shut_out(group_id, [index]))


def _look_again(group_id: UUID) -> None:
    """Hear whoever waits and is shut out no more, and no longer whoever is from now on."""
    waits = select(Membership).where(Membership.group_id == group_id, Membership.status == Status.WAITING)
    rows = list(db.session.scalars(waits))
    indexes = {row.id: mailbox_of(row.person_id) for row in rows}
    out = shut_out(group_id, {index for index in indexes.values() if index})
    for row in rows:
        row.is_shut_out = indexes[row.id] in out
    db.session.flush()
