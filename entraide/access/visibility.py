"""Which fields of a card may this viewer see? One pure answer, for every page, list and print."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from entraide.access.actor import Actor, Role


class Visibility(StrEnum):
    """Who sees a value, from nobody else to the whole group."""

    ME = "me"
    ORGANISERS = "organisers"
    GROUP = "group"


@dataclass(frozen=True)
class Viewer:
    """Who looks at a group's cards: her own membership (None: any other) and her roles there."""

    membership_id: UUID | None
    roles: frozenset[Role]

    @classmethod
    def of(cls, actor: Actor, group_id: UUID) -> "Viewer":
        """Return how an actor looks at one group's cards."""
        return cls(actor.memberships.get(group_id), actor.roles_in(group_id))

    @property
    def is_organiser(self) -> bool:
        """Whether she keeps the group."""
        return Role.ORGANISER in self.roles


@dataclass(frozen=True)
class Card:
    """What the rule needs to know of a member's card: no value, only for whom each is meant."""

    membership_id: UUID
    choices: Mapping[str, Visibility]
    switched_on: frozenset[str]  # the fields this group has
    ceiling: Visibility  # what no member's choice exceeds
    is_discreet: bool = False


def is_in_sight(viewer: Viewer, card: Card) -> bool:
    """Say whether this viewer may know that the member is there at all."""
    if viewer.membership_id == card.membership_id or viewer.is_organiser:
        return True
    return bool(viewer.roles) and not card.is_discreet


def visible_fields(viewer: Viewer, card: Card) -> frozenset[str]:
    """Return the fields of a card that this viewer may see; its owner sees them all."""
    if viewer.membership_id == card.membership_id:
        return frozenset(card.choices)
    meant = _meant_for(viewer, card)
    return frozenset(field for field, choice in card.choices.items() if field in card.switched_on and choice in meant)


def narrowed(choice: Visibility, ceiling: Visibility) -> Visibility:
    """Return a choice, at most as wide as the group's ceiling."""
    return min(choice, ceiling, key=list(Visibility).index)


def _meant_for(viewer: Viewer, card: Card) -> frozenset[Visibility]:
    if viewer.is_organiser:
        return frozenset({Visibility.ORGANISERS, Visibility.GROUP})
    if is_in_sight(viewer, card) and card.ceiling is Visibility.GROUP:
        return frozenset({Visibility.GROUP})
    return frozenset()
