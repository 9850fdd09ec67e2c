"""Rules are read, written and followed as RFC 5545 and the calendar say."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given, settings
from hypothesis import strategies as st

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
    UnreadableRule,
    Weekday,
    all_dates,
    begins,
    dates,
    within_bounds,
)

TUESDAY, FRIDAY = 1, 4
NOVEMBER_24 = date(2026, 11, 24)
A_WEEK, TWO_YEARS = timedelta(days=7), timedelta(days=731)

patient = settings(deadline=None)

weekdays = st.integers(0, 6)
months_days = st.one_of(
    st.builds(NthWeekday, st.sampled_from([1, 2, 3, 4, 5, LAST]), weekdays),
    st.builds(DayOfMonth, st.one_of(st.just(LAST), st.integers(1, 28))),
)
firsts = st.dates(date(2020, 1, 1), date(2032, 12, 31))
ends = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"until": firsts}),
    st.fixed_dictionaries({"times": st.integers(1, 60)}),
)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    on: RepeatedDay = draw(st.one_of(st.builds(Weekday, weekdays), months_days))
    every = draw(st.integers(1, 26 if isinstance(on, Weekday) else 12))
    return Rule(on, every, **draw(ends))


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


@patient
@given(rules())
def test_a_rule_is_read_back_as_it_was_written(rule):
    assert Rule.parse(str(rule)) == rule


@patient
@given(rules())
def test_a_written_rule_fits_its_column(rule):
    assert len(str(rule)) <= 120


@patient
@given(rules(), firsts)
@example(Rule(NthWeekday(5, FRIDAY), every=3), date(2027, 1, 1))
def test_the_dates_are_those_found_by_looking_at_every_day(rule, first):
    until = first + TWO_YEARS
    assert dates(rule, first, from_=first, until=until) == list(by_hand(rule, first, until))


@patient
@given(rules(), firsts)
def test_another_reader_of_rfc_5545_finds_the_same_dates(rule, first):
    until = first + TWO_YEARS
    begin = begins(rule, first)
    if begin is not None:
        start = datetime(begin.year, begin.month, begin.day)
        others = rrulestr(str(rule), dtstart=start).between(start, start.max.replace(year=until.year + 1), inc=True)
        assert dates(rule, first, from_=first, until=until) == [d.date() for d in others if d.date() <= until]


@patient
@given(rules(), firsts, firsts, firsts)
def test_a_window_only_cuts(rule, first, from_, until):
    through = dates(rule, first, from_=first, until=until)
    assert dates(rule, first, from_=from_, until=until) == [day for day in through if day >= from_]


@patient
@given(rules(), firsts)
def test_beginning_at_the_first_date_found_changes_nothing(rule, first):
    begin = begins(rule, first)
    if begin is not None:
        until = first + TWO_YEARS
        assert dates(rule, begin, from_=first, until=until) == dates(rule, first, from_=first, until=until)


@patient
@given(rules(), firsts)
def test_all_dates_are_few_enough_and_within_three_years_or_refused(rule, first):
    try:
        found = all_dates(rule, first)
    except (EndlessRule, NoDates, TooLong):
        return
    assert 1 <= len(found) <= 400
    assert found[-1] < date(found[0].year + 3, found[0].month, 1) + timedelta(days=31)
    assert found == dates(rule, first, from_=first, until=date(2060, 1, 1))


def test_every_two_weeks_until_a_day_is_written_as_one_line():
    rule = Rule(Weekday(TUESDAY), every=2, until=date(2027, 6, 30))
    assert str(rule) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270630"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", Rule(Weekday(TUESDAY))),
        ("BYDAY=TU;COUNT=10;FREQ=WEEKLY", Rule(Weekday(TUESDAY), times=10)),
        ("FREQ=MONTHLY;BYDAY=2TU", Rule(NthWeekday(2, TUESDAY))),
        ("FREQ=MONTHLY;BYDAY=-1FR", Rule(NthWeekday(LAST, FRIDAY))),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", Rule(DayOfMonth(15), every=3)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", Rule(DayOfMonth(LAST))),
    ],
)
def test_a_rule_is_read_in_any_order_of_its_parts(text, rule):
    assert Rule.parse(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "every Tuesday",
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=WEEKLY;BYDAY=TU;BYDAY=FR",
        "FREQ=WEEKLY;BYDAY=TU;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=TU;INTERVAL=27",
        "FREQ=WEEKLY;BYDAY=TU;INTERVAL=٢",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=0",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=3;UNTIL=20270630",
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270631",
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=2027W261",
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630T120000Z",
        "FREQ=WEEKLY;BYDAY=TU;",
        "FREQ=WEEKLY;BYDAY=TU;BYSETPOS=1",
        "FREQ=WEEKLY;BYDAY=TU\n",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=6TU",
        "FREQ=MONTHLY;BYDAY=-2TU",
        "FREQ=MONTHLY;BYDAY=2TU;BYMONTHDAY=3",
        "FREQ=MONTHLY;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;INTERVAL=13;BYMONTHDAY=1",
        "RRULE:FREQ=WEEKLY;BYDAY=TU",
    ],
)
def test_any_other_rule_is_refused(text):
    with pytest.raises(UnreadableRule):
        Rule.parse(text)


@patient
@given(st.one_of(st.text(), st.text("FREQ=WKLYMONTHBDAUI;0123456789-", max_size=60)))
def test_any_text_is_a_rule_or_refused(text):
    try:
        Rule.parse(text)
    except UnreadableRule:
        return


@pytest.mark.parametrize(
    ("on", "every"),
    [(Weekday(7), 1), (NthWeekday(0, TUESDAY), 1), (DayOfMonth(29), 1), (DayOfMonth(1), 13), (Weekday(TUESDAY), 27)],
)
def test_a_rule_nobody_may_follow_cannot_be_made(on, every):
    with pytest.raises(UnreadableRule):
        Rule(on, every)


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
