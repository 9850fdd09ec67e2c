"""What one person does to her own account touches nobody else's, and what is over is over once."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide import worker
from entraide.accounts import losing
from entraide.accounts.locks.actions import codes
from entraide.accounts.locks.queries import locks_of, recovery_left
from entraide.accounts.models import LockKind, Person
from entraide.accounts.moving import waiting_change
from entraide.clock import now
from entraide.db import db
from entraide.operations import losing_locks
from tests.accounts.locking import LOCKS, add_app, add_card, is_in, kinds_in, set_person
from tests.accounts.moving import move
from tests.lettering import at_work
from tests.making import make_lock
from tests.people import Client
from tests.world import World

TWO_DAYS = timedelta(hours=48)


def test_a_new_card_of_codes_ends_the_card_before_it_and_no_other_persons(app: Flask, world: World) -> None:
    for who in (world.jo, world.lise):
        add_card(Client(app).sign_in(who))
    assert kinds_in(app, world.jo) == [LockKind.CARD]


def test_an_address_that_waits_is_told_to_nobody_else(app: Flask, world: World) -> None:
    move(app, Client(app).sign_in(world.lise))
    with app.app_context():
        assert waiting_change(world.lise.person_id) is not None
        assert waiting_change(world.ana.person_id) is None


def test_her_own_unused_codes_for_loss_are_counted_and_nobody_elses(app: Flask, world: World) -> None:
    with at_work(app):
        for person in (world.lise, world.jo):
            make_lock(person.person_id)
        [drawn, *_] = codes.draw_recovery(world.jo.person_id)
        assert codes.use_recovery_code(world.jo.person_id, drawn)
    with app.app_context():
        assert recovery_left(world.jo.person_id) == 9


def test_new_codes_for_loss_end_nobody_elses(app: Flask, world: World) -> None:
    with at_work(app):
        drawn = codes.draw_recovery(world.lise.person_id)
        codes.draw_recovery(world.jo.person_id)
    with at_work(app):
        assert codes.use_recovery_code(world.lise.person_id, drawn[0])


def test_new_codes_for_loss_leave_the_codes_of_her_card(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.lise)
    add_card(client)
    with app.app_context():
        before = [one.left for one in locks_of(world.lise.person_id)]
    assert client.post(f"{LOCKS}/secours").status_code == 200
    with app.app_context():
        assert [one.left for one in locks_of(world.lise.person_id)] == before


def test_new_codes_for_loss_end_her_other_sessions(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.lise)
    add_app(client)
    other = Client(app).sign_in(world.lise)
    assert client.post(f"{LOCKS}/secours").status_code == 200
    assert not is_in(other)
    assert is_in(client)


def test_a_lock_made_after_the_lost_one_was_lifted_stays(app: Flask, world: World) -> None:
    """The operator's command takes effect once: what it left behind must not take the next lock."""
    with time_machine.travel(now(), tick=False) as clock:
        add_app(Client(app).sign_in(world.jo))
        losing_locks.lift(app, world.jo.email)
        clock.shift(TWO_DAYS)
        worker.run_jobs(app, worker.OFTEN)
        assert kinds_in(app, world.jo) == []
        with app.app_context():
            assert db.session.get_one(Person, world.jo.person_id).lock_lifts_at is None
        with at_work(app):
            make_lock(world.jo.person_id)
        worker.run_jobs(app, worker.OFTEN)
        assert kinds_in(app, world.jo) == [LockKind.APP]


@pytest.mark.parametrize(("hours", "comes"), [(1, True), (-1, False)])
def test_a_lift_is_to_come_until_it_came_and_only_hers(app: Flask, world: World, hours: int, comes: bool) -> None:
    set_person(app, world.jo.person_id, lock_lifts_at=now() + timedelta(hours=hours))
    with app.app_context():
        assert (losing.lifts_at(world.jo.person_id) is not None) is comes
        assert losing.lifts_at(world.lise.person_id) is None
