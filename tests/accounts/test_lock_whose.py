"""A lock opens for its owner alone, and not before it was shown once."""

import time_machine
from flask import Flask

from entraide.accounts import locks
from entraide.accounts.locks.actions import apps, codes
from entraide.accounts.locks.queries import kinds_of
from entraide.clock import now
from entraide.db import db
from tests.accounts.locking import LOCKS, App, add_app, add_passkey, codes_on
from tests.accounts.stepping import CONFIRM, forget_code
from tests.accounts.test_lock_codes import made_app
from tests.people import Client
from tests.world import World


def test_nobody_elses_app_opens(app: Flask, world: World) -> None:
    with app.app_context(), time_machine.travel(now(), tick=False):
        hers = made_app(world.lise.person_id)
        made_app(world.ana.person_id)
        assert not locks.check_app(world.ana.person_id, hers.code)
        assert locks.check_app(world.lise.person_id, hers.code)


def test_an_app_that_was_never_shown_opens_nothing(app: Flask, world: World) -> None:
    """Whoever is at her open page might make one unseen: no letter leaves before its first code was typed."""
    her = world.lise.person_id
    with app.app_context(), time_machine.travel(now(), tick=False):
        waiting = App(apps.make_app(her, "").text)
        db.session.commit()
        assert not locks.check_app(her, waiting.code)


def test_a_card_that_was_never_shown_opens_nothing(app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context():
        drawn = codes.draw_card(her, "")
        db.session.commit()
        assert not any(locks.check_card(her, code) for code in drawn.codes)
        assert kinds_of(her) == frozenset()


def test_a_code_for_loss_opens_no_deed_of_who_is_signed_in(app: Flask, client: Client, world: World) -> None:
    """It is for the day when every lock is lost, at the door; a page left open must not be enough for deeds."""
    client.sign_in(world.lise)
    _, made = add_app(client)
    recovery = codes_on(made)
    forget_code(app, world.lise)
    for fields in ({"app_code": ""}, {"card_code": "", "app_code": ""}, {"answer": ""}):
        assert client.post(CONFIRM, {"recovery_code": recovery[0], **fields}).status_code == 422
    assert client.post(f"{LOCKS}/secours").location == CONFIRM
    with app.app_context():
        assert codes.use_recovery_code(world.lise.person_id, recovery[0])


def test_nobody_elses_passkey_stands_for_hers(app: Flask, client: Client, world: World) -> None:
    """Whoever came in by her mailbox has a passkey too: his own."""
    stranger, _ = add_passkey(Client(app).sign_in(world.ana))
    add_app(client.sign_in(world.lise))
    forget_code(app, world.lise)
    options = client.post(f"{LOCKS}/defi").get_data(as_text=True)
    assert client.post(CONFIRM, {"answer": stranger.show(options)}).status_code == 422
    assert client.post(f"{LOCKS}/secours").location == CONFIRM
