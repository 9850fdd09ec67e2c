"""What letters say of a whole series: its rhythm, its end, another place."""

from datetime import date, timedelta

from flask import Flask

from entraide.meetings.actions import changing, planning
from entraide.meetings.details import Details
from entraide.meetings.queries.meetings import find_series
from entraide.meetings.recurrence import NthWeekday, Rule, Weekday
from tests.lettering import at_work, moment, plan_series, subject_of, words_of
from tests.meetings.posting import SATURDAY, TUESDAY, last, subjects, traveller
from tests.world import World

__all__ = ["traveller"]

EVERY_TUESDAY = Rule(Weekday(1))


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
