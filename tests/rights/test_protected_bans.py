"""Shutting out somebody in protected mode: the mailbox she set aside is the one that leads in no more."""

import pytest
from flask import Flask

from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.actions import make_person
from entraide.accounts.protection import is_protected
from entraide.db import db
from entraide.members.actions.bans import is_out
from entraide.members.queries.bans import shut_out
from entraide.vault import sealed
from tests.members.ways import enter, make_way, organiser, page
from tests.people import Client, deliver
from tests.rights.keeping import bans, keep, press, propose, remove
from tests.rights.protecting import Protected, show_words, world_lise
from tests.world import World


@pytest.fixture
def lise(app: Flask, world: World) -> Protected:
    """Lise is in protected mode, then removed for good."""
    found = world_lise(app, world)
    assert remove(organiser(app, world), world.tilleuls, world.lise_in_tilleuls, "ban") == 303
    deliver(app)
    return found


def test_the_trace_is_of_the_address_set_aside(app: Flask, world: World, lise: Protected) -> None:
    assert len(bans(app, world.tilleuls)) == 1
    with app.app_context():
        scope.add(world.tilleuls)
        index = sealed.blind(world.lise.email)
        assert shut_out(world.tilleuls, [index]) == {index}


def test_she_is_known_by_it_while_it_is_set_aside_and_after(app: Flask, world: World, lise: Protected) -> None:
    with app.app_context():
        scope.add(world.tilleuls)
        assert is_out(world.tilleuls, world.lise.person_id)
    show_words(lise.client, lise.paper)
    assert lise.client.post("/moi/protection/fin").status_code == 303
    with app.app_context():
        scope.add(world.tilleuls)
        assert not is_protected(world.lise.person_id)
        assert is_out(world.tilleuls, world.lise.person_id)


def test_with_her_card_she_waits_unheard(app: Flask, world: World, lise: Protected) -> None:
    answer = enter(lise.client, make_way(app, world))
    assert answer.location == f"/attente/{short(world.tilleuls)}"
    assert "Mimi" not in organiser(app, world).get(page(world.tilleuls, "demandes")).text


def test_a_new_account_at_the_same_mailbox_waits_unheard_too(app: Flask, world: World, lise: Protected) -> None:
    path = make_way(app, world)
    with app.app_context():
        other = make_person(world.lise.email.upper(), "Une autre", "fr").id
        db.session.commit()
    enter(Client(app).sign_in(other), path)
    assert "Mimi" not in organiser(app, world).get(page(world.tilleuls, "demandes")).text


def test_so_it_is_for_an_organiser_whom_two_others_shut_out(app: Flask, world: World) -> None:
    world_lise(app, world)
    keep(app, world, "lise", "ana")
    marcelle, ana = (Client(app).sign_in(who) for who in (world.marcelle, world.ana))
    assert propose(marcelle, world.tilleuls, world.lise_in_tilleuls, "ban") == 303
    assert press(ana, app, world.tilleuls, "confirmer") == 303
    with app.app_context():
        scope.add(world.tilleuls)
        assert is_out(world.tilleuls, world.lise.person_id)
