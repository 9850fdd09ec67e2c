"""Old pages and stolen sessions (SECURITY T6, T7): who may, and how sure it is her, is read anew with each deed."""

import time_machine
from flask import Flask

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.clock import now
from entraide.members.actions import roster
from entraide.members.queries import find_membership
from tests.accounts.locking import add_app
from tests.accounts.stepping import CONFIRM, clock, forget_code, see, show_number, type_code
from tests.lettering import at_work
from tests.people import Client
from tests.world import World

__all__ = ["clock"]


def test_an_organiser_who_lost_the_role_between_page_and_press_takes_nothing_along(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    client = Client(app).sign_in(world.marcelle)
    assert client.get(f"/g/{short(world.tilleuls)}/tableur").status_code == 200
    with at_work(app, world.tilleuls):
        lise, mine = (
            find_membership(world.tilleuls, one) for one in (world.lise_in_tilleuls, world.marcelle_in_tilleuls)
        )
        roster.give_role(lise, Role.ORGANISER, mine.id)
        roster.take_role(mine, Role.ORGANISER, mine.id)
    for path in ("tableur", "tableur/liste", "membres/imprimer", "appels/numeros", "reglages/plafond", "fermer"):
        assert client.post(f"/g/{short(world.tilleuls)}/{path}").status_code == 403, path


def test_a_lock_removed_on_another_device_signs_this_one_out(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    show_number(app, world)
    here, other = Client(app).sign_in(world.jo), Client(app).sign_in(world.jo)
    add_app(here)
    other = Client(app).sign_in(world.jo)
    page = here.get("/moi/verrous").get_data(as_text=True)
    start = page.index('href="/moi/verrous/') + len('href="')
    lock = page[start : page.index('"', start)]
    assert see(here, world) == "done"
    assert here.post(f"{lock}/retirer").status_code == 303
    assert see(other, world) == "/connexion"


def test_a_shown_lock_is_worth_nothing_once_it_is_removed(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    show_number(app, world)
    client = Client(app).sign_in(world.jo)
    add_app(client)
    page = client.get("/moi/verrous").get_data(as_text=True)
    start = page.index('href="/moi/verrous/') + len('href="')
    client.post(f"{page[start : page.index(chr(34), start)]}/retirer")
    forget_code(app, world.jo)
    assert see(client, world) == CONFIRM


def test_a_thief_with_the_mailbox_gets_no_further_than_the_lock(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    show_number(app, world)
    add_app(Client(app).sign_in(world.marcelle))
    thief = Client(app).sign_in(world.marcelle)
    type_code(app, world.marcelle, now())
    assert see(thief, world) == CONFIRM
    for path in ("tableur", "tableur/liste", "membres/imprimer", "appels/numeros", "fermer"):
        assert thief.post(f"/g/{short(world.tilleuls)}/{path}").location == CONFIRM, path
    for path in ("/moi/effacer", "/moi/verrous/carte", "/moi/verrous/secours", "/moi/verrous/porte"):
        assert thief.post(path).location == CONFIRM, path


def test_of_two_forms_sent_by_forged_fields_none_skips_the_step(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    show_number(app, world)
    client = Client(app).sign_in(world.jo)
    add_app(client)
    forget_code(app, world.jo)
    for fields in ({"app_code": "\x00"}, {"card_code": "9" * 5000}, {"answer": "{}"}, {"app_code": "", "answer": ""}):
        assert client.post(CONFIRM, fields).status_code == 422
    assert see(client, world) == CONFIRM
