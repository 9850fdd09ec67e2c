"""Reading cards: what one viewer may see of a member comes out as frozen values; nothing else is opened."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import select

from entraide.access.visibility import Card, Viewer, Visibility, is_in_sight, visible_fields
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.members.models import CardField, Field, Membership, Reach, Status
from entraide.members.queries import find_membership, name_of
from entraide.vault import sealed

CONTACT = frozenset({Field.EMAIL, Field.PHONE})
ORDER = {field: at for at, field in enumerate(Field)}
SEALED_AS = {field: f"card {field}" for field in Field}


class Kept(Protocol):
    """One stored field of a card: the row itself, or only these columns of it."""

    @property
    def field(self) -> Field: ...
    @property
    def value_sealed(self) -> bytes: ...
    @property
    def visibility(self) -> Visibility: ...


class Value(NamedTuple):
    """One value of a card as this viewer gets it; a concern or birthday is still in its stored spelling."""

    field: Field
    text: str


class Line(NamedTuple):
    """One member in a roster as one viewer gets it; contact details never stand in it."""

    membership_id: UUID
    name: str
    is_own: bool
    is_organiser: bool
    is_treasurer: bool
    is_managed: bool  # told to organisers only
    has_card: bool  # signs in by card and phrase; told to organisers only
    is_discreet: bool  # told to organisers and to herself
    values: tuple[Value, ...]
    has_contact: bool  # there is something this viewer may ask to see

    @property
    def is_marked(self) -> bool:
        """Whether a role or mark stands beside the name."""
        return self.is_organiser or self.is_treasurer or self.is_managed or self.is_discreet


class Rule(NamedTuple):
    """What holds for all cards of one group, read once for a whole roster."""

    switched_on: frozenset[str]
    of_called: frozenset[str]  # the fields of members whom organisers call
    ceiling: Visibility


@dataclass(frozen=True)
class Details:
    """Everything of one member's card that one viewer may see, contact details first."""

    name: str
    contact: tuple[Value, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True)
class OwnCard:
    """A member's own card, as its form shows it."""

    membership_id: UUID
    name: str
    texts: dict[Field, str]
    choices: dict[Field, Visibility]
    left_over: tuple[Field, ...]  # kept, though the group no longer has these fields


def fields_of(group: Group) -> tuple[Field, ...]:
    """Return the fields that a group switched on, in the order of the vocabulary."""
    return _switched_on(tuple(group.roster_fields), False)


def fields_for(group: Group, membership: Membership) -> tuple[Field, ...]:
    """Return the fields of one member's card: the group's, and her number wherever organisers are to call her."""
    return _switched_on(tuple(group.roster_fields), _is_called(membership))


def rule_of(group: Group) -> Rule:
    """Return what holds for all cards of a group."""
    of_group = tuple(group.roster_fields)
    switched_on, of_called = (frozenset(_switched_on(of_group, is_called)) for is_called in (False, True))
    return Rule(switched_on, of_called, Visibility(group.ceiling))


def _is_called(membership: Membership) -> bool:
    return membership.is_managed or membership.reach is Reach.PHONE


@cache
def _switched_on(of_group: tuple[str, ...], is_called: bool) -> tuple[Field, ...]:
    return tuple(field for field in Field if field in of_group or (is_called and field is Field.PHONE))


def rows_of(membership: Membership) -> list[CardField]:
    """Return the stored fields of one member's card."""
    found = select(CardField).where(CardField.group_id == membership.group_id, CardField.membership_id == membership.id)
    return list(db.session.scalars(found))


def find_in_sight(group_id: UUID, membership_id: UUID, viewer: Viewer) -> Membership:
    """Find an active member whom this viewer may know of, or raise NotFound: the discreet are absent for members."""
    membership = find_membership(group_id, membership_id)
    known = Card(membership.id, {}, frozenset(), Visibility.ME, membership.is_discreet)
    if membership.status is not Status.ACTIVE or not is_in_sight(viewer, known):
        raise NotFound
    return membership


def card_of(group: Group, membership: Membership, rows: Iterable[Kept]) -> Card:
    """Return what the rule needs to know. The number of a member who is called is no field to be switched off."""
    return _card(rule_of(group), membership, rows)


