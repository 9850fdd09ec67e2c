"""A cookie replayed after each thing that ends its session leads to signing in (T13)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.access.tokens import short
from entraide.accounts.models import Device
from entraide.clock import now
from tests.accounts.moving import WAITED, lock, move, session_of
from tests.people import Client, deliver
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
