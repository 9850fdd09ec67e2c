"""What tests of steps share: a moved clock, deeds of each kind, and how fresh what was shown is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from entraide.access.tokens import short
from entraide.access.visibility import Visibility
from entraide.accounts.actions import LONG_AGO
from entraide.accounts.models import SignIn
from entraide.db import db
from entraide.members.actions.cards import keep_value
from entraide.members.models import Field
from entraide.members.queries import find_membership
from tests.lettering import at_work, moment
from tests.people import Client
from tests.world import Somebody, World

NOW = moment(date(2037, 5, 4), 10)
CONFIRM = "/moi/confirmer"
TEN_MINUTES = timedelta(minutes=10)
DAYS = timedelta(days=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def forget_code(app: Flask, somebody: Somebody) -> None:
    """Let the last code of a person be long ago, and her last lock too."""
    with app.app_context():
        hers = update(SignIn).where(SignIn.person_id == somebody.person_id)
        db.session.execute(hers.values(sure_since=LONG_AGO, lock_since=None))
        db.session.commit()


def type_code(app: Flask, somebody: Somebody, at: datetime) -> None:
    """Let a person type a fresh code on every session of hers."""
    with app.app_context():
        db.session.execute(update(SignIn).where(SignIn.person_id == somebody.person_id).values(sure_since=at))
        db.session.commit()


def show_number(app: Flask, world: World, who: str = "lise") -> None:
    """Let a member of Les Tilleuls show her number to the whole group."""
    with at_work(app, world.tilleuls):
        member = find_membership(world.tilleuls, getattr(world, f"{who}_in_tilleuls"))
        keep_value(member, None, Field.PHONE, "+32 470 00 00 01", Visibility.GROUP)


def see(client: Client, world: World, who: str = "lise") -> str:
    """Ask for a member's details, and say what became of it: "done", or where one is led."""
    path = f"/g/{short(world.tilleuls)}/membre/{short(getattr(world, f'{who}_in_tilleuls'))}/voir"
    answer = client.post(path)
    return "done" if answer.status_code == 200 else str(answer.location or answer.status_code)


def words(client: Client, path: str = CONFIRM) -> str:
    return client.get(path).get_data(as_text=True)
