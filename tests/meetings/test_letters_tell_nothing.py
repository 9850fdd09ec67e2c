"""At the two discreet levels no letter says what the group is: not its subject, sender, headers, links nor text."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide import worker
from entraide.db import db
from entraide.groups.models import Discretion, Group
from entraide.groups.queries import Face, sealed_face
from entraide.mail.models import Letter, State
from entraide.meetings.actions import changing, planning
from entraide.meetings.details import Details
from entraide.meetings.models import Mode, Reply
from entraide.meetings.queries.meetings import find_meeting, find_series
from entraide.meetings.queries.planning import coming_of_series
from entraide.meetings.recurrence import NthWeekday, Rule, Weekday
from entraide.settings import FIELD_WORDS, ROOT
from tests.lettering import all_of, answer, at_work, html_of, moment, plan, plan_series, set_level, words_of
from tests.people import deliver
from tests.world import World

pytestmark = pytest.mark.once

SATURDAY = date(2037, 11, 21)
SECRET = Details(
    title="Témoignages sur la fibromyalgie",
    about="Entre personnes malades",
    place="Maison Verte",
    address="rue du Pont 5, Namur",
    how_to_find="local du groupe fibromyalgie",
    link="https://visio.example/secret-link",
    dial_in="+32 81 00 00 00",
)
DISCREET = [Discretion.VERY_DISCREET, Discretion.RECOGNISABLE]
GIVEN_AWAY = ("ibromyalgie", "Les Tilleuls", "Sclérose", "Témoignages", "secret-link", "81 00 00")


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment(SATURDAY, 10), tick=False) as traveller:
        yield traveller


def live_through(app: Flask, world: World, traveller: time_machine.Traveller) -> list[EmailMessage]:
    """Let a group do everything of which letters tell; return all letters."""
    group = world.tilleuls
    with at_work(app, group):
        db.session.get_one(Group, group).face_sealed = sealed_face(group, Face(topics="fibromyalgie, sclérose"))
    weekly = plan_series(app, group, Rule(Weekday(1)), date(2037, 11, 24), details=SECRET, announce=True)
    monthly = plan_series(app, group, Rule(NthWeekday(-1, 4)), date(2037, 11, 27), details=SECRET)
    hybrid = plan(app, group, moment(date(2037, 12, 7), 19), details=SECRET, mode=Mode.HYBRID, announce=True)
    start = moment(date(2038, 2, 5), 18)
    weekend = plan(app, group, start, start + timedelta(days=2), details=SECRET, mode=Mode.WEEKEND, places=1)
    table = plan(app, group, moment(date(2037, 12, 8), 14), details=SECRET, places=1)
    for meeting in (weekend, table):
        for name in ("ana", "lise", "jo"):
            answer(app, group, meeting, getattr(world, f"{name}_in_tilleuls"))
    deliver(app)
    traveller.shift(timedelta(hours=1))
    for meeting in (weekend, table):
        answer(app, group, meeting, world.ana_in_tilleuls, Reply.NO)
    with at_work(app, group):
        planning.move(find_meeting(hybrid), moment(date(2037, 12, 9), 19), moment(date(2037, 12, 9), 21))
    with at_work(app, group):
        row = find_series(group, weekly)
        second = coming_of_series(weekly, group, moment(date(2037, 12, 1), 0))[0]
        changing.change_following(second, row, replace(SECRET, place="Maison Bleue"), None)
    deliver(app)
    traveller.shift(timedelta(hours=1))
    with at_work(app, group):
        planning.cancel(find_meeting(hybrid))
        planning.end_series(find_series(group, weekly), date(2037, 12, 15))
        first = coming_of_series(monthly, group, moment(SATURDAY, 0))[0].id
    answer(app, group, first, world.lise_in_tilleuls)
    traveller.move_to(moment(date(2037, 11, 26), 9))
    deliver(app)
    traveller.move_to(moment(date(2037, 12, 18), 9))
    return deliver(app)


def kinds_written(app: Flask) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(select(Letter.kind).where(Letter.state == State.SENT)))


def stranger_reads(letter: EmailMessage) -> str:
    """Return all of a letter but the tokens of its links, which are random."""
    return re.sub(r"/[ruv]/[\w.-]+", "/token", all_of(letter))


@pytest.mark.parametrize("level", DISCREET)
def test_no_letter_says_what_the_group_is(
    app: Flask, world: World, traveller: time_machine.Traveller, level: Discretion
) -> None:
    set_level(app, world.tilleuls, level)
    letters = live_through(app, world, traveller)
    assert kinds_written(app) == set(worker.KINDS) & {
        "cancelled", "meeting", "moved", "place", "reminder", "series", "series_changed", "series_ended",
    }  # fmt: skip
    for letter in letters:
        read = stranger_reads(letter)
        assert [word for word in GIVEN_AWAY if word in read] == []
        assert FIELD_WORDS.search(read) is None


def test_very_discreet_names_no_place_and_nobody(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    set_level(app, world.tilleuls, Discretion.VERY_DISCREET)
    for letter in live_through(app, world, traveller):
        read = stranger_reads(letter).replace(str(letter["To"]), "")
        assert [word for word in ("Maison", "Pont", "Namur", "Marcelle", "En ligne") if word in read] == []
        assert str(letter["From"]) == "Rendez-vous <agenda@localhost>"


@pytest.mark.parametrize("level", list(Discretion))
def test_no_letter_carries_the_link_to_join_by(
    app: Flask, world: World, traveller: time_machine.Traveller, level: Discretion
) -> None:
    set_level(app, world.tilleuls, level)
    for letter in live_through(app, world, traveller):
        assert "visio.example" not in all_of(letter)
        assert "+32 81" not in all_of(letter)


def test_letters_are_light_and_their_text_is_whole(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    settings = app.extensions["entraide.settings"]
    app.extensions["entraide.settings"] = replace(
        settings, public_url="https://agenda.vereinbarungen-und-termine.example"
    )
    try:
        for letter in live_through(app, world, traveller):
            assert len(html_of(letter).encode()) <= 5000
            assert set(re.findall(r'href="([^"]+)"', html_of(letter))) == set(
                re.findall(r"https?://\S+", words_of(letter))
            )
    finally:
        app.extensions["entraide.settings"] = settings


def test_no_letter_asks_to_be_answered(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    for letter in live_through(app, world, traveller):
        assert letter["Reply-To"] is None
        assert "pondez à cet" not in all_of(letter)


def kinds_in_code() -> Iterator[str]:
    """Find every kind that the code posts: the first word said to post, post_to or post_each, or named like them."""
    for file in Path(ROOT / "entraide").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and "post" in getattr(node.func, "id", ""):
                yield from (one.value for one in node.args[:1] if isinstance(one, ast.Constant))


def test_every_kind_posted_has_a_renderer() -> None:
    posted = {kind for kind in kinds_in_code() if isinstance(kind, str)}
    assert {"meeting", "moved", "series_ended", "place"} <= posted
    assert posted <= set(worker.KINDS)
