"""Which months a group's calendar shows."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from entraide.calendars.windows import window_of

ROLLS_ON_THE_FIRST = UUID(int=10)
ROLLS_ON_THE_FIFTH = UUID(int=14)
DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))


def test_a_window_runs_from_three_months_ago_to_fifteen_months_ahead_in_whole_months():
    assert window_of(ROLLS_ON_THE_FIRST, date(2026, 11, 21)) == (date(2026, 8, 1), date(2028, 2, 29))


def test_a_window_crosses_the_turn_of_the_year():
    assert window_of(ROLLS_ON_THE_FIRST, date(2026, 1, 1)) == (date(2025, 10, 1), date(2027, 4, 30))


def test_a_group_that_rolls_on_the_fifth_keeps_last_month_s_window_until_the_fourth():
    last_month = window_of(ROLLS_ON_THE_FIFTH, date(2026, 10, 31))
    assert window_of(ROLLS_ON_THE_FIFTH, date(2026, 11, 4)) == last_month
    assert window_of(ROLLS_ON_THE_FIFTH, date(2026, 11, 5)) == (date(2026, 8, 1), date(2028, 2, 29))


@given(st.uuids(), DAYS)
def test_a_window_moves_on_once_a_month_by_the_fifth(group_id, today):
    month = [today.replace(day=1) + timedelta(days=number) for number in range(28)]
    windows = [window_of(group_id, day) for day in month]
    assert windows == sorted(windows)
    assert len(set(windows)) <= 2
    assert len(set(windows[4:])) == 1


@given(st.uuids(), DAYS)
def test_a_window_always_holds_two_months_of_past_and_fourteen_ahead(group_id, today):
    first, last = window_of(group_id, today)
    assert first.day == 1
    assert (last + timedelta(days=1)).day == 1
    assert first <= today - timedelta(days=89)
    assert last >= today + timedelta(days=14 * 30)
