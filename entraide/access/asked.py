"""What somebody who reads a page would be asked for, should she do a deed now: for the words before a button."""

from uuid import UUID

from flask import g

from entraide.access.permissions import Permission
from entraide.access.steps import need
from entraide.clock import now


def asks(permission: str, group_id: UUID | None = None) -> str:
    """Return the word of a `Need`; `group_id`: the deed's one group."""
    return need(g.actor, Permission(permission), group_id, now()).value
