"""Rhythms of series, when they begin and end, and why one is refused, read as people say them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask_babel import force_locale

from entraide.meetings.clock_times import EndBeforeStart, NotOnTheClock, TwiceOnTheClock
from entraide.meetings.recurrence import (
    LAST,
    DayOfMonth,
    EndlessRule,
    NoDates,
    NthWeekday,
    Rule,
    TooLong,
    TooManyDates,
    UnreadableRule,
    Weekday,
)
from entraide.meetings.refusals import explain
from entraide.meetings.words import in_words, rhythm_in_words
from tests.meetings.spelling import BRUSSELS, _on_20_november_2026_in_french, spaced

__all__ = ["_on_20_november_2026_in_french"]

TUESDAY, THURSDAY, FRIDAY = 1, 3, 4
NOVEMBER_24 = date(2026, 11, 24)
TWO, FOUR = time(14), time(16)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(Weekday(TUESDAY)), "Chaque mardi"),
        (Rule(Weekday(THURSDAY), every=2), "Toutes les deux semaines, le jeudi"),
        (Rule(Weekday(THURSDAY), every=3), "Toutes les 3 semaines, le jeudi"),
        (Rule(NthWeekday(1, TUESDAY)), "Le premier mardi de chaque mois"),
        (Rule(NthWeekday(2, TUESDAY)), "Le deuxième mardi de chaque mois"),
        (Rule(NthWeekday(3, TUESDAY)), "Le troisième mardi de chaque mois"),
        (Rule(NthWeekday(4, TUESDAY)), "Le quatrième mardi de chaque mois"),
        (Rule(NthWeekday(LAST, FRIDAY)), "Le dernier vendredi de chaque mois"),
        (Rule(NthWeekday(5, FRIDAY)), "Le cinquième vendredi, les mois où il y en a un"),
        (Rule(NthWeekday(5, FRIDAY), every=3), "Le cinquième vendredi, tous les 3 mois, quand il y en a un"),
        (Rule(NthWeekday(1, TUESDAY), every=2), "Le premier mardi, tous les deux mois"),
        (Rule(DayOfMonth(15)), "Le 15 de chaque mois"),
        (Rule(DayOfMonth(1)), "Le 1er de chaque mois"),
        (Rule(DayOfMonth(LAST)), "Le dernier jour de chaque mois"),
        (Rule(DayOfMonth(LAST), every=3), "Le dernier jour, tous les 3 mois"),
    ],
)
def test_a_rhythm_is_said_in_french(rule, words):
    assert rhythm_in_words(rule) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(Weekday(TUESDAY)), "Every Tuesday"),
        (Rule(Weekday(THURSDAY), every=2), "Every two weeks, on Thursday"),
        (Rule(Weekday(THURSDAY), every=3), "Every 3 weeks, on Thursday"),
        (Rule(NthWeekday(2, TUESDAY)), "The second Tuesday of each month"),
        (Rule(NthWeekday(5, FRIDAY)), "The fifth Friday of the months that have one"),
        (Rule(DayOfMonth(22)), "The 22nd of each month"),
        (Rule(DayOfMonth(12), every=3), "The 12th, every 3 months"),
    ],
)
def test_a_rhythm_is_said_in_english(rule, words):
    with force_locale("en"):
        assert rhythm_in_words(rule) == words


def test_a_series_under_way_says_its_rhythm_and_hours():
    words = in_words(Rule(Weekday(TUESDAY)), date(2026, 11, 3), TWO, FOUR, BRUSSELS)
    assert words == "Chaque mardi, de 14\u00a0h à\u00a016\u00a0h"


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ({"until": date(2027, 6, 30)}, "Chaque mardi, de 14 h à 16 h, jusqu’au 30 juin 2027"),
        ({"until": date(2026, 12, 1)}, "Chaque mardi, de 14 h à 16 h, jusqu’au 1er décembre"),
        ({"times": 10}, "Chaque mardi, de 14 h à 16 h, 10 fois"),
    ],
)
def test_a_series_says_when_it_ends(end, words):
    assert spaced(in_words(Rule(Weekday(TUESDAY), **end), date(2026, 11, 3), TWO, FOUR, BRUSSELS)) == words


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ({}, "à partir du 1er décembre"),
        ({"until": date(2027, 6, 1)}, "du 1er décembre au 1er juin 2027"),
        ({"times": 10}, "10 fois, à partir du 1er décembre"),
        ({"times": 1}, "une fois, le 1er décembre"),
    ],
)
def test_a_series_still_to_come_says_when_it_begins(end, words):
    rule = Rule(NthWeekday(1, TUESDAY), **end)
    said = spaced(in_words(rule, NOVEMBER_24, TWO, FOUR, BRUSSELS))
    assert said == f"Le premier mardi de chaque mois, de 14 h à 16 h, {words}"


def test_a_series_begins_today_where_its_group_is():
    tonga = ZoneInfo("Pacific/Tongatapu")
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        words = [in_words(Rule(Weekday(TUESDAY)), NOVEMBER_24, TWO, FOUR, zone) for zone in (tonga, BRUSSELS)]
    assert ["à partir" in said for said in words] == [False, True]


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (
            NotOnTheClock(date(2027, 3, 28), time(2, 30)),
            "Le dimanche 28 mars 2027, les horloges avancent et 2 h 30 n’existe pas. Choisissez une autre heure.",
        ),
        (
            TwiceOnTheClock(date(2026, 10, 25), time(2, 30)),
            "Le dimanche 25 octobre, les horloges reculent et 2 h 30 revient deux fois. Choisissez une autre heure.",
        ),
        (EndBeforeStart(), "La fin doit venir après le début. Choisissez une fin plus tardive."),
        (EndlessRule(), "Dites jusqu’à quand la rencontre revient."),
        (NoDates(), "Aucune date ne tombe avant cette fin. Choisissez une fin plus tardive."),
        (TooManyDates(), "Cela fait plus de 400 dates. Choisissez une fin plus proche."),
        (TooLong(), "Une série dure 3 ans au plus. Choisissez une fin plus proche."),
        (UnreadableRule(), "Ce rythme ne peut pas être programmé. Choisissez-en un autre."),
    ],
)
def test_a_refusal_says_what_to_do_next(refused, words):
    assert spaced(explain(refused)) == words
