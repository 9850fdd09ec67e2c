"""A block among those who help: her car is full for the blocked, and what they hand to her is free at once."""

import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from entraide.access.tokens import short
from entraide.meetings.actions import duties
from entraide.meetings.actions.lifts import NoSeat
from entraide.meetings.models import DutyKind
from entraide.members.models import Visibility
from tests.lettering import moment, plan
from tests.meetings.cars import cars_of, do, holders_of, offers, takes
from tests.members.facing import PHONE, block, lise_shows, read
from tests.people import Client, letters_to, text_of
from tests.world import World

TUESDAY = moment(date(2037, 11, 24), 14)


@pytest.fixture
def meeting(app: Flask, world: World) -> Iterator[UUID]:
    with time_machine.travel(moment(date(2037, 11, 21), 10), tick=False):
        yield plan(app, world.tilleuls, TUESDAY)


@pytest.fixture
def lise_drives(app: Flask, world: World, meeting: UUID) -> None:
    lise_shows(app, world, Visibility.GROUP)
    do(app, world.tilleuls, meeting, offers(world.tilleuls, world.lise_in_tilleuls, shows_phone=True))


def lifts_of(meeting: UUID) -> str:
    return f"/rencontre/{short(meeting)}/covoiturage"


@pytest.mark.usefixtures("lise_drives")
def test_her_car_looks_full_as_if_she_had_said_so(app: Flask, world: World, meeting: UUID) -> None:
    block(app, world, "lise", "ana")
    pages = (lifts_of(meeting), f"/rencontre/{short(meeting)}")
    blocked = [read(app, world, "ana", page) for page in pages]
    path = f"/g/{short(world.tilleuls)}/ma-fiche/personnes/{short(world.ana_in_tilleuls)}"
    Client(app).sign_in(world.lise).post(path, {"deed": "unblock"})
    Client(app).sign_in(world.lise).post(lifts_of(meeting), {"deed": "full"})
    assert [read(app, world, "ana", page) for page in pages] == blocked


@pytest.mark.usefixtures("lise_drives")
def test_nobody_blocked_gets_in(app: Flask, world: World, meeting: UUID) -> None:
    block(app, world, "lise", "ana")
    with pytest.raises(NoSeat):
        do(app, world.tilleuls, meeting, takes(world.tilleuls, world.ana_in_tilleuls, world.lise_in_tilleuls))
    assert cars_of(app, world.tilleuls, meeting).sits == {}


@pytest.mark.usefixtures("lise_drives")
def test_who_rides_already_rides_on_and_sees_no_number(app: Flask, world: World, meeting: UUID) -> None:
    do(app, world.tilleuls, meeting, takes(world.tilleuls, world.ana_in_tilleuls, world.lise_in_tilleuls))
    number = next_number(app, world, meeting)
    assert PHONE in Client(app).sign_in(world.ana).post(number).text
    block(app, world, "lise", "ana")
    assert cars_of(app, world.tilleuls, meeting).sits == {world.ana_in_tilleuls: world.lise_in_tilleuls}
    assert "/numero" not in read(app, world, "ana", lifts_of(meeting))
    assert PHONE not in Client(app).sign_in(world.ana).post(number).text


def next_number(app: Flask, world: World, meeting: UUID) -> str:
    found = re.search(r'action="([^"]+/numero)"', read(app, world, "ana", lifts_of(meeting)))
    assert found is not None
    return found[1]


def test_what_is_handed_to_her_is_free_at_once_and_she_is_not_written_to(
    app: Flask, world: World, meeting: UUID
) -> None:
    do(app, world.tilleuls, meeting, lambda it: duties.take(it, DutyKind.KEY, world.jo_in_tilleuls))
    block(app, world, "lise", "jo")
    path = f"/rencontre/{short(meeting)}/taches/cle/confier"
    assert short(world.lise_in_tilleuls) in read(app, world, "jo", path)
    answer = Client(app).sign_in(world.jo).post(path, {"to": short(world.lise_in_tilleuls)})
    assert answer.status_code == 303
    assert holders_of(app, world.tilleuls, meeting) == {"key": None}
    assert letters_to(app, world.lise.email) == []
    assert [text_of(letter) for letter in letters_to(app, world.jo.email)] != []
