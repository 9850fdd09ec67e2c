"""What stands in a flyer's text, piece by piece, before anybody asks what it means together."""

from dataclasses import dataclass, field

from entraide.meetings.flyer.days import Written
from entraide.meetings.flyer.hours import Hours
from entraide.meetings.flyer.rhythms import Rhythm
from entraide.meetings.flyer.years import Heading
from entraide.meetings.recurrence import NthWeekday


@dataclass(frozen=True)
class Month:
    """A month that something begins or ends with."""

    month: int
    year: int | None


@dataclass(frozen=True)
class Quoted:
    """Where something stands in the text."""

    at: int
    past: int


@dataclass(frozen=True)
class Repeated(Quoted):
    """A rhythm, and where it stands."""

    what: Rhythm


@dataclass
class Found:
    """All that was read, in the order of the text."""

    lines: list[Written | Heading | Hours] = field(default_factory=list)
    rhythms: list[Repeated] = field(default_factory=list)
    nth_of_month: list[tuple[NthWeekday, Month]] = field(default_factory=list)
    since: Written | Month | None = None
    until: Written | Month | None = None
    times: int | None = None
    without: list[Written] = field(default_factory=list)
    without_months: set[int] = field(default_factory=set)
    no_hours: list[Quoted] = field(default_factory=list)
    spans: list[Quoted] = field(default_factory=list)
    excepted: list[Quoted] = field(default_factory=list)
    unknown: list[Quoted] = field(default_factory=list)

    @property
    def has_days(self) -> bool:
        """Say whether single days stand in it, to come or not."""
        return bool(self.nth_of_month) or any(isinstance(line, Written) for line in self.lines)
