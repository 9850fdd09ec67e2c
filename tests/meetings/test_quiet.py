"""Letters wait for eight o'clock, unless that would be too late."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.mail.quiet import leaves_at
from tests.lettering import BRUSSELS, moment

MONDAY, TUESDAY, FRIDAY = date(2037, 11, 23), date(2037, 11, 24), date(2037, 11, 27)


@pytest.mark.parametrize("hour", [8, 13, 19])
def test_by_day_a_letter_leaves_at_once(hour: int) -> None:
    written = moment(MONDAY, hour)
    assert leaves_at(written, moment(FRIDAY, 14), BRUSSELS) == written


@pytest.mark.parametrize(
    "written", [moment(MONDAY, 20), moment(MONDAY, 23, 59), moment(TUESDAY, 0), moment(TUESDAY, 7, 59)]
)
def test_by_night_it_waits_for_eight(written: datetime) -> None:
    assert leaves_at(written, moment(FRIDAY, 14), BRUSSELS) == moment(TUESDAY, 8)


def test_news_of_the_same_day_leaves_at_once() -> None:
    written = moment(TUESDAY, 6)
    assert leaves_at(written, moment(TUESDAY, 14), BRUSSELS) == written


def test_news_of_the_next_afternoon_waits() -> None:
    assert leaves_at(moment(MONDAY, 21), moment(TUESDAY, 14), BRUSSELS) == moment(TUESDAY, 8)


def test_news_of_the_next_early_morning_leaves_at_once() -> None:
    written = moment(MONDAY, 21)
    assert leaves_at(written, moment(TUESDAY, 9, 30), BRUSSELS) == written


@pytest.mark.parametrize("evening", [date(2037, 3, 28), date(2037, 10, 24)])
def test_eight_is_the_clock_on_the_wall_when_clocks_change(evening: date) -> None:
    leaves = leaves_at(moment(evening, 22), moment(evening + timedelta(days=9), 14), BRUSSELS)
    assert leaves == moment(evening + timedelta(days=1), 8)


@given(
    written=st.datetimes(datetime(2037, 1, 1), datetime(2038, 1, 1)),
    ahead=st.timedeltas(timedelta(days=2), timedelta(days=400)),
    zone=st.sampled_from(["Europe/Brussels", "America/St_Johns", "Africa/Casablanca", "Pacific/Apia"]).map(ZoneInfo),
)
def test_news_of_a_later_day_never_comes_by_night(written: datetime, ahead: timedelta, zone: ZoneInfo) -> None:
    at = written.replace(tzinfo=zone)
    leaves = leaves_at(at, at + ahead, zone)
    assert 8 <= leaves.astimezone(zone).hour < 20
    assert timedelta() <= leaves - at <= timedelta(hours=13)
