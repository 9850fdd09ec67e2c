"""Days begin at midnight, and so do the questions that count them; nobody's telephone rings then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.db import db
from entraide.mail.models import Letter
from entraide.rights import jobs
from tests.rights.test_quiet import silence
from tests.world import World

MIDNIGHT = datetime(2028, 3, 9, 23, 10, tzinfo=UTC)  # ten past twelve in Brussels
MORNING = datetime(2028, 3, 10, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def night(app: Flask, world: World) -> Iterator[None]:
    """Stand in the night, on a server that is no demo, among people who were not heard of for long."""
    before = app.extensions["entraide.settings"]
    app.extensions["entraide.settings"] = replace(before, demo=False)
    with time_machine.travel(MIDNIGHT, tick=False):
        silence(app)
        yield
    app.extensions["entraide.settings"] = before


def letters_of(app: Flask, job: object) -> dict[str, set[datetime]]:
    """Run a job; return when its letters leave, by kind."""
    with app.app_context():
        job()  # type: ignore[operator]
    with app.app_context():
        found = db.session.execute(select(Letter.kind, Letter.run_at)).all()
        return {kind: {at for other, at in found if other == kind} for kind, _ in found}


def test_whether_somebody_stays_is_asked_in_the_morning(app: Flask, world: World) -> None:
    assert letters_of(app, jobs.ask_quiet) == {"still_there": {MORNING}, "quiet_members": {MORNING}}


def test_an_account_that_nobody_uses_is_written_to_in_the_morning(app: Flask, world: World) -> None:
    with time_machine.travel(MIDNIGHT.replace(year=2030), tick=False):
        assert letters_of(app, jobs.end_unused) == {"account_unused": {MORNING.replace(year=2030)}}
