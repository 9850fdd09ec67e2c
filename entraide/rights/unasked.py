"""Erasing somebody whom a pasted list brought and who did not agree: she leaves as anybody, and her key goes too."""

from uuid import UUID

from entraide.db import db
from entraide.journal.actions import note
from entraide.members.models import Membership
from entraide.rights.actions import leave


def erase_unasked(membership: Membership, by_id: UUID | None) -> None:
    """End the membership; its key is forgotten by `settle` after the commit. `by_id` None: the time was over."""
    group_id, membership_id = membership.group_id, membership.id
    leave(membership)
    note("managed:erase", group=group_id, by=by_id, about=membership_id)
    db.session.flush()
