"""Coming in by the link of a letter: what it tells, and what each press does."""

import re

import pytest
from flask import Flask

from entraide.clock import now
from entraide.db import db
from entraide.members.models import Concern, Status
from entraide.settings import Settings
from tests.members.ways import ENTRY, MIMI, enter, invited, page, places, press, reader, write_to
from tests.people import Client, code_in, letters_to, text_of
from tests.world import World


def test_the_letter_names_who_is_asking_and_nothing_of_the_group(app: Flask, world: World) -> None:
    write_to(app, world, MIMI)
    [letter] = letters_to(app, MIMI)
    assert letter["Subject"] == "Marcelle vous écrit"
    assert not re.search(r"fibromyalgie|tilleuls|entraide", letter.as_string(), re.I)


@pytest.mark.parametrize(("preset", "sender"), [("recognisable", "Marcelle"), ("very_discreet", "Rendez-vous")])
def test_its_sender_is_as_discreet_as_the_group(app: Flask, world: World, preset: str, sender: str) -> None:
    from entraide.groups.models import Discretion, Group

    with app.app_context():
        db.session.get_one(Group, world.tilleuls).discretion = Discretion(preset)
        db.session.commit()
    write_to(app, world, MIMI)
    assert letters_to(app, MIMI)[0]["From"].startswith(sender)


def test_opening_the_link_names_no_group_and_changes_nothing(app: Flask, world: World) -> None:
    path, client = invited(app, world, MIMI), reader(app)
    for _ in range(3):
        opened = client.get(path)
        assert "Marcelle" in opened.text
        assert not re.search(r"fibromyalgie|tilleuls|entraide", opened.text, re.I)
        assert "Set-Cookie" not in opened.headers
    assert press(client, path, ENTRY).status_code == 303


def test_the_first_press_shows_the_groups_name_and_uses_nothing_up(app: Flask, world: World) -> None:
    path, client = invited(app, world, MIMI), reader(app)
    assert "Fibromyalgie Les Tilleuls" in press(client, path).text
    assert "Mimi" not in places(app, world.tilleuls)


def test_a_new_person_comes_in_without_a_code(app: Flask, world: World) -> None:
    path, client = invited(app, world, MIMI), reader(app)
    answer = press(client, path, ENTRY)
    assert answer.location == page(world.tilleuls)
    row = places(app, world.tilleuls)["Mimi"]
    assert (row.status, row.concern, row.consent_version) == (Status.ACTIVE, Concern.CONCERNED, "2026-11")
    assert row.consent_day == now().date()
    assert client.get("/moi/appareils").status_code == 200


def test_the_session_it_opens_ends_with_the_browser_and_is_sure_of_nothing(app: Flask, world: World) -> None:
    client = reader(app)
    answer = press(client, invited(app, world, MIMI), ENTRY)
    [cookie] = [header for header in answer.headers.getlist("Set-Cookie") if header.startswith("sid=")]
    assert "Max-Age" not in cookie
    assert "Expires" not in cookie
    member = page(world.tilleuls, "membre", page(world.lise_in_tilleuls).removeprefix("/g/"), "voir")
    assert client.post(member).location == "/moi/confirmer"


def test_pressed_twice_it_says_kindly_that_it_has_done_its_work(app: Flask, world: World) -> None:
    path = invited(app, world, MIMI)
    press(reader(app), path, ENTRY)
    again = press(reader(app), path, ENTRY | {"name": "Second"})
    assert again.status_code == 410
    assert "/connexion" in again.text
    assert "Second" not in places(app, world.tilleuls)


