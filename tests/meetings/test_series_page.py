"""The page of a group's series: what runs, what is paused, and resuming it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Asked
from entraide.groups.queries import find_group
from entraide.mail.models import Letter
from entraide.meetings.actions.series import end_series, plan_series
from entraide.meetings.details import Details
from entraide.meetings.jobs import make_ahead
from entraide.meetings.models import Meeting, Mode
from entraide.meetings.queries.meetings import find_series
from entraide.meetings.recurrence import Rule, Weekday
from tests.home.costs import statements_of
from tests.meetings.tables import at_work
from tests.people import Client
from tests.world import World

TUESDAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def november() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def plan(app: Flask, world: World, title: str, ended_on: date | None = None) -> str:
    """Plan a series on Tuesdays; return its address."""
    with at_work(app, world.tilleuls):
        made = plan_series(
            find_group(world.tilleuls),
            Rule(Weekday(1)),
            TUESDAY,
            time(19),
            120,
            Mode.ROUND_TABLE,
            Details(title=title),
            asked=Asked.USEFUL,
            places=None,
            announce=False,
            ended_on=ended_on,
        )
        return f"/g/{short(world.tilleuls)}/series/{short(made.id)}"


@pytest.fixture
def paused(app: Flask, world: World) -> str:
    return plan(app, world, "En travaux", TUESDAY - timedelta(days=1))


def page(client: Client, world: World) -> str:
    answer = client.get(f"/g/{short(world.tilleuls)}/series", headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    return answer.text


def dates(app: Flask, world: World) -> list[date]:
    with at_work(app, world.tilleuls):
        found = select(Meeting.starts_at).where(Meeting.group_id == world.tilleuls).order_by(Meeting.starts_at)
        return [starts_at.date() for starts_at in db.session.scalars(found)]


def test_it_tells_what_runs_and_what_is_paused(app: Flask, client: Client, world: World, paused: str) -> None:
    running = plan(app, world, "Café-parole")
    told = page(client.sign_in(world.marcelle), world)
    assert f'href="{running}/fin"' in told
    assert f'action="{paused}/reprendre"' in told
    assert f'action="{running}/reprendre"' not in told
    assert "Chaque mardi, de 19" in told


def test_a_series_that_has_ended_is_not_listed(app: Flask, client: Client, world: World) -> None:
    address = plan(app, world, "Café-parole")
    assert address in page(client.sign_in(world.marcelle), world)
    with at_work(app, world.tilleuls):
        (series,) = db.session.scalars(select(Meeting.series_id).where(Meeting.group_id == world.tilleuls).distinct())
        end_series(find_series(world.tilleuls, series), date(2026, 11, 20), announce=False)
    assert address not in page(client, world)


def test_a_paused_series_has_no_dates_whatever_time_passes(
    app: Flask, world: World, paused: str, november: time_machine.Traveller
) -> None:
    november.shift(timedelta(days=90))
    with app.app_context():
        make_ahead()
    assert dates(app, world) == []


def test_resumed_it_goes_on_from_its_next_date_and_everybody_is_told(
    app: Flask, client: Client, world: World, paused: str, november: time_machine.Traveller
) -> None:
    november.move_to(datetime(2027, 2, 3, 9, tzinfo=UTC))
    answer = client.sign_in(world.marcelle).post(f"{paused}/reprendre")
    assert answer.status_code == 303
    made = dates(app, world)
    assert (made[0], made[-1]) == (date(2027, 2, 9), date(2028, 6, 27))
    with app.app_context():
        assert db.session.query(Letter).filter(Letter.kind == "series").count() == 4
    assert f'href="{paused}/fin"' in page(client, world)


def test_pressed_twice_it_goes_on_once(app: Flask, client: Client, world: World, paused: str) -> None:
    client.sign_in(world.marcelle)
    answers = [client.post(f"{paused}/reprendre") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(dates(app, world)) == len(set(dates(app, world)))
    assert "n’est pas en pause" in client.get(answers[1].headers["Location"], headers={"Accept-Language": "fr"}).text


@pytest.mark.parametrize(("who", "status"), [("lise", 403), ("dov", 404), ("paul", 404), ("nina", 404)])
def test_it_is_for_those_who_keep_the_group(
    app: Flask, client: Client, world: World, paused: str, who: str, status: int
) -> None:
    client.sign_in(getattr(world, who))
    assert client.get(f"/g/{short(world.tilleuls)}/series").status_code == status
    assert client.post(f"{paused}/reprendre").status_code == status
    assert dates(app, world) == []


@pytest.mark.parametrize("many", [2, 40])
def test_it_costs_at_most_eight_statements(app: Flask, client: Client, world: World, many: int) -> None:
    for number in range(many):
        plan(app, world, f"Série {number}", TUESDAY - timedelta(days=1))
    client.sign_in(world.marcelle)
    assert statements_of(app, lambda: client.get(f"/g/{short(world.tilleuls)}/series")) <= 8
