"""Series and meetings of a group, planned, and what they left."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.db import db, writing
from entraide.groups.models import Asked, Group
from entraide.groups.queries import find_group
from entraide.mail.models import Letter
from entraide.meetings.actions import planning
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, Mode, Series
from entraide.meetings.recurrence import Rule
from tests.world import World

BRUSSELS = ZoneInfo("Europe/Brussels")
TUESDAY = date(2026, 12, 1)
ROUND_TABLE = Details(title="Café-parole", place="Maison de quartier")


def plan(group: Group, rule: Rule, first: date = TUESDAY, **more: object) -> Series:
    """Plan a series at seven in the evening."""
    wanted: dict[str, object] = {"asked": Asked.USEFUL, "places": None} | more
    return planning.plan_series(group, rule, first, time(19), 120, Mode.ROUND_TABLE, ROUND_TABLE, **wanted)  # type: ignore[arg-type]


def plan_one(group: Group, day: date = TUESDAY, **more: object) -> Meeting:
    """Plan one meeting at seven in the evening."""
    starts_at = datetime.combine(day, time(19), BRUSSELS)
    wanted: dict[str, object] = {"asked": Asked.USEFUL, "places": None} | more
    return planning.plan_meeting(
        group, starts_at, starts_at + timedelta(hours=2), Mode.ROUND_TABLE, ROUND_TABLE, **wanted
    )  # type: ignore[arg-type]


def meetings_of(series: Series) -> list[Meeting]:
    """Return a series' meetings, the earliest first."""
    found = select(Meeting).where(Meeting.series_id == series.id).order_by(Meeting.starts_at)
    return list(db.session.scalars(found))


def letters(kind: str) -> int:
    """Count the letters of one kind."""
    return len(db.session.scalars(select(Letter).where(Letter.kind == kind)).all())


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def group(app: Flask, world: World) -> Iterator[Group]:
    with app.app_context():
        writing()
        scope.add(world.tilleuls)
        yield find_group(world.tilleuls)
