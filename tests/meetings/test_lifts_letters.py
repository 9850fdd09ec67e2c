"""Riders are told that their car fell away: one letter, at their level, never at night."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from entraide.groups.models import Discretion
from entraide.meetings.actions import answers, lifts
from entraide.meetings.models import Reply
from entraide.members.queries import find_membership
from entraide.rights.actions import leave
from tests.lettering import all_of, at_work, moment, plan, posted, set_level, subject_of, words_of
from tests.meetings.cars import cars_of, do, offers, takes
from tests.people import letters_to

SATURDAY = date(2037, 11, 21)
TUESDAY = moment(date(2037, 11, 24), 14)


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment(SATURDAY, 10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def meeting(app, world, traveller):
    meeting = plan(app, world.tilleuls, TUESDAY)
    do(app, world.tilleuls, meeting, offers(world.tilleuls, world.jo_in_tilleuls))
    for rider in (world.lise_in_tilleuls, world.odile_in_tilleuls):
        do(app, world.tilleuls, meeting, takes(world.tilleuls, rider, world.jo_in_tilleuls))
    return meeting


def withdraw(app, world, meeting):
    do(app, world.tilleuls, meeting, lambda it: lifts.withdraw(it, world.jo_in_tilleuls))


def test_a_withdrawn_car_is_told_and_its_riders_look_again(app, world, meeting):
    set_level(app, world.tilleuls, Discretion.RECOGNISABLE)
    withdraw(app, world, meeting)
    (letter,) = letters_to(app, world.lise.email)
    assert subject_of(letter) == "Un changement pour vous : mardi 24 novembre, 14 h"
    assert "La voiture où vous aviez une place ne vient pas." in words_of(letter)
    assert "/covoiturage" in words_of(letter)
    assert cars_of(app, world.tilleuls, meeting).looks == {world.lise_in_tilleuls, world.odile_in_tilleuls}


def test_very_discreet_says_only_that_something_changed(app, world, meeting):
    set_level(app, world.tilleuls, Discretion.VERY_DISCREET)
    withdraw(app, world, meeting)
    (letter,) = letters_to(app, world.lise.email)
    assert [word for word in ("oiture", "Jo-71", "Jambes", "Maison") if word in words_of(letter)] == []
    assert "Jo-71" not in all_of(letter)


def test_a_drivers_no_and_her_leaving_are_told_like_a_withdrawal(app, world, meeting, traveller):
    do(app, world.tilleuls, meeting, lambda it: answers.answer(it, world.jo_in_tilleuls, Reply.NO))
    assert len(letters_to(app, world.lise.email)) == 1
    traveller.shift(timedelta(hours=1))
    do(app, world.tilleuls, meeting, offers(world.tilleuls, world.ana_in_tilleuls))
    do(app, world.tilleuls, meeting, takes(world.tilleuls, world.lise_in_tilleuls, world.ana_in_tilleuls))
    with at_work(app, world.tilleuls):
        leave(find_membership(world.tilleuls, world.ana_in_tilleuls))
    assert len(letters_to(app, world.lise.email)) == 2


def test_whoever_found_another_seat_meanwhile_reads_nothing(app, world, meeting):
    withdraw(app, world, meeting)
    do(app, world.tilleuls, meeting, offers(world.tilleuls, world.ana_in_tilleuls))
    do(app, world.tilleuls, meeting, takes(world.tilleuls, world.lise_in_tilleuls, world.ana_in_tilleuls))
    assert letters_to(app, world.lise.email) == []


def test_two_dates_lost_before_the_letter_leaves_are_one_letter(app, world, meeting, traveller):
    other = plan(app, world.tilleuls, TUESDAY + timedelta(days=7))
    do(app, world.tilleuls, other, offers(world.tilleuls, world.jo_in_tilleuls))
    do(app, world.tilleuls, other, takes(world.tilleuls, world.lise_in_tilleuls, world.jo_in_tilleuls))
    withdraw(app, world, meeting)
    traveller.shift(timedelta(minutes=1))
    withdraw(app, world, other)
    (letter,) = letters_to(app, world.lise.email)
    assert "24 novembre" in words_of(letter)
    assert "1er décembre" in words_of(letter)


def test_who_rides_or_gives_a_seat_back_causes_no_letter(app, world, meeting):
    do(app, world.tilleuls, meeting, lambda it: lifts.give_back(it, world.lise_in_tilleuls))
    assert posted(app, "lift_lost") == []
