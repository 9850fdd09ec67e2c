"""Pages say what a device that was signed out keeps, before it is and after."""

from datetime import timedelta

from flask import Flask

from entraide.accounts.models import Device
from tests.accounts.moving import lock
from tests.people import Client
from tests.rights.protecting import PAGE, protect, sign_in
from tests.world import World

OTHERS = "/moi/appareils/fin"


def test_the_list_of_devices_says_what_is_kept(app: Flask, world: World) -> None:
    sign_in(app, world.lise, days_ago=8)
    thief = Client(app).sign_in(world.lise)
    assert "garde pendant sept jours un seul droit" in thief.get("/moi/appareils").text
    thief.post(OTHERS)
    assert "il peut annuler le mode protégé" in thief.get("/moi/appareils").text


def test_and_leads_whoever_has_a_lock_to_showing_it(app: Flask, world: World) -> None:
    sign_in(app, world.lise, days_ago=8)
    lock(app, world.lise, since=timedelta(days=2))
    assert 'href="/moi/confirmer"' in Client(app).sign_in(world.lise).get("/moi/appareils").text


def test_it_says_nothing_of_it_where_nothing_would_be_left(app: Flask, world: World) -> None:
    sign_in(app, world.lise, days_ago=8)
    tablet = sign_in(app, world.lise, days_ago=8)
    assert "un seul droit" not in tablet.get("/moi/appareils").text


def test_nor_while_protected_mode_lasts(app: Flask, world: World) -> None:
    sign_in(app, world.lise, days_ago=8)
    made = protect(Client(app).sign_in(world.lise))
    assert "un seul droit" not in made.client.get("/moi/appareils").text


def test_protected_mode_names_the_devices_that_may_undo_it_signed_in_or_out(app: Flask, world: World) -> None:
    sign_in(app, world.lise, days_ago=8)
    thief = Client(app).sign_in(world.lise)
    assert "connecté le" in thief.get(PAGE).text
    assert "il peut encore annuler" in thief.get(PAGE).text.replace("\u00a0", " ")
    thief.post(OTHERS)
    assert "déconnecté le" in thief.get(PAGE).text
    assert "Sauf ceux nommés plus bas" not in thief.get(PAGE).text


def test_there_is_a_way_back_from_the_list_of_devices(app: Flask, world: World) -> None:
    page = Client(app).sign_in(world.lise, Device.SHARED).get("/moi/appareils").text
    assert 'href="/moi"' in page[page.index("<main") :]
