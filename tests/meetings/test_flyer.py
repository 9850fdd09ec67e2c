"""Dates are read as they stand on a flyer."""

from datetime import date, time

import pytest

from entraide.meetings.flyer import Doubt, read
from tests.meetings.flyers import days, doubts, hours
from tests.meetings.flyers import read as read_today

THREE = ["2027-01-07", "2027-02-04", "2027-03-04"]


@pytest.mark.parametrize(
    "text",
    [
        "7.1., 4.2., 4.3.",
        "7.1.,4.2.,4.3.",
        "7/1 4/2 4/3",
        "7/1, 4/2, 4/3",
        "7.1.2027 4.2.2027 4.3.2027",
        "7.1.27 / 4.2.27 / 4.3.27",
        "7-1-2027, 4-2-2027, 4-3-2027",
        "2027-01-07\n2027-02-04\n2027-03-04",
        "7. 1., 4. 2. und 4. 3.",
        "7 janvier, 4 février et 4 mars 2027",
        "Nos rencontres : jeudi 7 janvier, jeudi 4 février, jeudi 4 mars",
        "je 7 janv., je 4 févr., je 4 mars",
        "Les 7 JANVIER, 4 FÉVRIER et 4 MARS",
        "7. Januar, 4. Februar und 4. März",
        "Do 7.1., Do 4.2., Do 4.3.",
        "donderdag 7 januari, 4 februari en 4 maart",
        "January 7th, February 4th and March 4th, 2027",
        "7th of January, 4th of February & 4th of March",
        "• 7 janvier\n• 4 février\n• 4 mars",
        "4.3., 7.1., 4.2., 7.1.",
        "Janvier : 7\nFévrier : 4\nMars : 4",
        "2027 : 7/1 – 4/2 – 4/3",
        "7/1, 4/2, 4/3 (2027)",
    ],
)
def test_three_dates_are_the_same_however_they_are_written(text: str) -> None:
    assert days(text) == THREE
    assert read_today(text).remarks == ()


@pytest.mark.parametrize(
    "text",
    ["les 7, 14 et 21 janvier", "7./14./21.1.", "7, 14 et 21/1", "Janvier 2027 : 7, 14, 21", "January 7, 14 and 21",
     "mardi 5, jeudi 7, jeudi 14 et jeudi 21 janvier sauf le 5 janvier"],
)  # fmt: skip
def test_days_may_share_their_month(text: str) -> None:
    assert days(text) == ["2027-01-07", "2027-01-14", "2027-01-21"]


def test_a_list_of_a_school_year_rolls_over_new_year_and_says_what_is_past() -> None:
    text = "10.9., 8.10., 12.11., 10.12., 7.1., 4.2."
    assert days(text) == ["2026-12-10", "2027-01-07", "2027-02-04"]
    (remark,) = read_today(text).remarks
    assert (remark.doubt, [day.month for day in remark.days]) == (Doubt.PAST, [9, 10, 11])


def test_a_school_year_in_the_heading_gives_each_month_its_year() -> None:
    assert days("Saison 2027-2028 : 9/9, 7/10, 6/1") == ["2027-09-09", "2027-10-07", "2028-01-06"]


def test_a_year_beside_one_date_holds_for_those_around_it() -> None:
    assert days("9 décembre, 6 janvier 2028, 3 février") == ["2027-12-09", "2028-01-06", "2028-02-03"]


def test_a_year_that_is_not_written_is_the_next_to_come() -> None:
    assert days("21.11., 22.11.") == ["2026-11-22"]
    assert days("21 novembre") == ["2027-11-21"]
    assert [one.day for one in read("29 février", date(2027, 1, 1)).days] == [date(2028, 2, 29)]


def test_a_weekday_that_contradicts_its_date_is_said() -> None:
    (remark,) = read_today("mardi 7 janvier 2027").remarks
    assert (remark.doubt, remark.days, remark.weekdays) == (Doubt.WRONG_WEEKDAY, (date(2027, 1, 7),), (1,))
    assert remark.is_grave


