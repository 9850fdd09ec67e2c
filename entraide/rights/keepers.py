"""The keeper of a member without account goes with the membership: nobody else could ever ask for it to be erased."""

from collections.abc import Iterable
from uuid import UUID

from entraide.db import db
from entraide.members.models import Membership
from entraide.rights.wiping import wipe
from entraide.vault.erasing import ErasureKind, owe


def keepers_of(memberships: Iterable[Membership]) -> list[UUID]:
    """Return whose keepers go with these memberships; ask before they end, and erase after."""
    return [membership.person_id for membership in memberships if membership.is_managed]


def erase_keepers(keepers: list[UUID]) -> None:
    """Take keepers out of every table; their keys are owed, and forgotten by `settle` after the commit."""
    if not keepers:
        return
    owe(ErasureKind.MANAGED, *keepers)
    db.session.flush()
    wipe(db.session.connection(), keepers)
    db.session.expire_all()
