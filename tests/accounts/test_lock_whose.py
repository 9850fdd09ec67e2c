"""A lock opens for its owner alone, not before it was shown once, and what stands for it for nobody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from entraide.accounts import locks
from entraide.accounts.locks.actions import apps, codes
from entraide.accounts.locks.queries import kinds_of
from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.locking import LOCKS, App, add_app, add_passkey, codes_on, kinds_in
from tests.accounts.stepping import CONFIRM, forget_code
from tests.accounts.test_lock_codes import made_app
from tests.people import Client, code_in, letters_to
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


def test_an_app_waits_an_hour_for_its_first_code(app: Flask, client: Client, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        client.sign_in(world.lise).post(f"{LOCKS}/application")
        shown = client.get(f"{LOCKS}/application")
        own = App(re.findall(r'id="seed">([A-Z2-7 ]+)<', shown.get_data(as_text=True))[0])
        traveller.shift(timedelta(hours=1))
        assert client.post(f"{LOCKS}/application/fin", {"code": own.code}).location == LOCKS
    assert kinds_in(app, world.lise) == []


@pytest.mark.parametrize(("minutes", "status"), [(14, 422), (16, 303)])
def test_after_five_wrong_tries_the_right_code_waits_fifteen_minutes(
    app: Flask, client: Client, world: World, minutes: int, status: int
) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        hers, _ = add_app(client.sign_in(world.lise))
        for _ in range(5):
            assert client.post(CONFIRM, {"app_code": "000000"}).status_code == 422
        traveller.shift(timedelta(minutes=minutes))
        assert client.post(CONFIRM, {"app_code": hers.code}).status_code == status


def test_a_session_that_one_groups_organisers_opened_changes_no_lock(app: Flask, client: Client, world: World) -> None:
    add_app(client.sign_in(world.lise))
    with app.app_context():
        db.session.execute(update(SignIn).values(only_group_id=world.tilleuls))
        db.session.commit()
    made = re.findall(rf'href="({LOCKS}/[\w-]{{22}})"', Client(app).sign_in(world.lise).get(LOCKS).text)
    assert len(made) == 1
    for path in (f"{LOCKS}/application", f"{LOCKS}/carte", f"{LOCKS}/secours", f"{LOCKS}/porte", f"{made[0]}/retirer"):
        assert client.post(path).status_code == 404
    assert client.get(LOCKS).status_code == 404


def test_a_code_asked_for_by_one_makes_nobody_else_sure(app: Flask, client: Client, world: World) -> None:
    """Two who share a computer: what came to one mailbox does not speak for the other."""
    for person in (world.lise, world.ana):
        client.sign_in(person)
        forget_code(app, person)
    client.sign_in(world.lise)
    client.post(CONFIRM)
    client.browser.delete_cookie("sid")
    client.sign_in(world.ana)
    forget_code(app, world.ana)
    assert client.post("/connexion/code", {"code": code_in(letters_to(app, world.lise.email)[-1])}).status_code == 422
    assert client.post(f"{LOCKS}/application").location == CONFIRM
