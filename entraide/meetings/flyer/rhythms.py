"""Rhythms on a flyer: « 1er mardi », « les 1er et 3e jeudis », « tous les 15 jours », "jeden 2. Dienstag"."""

from dataclasses import dataclass

from entraide.meetings.flyer.text import Text
from entraide.meetings.flyer.words import (
    DAYS,
    EVERY,
    EVERY_TWO_WORDS,
    INTERVALS,
    JOINTS,
    MONTH,
    NUMBERS,
    ORDINALS,
    OTHER,
    SUFFIXES,
    WEEKDAYS,
    WEEKS,
)
from entraide.meetings.recurrence import LAST, DayOfMonth, NthWeekday, RepeatedDay, Weekday

_OF_EACH = {"de", "du", "d", "des", "der", "of", "van", "im", "in", "the", "la", "le"} | EVERY
A_WEEK, A_FORTNIGHT, TWO_WEEKS = 7, 14, 15


@dataclass(frozen=True)
class Rhythm:
    """What repeats: days of the week or month, or only every how many weeks or months.

    `is_plain`: a weekday alone, which may only name the weekday of the dates beside it. `either`: « every second
    Tuesday » may mean the second of each month.
    """

    on: tuple[RepeatedDay, ...] = ()
    weeks: int = 0
    months: int = 0
    is_plain: bool = False
    either: bool = False

    @property
    def weekdays(self) -> frozenset[int]:
        """The days of every week among them."""
        return frozenset(day.weekday for day in self.on if isinstance(day, Weekday))


def rhythm(text: Text, at: int) -> tuple[int, Rhythm] | None:
    """Read the rhythm written here, and where it ends; None where none is."""
    every = _every(text, at)
    if every:
        return _after_every(text, every) or _numbered(text, every, is_every=False) or _weekly(text, every, plain=False)
    return _one_of_two(text, at) or _one_word(text, at) or _numbered(text, at, is_every=False) or _weekly(text, at)


def ordinals(text: Text, at: int) -> tuple[int, list[int]]:
    """Read « 1er », « 2. », « troisième », « dernier », and several of them; where they end."""
    found: list[int] = []
    past = at
    while (one := _ordinal(text, at)) is not None:
        past, number = one
        found.append(number)
        at = text.skip(past, JOINTS)
    return past, found


def _ordinal(text: Text, at: int) -> tuple[int, int] | None:
    if (named := ORDINALS.get(text.at(at))) is not None:
        return at + 1, named
    number = text.number(at, 31)
    if number is None or not number:
        return None
    if (text.at(at + 1) in SUFFIXES or text.at(at + 1) == ".") and text.is_glued(at + 1):
        return at + 2, number
    return None


def _every(text: Text, at: int) -> int:
    """Return where « chaque », « tous les » or "every" ends; 0 where it does not stand."""
    if (text.at(at), text.at(at + 1)) in EVERY_TWO_WORDS:
        return at + 2
    return at + 1 if text.at(at) in EVERY else 0


def _number(text: Text, at: int) -> int | None:
    return NUMBERS.get(text.at(at)) or text.number(at, 31)


def _after_every(text: Text, at: int) -> tuple[int, Rhythm] | None:
    """« … deux semaines », « … 15 jours », « … autre mardi », « … second Tuesday », « … semaine »."""
    if text.at(at) in OTHER:
        return _unit(text, at + 1, 2)
    number = _number(text, at)
    if number and (found := _unit(text, at + 1, number)):
        return found
    if found := _unit(text, at, 2 if text.says(at - 2, "om", "de") else 1):
        return found if text.at(at) in WEEKS | MONTH | DAYS else None
    past, numbers = ordinals(text, at)
    if len(numbers) != 1:
        return None
    if text.at(past) in WEEKS:
        return past + 1, Rhythm(weeks=numbers[0])
    after, weekdays = _weekdays(text, past)
    is_of_month = _month(text, after)
    if weekdays and numbers[0] == 2 and not is_of_month and not _is_french(text, at):
        return after, Rhythm(tuple(map(Weekday, weekdays)), weeks=2, either=True)
    return None


def _is_french(text: Text, at: int) -> bool:
    return text.at(at - 1) in {"les", "chaque"}


