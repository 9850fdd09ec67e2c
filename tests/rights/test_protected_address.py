"""Another address in protected mode: it never takes the former one's place before that could be undone."""

from datetime import timedelta

import time_machine
from flask import Flask

from entraide import worker
from entraide.accounts.models import Person
from entraide.accounts.queries import address_of
from entraide.clock import now
from entraide.db import db
from tests.accounts.moving import NEW, move
from tests.people import Client
from tests.rights.protecting import PAGE, protect, show_words, sign_in, world_lise
from tests.world import World


def address(app: Flask, world: World) -> str | None:
    with app.app_context():
        return address_of(db.session.get_one(Person, world.lise.person_id))


def test_who_shut_her_out_does_not_move_her_letters_before_she_undid_it(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone = sign_in(app, world.lise, days_ago=8)
        intruder = world_lise(app, world)
        show_words(intruder.client, intruder.paper)
        move(app, intruder.client)
        traveller.shift(timedelta(days=6))
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        assert phone.post(f"{PAGE}/annuler").headers["location"] == PAGE
        traveller.shift(timedelta(days=6))
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        assert address(app, world) == world.lise.email


def test_an_address_asked_for_before_the_mode_does_not_come_before_she_undid_it_either(
    app: Flask, world: World
) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone, intruder = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
        move(app, intruder)
        protect(intruder)
        traveller.shift(timedelta(days=6))
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        assert phone.post(f"{PAGE}/annuler").headers["location"] == PAGE
        traveller.shift(timedelta(days=6))
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        assert address(app, world) == world.lise.email


def test_her_own_new_address_waits_with_the_mode(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        lise = world_lise(app, world)
        show_words(lise.client, lise.paper)
        move(app, lise.client)
        traveller.shift(timedelta(days=2, hours=1))
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        assert address(app, world) is None
        assert Client(app).get("/").status_code == 200
        show_words(lise.client, lise.paper)
        lise.client.post(f"{PAGE}/fin")
        assert address(app, world) == NEW
