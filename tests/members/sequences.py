"""A group played through in any order of deeds, beside a plain model of who may see what; all that is shown is read.

A part that brings a deed which changes who sees what adds it: a method of `Play` that does it and tells the model,
and a line in `tests.members.any_deeds`.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from flask import Flask

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.accounts import protection
from entraide.accounts.queries import find_person
from entraide.calendars.actions import connect
from entraide.calendars.models import Level
from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError, NotFound
from entraide.groups import actions as groups
from entraide.groups.models import Ceiling, Chapter
from entraide.groups.queries import find_group
from entraide.members.actions import bans, between, cards, join, roster
from entraide.members.models import Field, Membership, Visibility
from entraide.members.queries import find_membership
from entraide.members.queries.bans import mailbox_of
from entraide.members.queries.between import roles_of, viewer_as
from entraide.rights import erasing, protecting, removing
from tests.lettering import at_work, plan
from tests.members.paper_model import FIELDS, WIDTH, Card, Model
from tests.people import Client
from tests.world import Somebody

Deed = tuple[str, tuple[object, ...]]


class Play:
    """A group of its own with a few people; the first keeps it throughout."""

    def __init__(self, app: Flask, people: list[Somebody]) -> None:
        self.app, self.people = app, people
        self.shut_ones: set[int] = set()
        self.model = Model([Card(keeps=at == 0) for at, _ in enumerate(people)])
        with app.app_context():
            group = groups.make_group("Un groupe", chapter=Chapter.LIFE, roster_fields=[one.value for one in FIELDS])
            self.group_id = group.id
            self.ids = [
                join(group.id, one.person_id, f"zqname{at}qz", is_organiser=at == 0, consent_version="1").id
                for at, one in enumerate(people)
            ]
            self.feeds = [connect(one.person_id, "", Level.FULL, "fr") for one in people]
            db.session.commit()
        self.meeting = plan(app, self.group_id, now() + timedelta(days=3))
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
                roster.give_role(self.member(who), Role.ORGANISER, self.ids[0])
            else:
                roster.take_role(self.member(who), Role.ORGANISER, self.ids[who])
        self.model.cards[who].keeps = keeps

    def block(self, who: int, whom: int) -> None:
        with at_work(self.app, self.group_id):
            between.block(self.member(who), self.member(whom))
        self.model.blocks.add((who, whom))
        if (who, whom) in self.model.numbers:
            self.model.numbers[who, whom] = "left"

    def unblock(self, who: int, whom: int) -> None:
        with at_work(self.app, self.group_id):
            between.unblock(self.member(who), self.ids[whom])
        self.model.blocks.remove((who, whom))

    def ask(self, whose: int, by: int) -> None:
        with at_work(self.app, self.group_id):
            asker = self.member(by)
            viewer = viewer_as(self.group_id, asker.id, roles_of(asker))
            between.ask_number(find_group(self.group_id), self.member(whose), viewer, at=now())
        self.model.numbers[whose, by] = "left" if (whose, by) in self.model.blocks else "asked"

    def give(self, whose: int, to: int) -> None:
        with at_work(self.app, self.group_id):
            between.give_number(self.member(whose), self.ids[to])
        assert self.model.numbers[whose, to] == "asked"
        self.model.numbers[whose, to] = "given"

    def take_back(self, whose: int, to: int) -> None:
        with at_work(self.app, self.group_id):
            between.take_number_back(self.member(whose), self.ids[to])
        self.model.numbers[whose, to] = "left"

    def leave(self, who: int) -> None:
        with at_work(self.app, self.group_id):
            roster.end(self.member(who))
        self.model.forget(who)

    def remove(self, who: int, for_good: bool) -> None:
        with at_work(self.app, self.group_id):
            shuts_out = for_good and mailbox_of(self.people[who].person_id) is not None
            removing.remove(self.member(who), self.ids[0], for_good=shuts_out)
        self.model.forget(who)
        self.model.cards[who].is_banned |= shuts_out

    def come(self, who: int) -> None:
        card, person_id = self.model.cards[who], self.people[who].person_id
        with at_work(self.app, self.group_id):
            assert bans.is_out(self.group_id, person_id) is card.is_banned
            if card.is_in or card.is_shut or card.is_banned:
                raise NotFound
            self.ids[who] = join(self.group_id, person_id, f"zqname{who}qz", consent_version="1").id
        self.model.cards[who] = Card(is_protected=card.is_protected)

    def protect(self, who: int) -> None:
        """Set her mailbox aside; in her group nothing changes."""
        with at_work(self.app):
            person_id = self.people[who].person_id
            drawn = protection.draw(person_id)
            words = (drawn.words[at - 1] for at in drawn.asked)
            protecting.begin(person_id, uuid4(), *words, keeps_old=False)
        self.model.cards[who].is_protected = True

    def unprotect(self, who: int) -> None:
        with at_work(self.app):
            protection.end(self.people[who].person_id, uuid4())
        self.model.cards[who].is_protected = False

    def shut(self, who: int) -> None:
        """Let her ask to be erased: she is out of sight at once."""
        with at_work(self.app, self.group_id):
            erasing.ask(find_person(self.people[who].person_id))
        card = self.model.cards[who]
        card.is_in, card.is_shut = False, card.is_in
        self.shut_ones.add(who)

    def open(self, who: int) -> None:
        """Let her change her mind: everything of hers is as it was."""
        with at_work(self.app, self.group_id):
            erasing.undo(find_person(self.people[who].person_id))
        card = self.model.cards[who]
        card.is_in, card.is_shut = card.is_shut, False
        self.shut_ones.remove(who)

    def is_shut(self, who: int) -> bool:
        """Say whether she asked to be erased: all her pages lead to where she can undo it."""
        return who in self.shut_ones

    def member(self, who: int) -> Membership:
        """Find one of them, or raise NotFound: she is not there now."""
        if not self.model.cards[who].is_in:
            raise NotFound
        return find_membership(self.group_id, self.ids[who])

    def _change(self, who: int, choices: dict[Field, Visibility], is_discreet: bool | None = None) -> None:
        card = self.model.cards[who]
        wanted = dict.fromkeys(FIELDS, Visibility.ME) | card.choices | choices
        hides = card.is_discreet if is_discreet is None else is_discreet
        with at_work(self.app, self.group_id):
            member = self.member(who)
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
    """Return a value that stands nowhere else; sorted by values, people stand in another order than by names."""
    at = 90 - who
    if what is Field.PHONE:
        return f"0470 55 66 {at}"
    return f"zq{at}{what.value}qz" + ("@poste.example" if what is Field.EMAIL else "")


def values_in(text: str, count: int) -> set[tuple[int, Field]]:
    """Return whose values stand in a text."""
    return {(who, what) for who in range(count) for what in FIELDS if text_of(who, what) in text}


def names_in(text: str, count: int) -> set[int]:
    return {who for who in range(count) if f"zqname{who}qz" in text}


def order_of(text: str) -> list[int]:
    """Return whose names stand in a text, in the order in which they first do."""
    return list(dict.fromkeys(int(at) for at in re.findall(r"zqname(\d)qz", text)))


def address(play: Play, path: str = "") -> str:
    return f"/g/{short(play.group_id)}{path}"


def browser(play: Play, who: int) -> Client:
    return Client(play.app).sign_in(play.people[who])
