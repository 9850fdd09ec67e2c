"""Receipts of every way to a number, and an order that tells no hour."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.db import db
from entraide.members.models import Look, LookPurpose, Visibility
from tests.lettering import at_work, moment, plan
from tests.meetings.cars import do, offers, takes
from tests.members.facing import PHONE, block, lise_shows, read, seen
from tests.members.test_blocks_helping import lifts_of, next_number
from tests.members.test_receipts import receipts
from tests.people import Client
from tests.world import World

TUESDAY = moment(date(2037, 11, 24), 14)


@pytest.fixture
def meeting(app: Flask, world: World) -> Iterator[UUID]:
    """Ana rides with Lise, who tells whoever does her number."""
    with time_machine.travel(moment(date(2037, 11, 21), 10), tick=False):
        lise_shows(app, world, Visibility.ME)
        meeting = plan(app, world.tilleuls, TUESDAY)
        do(app, world.tilleuls, meeting, offers(world.tilleuls, world.lise_in_tilleuls, shows_phone=True))
        do(app, world.tilleuls, meeting, takes(world.tilleuls, world.ana_in_tilleuls, world.lise_in_tilleuls))
        yield meeting


def looks(app: Flask, world: World) -> list[tuple[UUID, UUID, LookPurpose]]:
    with at_work(app, world.tilleuls):
        return [(row.by_id, row.about_id, row.purpose) for row in db.session.scalars(select(Look))]


def test_a_drivers_number_that_was_shown_is_told(app: Flask, world: World, meeting: UUID) -> None:
    assert PHONE in Client(app).sign_in(world.ana).post(next_number(app, world, meeting)).text
    assert looks(app, world) == [(world.ana_in_tilleuls, world.lise_in_tilleuls, LookPurpose.LIFT)]
    assert re.search("Ana des Tilleuls", receipts(app, world))


def test_a_drivers_number_that_was_not_shown_is_not_told(app: Flask, world: World, meeting: UUID) -> None:
    number = next_number(app, world, meeting)
    block(app, world, "lise", "ana")
    assert PHONE not in Client(app).sign_in(world.ana).post(number).text
    assert PHONE not in read(app, world, "ana", lifts_of(meeting))
    assert looks(app, world) == []


@pytest.mark.parametrize("order", list(permutations(["ana", "jo", "marcelle"]))[1::2], ids=str)
def test_within_a_day_names_stand_by_the_alphabet(app: Flask, world: World, order: tuple[str, ...]) -> None:
    lise_shows(app, world, Visibility.GROUP)
    for who in order:
        seen(app, world, who)
    text = receipts(app, world)
    places = [text.index(name) for name in ("Ana des Tilleuls", "Jo-71", "Marcelle T.")]
    assert places == sorted(places)
