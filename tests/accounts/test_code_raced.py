"""A code, or twelve digits, sent twice at the same moment by two browsers that hold the same cookies: one session."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from entraide import worker
from entraide.accounts.models import SignIn
from entraide.db import db
from entraide.mail.models import Lane
from tests.accounts.locking import DOOR, prove_mailbox
from tests.accounts.stepping import clock
from tests.accounts.vouching import BY_WORD, TWO_DAYS, codes, vouched
from tests.people import Client, code_in, letters_to
from tests.world import World

__all__ = ["clock", "codes"]


def at_once(*deeds: Callable[[], TestResponse]) -> list[TestResponse]:
    """Let real threads do these at the same moment, each with a connection of its own."""
    gate, answers = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], TestResponse]) -> None:
        gate.wait(10)
        answers.append(deed())

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


def twin_of(client: Client) -> Client:
    """A second browser with the first one's cookies: a press that is sent twice."""
    twin = Client(client.app)
    for name in ("ref", "f"):
        if cookie := client.browser.get_cookie(name):
            twin.browser.set_cookie(name, cookie.value)
    twin.token = client.token
    return twin


def sessions(app: Flask, world: World) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).where(SignIn.person_id == world.ana.person_id)) or 0


def test_a_code_sent_twice_at_once_opens_one_session(app: Flask, client: Client, world: World) -> None:
    client.post("/connexion", {"email": world.ana.email})
    worker.send(app, Lane.CODE)
    code = code_in(letters_to(app, world.ana.email)[-1])
    typed = [partial(who.post, "/connexion/code", {"code": code}) for who in (client, twin_of(client))]
    assert sorted(answer.status_code for answer in at_once(*typed)) == [303, 422]
    assert sessions(app, world) == 1


def test_twelve_digits_typed_at_once_in_two_browsers_open_one_session(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    thief = Client(app)
    for who in (client, thief):
        assert prove_mailbox(app, who, world.lise).location == DOOR
        clock.shift(timedelta(minutes=1))
    typed = [partial(who.post, BY_WORD, {"digits": digits}) for who in (client, thief)]
    assert sorted(answer.status_code for answer in at_once(*typed)) == [303, 422]
    with app.app_context():
        let_in = select(func.count()).where(SignIn.vouching_id.is_not(None))
        assert db.session.scalar(let_in) == 1
