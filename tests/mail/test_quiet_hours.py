"""What the mail server did not take is tried again by day, unless it cannot wait: a code, or news of that day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from entraide import worker
from entraide.accounts.actions import ask_code
from entraide.accounts.models import Door
from entraide.db import db
from entraide.mail.actions import post
from entraide.mail.models import Lane, Letter, State
from tests.mail.server import mail_server
from tests.world import World

LATE = datetime(2026, 11, 16, 20, 30, tzinfo=UTC)  # half past nine in the evening in Brussels
NOON = datetime(2026, 11, 16, 11, tzinfo=UTC)
MORNING = datetime(2026, 11, 17, 7, tzinfo=UTC)  # eight o'clock there


def put_off(app: Flask, at: datetime, lane: Lane = Lane.ORDINARY, attempts: int = 0) -> Letter:
    """Try the one letter at an instant, with a server that cannot take it; return what becomes of it."""
    before = app.extensions["entraide.settings"]
    with time_machine.travel(at, tick=False), mail_server() as inbox:
        inbox.answers = ["451 try later"]
        app.extensions["entraide.settings"] = replace(before, demo=False, mail_url=inbox.url)
        try:
            with app.app_context():
                db.session.execute(update(Letter).values(run_at=at, attempts=attempts))
                db.session.commit()
            worker.send(app, lane)
        finally:
            app.extensions["entraide.settings"] = before
    with app.app_context():
        letter = db.session.scalars(select(Letter)).one()
        assert letter.state is State.WAITING
        return letter


def write(app: Flask, world: World, deadline: datetime | None) -> None:
    with app.app_context():
        post("lock_changed", person=world.lise.person_id, deadline=deadline)
        db.session.commit()


@pytest.mark.parametrize("deadline", [None, LATE + timedelta(days=2)])
def test_in_the_evening_a_second_try_waits_for_eight_o_clock(
    app: Flask, world: World, deadline: datetime | None
) -> None:
    write(app, world, deadline)
    assert put_off(app, LATE).run_at == MORNING


def test_a_try_in_the_evening_that_would_fall_into_the_night_waits_too(app: Flask, world: World) -> None:
    write(app, world, None)
    assert put_off(app, LATE - timedelta(hours=2), attempts=5).run_at == MORNING


def test_by_day_it_is_tried_again_at_once(app: Flask, world: World) -> None:
    write(app, world, None)
    assert put_off(app, NOON).run_at < NOON + timedelta(minutes=1)


def test_news_of_that_day_or_of_the_early_morning_is_tried_again_in_the_night(app: Flask, world: World) -> None:
    write(app, world, MORNING + timedelta(hours=1))
    assert put_off(app, LATE).run_at < LATE + timedelta(minutes=1)


def test_a_code_is_tried_again_at_any_hour(app: Flask, world: World) -> None:
    with time_machine.travel(LATE, tick=False), app.app_context():
        ask_code(world.lise.email, Door.SIGN_IN, "ref", "fr")
        db.session.commit()
    assert put_off(app, LATE, Lane.CODE).run_at < LATE + timedelta(minutes=1)
