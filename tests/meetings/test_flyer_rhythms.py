"""Rhythms are read as they stand on a flyer, and what may mean two things is said."""

from datetime import date, time

import pytest

from entraide.meetings.flyer import Doubt
from tests.meetings.flyers import days, doubts, hours, read, rules

FIRST_TUESDAY, SECOND_TUESDAY = "FREQ=MONTHLY;BYDAY=1TU", "FREQ=MONTHLY;BYDAY=2TU"
FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1er mardi", [FIRST_TUESDAY]),
        ("1er mardi du mois", [FIRST_TUESDAY]),
        ("chaque premier mardi du mois", [FIRST_TUESDAY]),
        ("Tous les 1ers mardis du mois", [FIRST_TUESDAY]),
        ("le 1ᵉʳ mardi de chaque mois à 19h30", [FIRST_TUESDAY]),
        ("jeden ersten Dienstag im Monat", [FIRST_TUESDAY]),
        ("1. Dienstag", [FIRST_TUESDAY]),
        ("elke eerste dinsdag van de maand", [FIRST_TUESDAY]),
        ("the first Tuesday of each month", [FIRST_TUESDAY]),
        ("les 1er et 3e mardis", [FIRST_TUESDAY, "FREQ=MONTHLY;BYDAY=3TU"]),
        ("le premier et le troisième mardi", [FIRST_TUESDAY, "FREQ=MONTHLY;BYDAY=3TU"]),
        ("1. und 3. Dienstag im Monat", [FIRST_TUESDAY, "FREQ=MONTHLY;BYDAY=3TU"]),
        ("dernier vendredi", ["FREQ=MONTHLY;BYDAY=-1FR"]),
        ("letzter Freitag im Monat", ["FREQ=MONTHLY;BYDAY=-1FR"]),
        ("laatste vrijdag", ["FREQ=MONTHLY;BYDAY=-1FR"]),
        ("chaque 2e mardi", [SECOND_TUESDAY]),
        ("le 15 de chaque mois", ["FREQ=MONTHLY;BYMONTHDAY=15"]),
        ("tous les 15 du mois", ["FREQ=MONTHLY;BYMONTHDAY=15"]),
        ("am 15. jedes Monats", ["FREQ=MONTHLY;BYMONTHDAY=15"]),
        ("de 15e van elke maand", ["FREQ=MONTHLY;BYMONTHDAY=15"]),
        ("the 15th of each month", ["FREQ=MONTHLY;BYMONTHDAY=15"]),
        ("le 1er et le 15 du mois", ["FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=15"]),
        ("le dernier jour du mois", ["FREQ=MONTHLY;BYMONTHDAY=-1"]),
        ("le 1er mardi, tous les deux mois", ["FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU"]),
        ("1er mardi, un mois sur deux", ["FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU"]),
        ("tous les mardis", ["FREQ=WEEKLY;BYDAY=TU"]),
        ("Le mardi à 14h", ["FREQ=WEEKLY;BYDAY=TU"]),
        ("dienstags", ["FREQ=WEEKLY;BYDAY=TU"]),
        ("elke dinsdag", ["FREQ=WEEKLY;BYDAY=TU"]),
        ("every Tuesday", ["FREQ=WEEKLY;BYDAY=TU"]),
        ("tous les mardis et jeudis", ["FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TH"]),
        ("une semaine sur deux le mardi", [FORTNIGHTLY]),
        ("le mardi, tous les quinze jours", [FORTNIGHTLY]),
        ("un mardi sur deux", [FORTNIGHTLY]),
        ("mardi, toutes les 2 semaines", [FORTNIGHTLY]),
        ("alle zwei Wochen dienstags", [FORTNIGHTLY]),
        ("dienstags, 14-täglich", [FORTNIGHTLY]),
        ("om de twee weken op dinsdag", [FORTNIGHTLY]),
        ("om de week op dinsdag", [FORTNIGHTLY]),
        ("every other Tuesday", [FORTNIGHTLY]),
        ("Tuesdays, every two weeks", [FORTNIGHTLY]),
        ("toutes les trois semaines le jeudi", ["FREQ=WEEKLY;INTERVAL=3;BYDAY=TH"]),
    ],
)
def test_a_rhythm_is_read(text: str, expected: list[str]) -> None:
    assert rules(text) == expected
    assert read(text).remarks == ()


