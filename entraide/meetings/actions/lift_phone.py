"""A driver's number for who rides with her: shown once each time, and noted like every look at contact details."""

from uuid import UUID

from entraide.db import db
from entraide.groups.models import Ceiling, Group
from entraide.journal.actions import note
from entraide.meetings.models import Lift
from entraide.members.models import Field
from entraide.members.queries import find_membership
from entraide.members.queries.cards import rows_of
from entraide.vault import sealed


def tells_numbers(group: Group) -> bool:
    """Say whether a group lets its members show their numbers to one another at all."""
    return group.ceiling is Ceiling.GROUP and Field.PHONE.value in group.roster_fields


def show_phone(group: Group, lift: Lift, by: UUID) -> str:
    """Return the number on a driver's card, and note who looked; empty where there is none, or none may be shown."""
    if not tells_numbers(group):
        return ""
    driver = find_membership(group.id, lift.membership_id)
    row = next((row for row in rows_of(driver) if row.field is Field.PHONE and row.value_sealed), None)
    if row is None:
        return ""
    note("contact:see", group=group.id, by=by, about=driver.id)
    db.session.flush()
    return sealed.unseal(driver.person_id, f"card {Field.PHONE.value} {driver.id}", row.value_sealed)
