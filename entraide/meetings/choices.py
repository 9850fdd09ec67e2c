"""The rhythms to choose from once the first date is known."""

import calendar
from datetime import date

from flask_babel import gettext

from entraide.meetings.recurrence import LAST, DayOfMonth, NthWeekday, RepeatedDay, Rule, Weekday
from entraide.meetings.words import rhythm_in_words


def choices(first: date) -> list[tuple[Rule | None, str]]:
    """List what somebody who chose this first date may mean, each with its words; None is « just once ».

    The rules are endless: `Rule.ending` gives them the end that is chosen beside them.
    """
    return [(None, gettext("Just once")), *((rule, rhythm_in_words(rule)) for rule in suggested_rules(first))]


def suggested_rules(first: date) -> list[Rule]:
    """List the rules on which this date falls, the most usual first; never a fifth weekday, which skips months."""
    weekday = first.weekday()
    rules = [Rule(Weekday(weekday)), Rule(Weekday(weekday), every=2)]
    return rules + [Rule(on) for on in (*_nth_weekdays(first, weekday), *_days_of_month(first))]


def _nth_weekdays(first: date, weekday: int) -> list[RepeatedDay]:
    found: list[RepeatedDay] = []
    if first.day <= 28:
        found.append(NthWeekday((first.day - 1) // 7 + 1, weekday))
    if _days_after(first) < 7:
        found.append(NthWeekday(LAST, weekday))
    return found


def _days_of_month(first: date) -> list[RepeatedDay]:
    found: list[RepeatedDay] = []
    if first.day <= 28:
        found.append(DayOfMonth(first.day))
    if _days_after(first) == 0:
        found.append(DayOfMonth(LAST))
    return found


def _days_after(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1] - day.day
