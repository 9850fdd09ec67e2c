"""What the check page shows, and which of its dates were kept, each at which hour."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from zoneinfo import ZoneInfo

from flask_babel import gettext

from entraide.groups.words import ASKED
from entraide.meetings.clock_times import ClockChange, clock_change
from entraide.meetings.forms.planning import BY_LINK, IN_A_PLACE, MODES
from entraide.meetings.forms.plans import Plan, When
from entraide.meetings.forms.typed import HourField, read_hour
from entraide.meetings.recurrence import MOST_DATES
from entraide.meetings.words import capital, date_in_words, hour_in_words, hours_in_words, in_words, span_in_words


@dataclass(frozen=True)
class DateLine:
    """One date of a series on the check page; `trouble` says why its hour must be given anew."""

    day: date
    words: str
    is_kept: bool = True
    trouble: str = ""
    hour: str = ""
    error: str = ""


@dataclass(frozen=True)
class DayLine:
    """One day of a weekend on the check page."""

    words: str
    text: str


@dataclass(frozen=True)
class Checked:
    """A plan in words, as it would be made; `error` says what keeps it from being made."""

    sentence: str
    facts: Sequence[tuple[str, str]]
    warnings: Sequence[str]
    dates: Sequence[DateLine] = ()
    asks_first: bool = False
    days: Sequence[DayLine] = ()
    error: str = ""

    @property
    def count(self) -> int:
        """How many meetings would be made."""
        return sum(line.is_kept for line in self.dates) if self.dates else 1

    @property
    def has_errors(self) -> bool:
        """Say whether something must be put right first."""
        return bool(self.error or any(line.error for line in self.dates))


@dataclass(frozen=True)
class Kept:
    """Which dates of a series are left out, and which have another hour."""

    skip: frozenset[date]
    hours: dict[date, time]


def checked(plan: Plan) -> Checked:
    """Say a plan in words."""
    when = plan.when
    lines = tuple(_date_line(day, when) for day in when.dates) if when.rule else ()
    days = tuple(
        DayLine(f"{date_in_words(day.day)}, {hours_in_words(day.starts, day.ends)}", day.text) for day in when.days
    )
    return Checked(_sentence(plan), _facts(plan), _warnings(plan), lines, when.asks_first, days)


def read_dates(plan: Plan, keep: Sequence[str], hours: dict[str, str]) -> tuple[Checked, Kept]:
    """Read the dates that stayed ticked and the hours typed beside them; the page says what is still missing.

    Only dates of the plan count, and only those in a clock change may have another hour.
    """
    page = checked(plan)
    ticked = frozenset(keep[:MOST_DATES])
    lines = [_typed_line(line, ticked, hours, plan.when.changes, plan.zone) for line in page.dates]
    kept = Kept(
        frozenset(line.day for line in lines if not line.is_kept),
        dict(plan.when.own_starts)
        | {line.day: hour for line in lines if line.is_kept and line.trouble and (hour := read_hour(line.hour))},
    )
    error = "" if any(line.is_kept for line in lines) or not lines else gettext("Keep at least one date.")
    return replace(page, dates=tuple(lines), error=error), kept


def _typed_line(
    line: DateLine, ticked: frozenset[str], hours: dict[str, str], changes: object, zone: ZoneInfo
) -> DateLine:
    key = line.day.isoformat()
    is_kept = key in ticked
    if not line.trouble or not is_kept:
        return replace(line, is_kept=is_kept)
    typed = hours.get(key, "")[:20]
    hour = read_hour(typed)
    error = ""
    if hour is None:
        error = gettext("Write another hour for this date, or leave it out.")
    elif clock_change(line.day, hour, zone):
        error = gettext("The clocks change at this hour too. Choose another one.")
    return replace(line, is_kept=True, hour=HourField.written(hour) if hour else typed, error=error)


def _date_line(day: date, when: When) -> DateLine:
    words, starts = date_in_words(day), when.start_of(day)
    if day in when.own_starts:
        words = gettext("%(day)s, %(hour)s", day=words, hour=hour_in_words(starts))
    match when.changes.get(day):
        case ClockChange.SKIPPED:
            trouble = gettext("The clocks go forward, and %(hour)s does not exist.", hour=hour_in_words(starts))
        case ClockChange.TWICE:
            trouble = gettext("The clocks go back, and %(hour)s comes twice.", hour=hour_in_words(starts))
        case None:
            trouble = ""
    return DateLine(day, words, is_kept=day not in when.left_out, trouble=trouble)


def _sentence(plan: Plan) -> str:
    when = plan.when
    if when.rule:
        return in_words(when.rule, when.first, when.starts, when.ends, plan.zone)
    return capital(span_in_words(*when.span(plan.zone), plan.zone, with_year=True))


def _facts(plan: Plan) -> list[tuple[str, str]]:
    words = plan.details
    facts = [
        (gettext("Name of the meeting"), words.title),
        (gettext("How do you meet?"), str(MODES[plan.mode])),
        (gettext("Place"), ", ".join(filter(None, (words.place, words.address)))),
        (gettext("How to find it"), words.how_to_find),
        (gettext("Link to join by"), words.link),
        (gettext("Telephone to join by"), words.dial_in),
        (gettext("Answers"), str(ASKED[plan.asked][0])),
        (gettext("Number of places"), str(plan.places) if plan.places else gettext("No limit")),
    ]
    return [(name, value) for name, value in facts if value]


def _warnings(plan: Plan) -> list[str]:
    found = list(plan.when.said)
    if plan.mode in IN_A_PLACE and not plan.details.place:
        found.append(gettext("No place is given: people will not know where to come. You can add it later."))
    if plan.mode in BY_LINK and not (plan.details.link or plan.details.dial_in):
        found.append(gettext("No link and no telephone are given: nobody can join. You can add them later."))
    if plan.when.dates[0] != plan.when.first:
        found.append(
            gettext(
                "%(typed)s does not fall on this rhythm. The first date is %(first)s.",
                typed=date_in_words(plan.when.first),
                first=date_in_words(plan.when.dates[0]),
            )
        )
    return found
