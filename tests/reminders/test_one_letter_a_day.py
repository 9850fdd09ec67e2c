"""One letter a day lists every date it speaks of, at the most discreet level among its groups."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask

from entraide.accounts.actions import make_person
from entraide.groups.models import Discretion
from entraide.members.actions import join
from tests.lettering import (
    all_of,
    answer,
    at_work,
    html_of,
    moment,
    plan,
    set_language,
    set_level,
    subject_of,
    words_of,
)
from tests.reminders.reminding import DAY_BEFORE, TUESDAY, WEEK_BEFORE, ana_has_two_dates, reminders
from tests.world import World


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment(date(2037, 11, 1), 10), tick=False) as traveller:
        yield traveller


def test_a_nudge_asks_and_offers_three_answers(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14))
    traveller.move_to(moment(WEEK_BEFORE, 9))
    [letter] = reminders(app, world.lise.email)
    assert subject_of(letter) == "Pensez-vous venir mardi 24 novembre ?"
    assert "Répondez en deux clics, sans mot de passe." in words_of(letter)
    assert words_of(letter).count("http://localhost/r/") == 3


def test_the_day_before_says_until_tomorrow(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14))
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    traveller.move_to(moment(DAY_BEFORE, 9))
    [letter] = reminders(app, world.lise.email)
    assert subject_of(letter) == "Rappel : mardi 24 novembre, 14 h"
    assert "À demain. Un empêchement ? Dites-le ici :" in words_of(letter)


def test_made_up_for_on_the_day_it_says_today(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14))
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    traveller.move_to(moment(TUESDAY, 8))
    [letter] = reminders(app, world.lise.email)
    assert "C’est aujourd’hui." in words_of(letter)


def test_two_groups_are_one_letter(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    ana_has_two_dates(app, world)
    traveller.move_to(moment(DAY_BEFORE, 9))
    [letter] = reminders(app, world.ana.email)
    assert subject_of(letter) == "Rappel : 2 dates, la prochaine mardi 24 novembre, 14 h"
    assert "mardi 24 novembre, 14 h\n" in words_of(letter)
    assert "mardi 24 novembre, 19 h\n" in words_of(letter)


def test_the_most_discreet_group_rules_every_line(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    set_level(app, world.tilleuls, Discretion.FULL)
    ana_has_two_dates(app, world)
    traveller.move_to(moment(DAY_BEFORE, 9))
    [letter] = reminders(app, world.ana.email)
    assert str(letter["From"]) == "Rendez-vous <agenda@localhost>"
    read = all_of(letter)
    assert [word for word in ("Maison", "Fibro", "Passerelle", "Café", "Marcelle", "Dov") if word in read] == []


def test_two_groups_name_no_organiser_even_where_each_could(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    set_level(app, world.passerelle, Discretion.RECOGNISABLE)
    ana_has_two_dates(app, world)
    traveller.move_to(moment(DAY_BEFORE, 9))
    [letter] = reminders(app, world.ana.email)
    assert str(letter["From"]) == "Rendez-vous <agenda@localhost>"
    assert "Maison des Tilleuls" in words_of(letter)


def test_two_dates_of_one_group_come_from_its_organiser(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    for hour in (14, 19):
        meeting = plan(app, world.tilleuls, moment(TUESDAY, hour))
        answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    traveller.move_to(moment(DAY_BEFORE, 9))
    [letter] = reminders(app, world.lise.email)
    assert str(letter["From"]) == "Marcelle <agenda@localhost>"
    assert words_of(letter).count("Répondre :\nhttp://localhost/r/") == 2


def test_a_letter_of_six_dates_stays_light(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    for hour in range(10, 16):
        meeting = plan(app, world.tilleuls, moment(TUESDAY, hour))
        answer(app, world.tilleuls, meeting, world.lise_in_tilleuls)
    traveller.move_to(moment(DAY_BEFORE, 9))
    [letter] = reminders(app, world.lise.email)
    assert len(html_of(letter).encode()) <= 5000


def test_each_reads_her_own_language(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    set_language(app, world.lise.person_id, "en")
    plan(app, world.tilleuls, moment(TUESDAY, 14))
    traveller.move_to(moment(WEEK_BEFORE, 9))
    [english] = reminders(app, world.lise.email)
    [french] = reminders(app, world.jo.email)
    assert subject_of(english) == "Are you thinking of coming on Tuesday 24 November?"
    assert subject_of(french) == "Pensez-vous venir mardi 24 novembre ?"


def test_two_people_on_one_mailbox_get_a_letter_each(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    with at_work(app, world.tilleuls):
        person = make_person(world.lise.email, "Pierre", "fr")
        join(world.tilleuls, person.id, "Pierre", consent_version="1")
    plan(app, world.tilleuls, moment(TUESDAY, 14))
    traveller.move_to(moment(WEEK_BEFORE, 9))
    letters = reminders(app, world.lise.email)
    assert {words_of(letter).split("\n")[0] for letter in letters} == {"Bonjour Lise,", "Bonjour Pierre,"}
