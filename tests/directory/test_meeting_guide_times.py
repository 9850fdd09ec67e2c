"""Days, hours, zones and dates are read as feeds write them, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.directory.meeting_guide_times import clock_time, end_time, minutes_between, moment, weekdays, zone_name


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (0, (6,)),
        (6, (5,)),
        (7, (6,)),
        ("1", (0,)),
        (1.0, (0,)),
        ("Monday", (0,)),
        ("tuesdays", (1,)),
        ("Wed.", (2,)),
        ("jeudi", (3,)),
        ("Monday, Thursday", (0, 3)),
        ([1, "Friday", "1"], (0, 4)),
    ],
)
def test_days_become_weekdays_from_monday(written: Any, read: tuple[int, ...]) -> None:
    assert weekdays(written) == (read, True)


@pytest.mark.parametrize("written", [8, -1, True, "someday", {"day": 1}, 1.5, [[1]], 10**30])
def test_what_is_no_day_is_not_guessed(written: Any) -> None:
    assert weekdays(written) == ((), False)


def test_a_list_with_one_wrong_day_keeps_the_others() -> None:
    assert weekdays([1, "someday"]) == ((0,), False)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("19:30", time(19, 30)),
        ("18:00:00", time(18)),
        ("11:00 AM", time(11)),
        ("12:00 PM", time(12)),
        ("12:01 a.m.", time(0, 1)),
        ("7pm", time(19)),
        ("0730", time(7, 30)),
        ("730", time(7, 30)),
        ("1930", time(19, 30)),
        ("19h30", time(19, 30)),
        ("19 h", time(19)),
        ("19.30 Uhr", time(19, 30)),
        ("noon", time(12)),
        ("minuit", time(0)),
    ],
)
def test_hours_in_many_hands(written: str, read: time) -> None:
    assert clock_time(written) == read


@pytest.mark.parametrize(
    "written", ["", "7", "25:00", "19:75", "13:00 AM", "after supper", "24:00", "19:30-21:00", "9999"]
)
def test_what_is_no_hour_is_not_guessed(written: str) -> None:
    assert clock_time(written) is None


def test_twenty_four_hours_is_midnight_for_an_end_only() -> None:
    assert (end_time("24:00"), minutes_between(time(23), time(0))) == (time(0), 60)


@pytest.mark.parametrize(
    "written",
    [
        "2022-08-25 11:17:07",
        "2022-08-25T11:17:07Z",
        "2022-08-25T13:17:07+02:00",
        "2022-08-2511:17:07",
        "8/25/2022 11:17:07 AM",
        "25/8/2022 11:17:07",
    ],
)
def test_the_last_change_is_utc(written: str) -> None:
    assert moment(written) == datetime(2022, 8, 25, 11, 17, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["yesterday", "2022-13-45", "0000-01-01", "9999-12-31T23:59:59-10:00", "99/99/2022"]
)
def test_what_is_no_date_is_left_out(written: str) -> None:
    assert moment(written) is None


def test_zones_are_known_by_their_iana_names() -> None:
    assert zone_name(" america/new york ") == "America/New_York"
    assert zone_name("../../etc/passwd") is None


@given(st.text(max_size=60))
def test_any_text_is_an_hour_a_date_a_zone_or_none(text: str) -> None:
    assert clock_time(text) is None or isinstance(clock_time(text), time)
    assert moment(text) is None or moment(text).tzinfo is UTC  # type: ignore[union-attr]
    assert zone_name(text) is None or "/" in text or len(text) < 20