def test_a_form_on_another_site_signs_nobody_in(app: Flask, world: World) -> None:
    answer = press(reader(app), invited(app, world, MIMI), ENTRY, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 404
    assert "Mimi" not in places(app, world.tilleuls)


def test_known_and_new_readers_open_the_same_page(app: Flask, world: World) -> None:
    pages = []
    for address in (MIMI, world.nina.email):
        path = invited(app, world, address)
        pages.append(reader(app).get(path).text.replace(path, "/i/"))
    assert pages[0] == pages[1]


def test_somebody_known_here_types_a_code_first(app: Flask, world: World) -> None:
    path, client = invited(app, world, world.nina.email), reader(app)
    answer = press(client, path, ENTRY)
    assert answer.location == "/connexion/code"
    assert "Mimi" not in places(app, world.tilleuls)
    assert client.get("/moi/appareils").status_code == 303


def test_after_the_code_she_says_her_name_and_is_in(app: Flask, world: World) -> None:
    path, client = invited(app, world, world.nina.email), reader(app)
    press(client, path)
    client.get("/connexion/code")
    client.post("/connexion/code", {"code": code_in(letters_to(app, world.nina.email)[-1])})
    answer = client.post("/connexion/qui", {"who": "0"})
    assert answer.location == f"{path}/entrer"
    assert "Fibromyalgie Les Tilleuls" in client.get(f"{path}/entrer").text
    assert enter(client, path, name="Nina").location == page(world.tilleuls)
    assert places(app, world.tilleuls)["Nina"].person_id == world.nina.person_id


def test_two_people_may_share_the_invited_mailbox(app: Flask, world: World) -> None:
    path, client = invited(app, world, world.lise.email), reader(app)
    press(client, path)
    client.get("/connexion/code")
    client.post("/connexion/code", {"code": code_in(letters_to(app, world.lise.email)[-1])})
    client.post("/connexion/qui", {"who": "other", "first_name": "Jean"})
    assert enter(client, path, name="Jean L.").location == page(world.tilleuls)
    assert places(app, world.tilleuls)["Jean L."].person_id != world.lise.person_id


def test_the_code_letter_asked_from_here_leads_back_here(app: Flask, world: World) -> None:
    path, client = invited(app, world, world.nina.email), reader(app)
    press(client, path)
    assert f'href="{path}"' in client.get("/connexion/code").text


def test_code_letters_to_an_invited_address_are_counted(app: Flask, world: World) -> None:
    path, client = invited(app, world, world.nina.email), reader(app)
    for _ in range(8):
        assert press(client, path).status_code == 303
    assert len([one for one in letters_to(app, world.nina.email) if "code" in str(one["Subject"])]) == 5


def test_somebody_else_signed_in_cannot_take_it(app: Flask, world: World) -> None:
    path = invited(app, world, world.nina.email)
    assert Client(app).sign_in(world.dov).get(f"{path}/entrer").status_code == 404


def test_a_member_is_led_to_her_group(app: Flask, world: World) -> None:
    path = invited(app, world, world.lise.email)
    client = Client(app).sign_in(world.lise)
    assert client.get(f"{path}/entrer").location == page(world.tilleuls)
    assert enter(client, path).location == page(world.tilleuls)


def test_who_waited_need_wait_no_more(app: Flask, world: World) -> None:
    path = invited(app, world, world.paul.email)
    client = Client(app).sign_in(world.paul)
    assert enter(client, path, name="Paul").location == page(world.tilleuls)
    row = places(app, world.tilleuls)["Paul"]
    assert (row.id, row.status) == (world.paul_in_tilleuls, Status.ACTIVE)


@pytest.mark.parametrize(
    "typed",
    [{"name": ""}, {"name": "\x00\x07 "}, {"name": "x" * 61}, {"concern": "nobody"}, {"concern": ""}, {"consent": "1"}],
)
def test_what_cannot_be_read_changes_nothing(app: Flask, world: World, typed: dict[str, str]) -> None:
    path, client = invited(app, world, MIMI), reader(app)
    assert press(client, path, ENTRY | typed).status_code == 422
    assert press(client, path, ENTRY).status_code == 303


def test_the_page_says_from_what_age(app: Flask, world: World) -> None:
    settings: Settings = app.extensions["entraide.settings"]
    shown = press(reader(app), invited(app, world, MIMI)).text
    assert f"{settings.minimum_age} ans" in shown


def test_the_consent_is_three_sentences_in_each_language(app: Flask) -> None:
    for language in ("fr", "de", "nl", "en"):
        source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, f"consents/2026-11.{language}.html")  # type: ignore[union-attr]
        assert source.count("<li>") == 3


def test_the_link_is_good_for_this_one_reader_only(app: Flask, world: World) -> None:
    assert "Ne le transmettez pas" in text_of(_letter(app, world))


def _letter(app: Flask, world: World):  # type: ignore[no-untyped-def]
    write_to(app, world, MIMI)
    return letters_to(app, MIMI)[-1]
