"""Once answers are erased, no stored calendar tells them any more: it is made anew, or gone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from entraide.calendars import jobs as calendars
from entraide.calendars.models import FeedBody
from entraide.db import db
from entraide.meetings import jobs as meetings
from entraide.meetings.models import Reply
from tests.calendars.subscribing import connect, entries, fetch, found_long_ago, only_entry, plan, say
from tests.world import World

NOW = datetime(2026, 11, 10, 9, 30, 15, tzinfo=UTC)
DAY = date(2026, 11, 24)
TWO_WEEKS_AFTER = datetime(2026, 12, 9, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def traveller(app: Flask) -> Iterator[time_machine.Traveller]:
    found_long_ago(app)
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def forget(app: Flask) -> None:
    with app.app_context():
        meetings.forget_answers()
    with app.app_context():
        calendars.forget_bodies()


def bodies(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(FeedBody)) or 0


def test_a_yes_that_was_erased_is_said_no_more_at_the_next_reading(app: Flask, world: World, traveller) -> None:
    say(app, world.tilleuls, plan(app, world.tilleuls, DAY), world.lise_in_tilleuls, Reply.YES)
    token = connect(app, world.lise)
    traveller.move_to(TWO_WEEKS_AFTER)
    assert only_entry(app, token).value("STATUS") == "CONFIRMED"
    forget(app)
    assert only_entry(app, token).value("STATUS") == "TENTATIVE"


def test_an_entry_s_own_time_never_goes_back(app: Flask, world: World, traveller) -> None:
    meeting = plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise)
    traveller.shift(timedelta(days=1))
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    before = only_entry(app, token).value("LAST-MODIFIED")
    traveller.move_to(TWO_WEEKS_AFTER)
    forget(app)
    assert only_entry(app, token).value("LAST-MODIFIED") > before


def test_calendars_of_others_stay_as_they_are(app: Flask, world: World, traveller) -> None:
    say(app, world.tilleuls, plan(app, world.tilleuls, DAY), world.lise_in_tilleuls, Reply.YES)
    token = connect(app, world.ana)
    traveller.move_to(TWO_WEEKS_AFTER)
    before = fetch(app, token).headers["ETag"]
    forget(app)
    forget(app)
    assert fetch(app, token).headers["ETag"] == before


def test_a_body_that_nobody_reads_is_erased(app: Flask, world: World, traveller) -> None:
    say(app, world.tilleuls, plan(app, world.tilleuls, DAY), world.lise_in_tilleuls, Reply.YES)
    token = connect(app, world.lise)
    assert len(entries(app, token)) == 1
    traveller.shift(timedelta(days=2))
    forget(app)
    assert bodies(app) == 1
    traveller.shift(timedelta(days=1))
    forget(app)
    assert bodies(app) == 0
    assert len(entries(app, token)) == 1
