"""What letters about meetings say: subjects, first lines, links, and when there is nothing to say any more."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from entraide.accounts.actions import make_person
from entraide.groups.models import Asked, Discretion
from entraide.groups.queries import find_group
from entraide.meetings.actions import changing, planning, seats
from entraide.meetings.details import Details
from entraide.meetings.models import Mode, Reply
from entraide.meetings.queries.meetings import find_meeting, find_series
from entraide.meetings.recurrence import NthWeekday, Rule, Weekday
from entraide.members.models import Status
from entraide.vault import sealed
from tests.lettering import (
    all_of,
    answer,
    at_work,
    html_of,
    moment,
    plan,
    plan_series,
    set_language,
    set_level,
    set_member,
    subject_of,
    words_of,
)
from tests.people import letters_to
from tests.world import World

SATURDAY = date(2037, 11, 21)
TUESDAY = date(2037, 11, 24)
EVERY_TUESDAY = Rule(Weekday(1))


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment(SATURDAY, 10), tick=False) as traveller:
        yield traveller


def subjects(app: Flask, world: World) -> list[str]:
    """Return what Lise reads on her lock screen."""
    return [subject_of(letter) for letter in letters_to(app, world.lise.email)]


def last(app: Flask, world: World) -> EmailMessage:
    return letters_to(app, world.lise.email)[-1]


def move(app: Flask, world: World, meeting: UUID, start: datetime, details: Details | None = None) -> None:
    with at_work(app, world.tilleuls):
        planning.move(find_meeting(meeting), start, start + timedelta(hours=2), details)


def cancel(app: Flask, world: World, meeting: UUID) -> None:
    with at_work(app, world.tilleuls):
        planning.cancel(find_meeting(meeting))


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


@pytest.mark.parametrize(
    ("to", "said", "first_line"),
    [
        (moment(date(2037, 11, 25), 14), "mardi 24 devient mercredi 25 novembre", "L’heure reste la même."),
        (moment(date(2037, 11, 25), 18, 30), "mardi 24 devient mercredi 25 novembre", "L’heure change : 18 h 30."),
        (moment(date(2037, 12, 1), 14), "mardi 24 novembre devient mardi 1er décembre", "L’heure reste la même."),
        (moment(TUESDAY, 15), "mardi 24 novembre, 15 h au lieu de 14 h", "L’heure change : 15 h."),
    ],
)
def test_a_move_says_what_became_of_the_date(
    app: Flask, world: World, to: datetime, said: str, first_line: str
) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14))
    move(app, world, meeting, to)
    assert subjects(app, world) == [f"Changement : {said}"]
    assert f"{first_line} Pensez-vous venir ?" in words_of(last(app, world))


def test_another_place_is_a_change_too(app: Flask, world: World) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14))
    move(app, world, meeting, moment(TUESDAY, 14), Details(place="Salle 2"))
    assert subjects(app, world) == ["Changement : mardi 24 novembre, 14 h"]
    assert "Le lieu change." in words_of(last(app, world))
    assert "Salle 2" in words_of(last(app, world))


def test_whoever_had_answered_is_asked_anew(app: Flask, world: World) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14))
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    move(app, world, meeting, moment(date(2037, 11, 25), 14))
    assert "Votre réponse est à redonner." in words_of(last(app, world))


def test_whoever_answered_after_the_move_needs_no_letter(app: Flask, world: World) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14))
    move(app, world, meeting, moment(date(2037, 11, 25), 14))
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    assert subjects(app, world) == []


def test_two_moves_in_a_row_are_told_in_one_letter(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14))
    move(app, world, meeting, moment(date(2037, 11, 25), 14))
    traveller.shift(1)
    move(app, world, meeting, moment(date(2037, 11, 26), 15))
    assert subjects(app, world) == ["Changement : jeudi 26 novembre, 15 h"]
    assert "L’heure : 15 h." in words_of(last(app, world))


def test_a_move_before_the_announcement_left_is_told_by_it(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    traveller.shift(1)
    move(app, world, meeting, moment(date(2037, 11, 25), 14))
    assert subjects(app, world) == ["Nouvelle date : mercredi 25 novembre, 14 h"]


def test_a_move_after_the_announcement_is_told(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    assert len(subjects(app, world)) == 1
    traveller.shift(60)
    move(app, world, meeting, moment(date(2037, 11, 25), 14))
    assert subjects(app, world)[1:] == ["Changement : mardi 24 devient mercredi 25 novembre"]


def test_a_cancellation_names_the_day_and_the_next_date(app: Flask, world: World) -> None:
    meeting = plan(app, world.tilleuls, moment(date(2037, 12, 17), 14))
    plan(app, world.tilleuls, moment(date(2038, 1, 7), 14))
    cancel(app, world, meeting)
    assert subjects(app, world) == ["Annulé : jeudi 17 décembre"]
    assert "Rien à faire. Prochaine date : jeudi 7 janvier 2038." in words_of(last(app, world))


def test_the_text_of_a_cancellation_names_the_day_too(app: Flask, world: World) -> None:
    cancel(app, world, plan(app, world.tilleuls, moment(date(2037, 12, 17), 14)))
    assert "jeudi 17 décembre" in words_of(last(app, world)).lower()


def test_without_a_next_date_there_is_nothing_to_do(app: Flask, world: World) -> None:
    cancel(app, world, plan(app, world.tilleuls, moment(TUESDAY, 14)))
    assert "Rien à faire.\n" in words_of(last(app, world))


def test_a_series_is_announced_in_one_letter(app: Flask, world: World) -> None:
    plan_series(app, world.tilleuls, EVERY_TUESDAY, TUESDAY, announce=True)
    letter = last(app, world)
    text = words_of(letter)
    assert subject_of(letter) == "Nouvelles dates, la première : mardi 24 novembre, 14 h"
    assert (
        "Chaque mardi, de 14 h à 16 h, à partir du 24 novembre\nmardi 24 novembre, 14 h\nmardi 1er décembre, 14 h\n"
        in text
    )
    assert "D’autres dates suivent." in text
    assert "Pensez-vous venir le mardi 24 novembre ?" in text


def test_the_rhythm_stands_in_the_text_too(app: Flask, world: World) -> None:
    plan_series(app, world.tilleuls, Rule(NthWeekday(4, 1)), TUESDAY, announce=True)
    assert "Le quatrième mardi de chaque mois, de 14 h à 16 h" in words_of(last(app, world))


def test_a_series_letter_counts_no_dates_since_some_may_be_left_out(app: Flask, world: World) -> None:
    plan_series(app, world.tilleuls, Rule(Weekday(1), times=4), TUESDAY, announce=True)
    text = words_of(last(app, world))
    assert "Chaque mardi, de 14 h à 16 h, à partir du 24 novembre\n" in text
    assert "4 fois" not in text


def test_the_end_of_a_series_is_one_letter(app: Flask, world: World) -> None:
    series = plan_series(app, world.tilleuls, EVERY_TUESDAY, TUESDAY)
    with at_work(app, world.tilleuls):
        planning.end_series(find_series(world.tilleuls, series), date(2037, 12, 15))
    assert subjects(app, world) == ["Dernière date : mardi 15 décembre"]


def test_a_series_ended_at_once_says_so(app: Flask, world: World) -> None:
    series = plan_series(app, world.tilleuls, EVERY_TUESDAY, TUESDAY - timedelta(days=7))
    with at_work(app, world.tilleuls):
        planning.end_series(find_series(world.tilleuls, series), SATURDAY)
    assert subjects(app, world) == ["Plus de date après le samedi 21 novembre"]
    assert "Chaque mardi" not in words_of(last(app, world))


def test_another_place_for_a_series_is_one_letter(app: Flask, world: World) -> None:
    series = plan_series(app, world.tilleuls, EVERY_TUESDAY, TUESDAY)
    with at_work(app, world.tilleuls):
        row = find_series(world.tilleuls, series)
        second = planning.queries.coming_of_series(series, world.tilleuls, moment(date(2037, 12, 1), 0))[0]
        changing.change_following(second, row, Details(place="Salle 2", address="rue Neuve 1"), None)
    assert subjects(app, world) == ["Changement : à partir du mardi 1er décembre"]
    assert "Salle 2\nrue Neuve 1\n" in words_of(last(app, world))


@pytest.fixture
def full(app: Flask, world: World) -> UUID:
    """Ana has the one place; Lise waits for it."""
    meeting = plan(app, world.tilleuls, moment(TUESDAY + timedelta(days=7), 14), places=1)
    answer(app, world.tilleuls, meeting, world.ana_in_tilleuls)
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    return meeting


def test_a_freed_place_is_hers_at_once_and_can_be_left(app: Flask, world: World, full: UUID) -> None:
    answer(app, world.tilleuls, full, world.ana_in_tilleuls, Reply.NO)
    assert subjects(app, world) == ["Vous avez une place : mardi 1er décembre, 14 h"]
    assert "http://localhost/v/" in words_of(last(app, world))


def test_whoever_declined_before_the_letter_left_gets_none(app: Flask, world: World, full: UUID) -> None:
    answer(app, world.tilleuls, full, world.ana_in_tilleuls, Reply.NO)
    answer(app, world.tilleuls, full, world.lise_in_tilleuls, Reply.NO)
    assert subjects(app, world) == []


def test_a_weekends_place_is_offered_until_an_hour(app: Flask, world: World) -> None:
    start = moment(date(2038, 2, 5), 18)
    meeting = plan(app, world.tilleuls, start, start + timedelta(days=2), mode=Mode.WEEKEND, places=1)
    for name in ("ana", "lise"):
        answer(app, world.tilleuls, meeting, getattr(world, f"{name}_in_tilleuls"))
    answer(app, world.tilleuls, meeting, world.ana_in_tilleuls, Reply.NO)
    assert subjects(app, world) == ["Une place est libre, jusqu’à demain 10 h"]


def test_whoever_lost_a_place_learns_her_number_on_the_list(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY + timedelta(days=7), 14), places=2)
    for name in ("ana", "lise"):
        answer(app, world.tilleuls, meeting, getattr(world, f"{name}_in_tilleuls"))
        traveller.shift(1)
    with at_work(app, world.tilleuls):
        seats.set_capacity(find_meeting(meeting), 1)
    assert subjects(app, world) == ["Liste d’attente : vous êtes n° 1"]


@pytest.mark.parametrize(
    "values",
    [
        {"wants_letters": False},
        {"is_managed": True},
        {"status": Status.WAITING},
        {"status": Status.ENDED},
    ],
)
def test_whoever_wants_none_waits_or_left_gets_none(app: Flask, world: World, values: dict[str, object]) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    set_member(app, world.tilleuls, world.lise_in_tilleuls, **values)
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
