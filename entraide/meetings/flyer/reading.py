"""What was read of a flyer, and what was not: plain values, for the form to say in words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from entraide.meetings.flyer.hours import Hours
from entraide.meetings.recurrence import Rule

MOST_REMARKS = 6
LONGEST_QUOTE = 60


class Doubt(StrEnum):
    """Why something of a text was not taken as it stands; the first five keep the dates from being used."""

    WRONG_WEEKDAY = "wrong weekday"
    NO_SUCH_DAY = "no such day"
    NO_SUCH_HOUR = "no such hour"
    NOT_EVERY_MONTH = "not every month"
    NO_DAY = "no day"
    NOT_UNDERSTOOD = "not understood"
    EXCEPT = "except"
    PAST = "past"
    TOO_FAR = "too far"
    SEVERAL_DAYS = "several days"
    EITHER = "either"
    SECOND_HOUR = "second hour"
    BESIDE_DATES = "beside dates"


GRAVE = {Doubt.WRONG_WEEKDAY, Doubt.NO_SUCH_DAY, Doubt.NO_SUCH_HOUR, Doubt.NOT_EVERY_MONTH, Doubt.NO_DAY}


@dataclass(frozen=True)
class Remark:
    """One doubt, with the words, the days or the hours it is about.

    `weekdays`: what was said of the day; `rule`: the other sense that the words may have.
    """

    doubt: Doubt
    quote: str = ""
    days: tuple[date, ...] = ()
    weekdays: tuple[int, ...] = ()
    rule: Rule | None = None
    hours: Hours | None = None

    @property
    def is_grave(self) -> bool:
        return self.doubt in GRAVE


@dataclass(frozen=True)
class Dated:
    """One day, and its own hours where the flyer gives days different ones."""

    day: date
    hours: Hours | None = None


@dataclass(frozen=True)
class Read:
    """A flyer as it was understood: either single days, or rules without end and when they begin and end.

    `weeks`: every so many weeks, on a weekday that is not said; 0 otherwise. `without`: days that are left out,
    `without_months`: whole months.
    """

    days: tuple[Dated, ...] = ()
    rules: tuple[Rule, ...] = ()
    weeks: int = 0
    since: date | None = None
    until: date | None = None
    times: int | None = None
    without: frozenset[date] = frozenset()
    without_months: frozenset[int] = frozenset()
    hours: Hours | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether neither a day nor a rhythm was found."""
        return not (self.days or self.rules or self.weeks)

    def leaves_out(self, day: date) -> bool:
        """Say whether the flyer excepts a day."""
        return day in self.without or day.month in self.without_months
