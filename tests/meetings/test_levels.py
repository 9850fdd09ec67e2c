"""How much letters say: three levels as a locked phone shows them, one's own words, one letter to oneself."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from entraide.access import scope, tokens
from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Discretion, Group
from entraide.members.models import Membership
from tests.lettering import at_work, plan
from tests.people import Client, letters_to, text_of
from tests.world import World


def plan_soon(app: Flask, world: World) -> None:
    plan(app, world.tilleuls, now() + timedelta(days=9), announce=True)


def page_of(client: Client, world: World, path: str = "lettres") -> str:
    return client.get(f"/g/{short(world)}/{path}").get_data(as_text=True)


def short(world: World) -> str:
    return tokens.short(world.tilleuls)


def screens(page: str) -> list[str]:
    """Return what stands on each locked phone of a page."""
    return [
        " ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in re.findall(r'<div class="lock".*?</div>', page, re.S)
    ]


def post(client: Client, world: World, path: str, **fields: str) -> int:
    return client.post(f"/g/{short(world)}/{path}", fields).status_code


@pytest.fixture
def planned(app: Flask, world: World) -> World:
    plan_soon(app, world)
    return world


def test_all_three_levels_are_shown_as_a_locked_phone_shows_them(app: Flask, planned: World) -> None:
    assert len(screens(page_of(Client(app).sign_in(planned.lise), planned))) == 3


def test_the_very_discreet_one_names_nobody_and_no_group(app: Flask, planned: World) -> None:
    first = screens(page_of(Client(app).sign_in(planned.lise), planned))[0]
    assert "Rendez-vous" in first
    assert "Marcelle" not in first
    assert "Tilleuls" not in first


def test_the_recognisable_one_comes_from_the_organisers_first_name(app: Flask, planned: World) -> None:
    second = screens(page_of(Client(app).sign_in(planned.lise), planned))[1]
    assert "Marcelle" in second
    assert "Tilleuls" not in second


def test_only_the_full_one_names_the_group(app: Flask, planned: World) -> None:
    assert "Tilleuls" in screens(page_of(Client(app).sign_in(planned.lise), planned))[2]


def test_a_group_without_a_date_shows_an_example(app: Flask, world: World) -> None:
    assert "Nouvelle date" in screens(page_of(Client(app).sign_in(world.lise), world))[0]


def test_one_chooses_for_oneself(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.lise)
    assert post(client, world, "lettres", level="full") == 303
    with app.app_context():
        scope.add(world.tilleuls)
        row = db.session.get_one(Membership, (world.tilleuls, world.lise_in_tilleuls))
        assert row.discretion is Discretion.FULL


def test_own_words_stand_where_the_sender_would(app: Flask, planned: World) -> None:
    client = Client(app).sign_in(planned.lise)
    post(client, planned, "lettres/mots", words="Kiné")
    own = screens(page_of(client, planned))[-1]
    assert own.startswith("Sur le téléphone verrouillé Kiné")
    assert "Marcelle" not in own


def test_a_letter_in_own_words_says_nothing_but_day_and_hour(app: Flask, world: World) -> None:
    post(Client(app).sign_in(world.lise), world, "lettres/mots", words="Kiné")
    plan_soon(app, world)
    letter = letters_to(app, world.lise.email)[-1]
    assert "Kiné" in str(letter["From"])
    whole = str(letter["Subject"]) + text_of(letter)
    for secret in ("Tilleuls", "Marcelle", "Pont", "Café"):
        assert secret not in whole


def test_choosing_a_level_ends_own_words(app: Flask, planned: World) -> None:
    client = Client(app).sign_in(planned.lise)
    post(client, planned, "lettres/mots", words="Kiné")
    assert "Kiné" in " ".join(screens(page_of(client, planned)))
    post(client, planned, "lettres", level="group")
    assert "Kiné" not in " ".join(screens(page_of(client, planned)))


@pytest.mark.parametrize("words", ["", "   ", "x" * 31])
def test_words_that_are_none_or_too_many_change_nothing(app: Flask, world: World, words: str) -> None:
    client = Client(app).sign_in(world.lise)
    assert post(client, world, "lettres/mots", words=words) == 422


def test_a_level_that_is_none_changes_nothing(app: Flask, world: World) -> None:
    assert post(Client(app).sign_in(world.lise), world, "lettres", level="loud") == 422


def test_an_organiser_chooses_for_who_has_not_chosen(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.marcelle)
    revision = re.findall(r'name="revision" value="(\d+)"', page_of(client, world))[0]
    assert post(client, world, "lettres/groupe", level="very_discreet", revision=revision) == 303
    with app.app_context():
        assert db.session.get_one(Group, world.tilleuls).discretion is Discretion.VERY_DISCREET


def test_an_organiser_who_is_not_sure_changes_nobody_elses_letters(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.marcelle)
    revision = re.findall(r'name="revision" value="(\d+)"', page_of(client, world))[0]
    with at_work(app):
        db.session.execute(update(SignIn).values(sure_since=now() - timedelta(minutes=11)))
    address = f"/g/{short(world)}/lettres/groupe"
    answer = client.post(address, {"level": "full", "revision": revision})
    assert answer.location == "/moi/confirmer"
    with app.app_context():
        assert db.session.get_one(Group, world.tilleuls).discretion is Discretion.RECOGNISABLE


def test_a_choice_for_the_group_from_an_old_page_changes_nothing(app: Flask, world: World) -> None:
    post(Client(app).sign_in(world.marcelle), world, "lettres/groupe", level="very_discreet", revision="0")
    with app.app_context():
        assert db.session.get_one(Group, world.tilleuls).discretion is Discretion.RECOGNISABLE


def test_a_letter_to_try_goes_to_its_organiser_alone(app: Flask, planned: World) -> None:
    letters_to(app, planned.lise.email)
    before = len(letters_to(app, planned.lise.email)), len(letters_to(app, planned.marcelle.email))
    assert post(Client(app).sign_in(planned.marcelle), planned, "lettre-essai") == 303
    after = len(letters_to(app, planned.lise.email)), len(letters_to(app, planned.marcelle.email))
    assert (after[0] - before[0], after[1] - before[1]) == (0, 1)


def test_the_page_shows_what_the_letter_then_says(app: Flask, planned: World) -> None:
    client = Client(app).sign_in(planned.marcelle)
    [screen] = screens(page_of(client, planned, "lettre-essai"))
    post(client, planned, "lettre-essai")
    letter = letters_to(app, planned.marcelle.email)[-1]
    assert " ".join(str(letter["Subject"]).split()) in screen


def test_ten_letters_to_try_are_enough_for_a_day(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.marcelle)
    for _ in range(12):
        post(client, world, "lettre-essai")
    assert len(letters_to(app, world.marcelle.email)) == 10


def test_organisers_read_how_far_letters_have_come(app: Flask, planned: World) -> None:
    letters_to(app, planned.lise.email)
    page = page_of(Client(app).sign_in(planned.marcelle), planned)
    assert re.search(r"Parties, ou devenues inutiles</dt><dd>[1-9]", page)


def test_members_do_not_read_how_far_others_letters_have_come(app: Flask, planned: World) -> None:
    assert "Parties" not in page_of(Client(app).sign_in(planned.lise), planned)


def test_one_reads_how_far_ones_own_letters_have_come(app: Flask, planned: World) -> None:
    client = Client(app).sign_in(planned.lise)
    assert "attend ici" in client.get("/moi/lettres").get_data(as_text=True)
    letters_to(app, planned.lise.email)
    page = client.get("/moi/lettres").get_data(as_text=True)
    assert re.search(r">\s*(<svg.*?</svg>)?\s*partie\s*<", page)
    assert "Tilleuls" not in page


def test_every_kind_of_letter_has_its_words() -> None:
    from entraide import worker
    from entraide.mail.letter_words import KINDS

    assert KINDS.keys() == worker.KINDS.keys()
