"""How a series repeats: a rule, and the dates that follow from it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from itertools import dropwhile, takewhile

from dateutil import rrule

from entraide.errors import EntraideError

LAST = -1
MOST_WEEKS = 26
MOST_MONTHS = 12
MOST_DATES = 400
MOST_YEARS = 3

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PART = re.compile(r"(FREQ|INTERVAL|BYDAY|BYMONTHDAY|UNTIL|COUNT)=([A-Z0-9-]+)")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_DAY = re.compile(r"[0-9]{8}")
_NTH_WEEKDAY = re.compile(r"([1-5]|-1)?(MO|TU|WE|TH|FR|SA|SU)")


class DatesRefused(EntraideError):
    """These dates cannot be used; `refusals.explain` says why and what to do."""


class UnreadableRule(DatesRefused):
    """The rule is none of those that a series may follow."""


class EndlessRule(DatesRefused):
    """The rule has neither a last day nor a number of times."""


class NoDates(DatesRefused):
    """The rule ends before its first date."""


class TooManyDates(DatesRefused):
    """There are more than 400 dates."""


class TooLong(DatesRefused):
    """The last date is more than three years after the first."""


@dataclass(frozen=True)
class Weekday:
    """A day of every week; Monday is 0."""

    weekday: int

    def __str__(self) -> str:
        return f"BYDAY={_CODES[self.weekday]}"


@dataclass(frozen=True)
class NthWeekday:
    """The first to fifth, or LAST, such weekday of a month; a month without a fifth is skipped."""

    nth: int
    weekday: int

    def __str__(self) -> str:
        return f"BYDAY={self.nth}{_CODES[self.weekday]}"


@dataclass(frozen=True)
class DayOfMonth:
    """A day that every month has, 1 to 28, or LAST."""

    day: int

    def __str__(self) -> str:
        return f"BYMONTHDAY={self.day}"


RepeatedDay = Weekday | NthWeekday | DayOfMonth


@dataclass(frozen=True)
class Rule:
    """On what day a series repeats, every how many weeks or months, and until when.

    Printed and parsed as the value of an RRULE (RFC 5545 3.3.10) without DTSTART. `until` is the last day that may
    be used, as the group's calendar counts days; `times` counts from the first date. At most one of both is given.
    """

    on: RepeatedDay
    every: int = 1
    until: date | None = None
    times: int | None = None

    def __post_init__(self) -> None:
        if not (_is_known_day(self.on) and 1 <= self.every <= self._most_every):
            raise UnreadableRule
        if self.times is not None and (self.until is not None or not 1 <= self.times <= 9999):
            raise UnreadableRule

    @property
    def is_weekly(self) -> bool:
        return isinstance(self.on, Weekday)

    @property
    def is_endless(self) -> bool:
        return self.until is None and self.times is None

    @property
    def _most_every(self) -> int:
        return MOST_WEEKS if self.is_weekly else MOST_MONTHS

    def ending(self, *, until: date | None = None, times: int | None = None) -> "Rule":
        """Give the same rule another end; neither argument: without end."""
        return replace(self, until=until, times=times)

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """Read what `str(rule)` wrote, in any order of its parts, or raise UnreadableRule."""
        parts = _parts(text)
        return cls(
            on=_read_day(parts),
            every=_read_number(parts.get("INTERVAL", "1")),
            until=_read_date(parts["UNTIL"]) if "UNTIL" in parts else None,
            times=_read_number(parts["COUNT"]) if "COUNT" in parts else None,
        )

    def __str__(self) -> str:
        parts = ["FREQ=WEEKLY" if self.is_weekly else "FREQ=MONTHLY"]
        if self.every > 1:
            parts.append(f"INTERVAL={self.every}")
        parts.append(str(self.on))
        if self.until is not None:
            parts.append(f"UNTIL={self.until.isoformat().replace('-', '')}")
        if self.times is not None:
            parts.append(f"COUNT={self.times}")
        return ";".join(parts)


def dates(rule: Rule, first: date, *, from_: date, until: date) -> list[date]:
    """List the rule's dates from `from_` to `until`, both included.

    The series begins where `begins` says; weeks, months and times are counted from there, whatever the window.
    """
    walk = dropwhile(lambda day: day < from_, _walk(rule, first))
    return list(takewhile(lambda day: day <= until, walk))


def begins(rule: Rule, first: date) -> date | None:
    """Find the first date on or after `first` that falls on the rule, unless the rule ends before."""
    return next(_walk(rule, first), None)


def all_dates(rule: Rule, first: date) -> list[date]:
    """List every date of a rule that ends, or raise EndlessRule, NoDates, TooManyDates or TooLong."""
    if rule.is_endless:
        raise EndlessRule
    if rule.times is not None and rule.times > MOST_DATES:
        raise TooManyDates
    return within_bounds(_walk(rule, first))


def within_bounds(days: Iterable[date]) -> list[date]:
    """Return the given days, which ascend, or raise NoDates, TooManyDates or TooLong."""
    kept: list[date] = []
    for day in days:
        kept.append(day)
        if len(kept) > MOST_DATES:
            raise TooManyDates
        if (day.year - MOST_YEARS, day.month, day.day) > (kept[0].year, kept[0].month, kept[0].day):
            raise TooLong
    if not kept:
        raise NoDates
    return kept


def _walk(rule: Rule, first: date) -> Iterator[date]:
    if (begin := next(_repeat(rule.on, first, every=1), None)) is None:
        return iter(())
    days = _repeat(rule.on, begin, every=rule.every, times=rule.times)
    return takewhile(lambda day: rule.until is None or day <= rule.until, days)


def _repeat(on: RepeatedDay, first: date, *, every: int, times: int | None = None) -> Iterator[date]:
    repeat = partial(rrule.rrule, dtstart=datetime.combine(first, time.min), interval=every, count=times)
    match on:
        case Weekday(weekday):
            found = repeat(rrule.WEEKLY, byweekday=weekday)
        case NthWeekday(nth, weekday):
            found = repeat(rrule.MONTHLY, byweekday=rrule.weekday(weekday, nth))
        case DayOfMonth(day):
            found = repeat(rrule.MONTHLY, bymonthday=day)
    return (moment.date() for moment in found)


def _is_known_day(on: RepeatedDay) -> bool:
    match on:
        case Weekday(weekday):
            return 0 <= weekday <= 6
        case NthWeekday(nth, weekday):
            return (1 <= nth <= 5 or nth == LAST) and 0 <= weekday <= 6
        case DayOfMonth(day):
            return 1 <= day <= 28 or day == LAST


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.split(";"):
        if (found := _PART.fullmatch(part)) is None or found[1] in parts:
            raise UnreadableRule
        parts[found[1]] = found[2]
    return parts


def _read_day(parts: dict[str, str]) -> RepeatedDay:
    match parts:
        case {"FREQ": "WEEKLY" | "MONTHLY" as frequency, "BYDAY": text} if "BYMONTHDAY" not in parts:
            if (found := _NTH_WEEKDAY.fullmatch(text)) is None or (found[1] is None) != (frequency == "WEEKLY"):
                raise UnreadableRule
            weekday = _CODES.index(found[2])
            return NthWeekday(int(found[1]), weekday) if found[1] else Weekday(weekday)
        case {"FREQ": "MONTHLY", "BYMONTHDAY": text} if "BYDAY" not in parts:
            return DayOfMonth(LAST if text == "-1" else _read_number(text))
    raise UnreadableRule


def _read_number(text: str) -> int:
    if _NUMBER.fullmatch(text) is None:
        raise UnreadableRule
    return int(text)


def _read_date(text: str) -> date:
    if _DAY.fullmatch(text) is None:
        raise UnreadableRule
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableRule from None
