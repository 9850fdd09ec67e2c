"""Meetings are made ahead, month after month, for series that go on."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.db import db, writing
from entraide.groups.models import Asked, Group
from entraide.groups.queries import find_group
from entraide.meetings.actions import planning
from entraide.meetings.details import Details
from entraide.meetings.jobs import make_ahead
from entraide.meetings.models import Meeting, MeetingStatus, Mode, Seats
from entraide.meetings.queries.meetings import details_of, find_series
from entraide.meetings.recurrence import Rule, Weekday
from entraide.vault import sealed
from tests.world import World

BRUSSELS = ZoneInfo("Europe/Brussels")
TUESDAYS = Rule(Weekday(1))
FIRST = date(2026, 12, 1)


@pytest.fixture
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def plan(app: Flask, group_id: UUID, rule: Rule = TUESDAYS, **more: object) -> UUID:
    with app.app_context():
        writing()
        scope.add(group_id)
        wanted: dict[str, object] = {"asked": Asked.USEFUL, "places": None} | more
        series = planning.plan_series(
            find_group(group_id), rule, FIRST, time(19), 120, Mode.ROUND_TABLE, Details(title="Mardi"), **wanted
        )  # type: ignore[arg-type]
        series_id = series.id
        db.session.commit()
    return series_id


def run(app: Flask) -> None:
    with app.app_context():
        make_ahead()


def read(app: Flask, group_id: UUID, ask: Callable[[list[Meeting]], object]) -> object:
    with app.app_context():
        scope.add(group_id)
        return ask(list(db.session.scalars(select(Meeting).order_by(Meeting.starts_at))))


def last_day(meetings: list[Meeting]) -> date:
    return meetings[-1].starts_at.astimezone(BRUSSELS).date()


def change(app: Flask, group_id: UUID, deed: Callable[[list[Meeting]], object]) -> None:
    with app.app_context():
        writing()
        scope.add(group_id)
        deed(list(db.session.scalars(select(Meeting).order_by(Meeting.starts_at))))
        db.session.commit()


def test_a_month_later_a_month_more_is_made(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    plan(app, world.tilleuls)
    clock.move_to(datetime(2026, 12, 24, tzinfo=UTC))
    run(app)
    assert read(app, world.tilleuls, last_day) == date(2028, 4, 25)


def test_running_twice_makes_nothing_twice(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    plan(app, world.tilleuls)
    clock.move_to(datetime(2027, 2, 24, tzinfo=UTC))
    run(app)
    once = read(app, world.tilleuls, len)
    run(app)
    assert read(app, world.tilleuls, len) == once


def test_what_was_moved_or_cancelled_stays_so(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    plan(app, world.tilleuls)
    change(app, world.tilleuls, lambda meetings: planning.cancel(meetings[-1]))
    clock.move_to(datetime(2026, 12, 24, tzinfo=UTC))
    run(app)
    cancelled = read(app, world.tilleuls, lambda found: [m for m in found if m.status is MeetingStatus.CANCELLED])
    assert isinstance(cancelled, list)
    assert len(cancelled) == 1


def test_meetings_made_later_have_the_same_words_and_places(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    plan(app, world.tilleuls, places=9)
    clock.move_to(datetime(2026, 12, 24, tzinfo=UTC))
    run(app)
    assert read(app, world.tilleuls, lambda meetings: details_of(meetings[-1]).title) == "Mardi"
    count = read(app, world.tilleuls, len)
    assert read(app, world.tilleuls, lambda _: len(db.session.scalars(select(Seats)).all())) == count


def test_a_date_left_out_far_ahead_is_not_made_later(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    plan(app, world.tilleuls, skip={date(2028, 4, 25)})
    clock.move_to(datetime(2026, 12, 24, tzinfo=UTC))
    run(app)
    assert read(app, world.tilleuls, last_day) == date(2028, 4, 18)


def test_an_ended_series_goes_no_further(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    series_id = plan(app, world.tilleuls)
    change(
        app,
        world.tilleuls,
        lambda _: planning.end_series(find_series(world.tilleuls, series_id), date(2026, 12, 31)),
    )
    before = read(app, world.tilleuls, len)
    clock.move_to(datetime(2027, 6, 24, tzinfo=UTC))
    run(app)
    assert read(app, world.tilleuls, len) == before


def test_a_series_with_an_end_stops_there(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    plan(app, world.tilleuls, TUESDAYS.ending(until=date(2028, 4, 11)))
    clock.move_to(datetime(2027, 6, 24, tzinfo=UTC))
    run(app)
    assert read(app, world.tilleuls, last_day) == date(2028, 4, 11)


def test_feeds_hear_of_new_meetings_and_only_then(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    def version() -> int:
        with app.app_context():
            return db.session.scalars(select(Group.calendar_version).where(Group.id == world.tilleuls)).one()

    plan(app, world.tilleuls)
    before = version()
    run(app)
    assert version() == before
    clock.move_to(datetime(2026, 12, 24, tzinfo=UTC))
    run(app)
    assert version() == before + 1


def test_a_group_whose_key_is_gone_does_not_stop_the_others(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    plan(app, world.tilleuls)
    plan(app, world.passerelle)
    with app.app_context():
        sealed.shred(min(world.tilleuls, world.passerelle))  # the one whose turn comes first
    clock.move_to(datetime(2026, 12, 24, tzinfo=UTC))
    run(app)
    assert read(app, max(world.tilleuls, world.passerelle), last_day) == date(2028, 4, 25)
