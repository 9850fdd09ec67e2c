"""Days, hours and the choices of a rhythm read as people say them, in each language."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask_babel import force_locale

from entraide.meetings.choices import choices, suggested_rules
from entraide.meetings.recurrence import LAST, DayOfMonth, NthWeekday, Rule, Weekday, begins
from entraide.meetings.words import date_in_words, hour_in_words, span_in_words, start_in_words
from tests.meetings.spelling import BRUSSELS, _on_20_november_2026_in_french, spaced

__all__ = ["_on_20_november_2026_in_french"]

TUESDAY, THURSDAY, FRIDAY = 1, 3, 4
NOVEMBER_24 = date(2026, 11, 24)


def moment(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BRUSSELS).astimezone(UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "mardi 24 novembre"),
        ("de", "Dienstag, 24. November"),
        ("nl", "dinsdag 24 november"),
        ("en", "Tuesday 24 November"),
        ("fr_BE", "mardi 24 novembre"),
    ],
)
def test_a_day_is_said_in_each_language(language, words):
    with force_locale(language):
        assert date_in_words(NOVEMBER_24) == words


def test_the_first_of_a_month_is_premier():
    assert date_in_words(date(2026, 12, 1)) == "mardi 1er décembre"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "mardi 12 janvier 2027"),
        ("de", "Dienstag, 12. Januar 2027"),
        ("nl", "dinsdag 12 januari 2027"),
        ("en", "Tuesday 12 January 2027"),
    ],
)
def test_another_year_is_said(language, words):
    with force_locale(language):
        assert date_in_words(date(2027, 1, 12)) == words


def test_this_year_is_said_when_asked_for():
    assert date_in_words(NOVEMBER_24, with_year=True) == "mardi 24 novembre 2026"


def test_a_new_year_begins_where_the_group_is():
    with time_machine.travel(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), tick=False):
        assert date_in_words(date(2027, 1, 12), zone=BRUSSELS) == "mardi 12 janvier"


@pytest.mark.parametrize(
    ("language", "hours"),
    [
        ("fr", ["0 h", "9 h", "12 h", "14 h", "14 h 30", "8 h 05"]),
        ("de", ["0 Uhr", "9 Uhr", "12 Uhr", "14 Uhr", "14:30 Uhr", "8:05 Uhr"]),
        ("nl", ["0 uur", "9 uur", "12 uur", "14 uur", "14.30 uur", "8.05 uur"]),
        ("en", ["12 midnight", "9 am", "12 noon", "2 pm", "2:30 pm", "8:05 am"]),
        ("it", ["00:00", "09:00", "12:00", "14:00", "14:30", "08:05"]),
    ],
)
def test_an_hour_is_said_in_each_language(language, hours):
    clocks = [time(0), time(9), time(12), time(14), time(14, 30), time(8, 5)]
    with force_locale(language):
        assert [spaced(hour_in_words(clock)) for clock in clocks] == hours


def test_an_hour_never_breaks_across_lines():
    assert " " not in hour_in_words(time(14, 30))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (moment(24, 14), moment(24, 16), "mardi 24 novembre, de 14 h à 16 h"),
        (moment(24, 20), moment(25, 0), "mardi 24 novembre, de 20 h à minuit"),
        (moment(24, 22), moment(25, 0, 30), "mardi 24 novembre, de 22 h à 0 h 30 le lendemain"),
        (moment(27, 18), moment(29, 16), "du vendredi 27 novembre, 18 h, au dimanche 29 novembre, 16 h"),
        (moment(28, 10), moment(29, 10), "du samedi 28 novembre, 10 h, au dimanche 29 novembre, 10 h"),
        (
            moment(12, 14, month=1, year=2027),
            moment(12, 16, month=1, year=2027),
            "mardi 12 janvier 2027, de 14 h à 16 h",
        ),
    ],
)
def test_a_meeting_says_its_day_and_hours(start, end, words):
    assert spaced(span_in_words(start, end, BRUSSELS)) == words


def test_a_meeting_says_its_year_when_asked_for():
    words = span_in_words(moment(24, 14), moment(24, 16), BRUSSELS, with_year=True)
    assert spaced(words) == "mardi 24 novembre 2026, de 14 h à 16 h"


def test_a_meeting_is_told_on_the_clock_of_its_group():
    words = span_in_words(moment(24, 14), moment(24, 16), ZoneInfo("America/New_York"))
    assert spaced(words) == "mardi 24 novembre, de 8 h à 10 h"


def test_a_start_is_said_with_its_hour():
    assert spaced(start_in_words(moment(24, 14), BRUSSELS)) == "mardi 24 novembre, 14 h"


def test_a_meeting_is_told_in_english():
    with force_locale("en"):
        words = span_in_words(moment(24, 14), moment(24, 16, 30), BRUSSELS)
    assert spaced(words) == "Tuesday 24 November, from 2 pm to 4:30 pm"


def test_the_choices_for_a_last_tuesday():
    assert choices(NOVEMBER_24) == [
        (None, "Une seule fois"),
        (Rule(Weekday(TUESDAY)), "Chaque mardi"),
        (Rule(Weekday(TUESDAY), every=2), "Toutes les deux semaines, le mardi"),
        (Rule(NthWeekday(4, TUESDAY)), "Le quatrième mardi de chaque mois"),
        (Rule(NthWeekday(LAST, TUESDAY)), "Le dernier mardi de chaque mois"),
        (Rule(DayOfMonth(24)), "Le 24 de chaque mois"),
    ]


def test_a_day_of_the_last_week_that_not_every_month_has_offers_no_number():
    assert [words for _, words in choices(date(2027, 3, 30))][3:] == ["Le dernier mardi de chaque mois"]


def test_the_end_of_a_month_offers_the_last_day():
    assert choices(date(2026, 12, 31))[-1][1] == "Le dernier jour de chaque mois"


def test_the_end_of_a_february_offers_both():
    assert [str(rule.on) for rule in suggested_rules(date(2027, 2, 28))][-2:] == ["BYMONTHDAY=28", "BYMONTHDAY=-1"]


def test_every_choice_begins_on_the_date_it_was_offered_for():
    every_day = [date(2027, 1, 1) + timedelta(days=n) for n in range(800)]
    assert all(begins(rule, day) == day for day in every_day for rule in suggested_rules(day))
