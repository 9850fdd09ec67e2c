"""Rules are written and read as RFC 5545 says; whatever else is written is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.meetings.recurrence import (
    LAST,
    DayOfMonth,
    NthWeekday,
    Rule,
    UnreadableRule,
    Weekday,
)
from tests.meetings.drawn_rules import rules

TUESDAY, FRIDAY = 1, 4


@given(rules())
def test_a_rule_is_read_back_as_it_was_written(rule):
    assert Rule.parse(str(rule)) == rule


@given(rules())
def test_a_written_rule_fits_its_column(rule):
    assert len(str(rule)) <= 120


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


@given(st.one_of(st.text(), st.text("FREQ=WKLYMONTHBDAUI;0123456789-", max_size=60)))
def test_any_text_is_a_rule_or_refused(text):
    try:
        rule = Rule.parse(text)
    except UnreadableRule:
        return
    assert Rule.parse(str(rule)) == rule


@pytest.mark.parametrize(
    ("on", "every"),
    [(Weekday(7), 1), (NthWeekday(0, TUESDAY), 1), (DayOfMonth(29), 1), (DayOfMonth(1), 13), (Weekday(TUESDAY), 27)],
)
def test_a_rule_nobody_may_follow_cannot_be_made(on, every):
    with pytest.raises(UnreadableRule):
        Rule(on, every)
