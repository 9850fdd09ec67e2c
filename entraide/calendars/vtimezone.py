"""The rule by which a zone's clocks change now, small enough for every calendar program to follow."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import TypeAlias

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

FIRST_YEAR = 1970
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
LAST_WEEK = 5
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

Observance: TypeAlias = TimezoneStandard | TimezoneDaylight

_NAME = r"<[^>]+>|[A-Za-z]+"
_HOURS = r"[+-]?\d+(?::\d\d)?"
_DAY = rf"M\d+\.\d\.\d(?:/{_HOURS})?"
_FOOTER = re.compile(
    rf"(?P<name>{_NAME})(?P<offset>{_HOURS})"
    rf"(?:(?P<summer_name>{_NAME})(?P<summer_offset>{_HOURS})?,(?P<begins>{_DAY}),(?P<ends>{_DAY}))?"
)


@dataclass(frozen=True)
class Change:
    """A yearly change of clocks, told by the clock that it ends."""

    month: int
    week: int
    weekday: int
    at: timedelta
    before: timedelta
    after: timedelta
    name: str

    def in_year(self, year: int) -> datetime:
        """Wall time at which the change happens, by the clock that it ends."""
        first = date(year, self.month, 1)
        day = 1 + (self.weekday - first.isoweekday()) % 7 + 7 * (self.week - 1)
        while day > monthrange(year, self.month)[1]:
            day -= 7
        return datetime.combine(first.replace(day=day), time()) + self.at

    @property
    def week_as_sent(self) -> int:
        """1 to 4 from the month's start, -1 for its last week."""
        return -1 if self.week == LAST_WEEK else self.week


@dataclass(frozen=True)
class Rule:
    """A zone's clock as it runs now: one offset all year, or two changes a year."""

    zone: str
    name: str
    standard: timedelta
    changes: tuple[Change, ...] = ()

    def tells(self, moment: datetime) -> bool:
        """Whether its wall time, under this rule, means this very moment and no other.

        False in a gap or an overlap, and where the zone's clocks ran by another rule then.
        """
        wall = moment.replace(tzinfo=None)
        meant = [offset for offset in self._offsets() if self._offset_at(wall - offset) == offset]
        return wall.year > FIRST_YEAR and meant == [moment.utcoffset()]

    def _offsets(self) -> set[timedelta]:
        return {change.after for change in self.changes} or {self.standard}

    def _offset_at(self, utc: datetime) -> timedelta:
        past = [
            (change.in_year(year) - change.before, change.after)
            for change in self.changes
            for year in (utc.year - 1, utc.year, utc.year + 1)
        ]
        return max(((at, after) for at, after in past if at <= utc), default=(utc, self.standard))[1]


UNCHANGING = Rule("Etc/UTC", "UTC", timedelta())


@cache
def rule_of(zone: str) -> Rule | None:
    """Find a zone's rule in the last line of its tzdata file (POSIX TZ); None: write its times in UTC.

    None for UTC itself, an unknown zone, and rules that a plain RRULE cannot say (24:00, a Friday before a Sunday).
    """
    footer = _footer(zone)
    return None if footer in (None, "UTC0") else _parsed(zone, footer or "")


def vtimezone(rule: Rule) -> Timezone:
    """Make the VTIMEZONE: RRULE, never RDATE, which Outlook and ical.js do not read."""
    component = Timezone()
    component.add("tzid", rule.zone)
    for observance in _observances(rule):
        component.add_component(observance)
    return component


def _observances(rule: Rule) -> Iterator[Observance]:
    if not rule.changes:
        begins = datetime.combine(date(FIRST_YEAR, 1, 1), time())
        yield _observance(TimezoneStandard(), begins, rule.standard, rule.standard, rule.name)
    for change in sorted(rule.changes, key=lambda change: change.after):
        # Dublin's law calls winter time the exception; in calendars daylight time is the clock that is ahead.
        kind = TimezoneDaylight if change.after > change.before else TimezoneStandard
        begins = change.in_year(FIRST_YEAR)
        observance = _observance(kind(), begins, change.before, change.after, change.name)
        day = f"{change.week_as_sent}{WEEKDAYS[change.weekday]}"
        observance.add("rrule", vRecur(freq="YEARLY", bymonth=begins.month, byday=day))
        yield observance


def _observance(part: Observance, begins: datetime, before: timedelta, after: timedelta, name: str) -> Observance:
    part.add("dtstart", begins)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("tzname", name)
    return part


def _footer(zone: str) -> str | None:
    try:
        stored = resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    except OSError:
        return None
    return stored.removesuffix(b"\n").rpartition(b"\n")[2].decode()


def _parsed(zone: str, footer: str) -> Rule | None:
    if (match := _FOOTER.fullmatch(footer)) is None:
        return None
    name, summer_name = (match[group].strip("<>") if match[group] else "" for group in ("name", "summer_name"))
    winter = -_duration(match["offset"])
    if not summer_name:
        return Rule(zone, name, winter)
    summer = -_duration(match["summer_offset"]) if match["summer_offset"] else winter + HOUR
    changes = (
        _change(match["begins"], winter, summer, summer_name),
        _change(match["ends"], summer, winter, name),
    )
    sayable = all(timedelta() <= change.at < DAY for change in changes)
    return Rule(zone, name, winter, changes) if sayable else None


def _change(rule: str, before: timedelta, after: timedelta, name: str) -> Change:
    day, _, at = rule.partition("/")
    month, week, weekday = (int(number) for number in day.removeprefix("M").split("."))
    return Change(month, week, weekday, _duration(at or "2"), before, after, name)


def _duration(hours: str) -> timedelta:
    """Read [+-]h[h[h]][:mm]; the sign holds for the minutes too."""
    whole, _, minutes = hours.lstrip("+-").partition(":")
    length = timedelta(hours=int(whole), minutes=int(minutes or 0))
    return -length if hours.startswith("-") else length
