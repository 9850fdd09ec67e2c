"""From the clock on the wall to the instant: hours typed for a group, in its zone, on days when clocks change too."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from entraide.meetings.recurrence import DatesRefused

NIGHT = timedelta(hours=8)


class ClockChange(StrEnum):
    """What a change of the clocks does to an hour of the day: leave it out, or show it twice."""

    SKIPPED = "skipped"
    TWICE = "twice"


class HourRefused(DatesRefused):
    """On this day, this hour does not name one instant."""

    def __init__(self, day: date, clock: time) -> None:
        super().__init__(day, clock)
        self.day = day
        self.clock = clock


class NotOnTheClock(HourRefused):
    """The clocks go forward over this hour: it does not exist on that day."""


class TwiceOnTheClock(HourRefused):
    """The clocks go back over this hour: it comes twice on that day."""


class EndBeforeStart(DatesRefused):
    """The end is not after the start."""


def clock_change(day: date, clock: time, zone: ZoneInfo) -> ClockChange | None:
    """Tell what a change of the clocks does to this hour of this day, if anything (PEP 495)."""
    first, second = (datetime.combine(day, clock, zone).replace(fold=fold).utcoffset() for fold in (0, 1))
    assert first is not None
    assert second is not None
    if first == second:
        return None
    return ClockChange.SKIPPED if first < second else ClockChange.TWICE


def clock_changes(days: Iterable[date], clock: time, zone: ZoneInfo) -> dict[date, ClockChange]:
    """Pick the days on which this hour must be given anew, each with the reason."""
    found = ((day, clock_change(day, clock, zone)) for day in days)
    return {day: change for day, change in found if change is not None}


def at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the instant, aware UTC, of an hour that somebody typed, or raise NotOnTheClock or TwiceOnTheClock."""
    match clock_change(day, clock, zone):
        case ClockChange.SKIPPED:
            raise NotOnTheClock(day, clock)
        case ClockChange.TWICE:
            raise TwiceOnTheClock(day, clock)
    return at_about(day, clock, zone)


def at_about(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the instant, aware UTC, where nobody can be asked.

    An hour that comes twice is the first, one that is left out is counted from before the change: 2:30 becomes
    3:30 (RFC 5545 3.3.5).
    """
    return datetime.combine(day, clock, zone).replace(fold=0).astimezone(UTC)


def is_over_midnight(start: time, end: time) -> bool:
    """Say whether an end that is earlier on the clock means the next day: only where the night between is short."""
    return end < start and datetime.combine(date(2000, 1, 2), end) - datetime.combine(date(2000, 1, 1), start) <= NIGHT


def span(
    day: date, start: time, end: time, zone: ZoneInfo, *, over_midnight: bool = False, about: bool = False
) -> tuple[datetime, datetime]:
    """Return start and end, aware UTC, of a meeting of less than a day.

    An end not after the start is on the next day with `over_midnight`, else EndBeforeStart. The start is taken as
    `at` does, with `about` as `at_about` does; the end always as `at_about`, and after the start.
    """
    last = day
    if end <= start:
        if not over_midnight:
            raise EndBeforeStart
        last = day + timedelta(days=1)
    starts_at = at_about(day, start, zone) if about else at(day, start, zone)
    return starts_at, _after(starts_at, day, start, last, end, zone)


def _after(starts_at: datetime, day: date, start: time, last: date, end: time, zone: ZoneInfo) -> datetime:
    """Take the end from the clock; where a start moved by `at_about` overtakes it, keep the length typed."""
    if (ends_at := at_about(last, end, zone)) > starts_at:
        return ends_at
    return starts_at + (datetime.combine(last, end) - datetime.combine(day, start))
