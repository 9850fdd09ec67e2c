"""The roster as it is taken along: each member as any organiser may see her, contact details too, in one look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from entraide.access.actor import Role
from entraide.access.visibility import Viewer
from entraide.groups.models import Group
from entraide.members.models import Field, Membership, Reach
from entraide.members.queries import active_members, name_of
from entraide.members.queries.cards import Kept, Value, details_of, fields_of
from entraide.members.queries.roster import alphabet, cards_of
from entraide.vault import sealed

AN_ORGANISER = Viewer.anyone(Role.MEMBER, Role.ORGANISER)  # whoever takes it: a sheet is handed round


@dataclass(frozen=True)
class SheetLine:
    """One member on a sheet; of a discreet one name and role alone, as in the list that organisers see."""

    name: str
    is_organiser: bool
    is_treasurer: bool
    is_managed: bool
    is_discreet: bool
    reach: Reach
    consent_day: date | None  # None: never asked
    values: tuple[Value, ...]


@dataclass(frozen=True)
class RosterSheet:
    """A group's members by name, and the fields the sheet has columns for."""

    fields: tuple[Field, ...]
    lines: tuple[SheetLine, ...]


def roster_sheet(group: Group) -> RosterSheet:
    """Return who belongs to a group, for its organisers, in the order of the roster; two statements and the keys."""
    members, cards = active_members(group.id), cards_of(group.id)
    sealed.prepare([group.id, *(one.person_id for one in members)])
    lines = [_line(one, () if one.is_discreet else _values(group, one, cards.get(one.id, []))) for one in members]
    columns = [field for field in Field if field in fields_of(group) or field is Field.PHONE]
    return RosterSheet(tuple(columns), tuple(sorted(lines, key=lambda line: alphabet(line.name))))


def _values(group: Group, membership: Membership, rows: Sequence[Kept]) -> tuple[Value, ...]:
    details = details_of(group, membership, rows, AN_ORGANISER)
    return (*details.contact, *details.values)


def _line(membership: Membership, values: tuple[Value, ...]) -> SheetLine:
    return SheetLine(
        name=name_of(membership),
        is_organiser=membership.is_organiser,
        is_treasurer=membership.is_treasurer,
        is_managed=membership.is_managed,
        is_discreet=membership.is_discreet,
        reach=membership.reach,
        consent_day=membership.consent_day,
        values=values,
    )
