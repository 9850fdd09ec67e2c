"""Erasing somebody whom a pasted list brought and who did not agree: she leaves as anybody, and her key goes too."""

from uuid import UUID

from entraide.journal.actions import note
from entraide.members.models import Membership
from entraide.rights.actions import leave


def erase_unasked(membership: Membership, by_id: UUID | None) -> UUID:
    """End the membership, and return whose key is to be shredded after the commit; `by_id` None: the time was over."""
    keeper_id = membership.person_id
    leave(membership)
    note("managed:erase", group=membership.group_id, by=by_id, about=membership.id)
    return keeper_id
