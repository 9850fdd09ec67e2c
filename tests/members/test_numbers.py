"""May I have your number? Asked by one, given by the other, for one person, and taken back at any time."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.clock import now
from entraide.members import jobs
from entraide.members.models import Field, Visibility
from tests.members import cards
from tests.members.facing import MAIL, PHONE, TOWN, ask, block, decide, group_of, lise_shows, person_of, read, seen
from tests.people import Client, letters_to, text_of
from tests.world import World


@pytest.fixture
def hidden(app: Flask, world: World) -> None:
    lise_shows(app, world, Visibility.ME)


@pytest.fixture
def given(app: Flask, world: World, hidden: None) -> None:
    ask(app, world, "ana")
    assert decide(app, world, "lise", "ana", "give") == 303


@pytest.mark.usefixtures("given")
def test_whom_it_is_given_sees_the_number_and_nothing_else(app: Flask, world: World) -> None:
    text = seen(app, world, "ana")
    assert PHONE in text
    assert MAIL not in text
    assert TOWN not in text


@pytest.mark.usefixtures("given")
def test_nobody_else_sees_it(app: Flask, world: World) -> None:
    assert all(seen(app, world, who).startswith("404") for who in ("jo", "marcelle"))


@pytest.mark.usefixtures("given")
def test_it_still_stands_in_no_list(app: Flask, world: World) -> None:
    pages = (f"{group_of(world)}/membres", person_of(world))
    assert not any(PHONE in read(app, world, "ana", page) for page in pages)


@pytest.mark.usefixtures("given")
def test_taken_back_it_is_gone_at_once(app: Flask, world: World) -> None:
    assert decide(app, world, "lise", "ana", "take_back") == 303
    assert seen(app, world, "ana").startswith("404")


@pytest.mark.usefixtures("given")
def test_the_groups_ceiling_holds_for_it_too(app: Flask, world: World) -> None:
    cards.lower_ceiling(app, world.tilleuls)
    assert seen(app, world, "ana").startswith("404")


@pytest.mark.usefixtures("given")
def test_it_rests_while_its_owner_is_discreet(app: Flask, world: World) -> None:
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, is_discreet=True)
    assert seen(app, world, "ana").startswith("404")


@pytest.mark.usefixtures("given")
def test_it_ends_when_one_leaves(app: Flask, world: World) -> None:
    Client(app).sign_in(world.ana).post(f"{group_of(world)}/quitter", {"leave": "y"})
    assert "Ana des Tilleuls" not in read(app, world, "lise", f"{group_of(world)}/ma-fiche/personnes")


@pytest.mark.usefixtures("hidden")
def test_the_letter_that_tells_of_it_names_nobody_and_says_nothing(app: Flask, world: World) -> None:
    ask(app, world, "ana")
    (letter,) = letters_to(app, world.lise.email)
    said = text_of(letter) + str(letter["Subject"]) + str(letter["From"])
    assert not re.search(r"\bAna\b", said)  # a link's token may hold three letters by chance
    assert "numéro" not in text_of(letter) + str(letter["Subject"])


@pytest.mark.usefixtures("hidden")
def test_a_question_settled_before_the_letter_leaves_needs_none(app: Flask, world: World) -> None:
    ask(app, world, "ana")
    decide(app, world, "lise", "ana", "leave")
    assert letters_to(app, world.lise.email) == []


@pytest.mark.usefixtures("hidden")
def test_the_question_stands_on_her_agenda_and_her_page(app: Flask, world: World) -> None:
    ask(app, world, "ana")
    assert "ma-fiche/personnes" in read(app, world, "lise", "/agenda")
    assert "Ana des Tilleuls" in read(app, world, "lise", f"{group_of(world)}/ma-fiche/personnes")
    assert "ma-fiche/personnes" not in read(app, world, "jo", "/agenda")


@pytest.mark.usefixtures("hidden")
def test_a_no_looks_like_no_answer_to_the_byte(app: Flask, world: World) -> None:
    ask(app, world, "ana")
    before = read(app, world, "ana", person_of(world))
    assert decide(app, world, "lise", "ana", "leave") == 303
    assert read(app, world, "ana", person_of(world)) == before
    assert letters_to(app, world.ana.email) == []


@pytest.mark.usefixtures("hidden")
def test_it_is_not_asked_twice_within_four_weeks(app: Flask, world: World) -> None:
    ask(app, world, "ana")
    decide(app, world, "lise", "ana", "leave")
    ask(app, world, "ana")
    assert "Ana des Tilleuls" not in read(app, world, "lise", f"{group_of(world)}/ma-fiche/personnes")


@pytest.mark.usefixtures("hidden")
def test_after_four_weeks_it_goes_out_and_may_be_asked_anew(app: Flask, world: World) -> None:
    ask(app, world, "ana")
    with time_machine.travel(now() + timedelta(days=29)):
        with app.app_context():
            jobs.forget_numbers()
        assert "Ana des Tilleuls" not in read(app, world, "lise", f"{group_of(world)}/ma-fiche/personnes")
        assert "/numero" in read(app, world, "ana", person_of(world))


@pytest.mark.usefixtures("hidden")
def test_a_question_that_went_out_is_not_answered_any_more(app: Flask, world: World) -> None:
    ask(app, world, "ana")
    with time_machine.travel(now() + timedelta(days=29)):
        assert decide(app, world, "lise", "ana", "give") == 404


def test_three_people_a_day_are_asked(app: Flask, world: World) -> None:
    ids = cards.crowd(app, world.tilleuls, 4)
    people = [person_of(world).rsplit("/", 1)[0] + "/" + cards.short(one) for one in ids]
    ana = Client(app).sign_in(world.ana)
    assert [ana.post(f"{one}/numero").status_code for one in people] == [303, 303, 303, 429]


def test_who_has_no_number_is_told_to_write_one_first(app: Flask, world: World) -> None:
    ask(app, world, "ana")
    assert decide(app, world, "lise", "ana", "give") == 422


def test_whether_there_is_a_number_the_asker_does_not_learn(app: Flask, world: World) -> None:
    before = read(app, world, "ana", person_of(world))
    lise_shows(app, world, Visibility.ME)
    assert read(app, world, "ana", person_of(world)) == before


@pytest.mark.usefixtures("hidden")
def test_nobody_gives_what_was_not_asked_for(app: Flask, world: World) -> None:
    assert decide(app, world, "lise", "ana", "give") == 404


def test_the_discreet_cannot_be_asked(app: Flask, world: World) -> None:
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, is_discreet=True)
    assert ask(app, world, "ana") == 404


def test_where_members_see_names_alone_nobody_asks(app: Flask, world: World) -> None:
    cards.lower_ceiling(app, world.tilleuls)
    assert "/numero" not in read(app, world, "ana", person_of(world))
    assert ask(app, world, "ana") == 404


def test_one_does_not_ask_for_a_number_one_sees(app: Flask, world: World) -> None:
    cards.fill(app, world.tilleuls, world.lise_in_tilleuls, {Field.PHONE: (PHONE, Visibility.GROUP)})
    assert "/numero" not in read(app, world, "ana", person_of(world))


@pytest.mark.usefixtures("given")
def test_a_member_looks_at_her_card_as_the_one_who_has_her_number(app: Flask, world: World) -> None:
    card = f"{group_of(world)}/ma-fiche?vu="
    assert PHONE in read(app, world, "lise", card + cards.short(world.ana_in_tilleuls))
    block(app, world, "lise", "ana")
    assert PHONE not in read(app, world, "lise", card + cards.short(world.ana_in_tilleuls))


def test_a_managed_members_answer_is_written_down_by_an_organiser(app: Flask, world: World) -> None:
    cards.fill(app, world.tilleuls, world.odile_in_tilleuls, {Field.PHONE: (PHONE, Visibility.ORGANISERS)})
    ask(app, world, "ana", "odile")
    path, marcelle = f"{person_of(world, 'odile')}/personnes", Client(app).sign_in(world.marcelle)
    assert path in marcelle.get(f"{group_of(world)}/appels").text
    assert "Ana des Tilleuls" in marcelle.get(path).text
    marcelle.post(path, {"deed": "give", "other": cards.short(world.ana_in_tilleuls)})
    assert PHONE in seen(app, world, "ana", "odile")
    marcelle.post(path, {"deed": "take_back", "other": cards.short(world.ana_in_tilleuls)})
    assert seen(app, world, "ana", "odile").startswith("404")


@pytest.mark.parametrize("other", ["", "x", "\x00", "A" * 22, "é" * 30])
def test_whatever_is_sent_about_her_is_answered_kindly(app: Flask, world: World, other: str) -> None:
    path, marcelle = f"{person_of(world, 'odile')}/personnes", Client(app).sign_in(world.marcelle)
    assert marcelle.post(path, {"deed": "give", "other": other}).status_code in (404, 422)
