"""The last organiser's way out: she hands the group on and leaves in one step, or closes it."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from entraide.access import scope
from entraide.access.tokens import short
from entraide.clock import now
from entraide.members.models import Status
from entraide.rights.queries.erasing import kept_alone
from tests.members import cards
from tests.members.cards import plain, read
from tests.members.ways import page
from tests.people import Client, letters_to
from tests.rights.keeping import keep, keepers, remove
from tests.world import Somebody, World


@pytest.fixture
def marcelle(client: Client, world: World) -> Client:
    return client.sign_in(world.marcelle)


def hand_on(client: Client, world: World, to: str) -> int:
    return client.post(page(world.tilleuls, "quitter/relais"), {"successor": to}).status_code


def test_she_chooses_among_members_with_an_account(marcelle: Client, world: World) -> None:
    text = marcelle.get(page(world.tilleuls, "quitter")).text
    offered = [name for name in ("Lise T.", "Ana des Tilleuls", "Jo-71", "Odile P.", "Paul W.") if name in text]
    assert offered == ["Lise T.", "Ana des Tilleuls", "Jo-71"]


def test_one_step_hands_it_on_and_leaves(app: Flask, marcelle: Client, world: World) -> None:
    assert hand_on(marcelle, world, short(world.lise_in_tilleuls)) == 303
    assert keepers(app, world.tilleuls) == {world.lise_in_tilleuls}
    assert read(app, world.tilleuls, world.marcelle_in_tilleuls).status is Status.ENDED
    assert letters_to(app, world.lise.email)[-1]["Subject"] == "Du nouveau pour vous"


@pytest.mark.parametrize("to", ["", "\x00", "zzz", "odile", "paul", "marcelle", "dov"])
def test_whom_it_cannot_be_changes_nothing(app: Flask, marcelle: Client, world: World, to: str) -> None:
    ids = {name: short(getattr(world, f"{name}_in_{group}")) for name, group in (
        ("odile", "tilleuls"), ("paul", "tilleuls"), ("marcelle", "tilleuls"), ("dov", "passerelle"))}  # fmt: skip
    assert hand_on(marcelle, world, ids.get(to, to)) == 422
    assert keepers(app, world.tilleuls) == {world.marcelle_in_tilleuls}


def test_it_asks_for_a_fresh_code(app: Flask, marcelle: Client, world: World) -> None:
    import time_machine

    marcelle.get(page(world.tilleuls, "quitter"))
    with time_machine.travel(now() + timedelta(minutes=11)):
        hand_on(marcelle, world, short(world.lise_in_tilleuls))
    assert keepers(app, world.tilleuls) == {world.marcelle_in_tilleuls}


def test_where_nobody_could_keep_it_the_page_says_so(app: Flask, marcelle: Client, world: World) -> None:
    for member in (world.lise_in_tilleuls, world.ana_in_tilleuls, world.jo_in_tilleuls):
        remove(marcelle, world.tilleuls, member)
    text = plain(marcelle.get(page(world.tilleuls, "quitter")).text)
    assert "à qui le confier" in text
    assert "Fermer le groupe" in text


def test_with_others_who_keep_it_she_just_leaves(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise")
    assert "Transmettre le groupe" not in plain(marcelle.get(page(world.tilleuls, "quitter")).text)
    assert marcelle.post(page(world.tilleuls, "quitter")).status_code == 303


def alone(app: Flask, world: World, who: Somebody) -> list[UUID]:
    with app.app_context():
        scope.add(world.tilleuls)
        return [one.group_id for one in kept_alone(who.person_id)]


def test_what_somebody_alone_keeps_is_known(app: Flask, world: World) -> None:
    assert alone(app, world, world.marcelle) == [world.tilleuls]
    assert alone(app, world, world.lise) == []
    keep(app, world, "lise")
    assert alone(app, world, world.marcelle) == []
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, status=Status.WAITING)
    assert alone(app, world, world.marcelle) == [world.tilleuls]
