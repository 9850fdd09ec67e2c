"""Days on a flyer: « 7.1. », « 7/1 », « mardi 24 novembre », « les 7, 14 et 21 janvier », « January 7th »."""

from dataclasses import dataclass
from itertools import pairwise

from entraide.meetings.flyer.text import Text
from entraide.meetings.flyer.words import (
    ANY_WEEKDAYS,
    HOUR,
    JOINTS,
    MONTHS,
    SIGNS_TO,
    SUFFIXES,
    TO,
    WEEKDAYS,
)

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Written:
    """A day as it was written: its year and weekday only where they stand; `at` to `past` is its place."""

    day: int
    month: int
    year: int | None
    weekdays: frozenset[int] | None
    at: int
    past: int


@dataclass(frozen=True)
class Span:
    """Several days on end, « du 7 au 9 janvier »: no meeting of one day."""

    at: int
    past: int


@dataclass(frozen=True)
class _Number:
    """A number that may be a day; `figures` is its own place, after the weekday that stands before it."""

    day: int
    weekdays: frozenset[int] | None
    at: int
    figures: int
    past: int


def days(text: Text, at: int) -> tuple[int, list[Written] | Span] | None:
    """Read the days written here, one or several that share a month; where they end, or None where none are."""
    return _iso(text, at) or _month_first(text, at) or _day_first(text, at)


def weekday(text: Text, at: int) -> tuple[int, frozenset[int] | None]:
    """Read the weekday that stands before a number, with the point, comma or article between them."""
    names = ANY_WEEKDAYS.get(text.at(at))
    if names is None:
        return at, None
    past = text.skip(at + 1, {".", ",", "le", "den", "dem", "the", "de", "der"})
    is_heading = text.at(at) in WEEKDAYS and (text.at(at + 1) == "." or text.is_line(past))
    return (at, None) if is_heading or text.number(past) is None else (past, names)


def year(text: Text, at: int, *, attached: bool = False) -> tuple[int, int | None]:
    """Read a year of four digits, or of two that no hour follows, when it is attached by a point or a stroke."""
    token, number = text.at(at), text.number(at)
    if number is not None and len(token) == 4 and FIRST_YEAR <= number <= LAST_YEAR:
        return at + 1, number
    is_hour = text.at(at + 1) in HOUR or text.at(at + 1) == ":" or text.says(at + 1, ".", "m")
    if attached and number is not None and len(token) == 2 and text.is_glued(at) and not is_hour:
        return at + 1, 2000 + number
    return at, None


def _iso(text: Text, at: int) -> tuple[int, list[Written]] | None:
    start, names = weekday(text, at)
    past, number = year(text, start)
    if number is None or text.at(past) not in {"-", "/", "."} or not text.is_glued(past):
        return None
    month, day = text.number(past + 1, 99), text.number(past + 3, 99)
    if month is None or day is None or text.at(past + 2) != text.at(past) or not text.is_glued(past + 3):
        return None
    return past + 4, [Written(day, month, number, names, at, past + 4)]


def _month_first(text: Text, at: int) -> tuple[int, list[Written]] | None:
    """« January 7 and 21, 2027 », « Janvier 2027 : 7, 21 »."""
    month = MONTHS.get(text.at(at))
    if month is None or (text.at(at) in ANY_WEEKDAYS and _day_first(text, at)):
        return None
    past = text.skip(at + 1, {".", ",", "the", "le", "les"})
    past, number = year(text, past)
    past = text.skip(past, {":", "-", "–", "le", "les", "the", "den"})
    found = _numbers(text, past)
    while found and not _is_whole(text, found[-1].past):
        found.pop()  # this number belongs to what follows it
    if not found:
        return None
    past = found[-1].past
    if number is None:
        end, number = year(text, text.skip(past, {","}))
        past = end if number else past
    return past, [Written(one.day, month, number, one.weekdays, one.at, one.past) for one in found]


