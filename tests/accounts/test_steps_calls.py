"""An evening of calls: a list opened on one device stands in for the step, for that group and for two hours."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.accounts.models import Device
from entraide.members.actions import join, roster
from entraide.members.queries import find_membership
from tests.accounts.locking import add_app
from tests.accounts.stepping import CONFIRM, clock, forget_code, see, show_number, words
from tests.lettering import at_work
from tests.people import Client
from tests.world import World

__all__ = ["clock"]
SAID = "Soirée d’appels"


@pytest.fixture
def marcelle(app: Flask, world: World, clock: time_machine.Traveller) -> Client:
    """Marcelle has a lock, opened her list, and showed nothing since."""
    show_number(app, world)
    client = Client(app).sign_in(world.marcelle)
    add_app(client)
    assert client.post(f"/g/{short(world.tilleuls)}/appels/numeros").status_code == 303
    forget_code(app, world.marcelle)
    return client


def test_for_two_hours_nothing_is_asked_for_details_of_that_group(
    marcelle: Client, world: World, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(hours=2, seconds=-1))
    assert see(marcelle, world) == "done"
    clock.shift(timedelta(seconds=1))
    assert see(marcelle, world) == CONFIRM


def test_closing_it_ends_that_at_once(marcelle: Client, world: World) -> None:
    marcelle.post(f"/g/{short(world.tilleuls)}/appels/numeros/fin")
    assert see(marcelle, world) == CONFIRM


def test_another_device_of_hers_is_asked(app: Flask, marcelle: Client, world: World) -> None:
    other = Client(app).sign_in(world.marcelle, Device.SHARED)
    forget_code(app, world.marcelle)
    assert see(other, world) == CONFIRM


def test_other_deeds_are_asked_for_all_the_same(marcelle: Client, world: World) -> None:
    assert marcelle.post(f"/g/{short(world.tilleuls)}/tableur").location == CONFIRM


def test_another_group_is_asked_for_all_the_same(app: Flask, marcelle: Client, world: World) -> None:
    with at_work(app, world.passerelle):
        join(world.passerelle, world.marcelle.person_id, "M.", is_organiser=True, consent_version="1")
    assert marcelle.post(f"/g/{short(world.passerelle)}/appels/numeros").location == CONFIRM


def test_it_ends_with_the_organisers_role(app: Flask, marcelle: Client, world: World) -> None:
    with at_work(app, world.tilleuls):
        lise = find_membership(world.tilleuls, world.lise_in_tilleuls)
        roster.give_role(lise, Role.ORGANISER, world.marcelle_in_tilleuls)
        mine = find_membership(world.tilleuls, world.marcelle_in_tilleuls)
        roster.take_role(mine, Role.ORGANISER, world.marcelle_in_tilleuls)
    assert see(marcelle, world) == CONFIRM


def test_every_page_of_the_group_says_until_when_and_no_other(marcelle: Client, world: World) -> None:
    here = f"/g/{short(world.tilleuls)}"
    for page in (here, f"{here}/membres", f"{here}/appels", f"{here}/reglages"):
        assert SAID in words(marcelle, page), page
        assert "12 h" in words(marcelle, page).replace("\xa0", " "), page
    for page in ("/agenda", "/moi"):
        assert SAID not in words(marcelle, page), page


def test_it_has_a_button_where_organisers_look_for_it(app: Flask, world: World) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    assert "Appeler ce soir" in words(marcelle, f"/g/{short(world.tilleuls)}")
    assert "Appeler ce soir" in words(marcelle, f"/g/{short(world.tilleuls)}/appels")
