"""A mailbox takes a number of letters a day: the rest waits, and codes keep a share of their own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from entraide import worker
from entraide.accounts.actions import ask_code
from entraide.accounts.models import Door
from entraide.clock import now
from entraide.db import db
from entraide.mail.actions import post_to
from entraide.mail.models import Lane, Letter
from entraide.mail.queries import outbox
from entraide.members.queries.inviting import organisers_to_tell
from tests.mail.server import Inbox, mail_server
from tests.world import World

A_DAY = 12


@pytest.fixture
def inbox(app: Flask) -> Iterator[Inbox]:
    before = app.extensions["entraide.settings"]
    with mail_server() as inbox:
        app.extensions["entraide.settings"] = replace(before, demo=False, mail_url=inbox.url, mail_per_day=A_DAY)
        yield inbox
    app.extensions["entraide.settings"] = before


def post_ordinary(app: Flask, world: World, many: int) -> None:
    """Post letters about somebody who waits, one turn after the other."""
    with app.app_context():
        from entraide.access import scope

        scope.add(world.tilleuls)
        readers = organisers_to_tell(world.tilleuls)
        for turn in range(many):
            post_to("somebody_waits", world.tilleuls, readers, about=world.paul_in_tilleuls, turn=turn)
        db.session.commit()


def ask_codes(app: Flask, many: int) -> None:
    with app.app_context():
        for number in range(many):
            ask_code("lise@poste.example", Door.SIGN_IN, f"ref {number}", "fr")
        db.session.commit()


def test_ordinary_letters_leave_a_share_of_the_day_to_codes(app: Flask, world: World, inbox: Inbox) -> None:
    post_ordinary(app, world, A_DAY)
    worker.send(app, Lane.ORDINARY)
    assert len(inbox.taken) == A_DAY // 2


def test_codes_may_use_the_whole_day(app: Flask, world: World, inbox: Inbox) -> None:
    post_ordinary(app, world, A_DAY)
    worker.send(app, Lane.ORDINARY)
    ask_codes(app, A_DAY)
    worker.send(app, Lane.CODE)
    assert len(inbox.taken) == A_DAY


def test_what_waited_leaves_the_next_day(app: Flask, world: World, inbox: Inbox) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        post_ordinary(app, world, A_DAY)
        worker.send(app, Lane.ORDINARY)
        traveller.shift(timedelta(hours=25))
        worker.send(app, Lane.ORDINARY)
    assert len(inbox.taken) == A_DAY


def test_letters_beyond_the_day_count_as_due(app: Flask, world: World, inbox: Inbox) -> None:
    post_ordinary(app, world, A_DAY)
    worker.send(app, Lane.ORDINARY)
    with app.app_context():
        assert outbox().due == A_DAY // 2


def test_without_a_limit_everything_leaves(app: Flask, world: World, inbox: Inbox) -> None:
    settings = app.extensions["entraide.settings"]
    app.extensions["entraide.settings"] = replace(settings, mail_per_day=0)
    post_ordinary(app, world, A_DAY)
    worker.send(app, Lane.ORDINARY)
    assert len(inbox.taken) == A_DAY


@pytest.fixture
def evening(app: Flask, world: World, inbox: Inbox) -> Iterator[time_machine.Traveller]:
    """Half past three on a Monday afternoon in Brussels: a day's share is sent, as many letters wait for the next."""
    with time_machine.travel(datetime(2026, 11, 16, 14, 30, tzinfo=UTC), tick=False) as traveller:
        post_ordinary(app, world, A_DAY)
        worker.send(app, Lane.ORDINARY)
        yield traveller


def test_the_share_of_a_day_that_ends_by_night_waits_for_eight_o_clock(
    app: Flask, inbox: Inbox, evening: time_machine.Traveller
) -> None:
    app.extensions["entraide.settings"] = replace(app.extensions["entraide.settings"], mail_per_day=0)
    for hour in (20, 23, 6):  # nine in the evening, midnight, seven in the morning
        evening.move_to(datetime(2026, 11, 16 + (hour == 6), hour, tzinfo=UTC))
        assert worker.send(app, Lane.ORDINARY) == 0
    evening.move_to(datetime(2026, 11, 17, 7, tzinfo=UTC))
    assert worker.send(app, Lane.ORDINARY) == A_DAY // 2


def test_what_waits_for_the_morning_is_due_in_the_morning(
    app: Flask, inbox: Inbox, evening: time_machine.Traveller
) -> None:
    evening.move_to(datetime(2026, 11, 16, 20, tzinfo=UTC))
    worker.send(app, Lane.ORDINARY)
    with app.app_context():
        assert outbox().due == 0


def test_what_is_about_that_day_leaves_by_night_too(app: Flask, inbox: Inbox, evening: time_machine.Traveller) -> None:
    with app.app_context():
        db.session.execute(update(Letter).values(deadline=datetime(2026, 11, 16, 22, tzinfo=UTC)))
        db.session.commit()
    evening.move_to(datetime(2026, 11, 16, 20, tzinfo=UTC))
    app.extensions["entraide.settings"] = replace(app.extensions["entraide.settings"], mail_per_day=0)
    assert worker.send(app, Lane.ORDINARY) == A_DAY // 2


def test_a_code_that_waited_for_its_share_leaves_by_night(
    app: Flask, inbox: Inbox, evening: time_machine.Traveller
) -> None:
    evening.move_to(datetime(2026, 11, 16, 20, tzinfo=UTC))
    ask_codes(app, 1)
    evening.shift(timedelta(minutes=30))
    assert worker.send(app, Lane.CODE) == 1


def test_what_is_written_by_night_to_leave_at_once_leaves(app: Flask, world: World, inbox: Inbox) -> None:
    with time_machine.travel(datetime(2026, 11, 16, 20, tzinfo=UTC), tick=False):
        post_ordinary(app, world, 2)
        assert worker.send(app, Lane.ORDINARY) == 2
