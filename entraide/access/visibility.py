"""Which fields of a card may this viewer see? One pure answer, for every page, list and print."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from entraide.access.actor import Role

NUMBER = "phone"  # the one field that a member may give to one other person


class Visibility(StrEnum):
    """Who sees a value, from nobody else to the whole group."""

    ME = "me"
    ORGANISERS = "organisers"
    GROUP = "group"


FOR_ORGANISERS = frozenset({Visibility.ORGANISERS, Visibility.GROUP})
FOR_MEMBERS = frozenset({Visibility.GROUP})
FOR_NOBODY: frozenset[Visibility] = frozenset()


@dataclass(frozen=True)
class Viewer:
    """Who looks at a group's cards: her own membership (None: any other), her roles, and who treats her apart.

    `given`: whose number she alone was given; `shut_out`: who blocks her. Neither has a default: whoever makes a
    viewer of a real member asks the database for both (members.queries.between.viewer_of).
    """

    membership_id: UUID | None
    roles: frozenset[Role]
    given: frozenset[UUID]
    shut_out: frozenset[UUID]

    @classmethod
    def anyone(cls, *roles: Role) -> "Viewer":
        """Return somebody of these roles, nobody in particular: with her nothing is agreed."""
        return cls(None, frozenset(roles), frozenset(), frozenset())

    @cached_property
    def is_organiser(self) -> bool:
        """Whether she keeps the group."""
        return Role.ORGANISER in self.roles


class Card(NamedTuple):
    """What the rule needs to know of a member's card: no value, only for whom each is meant."""

    membership_id: UUID
    choices: Mapping[str, Visibility]
    switched_on: frozenset[str]  # the fields this group has
    ceiling: Visibility  # what no member's choice exceeds
    is_discreet: bool = False


def is_in_sight(viewer: Viewer, card: Card) -> bool:
    """Say whether this viewer may know that the member is there at all."""
    if viewer.is_organiser or viewer.membership_id == card.membership_id:
        return True
    return bool(viewer.roles) and not card.is_discreet


def visible_fields(viewer: Viewer, card: Card) -> frozenset[str]:
    """Return the fields of a card that this viewer may see; its owner sees them all.

    A number given to her comes on top of what is meant for everybody of her kind, and no further than the ceiling.
    """
    if viewer.membership_id == card.membership_id:
        return frozenset(card.choices)
    meant = _meant_for(viewer, card)
    seen = frozenset([field for field, choice in card.choices.items() if choice in meant]) & card.switched_on
    if viewer.given and NUMBER in card.choices and NUMBER in card.switched_on and may_be_given(viewer, card):
        seen |= {NUMBER} if card.membership_id in viewer.given else set()
    return seen


def may_be_given(viewer: Viewer, card: Card) -> bool:
    """Say whether a member may give her number to this viewer: known to one another, and within the group's ceiling."""
    return is_in_sight(viewer, card) and (viewer.is_organiser or card.ceiling is Visibility.GROUP)


def narrowed(choice: Visibility, ceiling: Visibility) -> Visibility:
    """Return a choice, at most as wide as the group's ceiling."""
    return min(choice, ceiling, key=list(Visibility).index)


def _meant_for(viewer: Viewer, card: Card) -> frozenset[Visibility]:
    if viewer.is_organiser:
        return FOR_ORGANISERS
    if card.membership_id in viewer.shut_out:  # as if she showed everything to organisers at most
        return FOR_NOBODY
    if is_in_sight(viewer, card) and card.ceiling is Visibility.GROUP:
        return FOR_MEMBERS
    return FOR_NOBODY