def _card(rule: Rule, membership: Membership, rows: Iterable[Kept]) -> Card:
    return Card(
        membership_id=membership.id,
        choices={row.field: row.visibility for row in rows if has_value(row)},
        switched_on=rule.of_called if _is_called(membership) else rule.switched_on,
        ceiling=rule.ceiling,
        is_discreet=membership.is_discreet,
    )


def line_of(group: Group, membership: Membership, rows: Sequence[Kept], viewer: Viewer) -> Line | None:
    """Return a member's line for this viewer; None where she may not know of her.

    Of a discreet member organisers see name and role in the list; what she shows them is asked for by itself.
    """
    return _line(rule_of(group), membership, rows, viewer)


def lines_of(
    group: Group, members: Iterable[Membership], cards: Mapping[UUID, Sequence[Kept]], viewer: Viewer
) -> list[Line]:
    """Return the lines of all members whom this viewer may know of, each as line_of would."""
    rule = rule_of(group)
    return [line for one in members if (line := _line(rule, one, cards.get(one.id, ()), viewer))]


def _line(rule: Rule, membership: Membership, rows: Sequence[Kept], viewer: Viewer) -> Line | None:
    card = _card(rule, membership, rows)
    if not is_in_sight(viewer, card):
        return None
    is_own = viewer.membership_id == membership.id
    seen = visible_fields(viewer, card)
    listed = frozenset() if card.is_discreet and not is_own else seen - CONTACT
    unseal = _opener(membership)
    return Line(
        membership_id=membership.id,
        name=unseal("name", membership.name_sealed) if membership.name_sealed else "",
        is_own=is_own,
        is_organiser=membership.is_organiser,
        is_treasurer=membership.is_treasurer,
        is_managed=membership.is_managed and viewer.is_organiser,
        has_card=viewer.is_organiser and not membership.is_managed and membership.reach is not Reach.EMAIL,
        is_discreet=membership.is_discreet,
        values=_opened(membership, rows, listed, unseal),
        has_contact=bool(seen - listed),
    )


def details_of(group: Group, membership: Membership, rows: Sequence[Kept], viewer: Viewer) -> Details:
    """Return all that this viewer may see of a member; empty where that is nothing."""
    seen, unseal = visible_fields(viewer, card_of(group, membership, rows)), _opener(membership)
    return Details(
        name=name_of(membership),
        contact=_opened(membership, rows, seen & CONTACT, unseal),
        values=_opened(membership, rows, seen - CONTACT, unseal),
    )


def own_card(group: Group, membership: Membership, rows: Sequence[Kept]) -> OwnCard:
    """Open one's own card for its form."""
    sealed.prepare([group.id, membership.person_id])
    kept = frozenset(row.field for row in rows if has_value(row))
    texts = {value.field: value.text for value in _opened(membership, rows, kept, _opener(membership))}
    switched_on = fields_for(group, membership)
    return OwnCard(
        membership_id=membership.id,
        name=name_of(membership),
        texts=texts,
        choices={row.field: row.visibility for row in rows},
        left_over=tuple(field for field in texts if field not in switched_on),
    )


def has_value(row: Kept) -> bool:
    """Say whether a field holds a value; without one only the choice of who would see it is remembered."""
    return bool(row.value_sealed) or row.field is Field.CONCERN


def _opener(membership: Membership) -> Callable[[str, bytes], str]:
    """Return what opens a member's name and values, each sealed under what it is and her membership."""
    return sealed.opener(membership.person_id, of=membership.id)


def _opened(
    membership: Membership, rows: Sequence[Kept], fields: frozenset[str], unseal: Callable[[str, bytes], str]
) -> tuple[Value, ...]:
    """Open only these fields, which hold values, in the order of the vocabulary."""
    wanted = sorted([row for row in rows if row.field in fields], key=_place)
    return tuple([Value(row.field, _text(membership, row, unseal)) for row in wanted])


def _text(membership: Membership, row: Kept, unseal: Callable[[str, bytes], str]) -> str:
    if row.field is Field.CONCERN:
        return membership.concern.value
    return unseal(SEALED_AS[row.field], row.value_sealed)


def _place(row: Kept) -> int:
    return ORDER[row.field]
