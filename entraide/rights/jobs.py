"""Erase whose seven days are over, and whoever was written down without having agreed once the time to ask is over."""

from uuid import UUID

from entraide.access import scope
from entraide.access.turns import each_group
from entraide.clock import today
from entraide.db import db, writing
from entraide.errors import NotFound
from entraide.members.queries.decisions import groups_with_decisions_over
from entraide.members.queries.pasted_list import LIFE, find_unasked, unasked_since
from entraide.rights.erasing import erase_if_due
from entraide.rights.queries import erasing as queries
from entraide.rights.removing import let_fall_due
from entraide.rights.unasked import erase_unasked
from entraide.vault import erasing


def let_notices_take_effect() -> None:
    """Carry out, group after group, the notices whose seven days are over, and forget proposals nobody confirmed."""
    each_group(groups_with_decisions_over(), _let_fall_due)


def _let_fall_due(group_id: UUID) -> None:
    try:
        let_fall_due(group_id)
    except NotFound:
        db.session.rollback()


def forget_unasked() -> None:
    """Erase, one by one, people of pasted lists whose consent nobody noted within 28 days; then their keys."""
    over = unasked_since(today() - LIFE)
    db.session.rollback()
    for group_id, membership_id, _ in over:
        _forget(group_id, membership_id)


def _forget(group_id: UUID, membership_id: UUID) -> None:
    writing()
    scope.add(group_id)
    try:
        membership = find_unasked(group_id, membership_id)
    except NotFound:
        db.session.rollback()
        return
    erase_unasked(membership, None)
    db.session.commit()
    erasing.settle()


def erase_due() -> None:
    """Erase, one by one, whoever asked for it seven days ago and did not undo it."""
    people = queries.due()
    db.session.rollback()
    for person_id in people:
        writing()
        if erase_if_due(person_id):
            db.session.commit()
        else:
            db.session.rollback()
        db.session.remove()


def settle() -> None:
    """Forget the keys that erasures owe, and finish what a crash left half done."""
    erasing.settle()
