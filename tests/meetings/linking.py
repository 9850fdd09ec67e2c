"""What tests of a letter's links share: a date, links to it as letters sign them, and the browser of nobody."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from entraide.access.tokens import Purpose, Signed, sign
from tests.people import Client
from tests.world import World

WHEN = datetime(2027, 3, 9, 19, tzinfo=UTC)  # a Tuesday, 20 h in Brussels
UNTIL = datetime(2027, 3, 10, 23, tzinfo=UTC)  # the end of the day after, there
FRENCH = {"accept-language": "fr"}


@pytest.fixture
def link(app: Flask, world: World, meeting: UUID) -> Callable[..., str]:
    """Return the path of a link to the meeting, as letters sign it."""

    def link(
        name: str = "lise",
        purpose: Purpose = Purpose.ANSWER,
        about: UUID | None = meeting,
        epoch: int = 1,
        until: datetime = UNTIL,
        group: UUID | None = None,
    ) -> str:
        membership = getattr(world, f"{name}_in_tilleuls")
        with app.app_context():
            token = sign(purpose, Signed(group or world.tilleuls, membership, about, epoch, until))
        return f"/{purpose.value}/{token}"

    return link


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A browser that never signed in."""
    return Client(app).browser


def ask(browser: FlaskClient, path: str) -> TestResponse:
    return browser.get(path, headers=FRENCH)


def press(browser: FlaskClient, path: str, **fields: str | bytes) -> TestResponse:
    return browser.post(path, data=fields, headers=FRENCH)


def words(answer: TestResponse) -> str:
    return answer.get_data(as_text=True).replace("\u00a0", " ")
