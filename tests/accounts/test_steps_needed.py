"""What is asked for before a deed: nothing, a code, the lock, or making one (DECISIONS 5)."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.accounts.models import Person
from entraide.clock import now
from entraide.db import db
from entraide.members.actions import roster
from entraide.members.queries import find_membership
from tests.accounts.locking import add_app
from tests.accounts.stepping import (
    CONFIRM,
    DAYS,
    TEN_MINUTES,
    clock,
    forget_code,
    see,
    show_number,
    type_code,
    words,
)
from tests.lettering import at_work
from tests.people import Client
from tests.world import World

__all__ = ["clock"]


@pytest.fixture
def marcelle(app: Flask, world: World, clock: time_machine.Traveller) -> Client:
    show_number(app, world)
    return Client(app).sign_in(world.marcelle)


@pytest.fixture
def jo(app: Flask, world: World, clock: time_machine.Traveller) -> Client:
    show_number(app, world)
    return Client(app).sign_in(world.jo)


def first_deed(app: Flask, world: World) -> object:
    with app.app_context():
        return db.session.scalar(select(Person.first_deed).where(Person.id == world.marcelle.person_id))


def test_without_a_lock_a_code_stands_in_for_ten_minutes(
    jo: Client, world: World, clock: time_machine.Traveller
) -> None:
    clock.shift(TEN_MINUTES - timedelta(seconds=1))
    assert see(jo, world) == "done"
    clock.shift(timedelta(seconds=1))
    assert see(jo, world) == CONFIRM


def test_coming_back_to_the_step_by_the_browsers_own_button_asks_for_nothing_again(
    app: Flask, jo: Client, world: World, clock: time_machine.Traveller
) -> None:
    clock.shift(TEN_MINUTES)
    assert see(jo, world) == CONFIRM
    assert f'action="{CONFIRM}"' in jo.get(CONFIRM).text
    type_code(app, world.jo, now())
    assert f'action="{CONFIRM}"' not in jo.get(CONFIRM).text


def test_with_a_lock_it_is_the_lock_that_is_asked_for(app: Flask, jo: Client, world: World) -> None:
    add_app(jo)
    assert see(jo, world) == "done"
    forget_code(app, world.jo)
    type_code(app, world.jo, now())
    assert see(jo, world) == CONFIRM
    assert "Montrez votre verrou" in words(jo)


def test_a_lock_that_was_shown_holds_for_ten_minutes(
    app: Flask, jo: Client, world: World, clock: time_machine.Traveller
) -> None:
    shown, _ = add_app(jo)
    clock.shift(TEN_MINUTES)
    assert see(jo, world) == CONFIRM
    assert jo.post(CONFIRM, {"app_code": "000000"}).status_code == 422
    assert see(jo, world) == CONFIRM
    assert jo.post(CONFIRM, {"app_code": shown.code}).status_code == 303
    assert see(jo, world) == "done"
    clock.shift(TEN_MINUTES)
    assert see(jo, world) == CONFIRM


def test_a_lock_shown_on_one_session_opens_no_other(app: Flask, jo: Client, world: World) -> None:
    add_app(jo)
    other = Client(app).sign_in(world.jo)
    assert (see(jo, world), see(other, world)) == ("done", CONFIRM)


def test_a_lock_added_on_another_device_ends_this_session(app: Flask, jo: Client, world: World) -> None:
    other = Client(app).sign_in(world.jo)
    add_app(other)
    assert see(jo, world) == "/connexion"


def test_who_keeps_a_group_has_fourteen_days_from_her_first_deed(
    app: Flask, marcelle: Client, world: World, clock: time_machine.Traveller
) -> None:
    clock.shift(100 * DAYS)
    type_code(app, world.marcelle, now())
    assert see(marcelle, world) == "done"
    clock.shift(14 * DAYS - timedelta(seconds=1))
    type_code(app, world.marcelle, now())
    assert see(marcelle, world) == "done"
    clock.shift(timedelta(seconds=1))
    assert see(marcelle, world) == CONFIRM
    assert "Il faut un verrou maintenant" in words(marcelle)


def test_a_deed_that_was_refused_begins_no_days(app: Flask, marcelle: Client, world: World) -> None:
    assert marcelle.post(f"/g/{short(world.tilleuls)}/reglages/plafond", {"ceiling": "nonsense"}).status_code == 422
    assert first_deed(app, world) is None
    assert see(marcelle, world) == "done"
    assert first_deed(app, world) == now()


def test_a_deed_shown_by_a_lock_begins_the_days_too(app: Flask, marcelle: Client, world: World) -> None:
    add_app(marcelle)
    assert see(marcelle, world) == "done"
    assert first_deed(app, world) == now()


def test_a_plain_member_never_needs_a_lock(app: Flask, jo: Client, world: World, clock: time_machine.Traveller) -> None:
    for _ in range(3):
        assert see(jo, world) == "done"
        clock.shift(15 * DAYS)
        type_code(app, world.jo, now())


def test_a_treasurer_has_fourteen_days_too(app: Flask, jo: Client, world: World, clock: time_machine.Traveller) -> None:
    with at_work(app, world.tilleuls):
        roster.give_role(
            find_membership(world.tilleuls, world.jo_in_tilleuls), Role.TREASURER, world.marcelle_in_tilleuls
        )
    assert see(jo, world) == "done"
    clock.shift(14 * DAYS)
    type_code(app, world.jo, now())
    assert see(jo, world) == CONFIRM


def test_what_concerns_herself_alone_has_no_days(
    app: Flask, marcelle: Client, world: World, clock: time_machine.Traveller
) -> None:
    assert see(marcelle, world) == "done"
    clock.shift(30 * DAYS)
    type_code(app, world.marcelle, now())
    assert marcelle.post("/moi/verrous/carte").status_code in (200, 303)
    assert marcelle.post("/moi/verrous/carte").location != CONFIRM


@pytest.mark.parametrize(
    ("after", "said"), [(6, None), (7, "Dans 7"), (12.5, "Dans 2"), (13, "moins d’un jour"), (13.9, "moins d’un jour")]
)
def test_in_the_last_week_it_is_said_how_long(
    app: Flask, marcelle: Client, world: World, clock: time_machine.Traveller, after: float, said: str | None
) -> None:
    assert see(marcelle, world) == "done"
    clock.shift(after * DAYS)
    assert see(marcelle, world) == CONFIRM
    page = words(marcelle)
    assert (said in page) if said else "verrou sera nécessaire" not in page


def test_after_making_the_lock_she_is_led_back_to_what_she_was_doing(
    app: Flask, marcelle: Client, world: World, clock: time_machine.Traveller
) -> None:
    assert see(marcelle, world) == "done"
    clock.shift(15 * DAYS)
    roster_page = f"/g/{short(world.tilleuls)}/membres"
    path = f"/g/{short(world.tilleuls)}/membre/{short(world.lise_in_tilleuls)}/voir"
    assert marcelle.post(path, headers={"Referer": f"http://localhost{roster_page}"}).location == CONFIRM
    assert 'href="/moi/verrous"' in words(marcelle)
    type_code(app, world.marcelle, now())
    add_app(marcelle)
    assert 'href="/moi/retour"' in words(marcelle, "/moi/verrous")
    assert marcelle.get("/moi/retour").location == roster_page
    assert 'href="/moi/retour"' not in words(marcelle, "/moi/verrous")
    assert see(marcelle, world) == "done"


@pytest.fixture
def locked_lately(app: Flask, marcelle: Client, world: World, clock: time_machine.Traveller) -> Client:
    """Marcelle just made the lock that looking at somebody's details asked for."""
    assert see(marcelle, world) == "done"
    clock.shift(15 * DAYS)
    path = f"/g/{short(world.tilleuls)}/membre/{short(world.lise_in_tilleuls)}/voir"
    marcelle.post(path, headers={"Referer": "http://localhost/g"})
    words(marcelle)
    type_code(app, world.marcelle, now())
    add_app(marcelle)
    return marcelle


@pytest.mark.parametrize(("minutes", "stands"), [(59, True), (60, False)])
def test_the_way_back_is_shown_for_an_hour(
    locked_lately: Client, clock: time_machine.Traveller, minutes: int, stands: bool
) -> None:
    clock.shift(timedelta(minutes=minutes))
    assert ('href="/moi/retour"' in words(locked_lately, "/moi/verrous")) is stands


def test_the_way_back_is_shown_no_more_once_she_went_by_herself(locked_lately: Client) -> None:
    assert locked_lately.get("/g").status_code == 200
    assert 'href="/moi/retour"' not in words(locked_lately, "/moi/verrous")


def test_what_was_typed_is_kept_over_the_step(app: Flask, marcelle: Client, world: World) -> None:
    forget_code(app, world.marcelle)
    path = f"/g/{short(world.tilleuls)}/membre/{short(world.odile_in_tilleuls)}/adresse"
    assert marcelle.post(path, {"email": "odile@poste.example", "revision": "1"}).location == CONFIRM
    type_code(app, world.marcelle, now())
    page = words(marcelle, "/moi/formulaire")
    assert f'action="{path}"' in page
    assert "odile@poste.example" in page
