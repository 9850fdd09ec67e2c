"""Erase whoever was written down without having agreed, once the time to ask is over."""

from uuid import UUID

from entraide.access import scope
from entraide.clock import today
from entraide.db import db, writing
from entraide.errors import NotFound
from entraide.members.queries.pasted_list import LIFE, find_unasked, unasked_since
from entraide.rights.unasked import erase_unasked
from entraide.vault import sealed


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
    keeper_id = erase_unasked(membership, None)
    db.session.commit()
    sealed.shred(keeper_id)