def test_a_weekday_above_a_list_is_checked_against_each_date() -> None:
    remarks = read_today("Les jeudis. 7/1, 5/2").remarks
    assert [remark.days for remark in remarks] == [(date(2027, 2, 5),)]


@pytest.mark.parametrize("short", ["di 24.11.", "mar 24 nov", "dinsdag 24.11.", "Di., 24.11.", "tue 24 Nov"])
def test_a_short_weekday_may_be_of_any_language(short: str) -> None:
    assert days(short) == ["2026-11-24"]
    assert read_today(short).remarks == ()


@pytest.mark.parametrize("text", ["31.2.", "30 février", "1/13", "0.5.", "29.2.2027"])
def test_a_day_that_no_calendar_has_is_said(text: str) -> None:
    assert doubts(text) == [(Doubt.NO_SUCH_DAY, text)]


def test_the_day_comes_before_the_month() -> None:
    assert days("3/4") == ["2027-04-03"]


def test_several_days_on_end_are_said_to_be_a_weekend() -> None:
    assert doubts("du 8 au 10 janvier") == [(Doubt.SEVERAL_DAYS, "8 au 10 janvier")]


def test_words_that_say_nothing_of_dates_are_said_once_together() -> None:
    text = "Café-parole, salle 3 : 7 janvier"
    assert days(text) == THREE[:1]
    assert doubts(text) == [(Doubt.NOT_UNDERSTOOD, "Café-parole"), (Doubt.NOT_UNDERSTOOD, "salle 3")]


def test_a_date_far_away_is_left_out_and_said() -> None:
    assert days("7.1.2040") == []
    assert read_today("7.1.2040").remarks[0].doubt is Doubt.TOO_FAR


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("19h", time(19), None),
        ("19 h 30", time(19, 30), None),
        ("19H30", time(19, 30), None),
        ("19:30", time(19, 30), None),
        ("um 14.30 Uhr", time(14, 30), None),
        ("om 20 uur", time(20), None),
        ("20u15", time(20, 15), None),
        ("1430", time(14, 30), None),
        ("7 pm", time(19), None),
        ("7.30 p.m.", time(19, 30), None),
        ("midi", time(12), None),
        ("14h-16h", time(14), time(16)),
        ("14-16h", time(14), time(16)),
        ("14 – 16 Uhr", time(14), time(16)),
        ("de 14 h à 16 h 30", time(14), time(16, 30)),
        ("von 14 bis 16.30 Uhr", time(14), time(16, 30)),
        ("19h30 à 21h", time(19, 30), time(21)),
        ("19.30 - 21.30", time(19, 30), time(21, 30)),
        ("from 7 to 9 pm", time(19), time(21)),
        ("entre 18h et 20h", time(18), time(20)),
        ("22 h à 0 h 30", time(22), time(0, 30)),
        ("20h à minuit", time(20), time(0)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, starts: time, ends: time | None) -> None:
    assert hours(f"7 janvier 2027, {text}") == (starts, ends)
    assert days(f"{text}, 7 janvier 2027") == THREE[:1]
    assert hours(f"{text} le 7/1") == (starts, ends)


def test_an_hour_that_no_clock_shows_is_said() -> None:
    assert doubts("7 janvier à 25h") == [(Doubt.NO_SUCH_HOUR, "25h")]


def test_each_date_may_have_its_own_hours() -> None:
    found = read_today("7.1. 19h30, 4.2. 14h-16h").days
    assert [(one.hours.starts, one.hours.ends) for one in found if one.hours] == [
        (time(19, 30), None), (time(14), time(16)),
    ]  # fmt: skip


def test_the_hours_at_the_end_hold_for_all_before() -> None:
    found = read_today("7 janvier et 4 février de 14h à 16h")
    assert [one.hours for one in found.days] == [None, None]
    assert hours("7 janvier et 4 février de 14h à 16h") == (time(14), time(16))


def test_a_second_hour_that_belongs_to_no_date_is_said() -> None:
    text = "7 janvier, 19h30 (accueil dès 19h)"
    assert hours(text) == (time(19, 30), None)
    assert Doubt.SECOND_HOUR in [doubt for doubt, _quote in doubts(text)]
