"""Rules are followed as RFC 5545 and the calendar say."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given

from entraide.meetings.recurrence import (
    LAST,
    DayOfMonth,
    EndlessRule,
    NoDates,
    NthWeekday,
    RepeatedDay,
    Rule,
    TooLong,
    TooManyDates,
    Weekday,
    all_dates,
    begins,
    dates,
    within_bounds,
)
from tests.meetings.drawn_rules import firsts, rules

TUESDAY, FRIDAY = 1, 4
NOVEMBER_24 = date(2026, 11, 24)
A_WEEK, TWO_YEARS = timedelta(days=7), timedelta(days=731)


def by_hand(rule: Rule, first: date, until: date) -> Iterator[date]:
    """Look at every day in turn, as one does on paper."""
    days = (first + timedelta(days=n) for n in range((until - first).days + 1))
    falling = [day for day in days if _falls_on(rule.on, day)]
    turns = (day for day in falling if _units(rule.on, falling[0], day) % rule.every == 0)
    for number, day in enumerate(turns, start=1):
        if number > (rule.times or number) or day > (rule.until or day):
            return
        yield day


def _falls_on(on: RepeatedDay, day: date) -> bool:
    match on:
        case Weekday(weekday):
            return day.weekday() == weekday
        case NthWeekday(nth, weekday) if nth == LAST:
            return day.weekday() == weekday and (day + A_WEEK).month != day.month
        case NthWeekday(nth, weekday):
            return day.weekday() == weekday and (nth - 1) * 7 < day.day <= nth * 7
        case DayOfMonth(number):
            return (day + timedelta(days=1)).day == 1 if number == LAST else day.day == number


def _units(on: RepeatedDay, begin: date, day: date) -> int:
    if isinstance(on, Weekday):
        return (day - begin).days // 7
    return (day.year - begin.year) * 12 + day.month - begin.month


@given(rules(), firsts)
@example(Rule(NthWeekday(5, FRIDAY), every=3), date(2027, 1, 1))
def test_the_dates_are_those_found_by_looking_at_every_day(rule, first):
    until = first + TWO_YEARS
    assert dates(rule, first, from_=first, until=until) == list(by_hand(rule, first, until))


@given(rules(), firsts)
def test_another_reader_of_rfc_5545_finds_the_same_dates(rule, first):
    until = first + TWO_YEARS
    begin = begins(rule, first)
    if begin is not None:
        start = datetime(begin.year, begin.month, begin.day)
        others = rrulestr(str(rule), dtstart=start).between(start, start.max.replace(year=until.year + 1), inc=True)
        assert dates(rule, first, from_=first, until=until) == [d.date() for d in others if d.date() <= until]


@given(rules(), firsts, firsts, firsts)
def test_a_window_only_cuts(rule, first, from_, until):
    through = dates(rule, first, from_=first, until=until)
    assert dates(rule, first, from_=from_, until=until) == [day for day in through if day >= from_]


@given(rules(), firsts)
def test_beginning_at_the_first_date_found_changes_nothing(rule, first):
    begin = begins(rule, first)
    if begin is not None:
        until = first + TWO_YEARS
        assert dates(rule, begin, from_=first, until=until) == dates(rule, first, from_=first, until=until)


@given(rules(), firsts)
def test_all_dates_are_few_enough_and_within_three_years_or_refused(rule, first):
    try:
        found = all_dates(rule, first)
    except (EndlessRule, NoDates, TooLong):
        return
    assert 1 <= len(found) <= 400
    assert found[-1] < date(found[0].year + 3, found[0].month, 1) + timedelta(days=31)
    assert found == dates(rule, first, from_=first, until=date(2060, 1, 1))


def test_a_series_whose_first_day_is_another_weekday_begins_at_the_next_fitting_one():
    rule = Rule(Weekday(FRIDAY), every=2, times=2)
    assert all_dates(rule, NOVEMBER_24) == [date(2026, 11, 27), date(2026, 12, 11)]


def test_a_fifth_tuesday_skips_the_months_without_one():
    rule = Rule(NthWeekday(5, TUESDAY), times=3)
    assert all_dates(rule, NOVEMBER_24) == [date(2026, 12, 29), date(2027, 3, 30), date(2027, 6, 29)]


def test_the_last_day_follows_each_month():
    rule = Rule(DayOfMonth(LAST), until=date(2027, 2, 28))
    assert all_dates(rule, NOVEMBER_24)[-1] == date(2027, 2, 28)


def test_times_count_from_the_first_date_not_from_the_window():
    rule = Rule(Weekday(TUESDAY), times=3)
    assert dates(rule, NOVEMBER_24, from_=date(2026, 12, 2), until=date(2027, 12, 31)) == [date(2026, 12, 8)]


def test_a_rule_takes_another_end():
    assert Rule(Weekday(TUESDAY), times=3).ending(until=NOVEMBER_24) == Rule(Weekday(TUESDAY), until=NOVEMBER_24)


def test_a_rule_without_end_has_no_list_of_all_dates():
    with pytest.raises(EndlessRule):
        all_dates(Rule(Weekday(TUESDAY)), NOVEMBER_24)


def test_a_rule_that_ends_before_it_begins_is_refused():
    with pytest.raises(NoDates):
        all_dates(Rule(Weekday(TUESDAY), until=date(2026, 11, 23)), NOVEMBER_24)


def test_more_than_400_times_are_refused():
    with pytest.raises(TooManyDates):
        all_dates(Rule(Weekday(TUESDAY), times=401), NOVEMBER_24)


def test_more_than_400_dates_given_one_by_one_are_refused():
    with pytest.raises(TooManyDates):
        within_bounds(NOVEMBER_24 + timedelta(days=n) for n in range(401))


def test_400_dates_given_one_by_one_are_allowed():
    assert len(within_bounds(NOVEMBER_24 + timedelta(days=n) for n in range(400))) == 400


def test_three_years_to_the_day_are_allowed():
    rule = Rule(DayOfMonth(24), until=date(2029, 11, 24))
    assert len(all_dates(rule, NOVEMBER_24)) == 37


def test_a_date_after_three_years_is_refused():
    with pytest.raises(TooLong):
        all_dates(Rule(DayOfMonth(24), until=date(2029, 12, 24)), NOVEMBER_24)


def test_a_series_at_the_end_of_the_calendar_just_stops():
    rule = Rule(DayOfMonth(1))
    assert dates(rule, date(9999, 11, 2), from_=date.min, until=date.max) == [date(9999, 12, 1)]
    assert begins(rule, date(9999, 12, 2)) is None
