"""A group played through in any order of deeds, beside a plain model of who may see what; all that is shown is read.

A part that brings a deed which changes who sees what adds it: a method of `Play` that does it and tells the model,
and a line in `deeds()`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError
from entraide.groups import actions as groups
from entraide.groups.models import Ceiling, Chapter
from entraide.groups.queries import find_group
from entraide.members.actions import between, cards, join, roster
from entraide.members.models import Field, Membership, Visibility
from entraide.members.queries import find_membership
from entraide.members.queries.between import roles_of, viewer_as
from tests.lettering import at_work
from tests.people import Client
from tests.world import Somebody

CONTACT = (Field.PHONE, Field.EMAIL)
FIELDS = (*CONTACT, Field.TOWN, Field.WORD)
WIDTH = [Visibility.ME, Visibility.ORGANISERS, Visibility.GROUP]
Deed = tuple[str, tuple[object, ...]]


@dataclass
class Card:
    """What one member chose, as one would keep it on paper."""

    is_in: bool = True
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

    def meant_for_organisers(self, owner: int) -> set[Field]:
        return {one for one, choice in self.cards[owner].choices.items() if choice is not Visibility.ME}

    def forget(self, who: int) -> None:
        """Let somebody leave: what she gave and was given ends; who blocks her goes on."""
        self.cards[who] = Card(is_in=False)
        self.blocks = {(owner, other) for owner, other in self.blocks if owner != who}
        self.numbers = {pair: state for pair, state in self.numbers.items() if who not in pair}


class Play:
    """A group of its own with a few people; the first keeps it throughout."""

    def __init__(self, app: Flask, people: list[Somebody]) -> None:
        self.app, self.people = app, people
        self.model = Model([Card(keeps=at == 0) for at, _ in enumerate(people)])
        with app.app_context():
            group = groups.make_group("Un groupe", chapter=Chapter.LIFE, roster_fields=[one.value for one in FIELDS])
            self.group_id = group.id
            self.ids = [
                join(group.id, one.person_id, f"zqname{at}qz", is_organiser=at == 0, consent_version="1").id
                for at, one in enumerate(people)
            ]
            db.session.commit()
        for at, _ in enumerate(people):
            self.show(at, Field.PHONE, Visibility.ME)

    def do(self, deed: Deed) -> None:
        """Do one deed; what the site refuses changes nothing, and the model is not told of it."""
        name, said = deed
        act: Callable[..., None] = getattr(self, name)
        try:
            act(*said)
        except EntraideError:
            with self.app.app_context():
                db.session.rollback()

    def show(self, who: int, what: Field, to: Visibility) -> None:
        self._change(who, {what: to})

    def hide(self, who: int, is_discreet: bool) -> None:
        self._change(who, {}, is_discreet=is_discreet)

    def ceiling(self, ceiling: Visibility) -> None:
        with at_work(self.app, self.group_id):
            group = find_group(self.group_id)
            groups.set_ceiling(group, group.revision, Ceiling(ceiling.value), by=self.ids[0])
        self.model.ceiling = ceiling

    def keep(self, who: int, keeps: bool) -> None:
        with at_work(self.app, self.group_id):
            if keeps:
                roster.give_role(self._member(who), Role.ORGANISER, self.ids[0])
            else:
                roster.take_role(self._member(who), Role.ORGANISER, self.ids[who])
        self.model.cards[who].keeps = keeps

    def block(self, who: int, whom: int) -> None:
        with at_work(self.app, self.group_id):
            between.block(self._member(who), self._member(whom))
        self.model.blocks.add((who, whom))
        if (who, whom) in self.model.numbers:
            self.model.numbers[who, whom] = "left"

    def unblock(self, who: int, whom: int) -> None:
        with at_work(self.app, self.group_id):
            between.unblock(self._member(who), self.ids[whom])
        self.model.blocks.remove((who, whom))

    def ask(self, whose: int, by: int) -> None:
        with at_work(self.app, self.group_id):
            asker = self._member(by)
            viewer = viewer_as(self.group_id, asker.id, roles_of(asker))
            between.ask_number(find_group(self.group_id), self._member(whose), viewer, at=now())
        self.model.numbers[whose, by] = "left" if (whose, by) in self.model.blocks else "asked"

    def give(self, whose: int, to: int) -> None:
        with at_work(self.app, self.group_id):
            between.give_number(self._member(whose), self.ids[to])
        assert self.model.numbers[whose, to] == "asked"
        self.model.numbers[whose, to] = "given"

    def take_back(self, whose: int, to: int) -> None:
        with at_work(self.app, self.group_id):
            between.take_number_back(self._member(whose), self.ids[to])
        self.model.numbers[whose, to] = "left"

    def leave(self, who: int) -> None:
        with at_work(self.app, self.group_id):
            roster.end(self._member(who))
        self.model.forget(who)

    def come(self, who: int) -> None:
        with at_work(self.app, self.group_id):
            self.ids[who] = join(self.group_id, self.people[who].person_id, f"zqname{who}qz", consent_version="1").id
        self.model.cards[who] = Card()

    def _member(self, who: int) -> Membership:
        return find_membership(self.group_id, self.ids[who])

    def _change(self, who: int, choices: dict[Field, Visibility], is_discreet: bool | None = None) -> None:
        card = self.model.cards[who]
        wanted = dict.fromkeys(FIELDS, Visibility.ME) | card.choices | choices
        hides = card.is_discreet if is_discreet is None else is_discreet
        with at_work(self.app, self.group_id):
            member = self._member(who)
            edit = cards.CardEdit(
                name=f"zqname{who}qz",
                texts={one: text_of(who, one) for one in FIELDS},
                choices=wanted,
                concern=None,
                is_discreet=hides,
                discretion=None,
                wants_letters=False,
                wants_day_before=False,
            )
            cards.change_card(find_group(self.group_id), member, member.revision, edit)
        card.is_discreet = hides
        card.choices = {one: min(to, self.model.ceiling, key=WIDTH.index) for one, to in wanted.items()}


def text_of(who: int, what: Field) -> str:
    """Return a value that stands nowhere else."""
    if what is Field.PHONE:
        return f"0470 55 66 {10 + who}"
    return f"zq{who}{what.value}qz" + ("@poste.example" if what is Field.EMAIL else "")


def people_of(count: int) -> SearchStrategy[int]:
    return st.integers(0, count - 1)


def deeds(count: int, most: int) -> SearchStrategy[list[Deed]]:
    """Return any order of deeds among so many people; the first neither leaves nor lays down her role."""
    somebody, other = people_of(count), st.integers(1, count - 1)
    pair = st.tuples(somebody, somebody).filter(lambda two: two[0] != two[1])
    widths = st.sampled_from(WIDTH)
    every = {
        "show": st.tuples(somebody, st.sampled_from(FIELDS), widths),
        "hide": st.tuples(somebody, st.booleans()),
        "ceiling": st.tuples(st.sampled_from([Visibility.ORGANISERS, Visibility.GROUP])),
        "keep": st.tuples(other, st.booleans()),
        "block": pair,
        "unblock": pair,
        "ask": pair,
        "give": pair,
        "take_back": pair,
        "leave": st.tuples(other),
        "come": st.tuples(other),
    }
    one = st.one_of([st.tuples(st.just(name), said) for name, said in every.items()])
    given = pair.map(lambda two: [("show", (two[0], Field.PHONE, Visibility.ME)), ("ask", two), ("give", two)])
    shut = pair.map(lambda two: [("show", (two[0], Field.TOWN, Visibility.GROUP)), ("block", two)])
    return st.lists(st.one_of(one.map(lambda deed: [deed]), given, shut), min_size=most // 2, max_size=most).map(
        lambda runs: [deed for run in runs for deed in run]
    )


def values_in(text: str, count: int) -> set[tuple[int, Field]]:
    """Return whose values stand in a text."""
    return {(who, what) for who in range(count) for what in FIELDS if text_of(who, what) in text}


def names_in(text: str, count: int) -> set[int]:
    return {who for who in range(count) if f"zqname{who}qz" in text}


def address(play: Play, path: str = "") -> str:
    return f"/g/{short(play.group_id)}{path}"


def browser(play: Play, who: int) -> Client:
    return Client(play.app).sign_in(play.people[who])
