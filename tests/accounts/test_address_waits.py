"""An address that is to follow: not an hour early, and not by a lock that was shown for something else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.accounts.models import AddressChange, Challenge, Door, SignIn
from entraide.accounts.moving import holds_at_once
from entraide.clock import now
from entraide.db import db
from tests.accounts.moving import NEW, address, is_waiting, lock, move, prove
from tests.people import Client, deliver
from tests.world import World


def test_without_a_lock_the_former_address_holds_for_48_hours(app: Flask, client: Client, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        move(app, client.sign_in(world.lise))
        traveller.shift(timedelta(hours=47, minutes=59))
        deliver(app)
        assert address(app, world.lise) == world.lise.email
        traveller.shift(timedelta(minutes=2))
        deliver(app)
        assert address(app, world.lise) == NEW


@contextmanager
def proved(app: Flask, client: Client, world: World) -> Iterator[tuple[Challenge, SignIn]]:
    """Let Lise, whose lock has stood for three days, prove another address; give the challenge and her session."""
    client.sign_in(world.lise)
    lock(app, world.lise, since=timedelta(days=3))
    prove(app, client)
    with app.app_context():
        challenge = db.session.scalars(select(Challenge).where(Challenge.door == Door.MOVE)).one()
        here = db.session.scalars(select(SignIn).where(SignIn.person_id == world.lise.person_id)).one()
        yield challenge, here


@pytest.mark.parametrize(("minutes", "is_at_once"), [(15, True), (25, False)])
def test_a_lock_that_was_shown_long_before_asking_does_not_stand_for_it(
    app: Flask, client: Client, world: World, minutes: int, is_at_once: bool
) -> None:
    """Where organisers vouched, a code asks for the move: an older showing must not make it hold at once."""
    with proved(app, client, world) as (challenge, here):
        here.lock_since = challenge.created - timedelta(minutes=minutes)
        assert holds_at_once(challenge, here.id) is is_at_once
        here.lock_since = None
        assert not holds_at_once(challenge, here.id)


def test_a_device_that_checked_nobody_does_not_stand_for_it(app: Flask, client: Client, world: World) -> None:
    """Whoever has such a key in her hands, and reads the mailbox, may be anybody at home: 48 hours pass."""
    with proved(app, client, world) as (challenge, here):
        here.lock_unchecked = True
        assert not holds_at_once(challenge, here.id)


def test_a_proved_address_is_no_door_to_whoever_reads_it(app: Flask, client: Client, world: World) -> None:
    prove(app, client.sign_in(world.lise), world.ana.email)
    client.browser.delete_cookie("sid")
    assert client.get("/connexion/verrou").location == "/connexion"


def test_ending_the_one_session_that_asked_stops_it(app: Flask, client: Client, world: World) -> None:
    other = Client(app).sign_in(world.lise)
    move(app, client.sign_in(world.lise))
    with app.app_context():
        asked_from = db.session.scalars(select(AddressChange.sign_in_id)).one()
    assert other.post(f"/moi/appareils/{short(asked_from)}/fin").status_code == 303
    assert not is_waiting(app, world.lise)
