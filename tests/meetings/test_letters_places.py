"""What letters say of a place that came free, was offered or was lost."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from entraide.meetings.actions import seats
from entraide.meetings.models import Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.models import Status
from tests.lettering import answer, at_work, moment, plan, set_member, words_of
from tests.meetings.posting import TUESDAY, last, subjects, traveller
from tests.world import World

__all__ = ["traveller"]


@pytest.fixture
def full(app: Flask, world: World) -> UUID:
    """Ana has the one place; Lise waits for it."""
    meeting = plan(app, world.tilleuls, moment(TUESDAY + timedelta(days=7), 14), places=1)
    answer(app, world.tilleuls, meeting, world.ana_in_tilleuls)
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    return meeting


def test_a_freed_place_is_hers_at_once_and_can_be_left(app: Flask, world: World, full: UUID) -> None:
    answer(app, world.tilleuls, full, world.ana_in_tilleuls, Reply.NO)
    assert subjects(app, world) == ["Vous avez une place : mardi 1er décembre, 14 h"]
    assert "http://localhost/v/" in words_of(last(app, world))


def test_whoever_declined_before_the_letter_left_gets_none(app: Flask, world: World, full: UUID) -> None:
    answer(app, world.tilleuls, full, world.ana_in_tilleuls, Reply.NO)
    answer(app, world.tilleuls, full, world.lise_in_tilleuls, Reply.NO)
    assert subjects(app, world) == []


def test_a_weekends_place_is_offered_until_an_hour(app: Flask, world: World) -> None:
    start = moment(date(2038, 2, 5), 18)
    meeting = plan(app, world.tilleuls, start, start + timedelta(days=2), mode=Mode.WEEKEND, places=1)
    for name in ("ana", "lise"):
        answer(app, world.tilleuls, meeting, getattr(world, f"{name}_in_tilleuls"))
    answer(app, world.tilleuls, meeting, world.ana_in_tilleuls, Reply.NO)
    assert subjects(app, world) == ["Une place est libre, jusqu’à demain 10 h"]


def test_whoever_lost_a_place_learns_her_number_on_the_list(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY + timedelta(days=7), 14), places=2)
    for name in ("ana", "lise"):
        answer(app, world.tilleuls, meeting, getattr(world, f"{name}_in_tilleuls"))
        traveller.shift(1)
    with at_work(app, world.tilleuls):
        seats.set_capacity(find_meeting(meeting), 1)
    assert subjects(app, world) == ["Liste d’attente : vous êtes n° 1"]


@pytest.mark.parametrize(
    "values",
    [
        {"wants_letters": False},
        {"is_managed": True},
        {"status": Status.WAITING},
        {"status": Status.ENDED},
    ],
)
def test_whoever_wants_none_waits_or_left_gets_none(app: Flask, world: World, values: dict[str, object]) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    set_member(app, world.tilleuls, world.lise_in_tilleuls, **values)
    assert subjects(app, world) == []
