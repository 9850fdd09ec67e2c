"""A managed membership becomes somebody's own: asked by a letter, and sealed anew under her key."""

from uuid import UUID

from entraide.access.visibility import Visibility, narrowed
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.journal.actions import note
from entraide.members.actions import calendar_changed
from entraide.members.actions.between import carry_blocks_to
from entraide.members.actions.cards import move_on
from entraide.members.actions.decisions import check_free
from entraide.members.actions.naming import distinct
from entraide.members.actions.ways_in import invite_over
from entraide.members.models import Concern, Membership, Reach
from entraide.members.queries import name_of
from entraide.members.queries.cards import rows_of
from entraide.members.queries.ways_in import CONSENT
from entraide.vault import sealed


def ask_over(group: Group, membership: Membership, by: UUID, revision: int, address: str) -> None:
    """Write to the address that a managed member has now; nothing changes until she accepts. Raise Paused."""
    check_free(group.id, by)
    move_on(membership, revision)
    note("managed:ask_over", group=group.id, by=by, about=membership.id)
    invite_over(group, by, membership.id, address)
    db.session.flush()


def change_hands(membership: Membership, person_id: UUID, name: str, concern: Concern) -> None:
    """Give a managed membership to the person whose it is: name and card sealed anew, every visibility as it was.

    An empty name keeps the one the group knows. What was said about her letters by others no longer holds.
    """
    keeper_id, ceiling = membership.person_id, Visibility(find_group(membership.group_id).ceiling.value)
    sealed.prepare([keeper_id, person_id])
    kept_name = distinct(membership.group_id, name, membership.id) if name else name_of(membership)
    membership.name_sealed = sealed.seal(person_id, f"name {membership.id}", kept_name)
    for row in rows_of(membership):
        label = f"card {row.field.value} {membership.id}"
        row.value_sealed = reseal(keeper_id, person_id, label, row.value_sealed)
        row.visibility = narrowed(row.visibility, ceiling)
    membership.own_words_sealed = None
    membership.person_id, membership.is_managed = person_id, False
    carry_blocks_to(membership)
    membership.reach, membership.wants_letters, membership.concern = Reach.EMAIL, True, concern
    membership.consent_version, membership.consent_day, membership.consent_by = CONSENT, now().date(), None
    membership.link_epoch += 1
    membership.revision += 1
    calendar_changed(membership)


def reseal(old: UUID, new: UUID, label: str, value: bytes) -> bytes:
    """Seal a value under another owner's key; what holds nothing stays empty."""
    return sealed.seal(new, label, sealed.unseal(old, label, value)) if value else value