@pytest.mark.parametrize("text", ["jeden 2. Dienstag", "every second Tuesday", "elke tweede dinsdag"])
def test_every_second_tuesday_may_mean_two_things_and_that_is_said(text: str) -> None:
    assert rules(text) == [FORTNIGHTLY]
    (remark,) = read(text).remarks
    assert (remark.doubt, str(remark.rule)) == (Doubt.EITHER, SECOND_TUESDAY)
    assert rules(text + (" of the month" if "every" in text else " im Monat")) == [SECOND_TUESDAY]


@pytest.mark.parametrize("text", ["tous les 15 jours", "om de twee weken", "alle 14 Tage", "fortnightly"])
def test_a_fortnight_without_a_weekday_waits_for_its_first_date(text: str) -> None:
    assert (rules(text), read(text).weeks) == ([], 2)


@pytest.mark.parametrize(
    "text",
    ["tous les 15 jours à partir du 7 janvier", "tous les 15 jours, dès le jeudi 7 janvier 2027",
     "alle 14 Tage ab 7. Januar", "om de twee weken vanaf 7 januari", "tous les 15 jours : 7/1"],
)  # fmt: skip
def test_a_first_date_gives_the_weekday(text: str) -> None:
    assert rules(text) == ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"]
    assert read(text).since == date(2027, 1, 7)


def test_a_rhythm_may_say_when_it_begins_and_ends() -> None:
    found = read("tous les jeudis du 7 janvier au 30 juin de 14h à 16h")
    assert (found.since, found.until) == (date(2027, 1, 7), date(2027, 6, 30))
    assert hours("tous les jeudis du 7 janvier au 30 juin de 14h à 16h") == (time(14), time(16))
    found = read("1er mardi, de septembre à juin")
    assert (found.since, found.until) == (date(2026, 9, 1), date(2027, 6, 30))
    assert read("tous les mardis jusque fin juin").until == date(2027, 6, 30)
    assert read("dix fois : 10 fois, tous les mardis").times == 10


def test_days_and_months_may_be_left_out() -> None:
    found = read("tous les jeudis sauf le 24 et le 31 décembre, sauf juillet et août")
    assert found.without == {date(2026, 12, 24), date(2026, 12, 31)}
    assert found.without_months == {7, 8}
    assert found.remarks == ()


def test_what_is_left_out_in_words_that_are_not_understood_is_said() -> None:
    assert doubts("tous les mardis sauf vacances scolaires, à 19h") == [(Doubt.EXCEPT, "sauf vacances scolaires")]
    assert doubts("tous les mardis, sauf le 1er mardi") == [(Doubt.EXCEPT, "sauf le 1er mardi")]


def test_the_nth_weekday_of_a_named_month_is_a_date() -> None:
    assert days("1er mardi de janvier et 2e mardi de mars 2027") == ["2027-01-05", "2027-03-09"]


def test_a_date_that_not_every_month_has_is_said() -> None:
    assert doubts("le 31 de chaque mois") == [(Doubt.NOT_EVERY_MONTH, "31")]


def test_a_month_alone_says_no_day() -> None:
    assert doubts("tous les mois") == [(Doubt.NO_DAY, "")]


def test_beside_dates_a_rhythm_does_not_count_and_that_is_said() -> None:
    assert days("1er mardi : 5/1, 2/2") == ["2027-01-05", "2027-02-02"]
    assert doubts("1er mardi : 5/1, 2/2") == [(Doubt.BESIDE_DATES, "1er mardi")]
