"""From a letter to an answer: opening its links changes nothing, however often; a button answers."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from entraide.db import Model, db
from entraide.groups.models import Discretion
from entraide.meetings.models import Mode, Reply
from tests.lettering import answer, moment, plan, set_level, words_of
from tests.meetings.posting import TUESDAY, traveller
from tests.meetings.tables import answer_of
from tests.people import Client, deliver, letters_to
from tests.world import World

__all__ = ["traveller"]


def links_to(app: Flask, address: str) -> list[str]:
    """Return the paths of every link in the newest letter to an address."""
    return re.findall(r"http://localhost(/\S+)", words_of(letters_to(app, address)[-1]))


def everything(app: Flask) -> dict[str, list[str]]:
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(str(tuple(row)) for row in connection.execute(table.select()))
            for table in Model.metadata.sorted_tables
        }


@pytest.mark.parametrize("level", list(Discretion))
def test_a_scanner_that_opens_every_link_changes_nothing(app: Flask, world: World, level: Discretion) -> None:
    set_level(app, world.tilleuls, level)
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    start = moment(date(2038, 2, 5), 18)
    weekend = plan(app, world.tilleuls, start, start + timedelta(days=2), mode=Mode.WEEKEND, places=1)
    for name in ("ana", "lise"):
        answer(app, world.tilleuls, weekend, getattr(world, f"{name}_in_tilleuls"))
    answer(app, world.tilleuls, weekend, world.ana_in_tilleuls, Reply.NO)
    links = {link for letter in deliver(app) for link in re.findall(r"http://localhost(/\S+)", words_of(letter))}
    before = everything(app)
    for link in links:
        for ask in (Client(app).get, Client(app).head):
            assert ask(link).status_code == (303 if link.startswith(("/rencontre", "/agenda")) else 200)
    assert {link.split("/")[1] for link in links} == {"r", "v", "u", "rencontre"}
    assert everything(app) == before


@pytest.mark.parametrize(("word", "posted"), [("oui", "yes"), ("peut-etre", "maybe"), ("non", "no")])
def test_two_clicks_answer_without_signing_in(app: Flask, world: World, word: str, posted: str) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    [link] = [link for link in links_to(app, world.lise.email) if link.endswith(f"/{word}")]
    browser = app.test_client()
    page = browser.get(link)
    assert page.status_code == 200
    assert answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls) is None
    action = re.search(r'<form method="post" action="([^"]+)"', page.text)
    assert action is not None
    assert browser.post(action[1], data={"reply": posted}).status_code == 200
    given = answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    assert given is not None
    assert given.reply.value == posted


def test_answer_links_live_to_the_end_of_the_next_day(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    [link] = [link for link in links_to(app, world.lise.email) if link.endswith("/oui")]
    traveller.move_to(moment(TUESDAY + timedelta(days=1), 23, 59))
    assert Client(app).get(link).status_code == 200
    traveller.move_to(moment(TUESDAY + timedelta(days=2), 0))
    assert Client(app).get(link).status_code == 404


def test_the_link_of_an_offered_place_leaves_it_to_the_next(app: Flask, world: World) -> None:
    start = moment(date(2038, 2, 5), 18)
    weekend = plan(app, world.tilleuls, start, start + timedelta(days=2), mode=Mode.WEEKEND, places=1)
    for name in ("ana", "lise", "jo"):
        answer(app, world.tilleuls, weekend, getattr(world, f"{name}_in_tilleuls"))
    answer(app, world.tilleuls, weekend, world.ana_in_tilleuls, Reply.NO)
    [link] = [link for link in links_to(app, world.lise.email) if link.startswith("/v/")]
    offered = app.test_client().post(link, data={"reply": "no", "confirmed": "1"})
    assert offered.status_code == 200
    assert [link for link in links_to(app, world.jo.email) if link.startswith("/v/")]
