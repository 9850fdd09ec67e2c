"""What letters say of a meeting that was moved or cancelled, and when nothing is left to say."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from entraide.meetings.actions import planning
from entraide.meetings.details import Details
from entraide.meetings.queries.meetings import find_meeting
from tests.lettering import answer, at_work, moment, plan, words_of
from tests.meetings.posting import TUESDAY, cancel, last, subjects, traveller
from tests.world import World

__all__ = ["traveller"]


def move(app: Flask, world: World, meeting: UUID, start: datetime, details: Details | None = None) -> None:
    with at_work(app, world.tilleuls):
        planning.move(find_meeting(meeting), start, start + timedelta(hours=2), details)


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
