"""What the page that asks for a code says of making a lock: to whom it helps, and how long one may do without."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.accounts.locking import LOCKS, page_of
from tests.accounts.stepping import CONFIRM, NOW, clock, forget_code, see, show_number  # noqa: F401 (a fixture)
from tests.people import Client
from tests.world import World

FRENCH = {"accept-language": "fr"}
HINT = "Avec un verrou à vous"


@pytest.fixture
def marcelle(app: Flask, world: World, clock) -> Client:  # noqa: F811
    return Client(app).sign_in(world.marcelle)


def asked(client: Client) -> str:
    return page_of(client.get(CONFIRM, headers=FRENCH)).replace("\u00a0", " ")


def test_before_a_deed_on_others_one_reads_what_a_lock_would_change(app: Flask, world: World, marcelle: Client) -> None:
    forget_code(app, world.marcelle)
    see(marcelle, world)
    assert HINT in asked(marcelle)


def test_who_is_about_to_make_a_lock_is_not_sent_to_make_one(app: Flask, world: World, marcelle: Client) -> None:
    forget_code(app, world.marcelle)
    marcelle.get(LOCKS)
    marcelle.post(f"{LOCKS}/carte", headers={"referer": f"http://localhost{LOCKS}"})
    assert HINT not in asked(marcelle)


def test_in_the_last_day_the_page_names_no_tomorrow(app: Flask, world: World, marcelle: Client, clock) -> None:  # noqa: F811
    show_number(app, world)
    see(marcelle, world)
    clock.move_to(NOW + timedelta(days=13, hours=23))
    forget_code(app, world.marcelle)
    see(marcelle, world)
    page = asked(marcelle)
    assert "Dans moins d’un jour, un verrou sera nécessaire" in page
    assert HINT not in page  # said once
