"""Who waits behind a ban sees, gets and takes along what anybody does who waits: a refusal looks like an absence."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from entraide.access.tokens import short
from entraide.accounts.actions import make_person
from entraide.db import db
from entraide.members.actions import bans
from entraide.vault import sealed
from entraide.worker import once
from tests.calendars.subscribing import connect, fetch, move, plan
from tests.lettering import at_work
from tests.members.ways import enter, make_way, room
from tests.people import Client, letters_to
from tests.world import World

MONDAY = datetime(2026, 11, 16, 11, tzinfo=UTC)
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{22,}|[\w-]+@poste\.example")
PAGES = ("/agenda", "/g", "/moi", "/moi/lettres", "/moi/donnees", "/moi/apercu", "/moi/effacer")


@dataclass(frozen=True)
class Newcomer:
    """Somebody who comes by the group's link."""

    person_id: UUID
    email: str
    client: Client
    feed: str


@pytest.fixture
def two(app: Flask, world: World) -> tuple[Newcomer, Newcomer]:
    """Let two people of the same name wait since this Monday; the mailbox of the first was shut out before."""
    with time_machine.travel(MONDAY, tick=False):
        plan(app, world.tilleuls, MONDAY.date() + timedelta(days=10))
        found = tuple(_newcomer(app, f"{name}@poste.example") for name in ("unheard", "waiting"))
        with at_work(app, world.tilleuls):
            bans.ban(world.tilleuls, sealed.blind(found[0].email), world.marcelle_in_tilleuls)
        way = make_way(app, world)
        answers = [(enter(one.client, way).status_code, enter(one.client, way).location) for one in found]
        assert answers == [(303, f"/attente/{short(world.tilleuls)}")] * 2
    return found[0], found[1]


def _newcomer(app: Flask, email: str) -> Newcomer:
    with app.app_context():
        person = make_person(email, "Mireille", "fr")
        person_id = person.id
        db.session.commit()
    somebody = type("Somebody", (), {"person_id": person_id})
    return Newcomer(person_id, email, Client(app).sign_in(person_id), connect(app, somebody))


def seen(answer: object) -> tuple[int, str, dict[str, str]]:
    """Return what came back, but for what differs between any two people: ids, tokens, addresses."""
    headers = {name: IDS.sub("…", value) for name, value in answer.headers}  # type: ignore[attr-defined]
    return answer.status_code, IDS.sub("…", answer.text), headers  # type: ignore[attr-defined]


def lines(text: str) -> list[str]:
    """Return what a file says, line by line; deeds of one day stand in it in any order."""
    return sorted(json.dumps(json.loads(text), indent=1).splitlines())


@pytest.mark.parametrize("day", [0, 8, 13, 15])
def test_on_every_day_every_page_is_the_same_but_for_ids(
    app: Flask, world: World, two: tuple[Newcomer, Newcomer], day: int
) -> None:
    with time_machine.travel(MONDAY + timedelta(days=day, minutes=5), tick=False):
        once(app)
        for path in (room(world), *PAGES):
            unheard, waiting = (seen(one.client.get(path)) for one in two)
            assert unheard == waiting, path


def test_the_date_stands_there_for_both(app: Flask, world: World, two: tuple[Newcomer, Newcomer]) -> None:
    with time_machine.travel(MONDAY, tick=False):
        assert all(re.search(r"26\snovembre", one.client.get(room(world)).text) for one in two)


def test_a_date_that_moves_moves_for_both(app: Flask, world: World, two: tuple[Newcomer, Newcomer]) -> None:
    with time_machine.travel(MONDAY, tick=False):
        meeting = plan(app, world.tilleuls, MONDAY.date() + timedelta(days=3))
        move(app, world.tilleuls, meeting, timedelta(days=1))
        unheard, waiting = (seen(one.client.get(room(world))) for one in two)
        assert unheard == waiting


def test_neither_gets_a_letter_in_all_that_time(app: Flask, world: World, two: tuple[Newcomer, Newcomer]) -> None:
    for day in range(0, 16, 3):
        with time_machine.travel(MONDAY + timedelta(days=day), tick=False):
            once(app)
    assert [letters_to(app, one.email) for one in two] == [[], []]


def test_their_calendars_are_the_same(app: Flask, world: World, two: tuple[Newcomer, Newcomer]) -> None:
    for day in (0, 9, 15):
        with time_machine.travel(MONDAY + timedelta(days=day), tick=False):
            unheard, waiting = (seen(fetch(app, one.feed)) for one in two)
            assert unheard == waiting


def test_what_they_take_along_is_the_same(app: Flask, world: World, two: tuple[Newcomer, Newcomer]) -> None:
    with time_machine.travel(MONDAY, tick=False):
        taken = [one.client.post("/moi/donnees", {"kind": "json"}) for one in two]
    assert [answer.status_code for answer in taken] == [200, 200]
    unheard, waiting = (lines(IDS.sub("…", answer.text)) for answer in taken)
    assert unheard == waiting


def test_both_may_stop_waiting(app: Flask, world: World, two: tuple[Newcomer, Newcomer]) -> None:
    with time_machine.travel(MONDAY, tick=False):
        answers = [one.client.post(f"{room(world)}/fin") for one in two]
        assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/agenda")] * 2
