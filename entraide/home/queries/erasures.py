"""What the server may say of its erasures: how many people in which month, in bands, and what it has lost track of."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from flask_babel import get_locale

from entraide.clock import today
from entraide.settings import current
from entraide.vault.erasing import ErasureKind, path_of
from entraide.vault.erasure_file import MISSING, BrokenErasures, Erased, read

MOST = 24  # months shown
BANDS = (5, 20, 100)
"""Below the first, nothing is said, not even whether there was one: on a small server it could be somebody known."""


@dataclass(frozen=True)
class Month:
    """A month that is over: its first day, and the least of its figure's band; 0: fewer than five, or none."""

    first: date
    people: int

    @property
    def words(self) -> str:
        """The month as it is said: « novembre 2026 »."""
        return format_date(self.first, "MMMM y", locale=get_locale() or "fr")


@dataclass(frozen=True)
class Missing:
    """A restore that went on without the newest erasures: when, and which numbers are not known."""

    day: date
    first: int
    last: int


@dataclass(frozen=True)
class Erasures:
    """The page's figures; `is_broken`: the journal cannot be read as it was written."""

    months: tuple[Month, ...]
    missing: tuple[Missing, ...]
    is_broken: bool


def erasures() -> Erasures:
    """Read the erasure journal, month by month, the latest on top."""
    try:
        lines = read(path_of(current()))
    except BrokenErasures:
        return Erasures((), (), is_broken=True)
    people = Counter(line.day.replace(day=1) for line in lines if line.kind in set(ErasureKind) - {ErasureKind.GROUP})
    return Erasures(tuple(_months(lines, people)), tuple(_missing(lines)), is_broken=False)


def _months(lines: list[Erased], people: Counter[date]) -> list[Month]:
    first = min((line.day for line in lines), default=today()).replace(day=1)
    month = today().replace(day=1)
    found: list[Month] = []
    while (month := _before(month)) >= first and len(found) < MOST:
        found.append(Month(month, max((band for band in BANDS if band <= people[month]), default=0)))
    return found


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _missing(lines: list[Erased]) -> list[Missing]:
    before = 0
    found = []
    for line in lines:
        if line.kind == MISSING:
            found.append(Missing(line.day, before + 1, line.number - 1))
        before = line.number
    return found
