"""Two organisers' digits are good once: what they open is one session, and new ones need no other 48 hours."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.db import db
from entraide.members.actions import roster
from entraide.members.models import Vouching
from entraide.members.queries import find_membership
from tests.accounts.locking import is_in, page_of
from tests.accounts.stepping import clock
from tests.accounts.vouching import NOT_YET, TWO_DAYS, begin, codes, enter, page, said, vouched
from tests.lettering import at_work
from tests.people import Client
from tests.rights.test_erasure_asked import READ
from tests.world import World

__all__ = ["clock", "codes"]


@pytest.fixture
def digits(app: Flask, world: World, clock: time_machine.Traveller) -> str:
    """Said by Marcelle and Jo, 48 hours ago."""
    drawn = vouched(app, world)
    clock.shift(TWO_DAYS)
    return drawn


def say_anew(app: Flask, world: World, who: str) -> str:
    with at_work(app, world.tilleuls):
        row = db.session.scalars(select(Vouching.id)).one()
    answer = Client(app).sign_in(getattr(world, who)).post(f"{page(world)}/{short(row)}", {"seen": "y"})
    return said(answer) if answer.status_code == 200 else ""


def again(app: Flask, client: Client, world: World, digits: str, clock: time_machine.Traveller) -> int:
    clock.shift(timedelta(minutes=1))
    return enter(app, client, world, digits).status_code


def test_the_same_twelve_open_nothing_a_second_time(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, digits: str
) -> None:
    assert enter(app, client, world, digits).status_code == 303
    clock.shift(timedelta(minutes=1))
    thief = Client(app)
    assert NOT_YET in page_of(enter(app, thief, world, digits))
    assert (is_in(client), is_in(thief)) == (True, False)


def test_whoever_was_signed_out_gets_new_ones_from_both_without_waiting(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, digits: str
) -> None:
    enter(app, client, world, digits)
    client.post("/deconnexion")
    client.get("/connexion")
    anew = say_anew(app, world, "jo") + say_anew(app, world, "marcelle")
    assert again(app, client, world, anew, clock) == 303
    assert is_in(client)


def test_new_digits_of_one_alone_open_nothing(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, digits: str
) -> None:
    enter(app, client, world, digits)
    half = say_anew(app, world, "jo")
    for tried in (half + digits[:7], half + digits[7:], 2 * half):
        assert again(app, Client(app), world, tried, clock) == 422


def test_what_earlier_digits_opened_ends_when_new_ones_are_used(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, digits: str
) -> None:
    enter(app, client, world, digits)
    anew = say_anew(app, world, "marcelle") + say_anew(app, world, "jo")
    assert is_in(client)
    hers = Client(app)
    assert again(app, hers, world, anew, clock) == 303
    assert (is_in(client), is_in(hers)) == (False, True)


def test_digits_lost_within_the_48_hours_are_said_anew_and_the_hours_go_on(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    former = vouched(app, world)
    clock.shift(TWO_DAYS / 2)
    anew = say_anew(app, world, "marcelle") + say_anew(app, world, "jo")
    clock.shift(TWO_DAYS / 2)
    assert enter(app, client, world, former).status_code == 422
    assert again(app, client, world, anew, clock) == 303


def test_a_third_organiser_says_none(app: Flask, world: World, digits: str) -> None:
    with at_work(app, world.tilleuls):
        roster.give_role(find_membership(world.tilleuls, world.ana_in_tilleuls), Role.ORGANISER, world.jo_in_tilleuls)
    assert say_anew(app, world, "ana") == ""
    assert "Dire six nouveaux chiffres" not in page_of(Client(app).sign_in(world.ana).get(page(world)))
    assert "Dire six nouveaux chiffres" in page_of(Client(app).sign_in(world.jo).get(page(world)))


def test_organisers_read_that_the_digits_were_used(app: Flask, client: Client, world: World, digits: str) -> None:
    organiser = Client(app).sign_in(world.jo)
    assert "Les chiffres ont servi" not in page_of(organiser.get(page(world)))
    enter(app, client, world, digits)
    assert "Les chiffres ont servi" in page_of(organiser.get(page(world)))


def test_of_an_organiser_who_goes_no_word_is_told(
    app: Flask, world: World, codes: list[str], clock: time_machine.Traveller
) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    assert begin(app, world, "jo").status_code == 200
    assert "a donné sa parole" in page_of(marcelle.get(page(world)))
    assert Client(app).sign_in(world.jo).post("/moi/effacer", READ).status_code == 200
    assert "a donné sa parole" not in page_of(marcelle.get(page(world)))
