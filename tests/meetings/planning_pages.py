"""What tests of planning pages share: filled forms, a browser at one group's planning, a series that stands."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from html import unescape
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from entraide.access import scope
from entraide.access.tokens import short
from entraide.db import db, writing
from entraide.groups.models import Asked
from entraide.groups.queries import find_group
from entraide.meetings.actions import planning
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, Mode, Series
from entraide.meetings.recurrence import Rule, Weekday
from tests.people import Client
from tests.world import World

BRUSSELS = ZoneInfo("Europe/Brussels")
FORM = {
    "mode": "round_table",
    "title": "Café-parole",
    "place": "Maison de quartier",
    "first-day": "1",
    "first-month": "12",
    "first-year": "2026",
    "starts": "19 h",
    "ends": "21 h 00",
    "repeats": "once",
    "until": "2027-06-30",
    "asked": "useful",
    "once": "first-time",
}
WEEKEND = FORM | {"mode": "weekend", "first-day": "11"}
DAYS = {"d0-starts": "18", "d0-ends": "22", "d0-text": "Accueil", "d1-starts": "9", "d1-ends": "16:30", "d1-text": ""}


MOVE = {
    "day-day": "2", "day-month": "12", "day-year": "2026", "starts": "19 h", "ends": "21 h",
    "place": "Maison de quartier", "address": "", "revision": "1",
}  # fmt: skip


CHANGE = {
    "title": "Nouveau nom", "place": "Maison de quartier", "places": "8", "which": "one", "revision": "1",
}  # fmt: skip


class Pages:
    """The pages of one group's planning, as one browser posts to them."""

    def __init__(self, app: Flask, browser: Client, group_id: UUID) -> None:
        self.app, self.browser, self.group_id = app, browser, group_id
        self.base = f"/g/{short(group_id)}"

    def check(self, **typed: object) -> TestResponse:
        return self.browser.post(f"{self.base}/rencontres/verifier", FORM | typed)

    def confirm(self, typed: dict[str, object] | None = None, keep: list[str] | None = None) -> TestResponse:
        fields = MultiDict(FORM | (typed or {}))
        fields.setlist("keep", keep or [])
        if not self.browser.token:
            self.browser.get("/affichage")
        fields["csrf_token"] = self.browser.token
        return self.browser.browser.post(f"{self.base}/rencontres/nouvelle", data=fields)

    def meetings(self) -> list[Meeting]:
        with self.app.app_context():
            scope.add(self.group_id)
            found = db.session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()
            db.session.expunge_all()
            return list(found)

    def days(self) -> list[date]:
        return [meeting.starts_at.astimezone(BRUSSELS).date() for meeting in self.meetings()]


def words(answer: TestResponse) -> str:
    """The text of a page, without tags."""
    main = answer.text[answer.text.index("<main") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ").split())


def boxes(answer: TestResponse) -> list[str]:
    return re.findall(r'name="keep" value="([^"]+)" checked', answer.text)


def series_address(pages: Pages) -> str:
    with pages.app.app_context():
        scope.add(pages.group_id)
        return f"{pages.base}/series/{short(db.session.scalars(select(Series.id)).one())}/fin"


def a_series_of_four(app: Flask, group_id: UUID) -> str:
    """Plan four Tuesdays with eight places; return the address of the first."""
    with app.app_context():
        writing()
        scope.add(group_id)
        series = planning.plan_series(
            find_group(group_id), Rule(Weekday(1), times=4), date(2026, 12, 1), time(19), 120,
            Mode.ROUND_TABLE, Details(title="Café-parole", place="Maison de quartier"),
            asked=Asked.USEFUL, places=8,
        )  # fmt: skip
        first = db.session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()[0]
        assert series.id == first.series_id
        address = f"/rencontre/{short(first.id)}"
        db.session.commit()
    return address


@pytest.fixture(autouse=True)
def november(app: Flask) -> Iterator[time_machine.Traveller]:
    """Tuesday 24 November 2026, ten in the morning in Brussels."""
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def marcelle(client: Client, world: World) -> Client:
    return client.sign_in(world.marcelle)


@pytest.fixture
def pages(app: Flask, marcelle: Client, world: World) -> Pages:
    return Pages(app, marcelle, world.tilleuls)


@pytest.fixture
def meeting(app: Flask, world: World) -> str:
    return a_series_of_four(app, world.tilleuls)
