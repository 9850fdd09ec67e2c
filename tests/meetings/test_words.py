"""Days, hours and rhythms read as people say them, in French above all."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Babel, force_locale

from entraide.meetings.choices import choices, suggested_rules
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
    begins,
)
from entraide.meetings.refusals import explain
from entraide.meetings.words import (
    date_in_words,
    hour_in_words,
    in_words,
    rhythm_in_words,
    span_in_words,
    start_in_words,
)

FRENCH = Path(__file__).parents[2] / "translations/fragments/recurrence.fr.po"
BRUSSELS = ZoneInfo("Europe/Brussels")
TUESDAY, THURSDAY, FRIDAY = 1, 3, 4
NOVEMBER_24 = date(2026, 11, 24)
TWO, FOUR = time(14), time(16)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    translations = tmp_path_factory.mktemp("translations")
    messages = translations / "fr/LC_MESSAGES/messages.mo"
    messages.parent.mkdir(parents=True)
    with FRENCH.open("rb") as fragment, messages.open("wb") as compiled:
        write_mo(compiled, read_po(fragment, locale="fr"))
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(translations)
    Babel(app)
    return app


@pytest.fixture(autouse=True)
def _on_20_november_2026_in_french(app):
    with app.app_context(), force_locale("fr"), time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False):
        yield


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def moment(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BRUSSELS).astimezone(UTC)


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
