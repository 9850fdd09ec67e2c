"""Single days without a rhythm, scheduled together: what a list of dates on a flyer is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from entraide.meetings.recurrence import Rule, dates

OFTEN = timedelta(days=15)
RARELY_TEXT, OFTEN_TEXT = "DATES", "DATES;OFTEN"


@dataclass(frozen=True)
class Chosen:
    """Days in ascending order, each once; at least one.

    As a text it says only whether they come about every two weeks or more often, which is what reminders ask.
    """

    days: tuple[date, ...]

    @property
    def is_endless(self) -> bool:
        """A list has an end."""
        return False

    def without(self, left_out: Collection[date]) -> "Chosen":
        """Return the list without some days."""
        return Chosen(tuple(day for day in self.days if day not in left_out))

    def __str__(self) -> str:
        gaps = len(self.days) - 1
        is_frequent = gaps > 0 and (self.days[-1] - self.days[0]) / gaps <= OFTEN
        return OFTEN_TEXT if is_frequent else RARELY_TEXT


Rhythm = Rule | Chosen


def dates_of(rhythm: Rhythm, first: date, *, from_: date, until: date) -> list[date]:
    """List the dates of a rule or of a list from `from_` to `until`, both included."""
    if isinstance(rhythm, Rule):
        return dates(rhythm, first, from_=from_, until=until)
    return [day for day in rhythm.days if from_ <= day <= until]
