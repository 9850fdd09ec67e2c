"""Walk through a flyer's text from word to word, and keep all that can be read, each in its place."""

from datetime import date

from entraide.meetings.flyer.days import Span, Written, days, year
from entraide.meetings.flyer.found import Found, Month, Quoted, Repeated
from entraide.meetings.flyer.hours import four_digits, hours
from entraide.meetings.flyer.rhythms import rhythm
from entraide.meetings.flyer.text import Text
from entraide.meetings.flyer.words import (
    ARTICLES,
    EXCEPT,
    FILLERS,
    JOINTS,
    MONTHS,
    NUMBERS,
    SIGNS_TO,
    SINCE,
    TIMES,
    TO,
    UNTIL,
)
from entraide.meetings.flyer.years import Heading
from entraide.meetings.recurrence import NthWeekday

_OF_MONTH = {"de", "d", "'", "of", "in", "im"}
_BEFORE_END = {"'", "au", "a", "en", "met", "zum", "inclus", "le", "la", "de", "du", "d", "the", "of"} | UNTIL


class Scanner:
    """Reads one text; every step returns the place after what it read, or the place it was given."""

    def __init__(self, text: Text, today: date) -> None:
        self.text, self.today, self.found = text, today, Found()

    def scan(self) -> Found:
        """Read all of it."""
        steps = (
            self._except, self._months, self._since, self._until, self._times,
            self._hours, self._days, self._year, self._rhythm,
        )  # fmt: skip
        at = 0
        while at < len(self.text):
            at = next((past for step in steps if (past := step(at)) > at), None) or self._rest(at)
        return self.found

    def _except(self, at: int) -> int:
        """« sauf le 24 décembre », « sauf en août », « sauf vacances »: what is no day is said."""
        if self.text.at(at) not in EXCEPT:
            return at
        past = self._left_out(self.text.skip(at + 1, JOINTS))
        if past:
            return past
        past = at + 1
        while past < len(self.text) and not self._ends_here(past):
            past += 1
        self.found.excepted.append(Quoted(at, past))
        return past

    def _left_out(self, at: int) -> int:
        """Read days and months that are left out, one after the other; 0 where none stands."""
        past = 0
        while True:
            if (read := days(self.text, at)) and not isinstance(read[1], Span):
                self.found.without.extend(read[1])
                past = read[0]
            elif (month := MONTHS.get(self.text.at(at))) is not None:
                self.found.without_months.add(month)
                past = at + 1
            else:
                return past
            at = self.text.skip(past, JOINTS)

    def _ends_here(self, at: int) -> bool:
        return self.text.is_line(at) or self.text.at(at) in {",", ";", ")", "!", ""} or bool(hours(self.text, at))

    def _months(self, at: int) -> int:
        """« de septembre à juin »."""
        first = self._month(at)
        if first is None or self.text.at(first[0]) not in TO | SIGNS_TO:
            return at
        last = self._month(self.text.skip(first[0] + 1, ARTICLES | {"'", "au", "a"}))
        if last is None:
            return at
        self.found.since, self.found.until = first[1], last[1]
        return last[0]

    def _month(self, at: int) -> tuple[int, Month] | None:
        month = MONTHS.get(self.text.at(at))
        if month is None:
            return None
        past, number = year(self.text, at + 1)
        return past, Month(month, number)

    def _since(self, at: int) -> int:
        if self.text.at(at) not in SINCE:
            return at
        read = self._border(self.text.skip(at + 1, ARTICLES | {"a", "au"}))
        if read is None:
            return at
        self.found.since = read[1]
        return read[0]

    def _until(self, at: int) -> int:
        if self.text.at(at) not in UNTIL:
            return at
        read = self._border(self.text.skip(at + 1, _BEFORE_END))
        if read is None:
            return at
        self.found.until = read[1]
        return read[0]

    def _border(self, at: int) -> tuple[int, Written | Month] | None:
        read = days(self.text, at)
        if read and not isinstance(read[1], Span) and len(read[1]) == 1:
            return read[0], read[1][0]
        return self._month(at)

    def _times(self, at: int) -> int:
        number = NUMBERS.get(self.text.at(at)) or self.text.number(at, 999)
        if not number or self.text.at(at + 1) not in TIMES:
            return at
        self.found.times = number
        return at + 2

    def _hours(self, at: int) -> int:
        read = hours(self.text, at)
        if read is None:
            return at
        past, found = read
        if found is None:
            self.found.no_hours.append(Quoted(at, past))
        else:
            self.found.lines.append(found)
        return past

    def _days(self, at: int) -> int:
        """Read days; « du 7 janvier au 30 juin » is when something begins and ends."""
        read = days(self.text, at)
        if read is None:
            return at
        past, found = read
        if isinstance(found, Span):
            self.found.spans.append(Quoted(at, past))
            return past
        is_begin = len(found) == 1 and self.text.at(past) in TO
        if is_begin and (last := self._border(self.text.skip(past + 1, _BEFORE_END))):
            self.found.since, self.found.until = found[0], last[1]
            return last[0]
        self.found.lines.extend(found)
        return past

    def _year(self, at: int) -> int:
        """Read a year by itself, « 2026-2027 », or an hour without a mark, « 1930 »."""
        number = self.text.number(at)
        if number is None or len(self.text.at(at)) != 4:
            return at
        if self.today.year - 1 <= number <= self.today.year + 4:
            is_school_year = self.text.at(at + 1) in SIGNS_TO | {"/"} and self.text.number(at + 2) in {
                number + 1, (number + 1) % 100,
            }  # fmt: skip
            self.found.lines.append(Heading(number, is_school_year))
            return at + 3 if is_school_year else at + 1
        if (found := four_digits(self.text, at)) is None:
            return at
        self.found.lines.append(found)
        return at + 1

    def _rhythm(self, at: int) -> int:
        read = rhythm(self.text, at)
        if read is None:
            return at
        past, found = read
        on = found.on[0] if len(found.on) == 1 else None
        if isinstance(on, NthWeekday) and (month := self._month(self.text.skip(past, _OF_MONTH))):
            self.found.nth_of_month.append((on, month[1]))
            return month[0]
        self.found.rhythms.append(Repeated(at, past, found))
        return past

    def _rest(self, at: int) -> int:
        """Pass over signs and small words; keep what is neither, with its neighbours, as not understood."""
        token = self.text.at(at)
        if not token[0].isalnum() or token in FILLERS:
            return at + 1
        unknown, past = self.found.unknown, at + 1
        if token.isalpha() and self.text.number(past, 99) is not None and self._ends_here(past + 1):
            past += 1  # « salle 3 »
        if unknown and self._is_joined(unknown[-1].past, at):
            unknown[-1] = Quoted(unknown[-1].at, past)
        else:
            unknown.append(Quoted(at, past))
        return past

    def _is_joined(self, past: int, at: int) -> bool:
        """Say whether only small words stand between two that are not understood."""
        between = range(past, at)
        return not self.text.is_line(at) and all(
            self.text.at(place) in FILLERS | {"'", "-", "&"} and not self.text.is_line(place) for place in between
        )
