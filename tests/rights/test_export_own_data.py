"""Everything about me: one document with all that is mine, and of other people not even a name."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from time_machine import travel

from entraide.access.tokens import short
from tests.accounts.moving import NEW, move
from tests.marked_values import NOW, MarkedWorld
from tests.marked_world import let_them_answer, make_marked_world
from tests.people import Client
from tests.world import World

OTHERS = ("olga", "dina", "wim", "hana", "omar", "bea", "nina", "lina", "ivan")


@pytest.fixture
def marked(app: Flask) -> Iterator[MarkedWorld]:
    with travel(NOW, tick=False):
        made = make_marked_world(app)
        let_them_answer(app, made)
        yield made


def taken(app: Flask, marked: MarkedWorld, name: str, kind: str) -> Any:
    client = Client(app)
    client.browser.set_cookie("sid", marked.sessions[name])
    return client.post("/moi/donnees", {"kind": kind})


@pytest.mark.parametrize("kind", ["json", "html"])
@pytest.mark.parametrize("name", ["mia", "ana"])
def test_it_holds_what_is_hers_and_nothing_of_anybody_else(
    app: Flask, marked: MarkedWorld, kind: str, name: str
) -> None:
    answer = taken(app, marked, name, kind)
    assert answer.status_code == 200
    found = marked.marks.found_in(answer.text)
    assert {one for one in found if one.split(":")[0].split(" ")[0].lower() in OTHERS} == set()
    assert {f"{name}: own address", f"{name}: first name", f"{name}: device"} <= found
    assert not any("session" in one or "token" in one or "calendar" in one for one in found)


def test_her_cards_answers_and_lifts_are_in_it(app: Flask, marked: MarkedWorld) -> None:
    said = taken(app, marked, "mia", "json").get_json()
    (group,) = said["groups"]
    assert group["membership"][0]["name"] == group["name_there"]
    assert {one["field"] for one in group["card_values"]} >= {"phone", "word", "last_name"}
    assert {one["visibility"] for one in group["card_values"]} == {"me", "organisers", "group"}
    assert {one["reply"] for one in group["answers"]} == {"yes"}
    assert group["lifts"] or group["rides"] or group["standing_lifts"]
    assert said["account"]["calendars"]
    assert said["account"]["devices"]
    assert said["account"]["journal"]


def test_a_calendar_of_one_group_is_not_said_to_hold_all(app: Flask, world: World) -> None:
    lise = Client(app).sign_in(world.lise)
    for path in ("/agenda/calendrier", f"/g/{short(world.tilleuls)}/calendrier"):
        assert lise.post(path, {"label": "x", "level": "discreet"}).status_code < 400
    calendars = lise.post("/moi/donnees", {"kind": "json"}).get_json()["account"]["calendars"]
    assert sorted((one["all_groups"], one["groups"]) for one in calendars) == [(False, 1), (True, 0)]


def test_no_address_of_a_calendar_and_no_secret_of_a_lock_is_in_it(app: Flask, marked: MarkedWorld) -> None:
    text = taken(app, marked, "mia", "json").text
    known = marked.marks.texts
    secrets = [known[name] for name in known if name.startswith(("mia: code for loss", "mia: the seed"))]
    assert len(secrets) == 11
    assert [secret for secret in (*marked.feeds.values(), *secrets) if secret in text] == []


def test_a_group_has_no_name_in_it_where_she_is_called_there(app: Flask, marked: MarkedWorld) -> None:
    said = json.loads(taken(app, marked, "ana", "json").text)
    assert len({one["name_there"] for one in said["groups"]}) == 2


def test_the_page_opens_without_the_site(app: Flask, marked: MarkedWorld) -> None:
    page = taken(app, marked, "mia", "html").text
    assert re.search(r"(?:src|href|action)\s*=|url\(|@import|<script|<form", page) is None
    assert "<title>Rendez-vous</title>" in page


@pytest.mark.parametrize(
    ("kind", "mimetype"), [("html", "text/html"), ("json", "application/json"), ("ics", "text/calendar")]
)
def test_the_file_says_nothing_by_its_name_and_is_kept_by_nobody(
    app: Flask, marked: MarkedWorld, kind: str, mimetype: str
) -> None:
    answer = taken(app, marked, "mia", kind)
    assert re.fullmatch(
        rf'attachment; filename="Rendez-vous-\d{{4}}-\d\d-\d\d\.{kind}"', answer.headers["Content-Disposition"]
    )
    assert (answer.mimetype, answer.headers["Cache-Control"]) == (mimetype, "no-store")


def test_the_calendar_holds_her_dates_and_no_other_groups(app: Flask, marked: MarkedWorld) -> None:
    written = taken(app, marked, "mia", "ics").text.replace("\r\n ", "")
    assert written.count("BEGIN:VEVENT") >= 2
    assert not {one for one in marked.marks.found_in(written) if one.startswith("Bouleaux")}


def test_it_asks_again_that_it_is_her(app: Flask, marked: MarkedWorld) -> None:
    client = Client(app)
    client.browser.set_cookie("sid", marked.sessions["mia"])
    with travel(NOW.replace(hour=23), tick=False):
        assert client.post("/moi/donnees", {"kind": "json"}).headers["Location"] == "/moi/confirmer"


@pytest.mark.parametrize("kind", ["", "xml", "\x00", "json "])
def test_any_other_kind_is_refused_kindly(app: Flask, marked: MarkedWorld, kind: str) -> None:
    assert taken(app, marked, "mia", kind).status_code == 422


def test_her_first_name_is_put_right(app: Flask, marked: MarkedWorld) -> None:
    client = Client(app)
    client.browser.set_cookie("sid", marked.sessions["mia"])
    assert client.post("/moi/donnees/prenom", {"first_name": "  Mia\x00 la rousse "}).status_code == 303
    assert "Mia la rousse" in client.get("/moi/donnees").text
    assert client.post("/moi/donnees/prenom", {"first_name": "x" * 41}).status_code == 422


@pytest.mark.parametrize("kind", ["json", "html"])
def test_an_address_that_waits_is_not_in_it(app: Flask, world: World, kind: str) -> None:
    """Whoever reads the present mailbox can take the data by a code, and is not to learn where she moves."""
    client = Client(app).sign_in(world.lise)
    assert move(app, client).status_code == 303
    said = Client(app).sign_in(world.lise).post("/moi/donnees", {"kind": kind}).text
    assert world.lise.email in said
    assert NEW not in said
