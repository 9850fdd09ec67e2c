"""Pages that a letter's link opens speak the language of the letter, whatever the browser asks for."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from entraide.access.tokens import Purpose, Signed, sign
from entraide.accounts.models import Person
from entraide.clock import now
from entraide.db import db
from tests.meetings.tables import make_meeting
from tests.people import Client
from tests.world import World

ENGLISH = {"Accept-Language": "en"}


def spoken_at(page: str) -> str:
    return page.partition('<html lang="')[2][:2]


@pytest.fixture
def links(app: Flask, world: World) -> dict[str, str]:
    """Lise's links, by their first letter."""
    meeting = make_meeting(app, world.tilleuls, starts_at=now() + timedelta(days=5))
    mine = world.lise_in_tilleuls
    about: dict[Purpose, UUID | None] = {
        Purpose.ANSWER: meeting,
        Purpose.PLACE: meeting,
        Purpose.STOP: None,
        Purpose.STAY: None,
    }
    until = datetime(2099, 1, 1, tzinfo=UTC)
    with app.app_context():
        return {
            purpose.value: f"/{purpose.value}/{sign(purpose, Signed(world.tilleuls, mine, about_id, 1, until))}"
            for purpose, about_id in about.items()
        }


@pytest.mark.parametrize("letter", ["r", "v", "u", "s"])
def test_a_link_speaks_its_readers_language(app: Flask, links: dict[str, str], letter: str) -> None:
    assert spoken_at(Client(app).get(links[letter], headers=ENGLISH).text) == "fr"


def test_whoever_reads_english_is_answered_in_english(app: Flask, world: World, links: dict[str, str]) -> None:
    with app.app_context():
        db.session.execute(update(Person).where(Person.id == world.lise.person_id).values(language="en"))
        db.session.commit()
    assert spoken_at(Client(app).get(links["r"], headers={"Accept-Language": "fr"}).text) == "en"


def test_a_language_picked_on_the_browser_goes_first(app: Flask, links: dict[str, str]) -> None:
    browser = Client(app)
    browser.browser.set_cookie("lang", "en")
    assert spoken_at(browser.get(links["r"]).text) == "en"
