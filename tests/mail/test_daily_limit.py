"""A mailbox takes a number of letters a day: the rest waits, and codes keep a share of their own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide import worker
from entraide.accounts.actions import ask_code
from entraide.accounts.models import Door
from entraide.clock import now
from entraide.db import db
from entraide.mail.actions import post_to
from entraide.mail.models import Lane
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
