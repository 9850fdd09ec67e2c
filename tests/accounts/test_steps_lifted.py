"""The operator's command: it lifts a lock in 48 hours, tells its owner, and opens nothing."""

import io
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide import worker
from entraide.accounts import losing
from entraide.accounts.models import LockKind, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.journal.models import Entry
from entraide.operations import losing_locks
from tests.accounts.locking import add_app, add_card, kinds_in, recovery_of, set_person, share_mailbox
from tests.accounts.stepping import CONFIRM, clock, forget_code, see, show_number, type_code, words
from tests.people import Client, letters_to, text_of
from tests.world import World

__all__ = ["clock"]
TWO_DAYS = timedelta(hours=48)
LOST = "/moi/acces"


@pytest.fixture
def jo(app: Flask, world: World, clock: time_machine.Traveller) -> Client:
    show_number(app, world)
    client = Client(app).sign_in(world.jo)
    add_app(client)
    set_person(app, world.jo.person_id, lock_at_door=True)
    return client


def test_after_48_hours_the_lock_is_gone_and_a_code_is_enough(
    app: Flask, world: World, jo: Client, clock: time_machine.Traveller
) -> None:
    losing_locks.lift(app, world.jo.email)
    clock.shift(TWO_DAYS - timedelta(seconds=1))
    worker.run_jobs(app, worker.OFTEN)
    assert kinds_in(app, world.jo) == [LockKind.APP]
    clock.shift(timedelta(seconds=1))
    forget_code(app, world.jo)
    assert see(jo, world) == CONFIRM
    assert "Montrez votre verrou" not in words(jo)
    worker.run_jobs(app, worker.OFTEN)
    assert kinds_in(app, world.jo) == []


def test_letters_and_a_notice_say_so_and_name_nothing(
    app: Flask, world: World, jo: Client, clock: time_machine.Traveller
) -> None:
    before = len(letters_to(app, world.jo.email))
    losing_locks.lift(app, world.jo.email)
    [told] = [one for one in letters_to(app, world.jo.email) if LOST in text_of(one)]
    assert str(told["Subject"])
    assert "votre verrou est perdu" in words(jo, "/agenda")
    clock.shift(timedelta(hours=24))
    assert len(letters_to(app, world.jo.email)) == before + 2


def test_she_stops_it_on_any_device(app: Flask, world: World, jo: Client, clock: time_machine.Traveller) -> None:
    losing_locks.lift(app, world.jo.email)
    assert Client(app).sign_in(world.jo).post(f"{LOST}/arreter").location == LOST
    assert "votre verrou est perdu" not in words(jo, "/agenda")
    clock.shift(TWO_DAYS)
    worker.run_jobs(app, worker.OFTEN)
    assert kinds_in(app, world.jo) == [LockKind.APP]


def test_it_opens_no_session_and_is_noted(app: Flask, world: World, jo: Client) -> None:
    with app.app_context():
        many = len(db.session.scalars(select(SignIn)).all())
    losing_locks.lift(app, world.jo.email)
    with app.app_context():
        assert len(db.session.scalars(select(SignIn)).all()) == many
        assert db.session.scalar(select(Entry.about_id).where(Entry.deed == "lock:lift")) == world.jo.person_id


def test_what_it_prints_tells_nothing(app: Flask, world: World, jo: Client, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for address in (world.jo.email, world.lise.email, "nobody@poste.example", "12345678"):
        losing_locks.lift(app, address)
        said.append(capsys.readouterr())
    assert len(set(said)) == 1
    assert not said[0].err


def test_the_address_may_come_from_standard_input(
    app: Flask, world: World, jo: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{world.jo.email}\n"))
    losing_locks.lift(app, None)
    assert "votre verrou est perdu" in words(jo, "/agenda")


def test_of_a_shared_mailbox_the_first_name_says_whose(app: Flask, world: World, jo: Client) -> None:
    ana = Client(app).sign_in(world.ana)
    add_app(ana)
    share_mailbox(app, world.ana, world.jo)
    with pytest.raises(losing.SeveralRead):
        losing_locks.lift(app, world.jo.email)
    losing_locks.lift(app, world.jo.email, "jo")
    assert "votre verrou est perdu" in words(jo, "/agenda")
    assert "votre verrou est perdu" not in words(ana, "/agenda")


def test_a_code_typed_meanwhile_opens_nothing_more(
    app: Flask, world: World, jo: Client, clock: time_machine.Traveller
) -> None:
    losing_locks.lift(app, world.jo.email)
    clock.shift(timedelta(hours=47))
    forget_code(app, world.jo)
    type_code(app, world.jo, now())
    assert see(jo, world) == CONFIRM


@pytest.mark.parametrize("hours", [47, 48])
def test_a_lock_made_meanwhile_is_not_lifted_with_the_lost_one(
    app: Flask, world: World, jo: Client, clock: time_machine.Traveller, hours: int
) -> None:
    losing_locks.lift(app, world.jo.email)
    clock.shift(timedelta(hours=hours))
    client = Client(app).sign_in(world.jo, with_lock=True)
    type_code(app, world.jo, now())
    codes = recovery_of(add_card(client)[1])
    worker.run_jobs(app, worker.OFTEN)
    clock.shift(timedelta(hours=2))
    worker.run_jobs(app, worker.OFTEN)
    assert LockKind.CARD in kinds_in(app, world.jo)
    assert len(kinds_in(app, world.jo)) == (1 if hours == 48 else 2)
    assert len(codes) == (10 if hours == 48 else 0)
