"""What the letter of a new meeting says: subject, first lines, links, and who gets none."""

import pytest
from flask import Flask

from entraide.accounts.actions import make_person
from entraide.groups.models import Asked, Discretion
from entraide.groups.queries import find_group
from entraide.meetings.details import Details
from entraide.vault import sealed
from tests.lettering import (
    all_of,
    answer,
    at_work,
    html_of,
    moment,
    plan,
    set_language,
    set_level,
    set_member,
    subject_of,
    words_of,
)
from tests.meetings.posting import SATURDAY, TUESDAY, cancel, last, subjects, traveller
from tests.people import letters_to
from tests.world import World

__all__ = ["traveller"]


def test_a_new_meeting_is_announced_with_its_day_and_hour(app: Flask, world: World) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    assert subjects(app, world) == ["Nouvelle date : mardi 24 novembre, 14 h"]


def test_very_discreet_comes_from_the_facade_and_tells_no_place(app: Flask, world: World) -> None:
    set_level(app, world.tilleuls, Discretion.VERY_DISCREET)
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    letter = last(app, world)
    assert str(letter["From"]) == "Rendez-vous <agenda@localhost>"
    assert "Un rendez-vous est prévu. Pensez-vous venir ?" in words_of(letter)
    assert "Maison" not in all_of(letter)
    assert "Pont" not in all_of(letter)
    assert "Marcelle" not in all_of(letter)


def test_recognisable_comes_from_the_organiser_and_tells_place_and_street(app: Flask, world: World) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    letter = last(app, world)
    assert str(letter["From"]) == "Marcelle <agenda@localhost>"
    assert "Maison des Tilleuls\nrue du Pont 5, Namur\n" in words_of(letter)
    assert "Café-parole" not in all_of(letter)


def test_full_tells_title_and_group(app: Flask, world: World) -> None:
    set_level(app, world.tilleuls, Discretion.FULL)
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    letter = last(app, world)
    assert "Café-parole\nFibromyalgie Les Tilleuls\n" in words_of(letter)
    assert str(letter["Subject"]).endswith("(Fibromyalgie Les Tilleuls)")


@pytest.mark.parametrize("level", [Discretion.VERY_DISCREET, Discretion.FULL])
def test_a_members_own_level_wins(app: Flask, world: World, level: Discretion) -> None:
    set_member(app, world.tilleuls, world.lise_in_tilleuls, discretion=level)
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    assert ("Fibromyalgie" in all_of(last(app, world))) is (level is Discretion.FULL)


def test_a_telling_place_is_left_out(app: Flask, world: World) -> None:
    place = Details(place="Maison de la Fibromyalgie", address="rue du Pont 5")
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True, details=place)
    letter = last(app, world)
    assert "rue du Pont 5" in words_of(letter)
    assert "ibromyalgie" not in all_of(letter)


def test_a_telling_organiser_writes_from_the_facade(app: Flask, world: World) -> None:
    for name in ("marcelle", "jo"):
        set_member(app, world.tilleuls, getattr(world, f"{name}_in_tilleuls"), is_organiser=name == "jo")
    with app.app_context():
        value = sealed.seal(world.jo.person_id, f"name {world.jo_in_tilleuls}", "Fibromyalgie-Jo")
    set_member(app, world.tilleuls, world.jo_in_tilleuls, name_sealed=value)
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    assert str(last(app, world)["From"]) == "Rendez-vous <agenda@localhost>"


def test_an_organiser_with_a_discreet_presence_is_not_named(app: Flask, world: World) -> None:
    set_member(app, world.tilleuls, world.marcelle_in_tilleuls, is_discreet=True)
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    assert "Marcelle" not in all_of(last(app, world))


def test_the_three_answers_are_links_without_signing_in(app: Flask, world: World) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    text = words_of(last(app, world))
    assert [text.count(f"/{word}\n") for word in ("oui", "peut-etre", "non")] == [1, 1, 1]
    assert text.count("http://localhost/r/") == 3


def test_where_answers_are_not_asked_there_is_nothing_to_press(app: Flask, world: World) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True, asked=Asked.NOT_ASKED)
    assert "/r/" not in all_of(last(app, world))
    assert "Pensez-vous" not in words_of(last(app, world))


def test_a_letter_speaks_its_readers_language(app: Flask, world: World) -> None:
    set_language(app, world.lise.person_id, "en")
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    assert subjects(app, world) == ["New date: Tuesday 24 November, 2 pm"]
    assert 'lang="en"' in html_of(last(app, world))
    [other] = letters_to(app, world.ana.email)
    assert subject_of(other) == "Nouvelle date : mardi 24 novembre, 14 h"


def test_a_first_name_stands_only_where_the_mailbox_is_shared(app: Flask, world: World) -> None:
    with at_work(app):
        make_person(world.lise.email, "Pierre", "fr")
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    assert words_of(last(app, world)).startswith("Bonjour Lise,")
    [other] = letters_to(app, world.ana.email)
    assert words_of(other).startswith("Bonjour,")


def test_a_meeting_cancelled_before_its_letter_left_is_not_announced(app: Flask, world: World) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    cancel(app, world, meeting)
    assert subjects(app, world) == []


def test_whoever_answered_before_the_letter_left_needs_none(app: Flask, world: World) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    assert subjects(app, world) == []


def test_a_closed_group_writes_no_more(app: Flask, world: World) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    with at_work(app, world.tilleuls):
        find_group(world.tilleuls).closed_at = moment(SATURDAY, 9)
    assert subjects(app, world) == []


def test_an_erased_reader_gets_none(app: Flask, world: World) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    with app.app_context():
        sealed.shred(world.lise.person_id)
    assert subjects(app, world) == []


def test_mail_programs_can_stop_the_letters_by_themselves(app: Flask, world: World) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    letter = last(app, world)
    assert str(letter["List-Unsubscribe"]).startswith("<http://localhost/u/")
    assert str(letter["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    assert str(letter["List-Unsubscribe"]).strip("<>") in words_of(letter)
