"""A device that does not check who holds it: a lock for a plain member, not enough for who keeps a group."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from entraide.access.actor import Role
from entraide.accounts.models import LockKind
from entraide.clock import now
from entraide.members.actions import roster
from entraide.members.queries import find_membership
from tests.accounts.authenticator import Phone
from tests.accounts.locking import DOOR, LOCKS, add_app, add_passkey, is_in, kinds_in, page_of, prove_mailbox
from tests.accounts.stepping import CONFIRM, TEN_MINUTES, clock, forget_code, see, show_number, type_code
from tests.lettering import at_work
from tests.people import Client
from tests.world import World

__all__ = ["clock"]
KIND_WORDS = "vérifie que c’est bien vous"


@pytest.fixture
def key(app: Flask, world: World, clock: time_machine.Traveller) -> Phone:
    """Lise's key, which asks for no finger; she wants it asked for at each sign-in."""
    client = Client(app).sign_in(world.lise)
    made, _ = add_passkey(client, Phone(verifies=False))
    client.post(f"{LOCKS}/porte", {"at_door": "y"})
    show_number(app, world, "ana")
    return made


def promote(app: Flask, world: World) -> None:
    with at_work(app, world.tilleuls):
        lise = find_membership(world.tilleuls, world.lise_in_tilleuls)
        roster.give_role(lise, Role.ORGANISER, world.marcelle_in_tilleuls)


def come_in(app: Flask, client: Client, world: World, key: Phone) -> None:
    prove_mailbox(app, client, world.lise)
    options = client.post(f"{DOOR}/defi").get_data(as_text=True)
    assert client.post(DOOR, {"answer": key.show(options)}).location == "/agenda"


def show(client: Client, key: Phone) -> TestResponse:
    options = client.post(f"{LOCKS}/defi").get_data(as_text=True)
    return client.post(CONFIRM, {"answer": key.show(options)})


def test_who_keeps_a_group_adds_none(app: Flask, client: Client, world: World) -> None:
    add_passkey(client.sign_in(world.marcelle), Phone(verifies=False))
    assert kinds_in(app, world.marcelle) == []


def test_a_plain_member_shows_it_at_the_door_and_before_deeds(
    app: Flask, client: Client, world: World, key: Phone
) -> None:
    come_in(app, client, world, key)
    assert see(client, world, "ana") == "done"
    forget_code(app, world.lise)
    assert see(client, world, "ana") == CONFIRM
    assert show(client, key).status_code == 303
    assert see(client, world, "ana") == "done"


def test_an_organiser_comes_in_with_it_and_does_nothing_on_others_data(
    app: Flask, client: Client, world: World, key: Phone
) -> None:
    promote(app, world)
    come_in(app, client, world, key)
    assert is_in(client)
    assert see(client, world, "ana") == CONFIRM
    assert KIND_WORDS in page_of(client.get(CONFIRM))
    assert show(client, key).status_code == 422
    assert see(client, world, "ana") == CONFIRM


def test_made_organiser_meanwhile_what_she_showed_counts_no_more(
    app: Flask, client: Client, world: World, key: Phone
) -> None:
    come_in(app, client, world, key)
    assert see(client, world, "ana") == "done"
    promote(app, world)
    assert see(client, world, "ana") == CONFIRM


def test_once_the_device_checks_her_it_is_enough(app: Flask, client: Client, world: World, key: Phone) -> None:
    promote(app, world)
    come_in(app, client, world, key)
    key.verifies = True
    assert see(client, world, "ana") == CONFIRM
    assert show(client, key).status_code == 303
    assert see(client, world, "ana") == "done"


def test_with_a_fresh_code_she_adds_another_lock_by_it(
    app: Flask, client: Client, world: World, key: Phone, clock: time_machine.Traveller
) -> None:
    promote(app, world)
    come_in(app, client, world, key)
    add_app(client)
    assert kinds_in(app, world.lise) == [LockKind.APP, LockKind.PASSKEY]


def test_alone_it_changes_nothing_on_her_account_either(
    app: Flask, client: Client, world: World, key: Phone, clock: time_machine.Traveller
) -> None:
    promote(app, world)
    come_in(app, client, world, key)
    clock.shift(TEN_MINUTES)
    assert client.post(f"{LOCKS}/application").location == CONFIRM
    assert show(client, key).status_code == 303
    assert client.post(f"{LOCKS}/application").location == CONFIRM
    assert "M’envoyer un code" in page_of(client.get(CONFIRM))
    type_code(app, world.lise, now())
    assert client.post(f"{LOCKS}/application").location == f"{LOCKS}/application"


def test_the_kind_words_stand_for_nobody_else(app: Flask, client: Client, world: World, key: Phone) -> None:
    come_in(app, client, world, key)
    forget_code(app, world.lise)
    see(client, world, "ana")
    assert KIND_WORDS not in page_of(client.get(CONFIRM))
    keeper = Client(app).sign_in(world.marcelle)
    add_passkey(keeper)
    forget_code(app, world.marcelle)
    see(keeper, world, "ana")
    assert KIND_WORDS not in page_of(keeper.get(CONFIRM))


def test_a_code_of_a_card_or_an_app_needs_no_finger(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    show_number(app, world, "ana")
    promote(app, world)
    made, _ = add_app(client.sign_in(world.lise))
    clock.shift(timedelta(days=1))
    assert see(client, world, "ana") == CONFIRM
    assert client.post(CONFIRM, {"app_code": made.code}).status_code == 303
    assert see(client, world, "ana") == "done"
