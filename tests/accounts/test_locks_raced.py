"""A button pressed twice, or on two devices at the same moment, about one account: one deed waits for the other."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from entraide.access.tokens import short
from entraide.accounts.models import Card, Lock
from entraide.db import db
from entraide.members.models import Vouching
from tests.accounts.locking import LOCKS, App, add_app, codes_on, kinds_in, number_on, page_of
from tests.accounts.test_code_raced import at_once
from tests.accounts.test_steps_lost import promote
from tests.lettering import at_work
from tests.people import Client
from tests.rights.protecting import WORDS
from tests.world import World


def two(app: Flask, world: World) -> tuple[Client, Client]:
    """Lise on two devices, each with a page open."""
    devices = Client(app).sign_in(world.lise), Client(app).sign_in(world.lise)
    for device in devices:
        device.get("/affichage")
    return devices


@pytest.mark.parametrize("kind", ["carte", "application"])
def test_of_two_begun_at_once_one_waits_for_its_first_code(app: Flask, world: World, kind: str) -> None:
    devices = two(app, world)
    at_once(*(partial(device.post, f"{LOCKS}/{kind}") for device in devices))
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Lock.person_id == world.lise.person_id)) == 1
    for device in devices:
        assert device.get(LOCKS).status_code == 200
        assert device.get(f"{LOCKS}/{kind}").status_code in (200, 303)


def test_of_two_that_are_to_count_at_once_one_does(app: Flask, world: World) -> None:
    """Neither was begun with the other shown: a mailbox's reader must not bring his own in beside hers."""
    hers, his = two(app, world)
    codes = codes_on(hers.post(f"{LOCKS}/carte"))
    asked = number_on(page_of(hers.get(f"{LOCKS}/carte")))
    his.post(f"{LOCKS}/application")
    seed = his.get(f"{LOCKS}/application").text.split('id="seed">')[1].split("<")[0]
    answers = at_once(
        partial(hers.post, f"{LOCKS}/carte/fin", {"code": codes[asked - 1]}),
        partial(his.post, f"{LOCKS}/application/fin", {"code": App(seed).code}),
    )
    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert len(kinds_in(app, world.lise)) == 1


def test_words_drawn_twice_at_once_make_one_card(app: Flask, world: World) -> None:
    answers = at_once(*(partial(device.post, WORDS) for device in two(app, world)))
    assert [answer.status_code for answer in answers] == [200, 200]
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Card.person_id == world.lise.person_id)) == 1


def test_a_word_asked_for_twice_at_once_is_asked_once(app: Flask, world: World) -> None:
    promote(app, world, "ana", "jo")
    add_app(Client(app).sign_in(world.lise))
    answers = at_once(*(partial(device.post, f"/moi/acces/{short(world.tilleuls)}") for device in two(app, world)))
    assert [answer.status_code for answer in answers] == [303, 303]
    with at_work(app, world.tilleuls):
        assert len(db.session.scalars(select(Vouching)).all()) == 1
