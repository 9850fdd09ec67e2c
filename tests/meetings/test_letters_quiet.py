"""News of the night waits for eight o'clock, except where it would come too late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from entraide.meetings.actions import planning
from entraide.meetings.queries.meetings import find_meeting, find_series
from entraide.meetings.recurrence import Rule, Weekday
from tests.lettering import at_work, moment, plan, plan_series, posted
from tests.world import World

MONDAY, TUESDAY = date(2037, 11, 23), date(2037, 11, 24)
NIGHT, MORNING = moment(MONDAY, 22), moment(TUESDAY, 8)
NEXT_WEEK = moment(TUESDAY + timedelta(days=7), 14)


@pytest.fixture(autouse=True)
def night(app: Flask) -> Iterator[time_machine.Traveller]:
    settings = app.extensions["entraide.settings"]
    app.extensions["entraide.settings"] = replace(settings, demo=False)
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller
    app.extensions["entraide.settings"] = settings


def leaves(app: Flask, kind: str) -> set[datetime]:
    return {letter.run_at for letter in posted(app, kind)}


def test_a_new_meeting_is_told_in_the_morning(app: Flask, world: World) -> None:
    plan(app, world.tilleuls, NEXT_WEEK, announce=True)
    assert leaves(app, "meeting") == {MORNING}


def test_a_series_that_begins_another_day_is_told_in_the_morning(app: Flask, world: World) -> None:
    plan_series(app, world.tilleuls, Rule(Weekday(2)), date(2037, 11, 25), announce=True)
    assert leaves(app, "series") == {MORNING}


def test_a_cancellation_of_another_day_waits(app: Flask, world: World) -> None:
    meeting = plan(app, world.tilleuls, NEXT_WEEK)
    with at_work(app, world.tilleuls):
        planning.cancel(find_meeting(meeting))
    assert leaves(app, "cancelled") == {MORNING}


@pytest.mark.parametrize("start", [moment(MONDAY, 23), moment(TUESDAY, 9)])
def test_a_cancellation_that_could_not_wait_leaves_at_once(app: Flask, world: World, start: datetime) -> None:
    meeting = plan(app, world.tilleuls, start)
    with at_work(app, world.tilleuls):
        planning.cancel(find_meeting(meeting))
    assert leaves(app, "cancelled") == {NIGHT}


def test_a_meeting_that_moves_away_from_the_early_morning_is_told_at_once(app: Flask, world: World) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 9))
    with at_work(app, world.tilleuls):
        planning.move(find_meeting(meeting), NEXT_WEEK, NEXT_WEEK + timedelta(hours=2))
    assert leaves(app, "moved") == {NIGHT}


def test_the_end_of_a_series_waits_for_the_morning_of_its_afternoon(app: Flask, world: World) -> None:
    series = plan_series(app, world.tilleuls, Rule(Weekday(1)), date(2037, 11, 17))
    with at_work(app, world.tilleuls):
        planning.end_series(find_series(world.tilleuls, series), MONDAY)
    assert leaves(app, "series_ended") == {MORNING}


def test_the_demo_does_not_wait(app: Flask, world: World) -> None:
    app.extensions["entraide.settings"] = replace(app.extensions["entraide.settings"], demo=True)
    plan(app, world.tilleuls, NEXT_WEEK, announce=True)
    assert leaves(app, "meeting") == {NIGHT}
