"""Letters leave once, wait when the server is away, and stop when they are refused for good."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from entraide import worker
from entraide.accounts.actions import ask_code
from entraide.accounts.models import Challenge, ChallengeCode, Door
from entraide.clock import now
from entraide.db import db
from entraide.mail.models import Lane, Letter, State
from tests.mail.server import Inbox, mail_server
from tests.world import World


@pytest.fixture
def inbox(app: Flask) -> Iterator[Inbox]:
    before = app.extensions["entraide.settings"]
    with mail_server() as inbox:
        app.extensions["entraide.settings"] = replace(before, demo=False, mail_url=inbox.url)
        yield inbox
    app.extensions["entraide.settings"] = before


def ask(app: Flask, address: str) -> None:
    with app.app_context():
        ask_code(address, Door.SIGN_IN, "ref", "fr")
        db.session.commit()


def state_of_letter(app: Flask) -> Letter:
    with app.app_context():
        return db.session.scalars(select(Letter)).one()


def test_a_letter_reaches_the_mail_server_once(app: Flask, world: World, inbox: Inbox) -> None:
    ask(app, world.lise.email)
    worker.send(app, Lane.CODE)
    worker.send(app, Lane.CODE)
    assert len(inbox.taken) == 1


def test_a_letter_says_nothing_beyond_the_facade(app: Flask, world: World, inbox: Inbox) -> None:
    ask(app, world.lise.email)
    worker.send(app, Lane.CODE)
    headers = inbox.taken[0].split(b"\r\n\r\n")[0].lower()
    assert b"entraide" not in headers


def test_a_letter_waits_when_the_server_is_down(app: Flask, world: World, inbox: Inbox) -> None:
    ask(app, world.lise.email)
    app.extensions["entraide.settings"] = replace(
        app.extensions["entraide.settings"], mail_url="smtp+plain://127.0.0.1:1"
    )
    worker.send(app, Lane.CODE)
    letter = state_of_letter(app)
    assert (letter.state, letter.answer_code) == (State.WAITING, 0)


def test_a_letter_put_off_leaves_later(app: Flask, world: World, inbox: Inbox) -> None:
    inbox.answers = ["451 try later"]
    ask(app, world.lise.email)
    with time_machine.travel(now(), tick=False) as traveller:
        worker.send(app, Lane.CODE)
        assert state_of_letter(app).state is State.WAITING
        traveller.shift(timedelta(minutes=1))
        worker.send(app, Lane.CODE)
    assert len(inbox.taken) == 1


@pytest.mark.parametrize(("before", "ends"), [(6, State.WAITING), (7, State.REFUSED)])
def test_a_letter_is_given_up_at_the_eighth_try(
    app: Flask, world: World, inbox: Inbox, before: int, ends: State
) -> None:
    inbox.answers = ["451 try later"]
    ask(app, world.lise.email)
    with app.app_context():
        db.session.execute(update(Letter).values(attempts=before, deadline=None))
        db.session.commit()
    worker.send(app, Lane.CODE)
    assert state_of_letter(app).state is ends


def test_each_attempt_carries_a_fresh_code(app: Flask, world: World, inbox: Inbox) -> None:
    inbox.answers = ["451 try later"]
    ask(app, world.lise.email)
    with time_machine.travel(now(), tick=False) as traveller:
        worker.send(app, Lane.CODE)
        traveller.shift(timedelta(minutes=1))
        worker.send(app, Lane.CODE)
    with app.app_context():
        assert len(set(db.session.scalars(select(ChallengeCode.code_hmac)))) == 2


def test_the_ten_minutes_begin_when_the_server_took_the_letter(app: Flask, world: World, inbox: Inbox) -> None:
    inbox.answers = ["451 try later"]
    ask(app, world.lise.email)
    with time_machine.travel(now(), tick=False) as traveller:
        worker.send(app, Lane.CODE)
        traveller.shift(timedelta(minutes=30))
        worker.send(app, Lane.CODE)
        with app.app_context():
            latest = db.session.scalars(select(ChallengeCode).order_by(ChallengeCode.made.desc())).first()
            assert latest is not None
            assert latest.until == now() + timedelta(minutes=10)


def test_a_taken_code_is_kept_as_its_hmac_alone(app: Flask, world: World, inbox: Inbox) -> None:
    ask(app, world.lise.email)
    worker.send(app, Lane.CODE)
    with app.app_context():
        assert list(db.session.scalars(select(ChallengeCode.code_sealed))) == [None]


@pytest.mark.parametrize("answer", ["550 no such mailbox", "rcpt 550 no such mailbox"])
def test_a_letter_refused_for_good_is_not_tried_again(app: Flask, world: World, inbox: Inbox, answer: str) -> None:
    inbox.answers = [answer]
    ask(app, world.lise.email)
    worker.send(app, Lane.CODE)
    letter = state_of_letter(app)
    assert (letter.state, letter.answer_code) == (State.REFUSED, 550)


def test_a_letter_past_its_deadline_does_not_leave(app: Flask, world: World, inbox: Inbox) -> None:
    ask(app, world.lise.email)
    with app.app_context():
        db.session.execute(update(Letter).values(deadline=now() - timedelta(seconds=1)))
        db.session.commit()
    worker.send(app, Lane.CODE)
    assert (state_of_letter(app).state, inbox.taken) == (State.REFUSED, [])


def test_a_claim_whose_worker_died_is_taken_over(app: Flask, world: World, inbox: Inbox) -> None:
    ask(app, world.lise.email)
    with app.app_context():
        db.session.execute(update(Letter).values(state=State.CLAIMED, lease_until=now() - timedelta(seconds=1)))
        db.session.commit()
    worker.send(app, Lane.CODE)
    assert len(inbox.taken) == 1


def test_a_claim_that_still_holds_is_left_alone(app: Flask, world: World, inbox: Inbox) -> None:
    ask(app, world.lise.email)
    with app.app_context():
        db.session.execute(update(Letter).values(state=State.CLAIMED, lease_until=now() + timedelta(minutes=1)))
        db.session.commit()
    worker.send(app, Lane.CODE)
    assert inbox.taken == []


def test_the_message_id_is_the_same_at_every_attempt_and_names_no_kind(app: Flask, world: World, inbox: Inbox) -> None:
    ask(app, world.lise.email)
    worker.send(app, Lane.CODE)
    letter = state_of_letter(app)
    assert f"Message-ID: <{letter.id.hex}@localhost>".encode() in inbox.taken[0]


def test_an_address_known_to_nobody_ends_as_a_dropped_letter(app: Flask, inbox: Inbox) -> None:
    ask(app, "nobody@poste.example")
    worker.send(app, Lane.CODE)
    assert (state_of_letter(app).state, inbox.taken) == (State.DROPPED, [])


def test_the_outbox_holds_no_address(app: Flask, world: World) -> None:
    ask(app, world.lise.email)
    with app.app_context():
        row = db.session.scalars(select(Letter)).one()
        kept = " ".join(str(getattr(row, column.key)) for column in Letter.__table__.columns)
        assert "poste" not in kept
        assert db.session.scalars(select(Challenge)).one().email_sealed.count(b"poste") == 0
