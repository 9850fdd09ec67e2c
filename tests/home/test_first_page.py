"""The first page of each host, the way out, and how pages look."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, session

from entraide import create_app
from entraide.access import tokens
from entraide.access.hosts import OPEN_THERE
from entraide.accounts.models import Person
from entraide.db import db
from entraide.groups import actions
from entraide.groups.queries import find_group
from tests.conftest import Stage
from tests.meetings.tables import at_work
from tests.people import Client
from tests.world import World

DIRECTORY = "http://annuaire.test"


@pytest.fixture
def apart(stage: Stage, world: World) -> Iterator[Flask]:
    """The same instance with the directory on a host of its own."""
    app = create_app(replace(stage.settings, directory_url=DIRECTORY), testing=True)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["entraide.vault"].engine.dispose()


@pytest.fixture
def closed(stage: Stage, world: World) -> Iterator[Flask]:
    """The same instance without any directory."""
    app = create_app(replace(stage.settings, directory_url=""), testing=True)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["entraide.vault"].engine.dispose()


def publish(app: Flask, world: World, *shows: str) -> None:
    with at_work(app, world.tilleuls):
        group = find_group(world.tilleuls)
        actions.publish(group, group.revision, shows, by=world.marcelle_in_tilleuls)


def test_on_one_address_the_first_page_lists_groups_and_has_both_doors(client: Client, world: World) -> None:
    page = client.get("/").text
    assert 'href="/creer"' in page
    assert 'href="/connexion"' in page


def test_who_is_signed_in_finds_her_agenda(client: Client, world: World) -> None:
    assert client.sign_in(world.lise).get("/").location == "/agenda"


def test_a_group_that_did_not_publish_itself_is_nowhere(client: Client, world: World) -> None:
    assert "Tilleuls" not in client.get("/").text


def test_a_listed_group_shows_its_name_and_chapter_and_what_it_ticked(app: Flask, client: Client, world: World) -> None:
    publish(app, world, "topics")
    page = client.get("/").text
    assert "Fibromyalgie Les Tilleuls" in page
    assert "<b>fibromyalgie</b>" in page
    assert "Namur" not in page


def test_the_directory_sets_no_session_cookie_on_a_host_of_its_own(apart: Flask, world: World) -> None:
    client = apart.test_client()
    for path in ("/", "/affichage", "/quitter", "/connexion"):
        answer = client.get(path, base_url=DIRECTORY)
        assert "Set-Cookie" not in answer.headers, path


def test_nothing_that_a_page_puts_aside_becomes_a_cookie_there(apart: Flask, world: World) -> None:
    for base, is_set in ((DIRECTORY, False), ("http://localhost", True)):
        with apart.test_request_context("/", base_url=base):
            session["next"] = "/agenda"
            assert ("Set-Cookie" in apart.process_response(apart.response_class("")).headers) is is_set


def test_the_directory_answers_its_own_pages_only(apart: Flask, world: World) -> None:
    client = apart.test_client()
    for rule in apart.url_map.iter_rules():
        if rule.endpoint == "static" or rule.rule in OPEN_THERE:
            continue
        path = re.sub(r"<id22:\w+>", tokens.short(world.tilleuls), rule.rule)
        path = re.sub(r"<[^>]*>", "x", path)
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            assert client.open(path, method=method, base_url=DIRECTORY).status_code == 404, (method, path)


def test_the_directorys_doors_lead_to_the_facade(apart: Flask, world: World) -> None:
    page = apart.test_client().get("/", base_url=DIRECTORY).text
    assert 'href="http://localhost/creer"' in page
    assert 'href="http://localhost/connexion"' in page


def test_a_session_of_the_facade_is_nobody_on_the_directory(apart: Flask, world: World) -> None:
    client = Client(apart).sign_in(world.lise)
    assert client.get("/", base_url=DIRECTORY).status_code == 200


def test_the_look_can_be_chosen_on_the_directory_without_a_session(apart: Flask, world: World) -> None:
    client = apart.test_client()
    answer = client.post("/affichage", data={"theme": "dark", "size": "large", "language": "de"}, base_url=DIRECTORY)
    names = {cookie.split("=")[0] for cookie in answer.headers.getlist("Set-Cookie")}
    assert answer.status_code == 303
    assert names == {"look", "lang"}


def test_the_facade_shows_its_name_and_the_sign_in_form_and_no_group(apart: Flask, world: World) -> None:
    publish(apart, world, "topics")
    page = apart.test_client().get("/").text
    assert 'action="/connexion"' in page
    assert "Tilleuls" not in page
    assert "entraide" not in page


def test_the_facade_has_no_directory_pages(apart: Flask, world: World) -> None:
    for path in ("/groupes", "/groupes/fibromyalgie"):
        assert apart.test_client().get(path).status_code == 404


def test_without_a_directory_the_first_page_is_the_facade(closed: Flask, world: World) -> None:
    assert "entraide" not in closed.test_client().get("/").text


def test_a_host_that_is_not_ours_gets_nothing(apart: Flask, world: World) -> None:
    assert apart.test_client().get("/", base_url="http://elsewhere.test").status_code == 400


def test_the_way_out_leads_to_a_site_that_says_nothing(client: Client) -> None:
    answer = client.get("/quitter")
    assert (answer.status_code, answer.location) == (303, "https://www.meteo.be/fr")


def test_choosing_a_language_signed_in_chooses_it_for_letters_too(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise).post("/affichage", {"theme": "auto", "size": "normal", "language": "nl"})
    with app.app_context():
        person = db.session.get(Person, world.lise.person_id)
        assert person is not None
        assert person.language == "nl"


def test_looking_at_the_display_changes_no_language(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise).get("/affichage", headers={"Accept-Language": "nl"})
    with app.app_context():
        person = db.session.get(Person, world.lise.person_id)
        assert person is not None
        assert person.language == "fr"


def test_a_chosen_look_is_kept_in_the_browser(client: Client) -> None:
    client.post("/affichage", {"theme": "dark", "size": "largest", "language": "fr"})
    assert 'data-theme="dark" data-size="largest"' in client.get("/connexion").text


@pytest.mark.parametrize("look", ["", ".", "....", "red.huge.x", "dark", "\x7f"])
def test_a_spoilt_look_is_the_usual_one(client: Client, look: str) -> None:
    client.browser.set_cookie("look", look)
    assert client.get("/connexion").status_code == 200


def test_an_unknown_look_is_refused(client: Client) -> None:
    assert client.post("/affichage", {"theme": "red", "size": "normal", "language": "fr"}).status_code == 422
