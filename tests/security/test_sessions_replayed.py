"""A cookie replayed after each thing that ends its session leads to signing in (T13)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from entraide import worker
from entraide.access.tokens import short
from entraide.accounts.models import Device, Lock, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.operations import losing_locks
from tests.accounts.locking import add_app
from tests.accounts.moving import WAITED, lock, move, session_of
from tests.people import Client, deliver
from tests.rights.protecting import protect, sign_in
from tests.world import World

Deed = Callable[[Flask, World, Client, Client], None]


def signs_out(app: Flask, world: World, here: Client, other: Client) -> None:
    here.post("/deconnexion")


def ends_it_from_elsewhere(app: Flask, world: World, here: Client, other: Client) -> None:
    other.post(f"/moi/appareils/{short(session_of(here))}/fin")


def ends_all_others(app: Flask, world: World, here: Client, other: Client) -> None:
    other.post("/moi/appareils/fin")


def ends_all(app: Flask, world: World, here: Client, other: Client) -> None:
    here.post("/moi/appareils/tout")


def ends_all_from_elsewhere(app: Flask, world: World, here: Client, other: Client) -> None:
    other.post("/moi/appareils/tout")


def moves_with_a_lock(app: Flask, world: World, here: Client, other: Client) -> None:
    lock(app, world.lise, since=timedelta(days=3))
    move(app, other)


def moves_after_two_days(app: Flask, world: World, here: Client, other: Client) -> None:
    move(app, other)
    with time_machine.travel(now() + WAITED, tick=False):
        deliver(app)


def asks_to_be_erased(app: Flask, world: World, here: Client, other: Client) -> None:
    assert other.post("/moi/effacer", {"understood": "y"}).status_code in (200, 303)


def is_erased_at_once(app: Flask, world: World, here: Client, other: Client) -> None:
    assert other.post("/moi/effacer", {"understood": "y", "at_once": "y"}).status_code == 200


def adds_a_lock(app: Flask, world: World, here: Client, other: Client) -> None:
    assert add_app(other)[1].status_code == 200


def removes_a_lock(app: Flask, world: World, here: Client, other: Client) -> None:
    lock(app, world.lise, since=timedelta(days=3))
    with app.app_context():
        kept = db.session.scalars(select(Lock.id)).one()
    assert other.post(f"/moi/verrous/{short(kept)}/retirer").location == "/moi/verrous"


def lets_the_door_ask_for_the_lock(app: Flask, world: World, here: Client, other: Client) -> None:
    lock(app, world.lise, since=timedelta(days=3))
    assert other.post("/moi/verrous/porte", {"at_door": "y"}).location == "/moi/verrous"


def begins_protected_mode(app: Flask, world: World, here: Client, other: Client) -> None:
    protect(other)


def is_signed_out_by_the_operator(app: Flask, world: World, here: Client, other: Client) -> None:
    losing_locks.sign_out(app, world.lise.email, everybody=False)


@pytest.mark.parametrize(
    "deed",
    [
        signs_out,
        ends_it_from_elsewhere,
        ends_all_others,
        ends_all,
        ends_all_from_elsewhere,
        moves_with_a_lock,
        moves_after_two_days,
        asks_to_be_erased,
        is_erased_at_once,
        adds_a_lock,
        removes_a_lock,
        lets_the_door_ask_for_the_lock,
        begins_protected_mode,
        is_signed_out_by_the_operator,
    ],
)
@pytest.mark.parametrize("device", list(Device))
def test_the_cookie_opens_nothing_any_more(app: Flask, world: World, deed: Deed, device: Device) -> None:
    here, other = Client(app).sign_in(world.lise, device), Client(app).sign_in(world.lise)
    cookie = here.browser.get_cookie("sid")
    assert cookie is not None
    assert here.get("/agenda").status_code == 200
    deed(app, world, here, other)
    thief = Client(app)
    thief.browser.set_cookie("sid", cookie.value)
    assert thief.get("/agenda").location == "/connexion"
    assert thief.post("/moi/appareils/fin").location == "/connexion"


def test_what_protected_mode_keeps_for_undoing_it_opens_nothing_after_seven_days(app: Flask, world: World) -> None:
    old = sign_in(app, world.lise, days_ago=8)
    protect(Client(app).sign_in(world.lise))
    assert old.get("/agenda").status_code == 200
    with time_machine.travel(now() + timedelta(days=7, minutes=1), tick=False):
        assert old.get("/agenda").location == "/connexion"


def test_after_the_operator_lifted_a_lock_its_showing_makes_no_session_sure(app: Flask, world: World) -> None:
    """The session itself lives on: whoever made the operator lift it must not sign its owner out by that."""
    client = Client(app).sign_in(world.lise)
    lock(app, world.lise, since=timedelta(days=3))
    losing_locks.lift(app, world.lise.email)
    with time_machine.travel(now() + timedelta(hours=48, minutes=1), tick=False):
        with app.app_context():
            db.session.execute(update(SignIn).values(lock_since=now()))
            db.session.commit()
        worker.run_jobs(app, worker.OFTEN)
        assert client.get("/agenda").status_code == 200
        assert client.post("/moi/verrous/application").location == "/moi/confirmer"


def test_signed_out_everywhere_no_session_is_left(app: Flask, client: Client, world: World) -> None:
    others = [Client(app).sign_in(world.lise) for _ in range(2)]
    answer = client.sign_in(world.lise).post("/moi/appareils/tout")
    assert (answer.location, answer.headers["Clear-Site-Data"]) == ("/", '"cache"')
    assert [one.get("/agenda").status_code for one in (client, *others)] == [303, 303, 303]


def test_somebody_else_is_not_signed_out(app: Flask, client: Client, world: World) -> None:
    ana = Client(app).sign_in(world.ana)
    client.sign_in(world.lise).post("/moi/appareils/tout")
    assert ana.get("/agenda").status_code == 200


def test_the_page_names_each_device_by_days_alone(client: Client, world: World) -> None:
    client.sign_in(world.lise)
    page = client.get("/moi/appareils", headers={"accept-language": "fr"}).text.replace("\u00a0", " ")
    for told in ("Firefox, Linux", "celui-ci", "Tout déconnecter, ici aussi", "sans être envoyé est perdu"):
        assert told in page
    assert " h " not in page.split("<main")[1].split("</main>")[0]
