"""Which year a flyer means: the next to come, over New Year where months begin anew, or the one that stands beside."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from entraide.meetings.flyer.days import Written

NEW_YEAR = 6  # months: a list that falls back so far goes on in the next year; by less, it only is out of order


@dataclass(frozen=True)
class Heading:
    """A year that stands by itself, or a school year of two."""

    year: int
    is_school_year: bool = False

    def of(self, month: int) -> int:
        """Return the year of a month under this heading; a school year begins in August."""
        return self.year + (self.is_school_year and month < 8)


Line = Written | Heading


def with_years(lines: Sequence[Line], today: date) -> list[tuple[Written, date | None]]:
    """Give every day its year; None where no calendar has that day.

    A year that stands beside a day counts for it, and, shifted where New Year lies between, for those before and
    after it that have none; without any, the list is the next whose last day is still to come.
    """
    written = _under_headings(lines)
    later = _new_years(written)
    known = {at: year - later[at] for at, (_one, year) in enumerate(written) if year is not None}
    guess = _guess(written, later, today)
    found: list[tuple[Written, date | None]] = []
    for at, (one, year) in enumerate(written):
        is_guess = year is None and not known
        if year is None:
            following = next((base for place, base in known.items() if place > at), None)
            before = next((base for place, base in reversed(known.items()) if place < at), None)
            base = next((base for base in (following, before) if base is not None), guess)
            year = base + later[at]
        day = _day(year, one.month, one.day)
        if is_guess and day is not None and day < today and any(other and other >= today for _one, other in found):
            day = _day(year + 1, one.month, one.day)  # after one to come, in no order: nobody lists what is past there
        found.append((one, day))
    return found


def next_day(written: Written, since: date) -> date | None:
    """Return the day that somebody means who writes it on this day; without a year, the next to come."""
    if written.year is not None:
        return _day(written.year, written.month, written.day)
    years = (since.year + more for more in range(9))  # a 29 February may be eight years away
    days = (_day(year, written.month, written.day) for year in years)
    return next((day for day in days if day is not None and day >= since), None)


def month_from(month: int, year: int | None, since: date) -> date:
    """Return the first day of a month, the next to come or the one that is."""
    if year is None:
        year = since.year + (month < since.month)
    return date(year, month, 1)


def month_until(month: int, year: int | None, since: date) -> date:
    """Return the last day of a month, as `month_from` takes it."""
    first = month_from(month, year, since)
    return first.replace(day=monthrange(first.year, month)[1])


def _under_headings(lines: Sequence[Line]) -> list[tuple[Written, int | None]]:
    heading: Heading | None = None
    found: list[tuple[Written, int | None]] = []
    for line in lines:
        if isinstance(line, Heading):
            heading = line
            continue
        year = line.year if line.year is not None or heading is None else heading.of(line.month)
        found.append((line, year))
    if heading is not None and lines and lines[-1] is heading:  # a year at the end speaks of all before it
        last = next((at for at in reversed(range(len(found))) if found[at][1] is None), None)
        if last is not None:
            found[last] = found[last][0], heading.of(found[last][0].month)
    return found


def _new_years(written: Sequence[tuple[Written, int | None]]) -> list[int]:
    """Count, for each day, how many New Years lie between the first and it."""
    later, month = 0, 0
    found = []
    for one, _year in written:
        later += month - one.month >= NEW_YEAR
        month = one.month
        found.append(later)
    return found


def _guess(written: Sequence[tuple[Written, int | None]], later: Sequence[int], today: date) -> int:
    """Return the first year of a list without any: the nearest in which its last day is still to come."""
    for base in range(today.year - max(later, default=0), today.year + 9):
        days = [_day(base + more, one.month, one.day) for (one, _year), more in zip(written, later, strict=True)]
        known = [day for day in days if day is not None]
        if known and max(known) >= today:
            return base
    return today.year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
