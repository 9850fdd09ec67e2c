"""Hours on a flyer: « 19h », « 19 h 30 », « 14.30 Uhr », « 14-16h », « de 14 h à 16 h », 1430, 7 pm."""

from dataclasses import dataclass
from datetime import time

from entraide.meetings.flyer.text import Text
from entraide.meetings.flyer.words import BETWEEN, HOUR, MONTHS, NOON, SIGNS_TO, TO


@dataclass(frozen=True)
class Hours:
    """From when, and to when where that is said."""

    starts: time
    ends: time | None = None


@dataclass(frozen=True)
class _Clock:
    """One hour as it was written; `half`: a for the morning, p for after noon; bare: a number that may be an hour."""

    hour: int
    minute: int
    past: int
    half: str = ""
    is_bare: bool = False

    def at(self, half: str = "") -> time | None:
        half = self.half or half
        hour = self.hour
        if half and not 1 <= hour <= 12:
            return None
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour == 24 and self.minute == 0:
            hour = 0
        return time(hour, self.minute) if hour < 24 and self.minute < 60 else None


def hours(text: Text, at: int) -> tuple[int, Hours | None] | None:
    """Read an hour or a span of hours here: where it ends, and None for an hour that no clock shows; None: no hour."""
    between = text.at(at) in BETWEEN
    first = _clock(text, at + between)
    if first is None:
        return None
    second = _second(text, first, between)
    if second is not None and not (first.is_bare and second.is_bare):
        starts, ends = first.at(second.half if first.is_bare else ""), second.at(first.half if second.is_bare else "")
        return second.past, Hours(starts, ends) if starts is not None and ends is not None else None
    if first.is_bare:
        return None
    starts = first.at()
    return first.past, Hours(starts) if starts is not None else None


def four_digits(text: Text, at: int) -> Hours | None:
    """Read « 1430 »."""
    token = text.at(at)
    if len(token) != 4 or text.number(at) is None:
        return None
    starts = _Clock(int(token[:2]), int(token[2:]), at + 1).at()
    return Hours(starts) if starts is not None else None


def _second(text: Text, first: _Clock, between: bool) -> _Clock | None:
    at = first.past
    if text.at(at) in SIGNS_TO or text.at(at) in TO or (between and text.at(at) in {"et", "und", "en", "and"}):
        at = text.skip(at + 1, {"'", "a", "au"} if text.at(at) in {"jusqu", "jusque"} else set())
        return _clock(text, at)
    return None


def _clock(text: Text, at: int) -> _Clock | None:
    """Read one hour: with a mark of hours, or a bare number that only its neighbour can make one."""
    if text.at(at) in NOON:
        return _Clock(NOON[text.at(at)], 0, at + 1)
    hour = text.number(at, 99)
    if hour is None or len(text.at(at)) > 2:
        return None
    for read in (_with_sign, _with_mark, _with_half):
        if found := read(text, at, hour):
            return found
    is_day = text.at(at + 1) in MONTHS or (text.at(at + 1) in {".", "/"} and text.number(at + 2) is not None)
    return None if is_day else _Clock(hour, 0, at + 1, is_bare=True)


def _with_sign(text: Text, at: int, hour: int) -> _Clock | None:
    """« 19:30 », « 14.30 Uhr », « 19.30 »: with a point only where it cannot be a date."""
    minute = text.number(at + 2, 99)
    if text.at(at + 1) not in {":", "."} or minute is None or len(text.at(at + 2)) != 2 or not text.is_glued(at + 2):
        return None
    past = at + 3
    half, after = _half(text, past)
    is_marked = text.at(past) in HOUR
    is_date = text.at(past) in {".", "/"} and text.number(past + 1) is not None
    if text.at(at + 1) == "." and not half and not is_marked and (minute <= 12 or is_date):
        return None
    return _Clock(hour, minute, after if half else past + is_marked, half)


def _with_mark(text: Text, at: int, hour: int) -> _Clock | None:
    """« 19h », « 19 h 30 », « 20 Uhr », « 20u30 »; a number that begins a date is no minute."""
    if text.at(at + 1) not in HOUR:
        return None
    past, minute = at + 2, text.number(at + 2, 99)
    if minute is None or len(text.at(past)) != 2 or text.is_line(past):
        return _Clock(hour, 0, past)
    following = text.at(past + 1)
    is_date = following in MONTHS or (following in {".", "/"} and text.number(past + 2) is not None)
    if is_date or (following in HOUR and not text.is_glued(past)):
        return _Clock(hour, 0, past)
    return _Clock(hour, minute, past + 1)


def _with_half(text: Text, at: int, hour: int) -> _Clock | None:
    half, past = _half(text, at + 1)
    return _Clock(hour, 0, past, half) if half else None


def _half(text: Text, at: int) -> tuple[str, int]:
    """Read am, pm, a.m. or p.m."""
    if text.at(at) in {"am", "pm"} and not text.at(at + 1)[:1].isdigit():
        return text.at(at)[0], at + 1
    if text.at(at) in {"a", "p"} and text.says(at + 1, ".", "m"):
        return text.at(at), at + 3 + (text.at(at + 3) == ".")
    return "", at