def _unit(text: Text, at: int, number: int) -> tuple[int, Rhythm] | None:
    """Read what is counted: weeks, months, days that make weeks, or such weekdays."""
    if text.at(at) in WEEKS:
        return at + 1, Rhythm(weeks=number)
    if text.at(at) in MONTH:
        return at + 1, Rhythm(months=number)
    if text.at(at) in DAYS and number == TWO_WEEKS:
        return at + 1, Rhythm(weeks=2)
    if text.at(at) in DAYS and number in (A_WEEK, A_WEEK + 1):
        return at + 1, Rhythm(weeks=1)
    if text.at(at) in DAYS and number > A_WEEK and number % A_WEEK == 0:
        return at + 1, Rhythm(weeks=number // A_WEEK)
    past, weekdays = _weekdays(text, at)
    if weekdays and number == 2:
        return past, Rhythm(tuple(map(Weekday, weekdays)), weeks=2)
    return None


def _one_of_two(text: Text, at: int) -> tuple[int, Rhythm] | None:
    """« une semaine sur deux », « un mardi sur deux », « un mois sur trois »."""
    if text.at(at) not in {"un", "une"} or text.at(at + 2) != "sur":
        return None
    number = _number(text, at + 3)
    if not number:
        return None
    if text.at(at + 1) in WEEKDAYS:
        return at + 4, Rhythm((Weekday(WEEKDAYS[text.at(at + 1)]),), weeks=number)
    found = _unit(text, at + 1, number)
    return (at + 4, found[1]) if found and text.at(at + 1) in WEEKS | MONTH else None


def _one_word(text: Text, at: int) -> tuple[int, Rhythm] | None:
    if text.number(at) == A_FORTNIGHT and text.at(at + 1) == "-" and text.at(at + 2) in {"taglich", "tagig", "daags"}:
        return at + 3, Rhythm(weeks=2)
    if (found := INTERVALS.get(text.at(at))) is None:
        return None
    return at + 1, Rhythm(weeks=found[0], months=found[1])


def _numbered(text: Text, at: int, *, is_every: bool) -> tuple[int, Rhythm] | None:
    """« 1er mardi », « les 2e et 4e jeudis du mois », « le 15 de chaque mois », « dernier jour du mois »."""
    past, numbers = ordinals(text, at)
    if numbers:
        after, weekdays = _weekdays(text, past)
        if weekdays and all(number == LAST or number <= 5 for number in numbers):
            on = tuple(NthWeekday(number, weekday) for weekday in weekdays for number in numbers)
            return _month(text, after) or after, Rhythm(on)
        is_day = text.at(past) in DAYS
        if (end := _month(text, past + is_day)) and (is_day or LAST not in numbers):
            return end, Rhythm(tuple(map(DayOfMonth, numbers)))
    plain: list[int] = []
    while (number := text.number(at, 31)) and len(text.at(at)) <= 2:
        plain.append(number)
        at = at + 1 + (text.at(at + 1) in SUFFIXES and text.is_glued(at + 1))
        if end := _month(text, at):
            return end, Rhythm(tuple(map(DayOfMonth, plain)))
        at = text.skip(at, JOINTS)
    return None


def _month(text: Text, at: int) -> int:
    """Return where « du mois », « de chaque mois », « im Monat » ends; 0 where it does not stand."""
    past = text.skip(at, _OF_EACH)
    return past + 1 if past > at and text.at(past) in MONTH else 0


def _weekly(text: Text, at: int, *, plain: bool = True) -> tuple[int, Rhythm] | None:
    """« le mardi », « mardis et jeudis », « dienstags »."""
    past, weekdays = _weekdays(text, at)
    return (past, Rhythm(tuple(map(Weekday, weekdays)), weeks=0, is_plain=plain)) if weekdays else None


def _weekdays(text: Text, at: int) -> tuple[int, list[int]]:
    """Read weekdays by their full names; where they end."""
    found: list[int] = []
    past = at
    while (weekday := WEEKDAYS.get(text.at(at))) is not None:
        found.append(weekday)
        past = at + 1
        at = text.skip(past, JOINTS)
    return past, found
