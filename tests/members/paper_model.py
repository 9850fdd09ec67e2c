"""Who may see what of whom in one group, said anew as one would keep it on paper."""

from dataclasses import dataclass, field

from entraide.members.models import Field, Visibility

CONTACT = (Field.PHONE, Field.EMAIL)
FIELDS = (*CONTACT, Field.TOWN, Field.WORD)
WIDTH = [Visibility.ME, Visibility.ORGANISERS, Visibility.GROUP]


@dataclass
class Card:
    """What one member chose, as one would keep it on paper."""

    is_in: bool = True
    is_shut: bool = False  # she asked to be erased, and may still undo it
    is_banned: bool = False
    is_protected: bool = False
    keeps: bool = False
    is_discreet: bool = False
    choices: dict[Field, Visibility] = field(default_factory=dict)


@dataclass
class Model:
    """Who may see what of whom: said anew, in as few words as it can be."""

    cards: list[Card]
    ceiling: Visibility = Visibility.GROUP
    blocks: set[tuple[int, int]] = field(default_factory=set)  # who, whom
    numbers: dict[tuple[int, int], str] = field(default_factory=dict)  # whose, asked by whom

    def knows(self, viewer: int, owner: int) -> bool:
        """Whether the one is told that the other is there."""
        eye, card = self.cards[viewer], self.cards[owner]
        return eye.is_in and card.is_in and (eye.keeps or viewer == owner or not card.is_discreet)

    def sees(self, viewer: int, owner: int) -> set[Field]:
        """Return what one member may see of another's card."""
        if not self.knows(viewer, owner):
            return set()
        keeps, choices = self.cards[viewer].keeps, self.cards[owner].choices
        open_to_members = self.ceiling is Visibility.GROUP
        seen = self.meant_for_organisers(owner) if keeps else set()
        if open_to_members and (owner, viewer) not in self.blocks:
            seen |= {one for one, choice in choices.items() if choice is Visibility.GROUP}
        if Field.PHONE in choices and self.numbers.get((owner, viewer)) == "given" and (keeps or open_to_members):
            seen.add(Field.PHONE)
        return seen

    def hidden(self, viewer: int, owner: int) -> list[Field]:
        """Return what of another's card is not for a member, in a fixed order."""
        seen = self.sees(viewer, owner)
        return [one for one in FIELDS if one not in seen]

    def meant_for_organisers(self, owner: int) -> set[Field]:
        return {one for one, choice in self.cards[owner].choices.items() if choice is not Visibility.ME}

    def forget(self, who: int) -> None:
        """Let somebody leave: what she gave and was given ends; who blocks her goes on."""
        self.cards[who] = Card(is_in=False, is_protected=self.cards[who].is_protected)
        self.blocks = {(owner, other) for owner, other in self.blocks if owner != who}
        self.numbers = {pair: state for pair, state in self.numbers.items() if who not in pair}
