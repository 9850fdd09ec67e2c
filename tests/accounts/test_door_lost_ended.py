"""What two organisers' digits let in ends with their word, with a new lock, and with the membership."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import db
from entraide.members.actions import roster
from entraide.members.models import Vouching
from entraide.members.queries import find_membership
from tests.accounts.locking import LOCKS, add_app, is_in
from tests.accounts.stepping import CONFIRM, TEN_MINUTES, clock
from tests.accounts.vouching import TWO_DAYS, codes, enter, page, vouched
from tests.lettering import at_work
from tests.people import Client
from tests.world import World

__all__ = ["clock", "codes"]


@pytest.mark.parametrize("who", ["an organiser", "she herself"])
def test_stopping_it_ends_the_session_it_let_in(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, who: str
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, digits)
    if who == "an organiser":
        with at_work(app, world.tilleuls):
            row = db.session.scalars(select(Vouching.id)).one()
        Client(app).sign_in(world.jo).post(f"{page(world)}/{short(row)}/arreter")
    else:
        Client(app).sign_in(world.lise).post(f"/moi/acces/{short(world.tilleuls)}/arreter")
    assert not is_in(client)
    clock.shift(timedelta(minutes=1))
    assert enter(app, Client(app), world, digits).status_code == 422


def test_leaving_the_group_ends_it_too(app: Flask, client: Client, world: World, clock: time_machine.Traveller) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, digits)
    client.post(f"/g/{short(world.tilleuls)}/quitter")
    with app.app_context():
        assert db.session.scalars(select(SignIn.vouching_id).where(SignIn.vouching_id.is_not(None))).all() == []


def test_it_ends_no_other_session_of_hers(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    at_home = Client(app).sign_in(world.lise)
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, digits)
    at_home.post(f"/moi/acces/{short(world.tilleuls)}/arreter")
    assert (is_in(client), is_in(at_home)) == (False, True)


def test_a_call_list_opened_meanwhile_is_closed_with_it(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    with at_work(app, world.tilleuls):
        for name in ("lise", "ana"):
            member = find_membership(world.tilleuls, getattr(world, f"{name}_in_tilleuls"))
            roster.give_role(member, Role.ORGANISER, world.marcelle_in_tilleuls)
    at_home = Client(app).sign_in(world.lise)
    vouched(app, world)
    clock.shift(TWO_DAYS)
    with app.app_context():
        db.session.query(SignIn).filter_by(person_id=world.lise.person_id).update({"sure_since": now()})
        db.session.commit()
    numbers = f"/g/{short(world.tilleuls)}/appels/numeros"
    assert at_home.post(numbers).location != CONFIRM
    at_home.post(f"/moi/acces/{short(world.tilleuls)}/arreter")
    clock.shift(TEN_MINUTES)
    assert at_home.post(numbers).location == CONFIRM


def test_where_it_is_her_only_group_she_makes_another_lock_and_is_whole(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, digits)
    add_app(client)
    assert client.get(LOCKS).status_code == 200
    clock.shift(timedelta(minutes=1))
    assert enter(app, Client(app), world, digits).status_code == 422, "with a new lock it is over"


def give_up(app: Flask, world: World, how: str) -> None:
    with at_work(app, world.tilleuls):
        jo = find_membership(world.tilleuls, world.jo_in_tilleuls)
        if how == "leaves":
            roster.end(jo)
        else:
            roster.take_role(jo, Role.ORGANISER, jo.id)


@pytest.mark.parametrize("how", ["leaves", "keeps the group no more"])
def test_the_word_of_an_organiser_who_stops_meanwhile_opens_nothing(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, how: str
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS / 2)
    give_up(app, world, how)
    clock.shift(TWO_DAYS)
    assert enter(app, client, world, digits).status_code == 422


@pytest.mark.parametrize("how", ["leaves", "keeps the group no more"])
def test_after_the_48_hours_an_organiser_may_stop(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, how: str
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    give_up(app, world, how)
    assert enter(app, client, world, digits).status_code == 303