def _day_first(text: Text, at: int) -> tuple[int, list[Written] | Span] | None:
    """« mardi 24 novembre », « 7.1.27 », « 7/1 », and numbers before them that share their month."""
    numbers = _numbers(text, at)
    for many in range(len(numbers), 0, -1):
        last = numbers[many - 1]
        if found := _month_after(text, last):
            past, month, number = found
            if any(one.day >= after.day for one, after in pairwise(numbers[:many])):
                continue
            before = numbers[: many - 1]
            shared = [Written(one.day, month, number, one.weekdays, one.at, one.past) for one in before]
            return past, [*shared, Written(last.day, month, number, last.weekdays, last.at, past)]
        if many == 1 and (end := _span(text, last)):
            return end, Span(at, end)
    return None


def _month_after(text: Text, last: _Number) -> tuple[int, int, int | None] | None:
    """Read the month and year that belong to a day: where they end, the month, the year if it stands there."""
    after = text.skip(last.past, {"de", "d", "of", "van", "'"})
    if (month := MONTHS.get(text.at(after))) is not None and not _is_heading(text, after):
        past = after + 1 + (text.at(after + 1) == "." and not text.is_line(after + 2))
        end, number = year(text, text.skip(past, {","}))
        return (end if number else past), month, number
    return _figures(text, last.figures, text.at(last.figures + 1))


def _figures(text: Text, at: int, sign: str) -> tuple[int, int, int | None] | None:
    """« 7.1. », « 7/1/2027 », « 7-1-2027 », « 7. 1. »: after a stroke that lies, a year must stand."""
    month = text.number(at + 2, 99)
    if sign not in {".", "/", "-"} or month is None or len(text.at(at + 2)) > 2:
        return None
    if sign == "." and text.at(at + 3) in HOUR:
        return None  # 14.30 Uhr
    past = at + 3
    if text.at(past) == sign and (sign != "." or text.is_glued(past)):
        end, number = year(text, past + 1, attached=True)
        if number is not None:
            return end, month, number
        if sign == ".":
            return past + 1, month, None
    if sign == "-":
        return None
    end, number = year(text, text.skip(past, {","}))
    return (end if number else past), month, number


def _span(text: Text, first: _Number) -> int | None:
    """« du 7 au 9 janvier », « 7.-9.1. »: where it ends."""
    at = first.past
    if text.at(at) not in SIGNS_TO | TO and not text.says(at, "t", "/", "m"):
        return None
    at += 3 if text.at(at) == "t" else 1
    numbers = _numbers(text, text.skip(at, {"le", "den", "the", "au"}))
    found = _month_after(text, numbers[0]) if numbers else None
    return found[0] if found and numbers[0].day > first.day else None


def _numbers(text: Text, at: int) -> list[_Number]:
    """Read days of a month, one after the other, as far as only commas, « et » and articles stand between."""
    found: list[_Number] = []
    while True:
        start, names = weekday(text, at)
        number = text.number(start, 99)
        if number is None or len(text.at(start)) > 2:
            return found
        past = start + 1
        if text.at(past) in SUFFIXES and text.is_glued(past):
            past += 1
        if text.at(past) == ".":
            past += 1
        found.append(_Number(number, names, at, start, past))
        is_stroke = text.at(past) == "/" and text.is_glued(past) and text.at(past - 1) != "."
        if text.at(past) not in JOINTS or is_stroke:
            return found
        at = text.skip(past, JOINTS)


def _is_heading(text: Text, at: int) -> bool:
    """Say whether a month begins something of its own: a line, or « Février : 4, 18 »."""
    if text.is_line(at):
        return True
    past, _number = year(text, at + 1)
    if text.at(past) != ":":
        return False
    number = text.number(past + 1, 31)
    return bool(number) and text.at(past + 2) not in HOUR | SIGNS_TO | TO | {":", "."}


def _is_whole(text: Text, past: int) -> bool:
    """Say whether a number is a day by itself: no month, hour or other figure belongs to it."""
    following = text.at(past)
    if following in MONTHS and _is_heading(text, past):
        return True
    if following in HOUR | set(MONTHS) | {":"} or (following in SIGNS_TO and text.number(past + 1) is not None):
        return False
    joined = {"/", "-"} if text.is_glued(past) else set()
    return not (following in joined or (text.at(past - 1) == "." and text.is_glued(past) and following[:1].isdigit()))
