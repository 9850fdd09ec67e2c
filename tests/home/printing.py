"""What tests of printing share: a group with dates and people on paper, and the words of a sheet."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from entraide.access import scope
from entraide.access.tokens import short
from entraide.db import db, writing
from entraide.groups.models import Asked
from entraide.groups.queries import find_group
from entraide.journal.models import Entry
from entraide.meetings.actions import planning
from entraide.meetings.details import Details
from entraide.meetings.models import Mode
from tests.people import Client
from tests.world import World

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECRETS = ["Fibromyalgie", "Tilleuls", "Maison de quartier", "Rue des Lilas", "sonnez deux fois", "Café-parole"]
TABLE = Mode.ROUND_TABLE
WHERE = Details(
    title="Café-parole",
    about="Parler de la douleur",
    place="Maison de quartier",
    address="Rue des Lilas 3, Namur",
    how_to_find="Porte verte, sonnez deux fois",
    step_free=True,
    induction_loop=True,
)


def plan(
    app: Flask, world: World, count: int = 3, details: Details = WHERE, mode: Mode = Mode.ROUND_TABLE
) -> list[str]:
    """Plan so many Tuesdays at 14 h; return their addresses' ids."""
    with app.app_context():
        writing()
        scope.add(world.tilleuls)
        group = find_group(world.tilleuls)
        start = datetime(2026, 12, 1, 13, tzinfo=UTC)
        made = [
            planning.plan_meeting(
                group, start + timedelta(days=7 * at), start + timedelta(days=7 * at, hours=2), mode, details,
                asked=Asked.USEFUL, places=None, announce=False,
            )
            for at in range(count)
        ]  # fmt: skip
        ids = [short(one.id) for one in made]
        db.session.commit()
    return ids


def send(client: Client, path: str, **fields: object) -> TestResponse:
    """Send a form of the page, lists as several values."""
    if not client.token:
        client.get("/affichage")
    data = MultiDict([("csrf_token", client.token)])
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            data.add(name.replace("__", "-"), one)
    return client.browser.post(path, data=data)


def sheets(answer: TestResponse) -> list[str]:
    """Return the words of each sheet or card of a printed page."""
    parts = re.findall(r'<section class="(?:sheet|slip)[^"]*">(.*?)</section>', answer.text, re.S)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", part)).replace("\u00a0", " ").split()) for part in parts]


def journal(app: Flask) -> list[str]:
    with app.app_context():
        return [deed for deed in db.session.scalars(select(Entry.deed)) if deed.endswith(":print")]


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marcelle(client: Client, world: World) -> Client:
    return client.sign_in(world.marcelle)


@pytest.fixture
def base(world: World) -> str:
    return f"/g/{short(world.tilleuls)}/imprimer"
