"""A driver's number for who rides with her: shown once each time, and noted like every look at contact details."""

from collections.abc import Iterable
from uuid import UUID

from entraide.db import db
from entraide.errors import EntraideError
from entraide.groups.models import Ceiling, Group
from entraide.journal.actions import note
from entraide.meetings.models import Lift
from entraide.members.actions.cards import stay_within_the_day
from entraide.members.actions.looks import receipt
from entraide.members.models import CardField, Field, LookPurpose, Membership
from entraide.members.queries import find_membership
from entraide.members.queries.between import is_shut_out
from entraide.members.queries.cards import rows_of
from entraide.vault import sealed


class NoNumber(EntraideError):
    """There is no number on her card."""


def tells_numbers(group: Group) -> bool:
    """Say whether a group lets its members show their numbers to one another at all."""
    return group.ceiling is Ceiling.GROUP and Field.PHONE.value in group.roster_fields


def check_number(driver: Membership) -> None:
    """Raise NoNumber for somebody who would show riders a number that does not stand on her card."""
    if _number_of(driver) is None:
        raise NoNumber


def show_phone(group: Group, lift: Lift, by: UUID, counted: Iterable[UUID] = ()) -> str:
    """Return the number on a driver's card, and note who looked; empty where there is none, or none may be shown.

    Raise EnoughForToday: it counts as a look at contact details (`counted`: see access.steps).
    """
    if not tells_numbers(group) or is_shut_out(group.id, lift.membership_id, by):
        return ""
    driver = find_membership(group.id, lift.membership_id)
    if (row := _number_of(driver)) is None:
        return ""
    stay_within_the_day(driver, counted)
    note("contact:see", group=group.id, by=by, about=driver.id)
    receipt(group, by, [driver.id], LookPurpose.LIFT)
    db.session.flush()
    return sealed.unseal(driver.person_id, f"card {Field.PHONE.value} {driver.id}", row.value_sealed)


def _number_of(driver: Membership) -> CardField | None:
    return next((row for row in rows_of(driver) if row.field is Field.PHONE and row.value_sealed), None)
