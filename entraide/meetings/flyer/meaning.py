"""From what stands in a flyer's text to what it means: days with their years and hours, or rules, and every doubt."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta

from entraide.meetings.flyer.days import Written
from entraide.meetings.flyer.found import Found, Month, Quoted
from entraide.meetings.flyer.hours import Hours
from entraide.meetings.flyer.reading import LONGEST_QUOTE, MOST_REMARKS, Dated, Doubt, Read, Remark
from entraide.meetings.flyer.scanning import Scanner
from entraide.meetings.flyer.text import Text
from entraide.meetings.flyer.years import Heading, Line, month_from, month_until, next_day, with_years
from entraide.meetings.recurrence import (
    MOST_YEARS,
    DayOfMonth,
    NthWeekday,
    RepeatedDay,
    Rule,
    UnreadableRule,
    Weekday,
    begins,
)


def read(typed: str, today: date) -> Read:
    """Read a flyer's dates as somebody means them on this day; never raises."""
    text = Text(typed)
    found = Scanner(text, today).scan()
    remarks = [*_quotes(text, Doubt.NO_SUCH_HOUR, found.no_hours), *_quotes(text, Doubt.SEVERAL_DAYS, found.spans)]
    since, until = _borders(found, text, today, remarks)
    days = _days(found, text, today, remarks)
    rhythms = [one for one in found.rhythms if not one.what.is_plain]
    if len(days) == 1 and rhythms and since is None and days[0].day >= today:
        since, days = days[0].day, []
    usual = _usual_hours(found, text, remarks, of_days=bool(days))
    answer = Read(
        since=since,
        until=until,
        times=found.times,
        hours=usual,
        without=frozenset(day for one in found.without if (day := next_day(one, since or today))),
        without_months=frozenset(found.without_months),
    )
    if days or found.has_days:
        remarks += _quotes(text, Doubt.BESIDE_DATES, rhythms if since is None else ())
        answer = replace(answer, days=_to_come(days, answer, today, remarks))
    if not found.has_days or since is not None:
        answer = _with_rules(answer, found, text, remarks)
    remarks += [*_quotes(text, Doubt.EXCEPT, found.excepted), *_quotes(text, Doubt.NOT_UNDERSTOOD, found.unknown)]
    return replace(answer, remarks=tuple(sorted(remarks, key=lambda remark: not remark.is_grave)[:MOST_REMARKS]))


def _quotes(text: Text, doubt: Doubt, places: Iterable[Quoted]) -> list[Remark]:
    return [Remark(doubt, _as_typed(text, one.at, one.past)) for one in places]


def _as_typed(text: Text, at: int, past: int) -> str:
    typed = text.as_typed(at, past)
    return typed if len(typed) <= LONGEST_QUOTE else typed[: LONGEST_QUOTE - 1] + "…"


def _borders(found: Found, text: Text, today: date, remarks: list[Remark]) -> tuple[date | None, date | None]:
    """Return when the flyer says that it begins and ends; what runs already began before today."""
    until = _border(found.until, today, month_until)
    since = _border(found.since, today, month_from)
    if since and until and until < since:
        earlier = _border(found.since, since - relativedelta(years=1), month_from)
        later = _border(found.until, since, month_until)
        since, until = (earlier, until) if earlier and earlier <= until else (since, later)
    for border, day in ((found.since, since), (found.until, until)):
        if isinstance(border, Written) and day is None:
            remarks.append(Remark(Doubt.NO_SUCH_DAY, _as_typed(text, border.at, border.past)))
    return since, until


def _border(
    border: Written | Month | None, since: date, of_month: Callable[[int, int | None, date], date]
) -> date | None:
    if isinstance(border, Month):
        return of_month(border.month, border.year, since)
    return next_day(border, since) if border else None


def _days(found: Found, text: Text, today: date, remarks: list[Remark]) -> list[Dated]:
    """Return the single days in the order of the text, each with its year and, where they differ, its hours."""
    lines: list[Line] = [line for line in found.lines if isinstance(line, Written | Heading)]
    said = frozenset(day for one in found.rhythms if one.what.is_plain for day in one.what.weekdays) or None
    hours = _hours_of(found.lines)
    days = []
    for written, day in with_years(lines, today):
        if day is None:
            remarks.append(Remark(Doubt.NO_SUCH_DAY, _as_typed(text, written.at, written.past)))
            continue
        weekdays = written.weekdays or said
        if weekdays and day.weekday() not in weekdays:
            remarks.append(Remark(Doubt.WRONG_WEEKDAY, days=(day,), weekdays=tuple(sorted(weekdays))))
        days.append(Dated(day, hours.get(written.at)))
    for on, month in found.nth_of_month:
        if (first := begins(Rule(on), month_from(month.month, month.year, today))) is not None:
            days.append(Dated(first))
    return days


def _hours_of(lines: Sequence[Written | Heading | Hours]) -> dict[int, Hours]:
    """Return the hours of each day by its place, where days have different ones: those after it, or those before it.

    On a flyer that begins with an hour, hours stand before their days.
    """
    kept = [line for line in lines if not isinstance(line, Heading)]
    if len({line for line in kept if isinstance(line, Hours)}) < 2:
        return {}
    is_before = isinstance(kept[0], Hours)
    found: dict[int, Hours] = {}
    current: Hours | None = None
    for line in kept if is_before else reversed(kept):
        if isinstance(line, Hours):
            current = line
        elif current is not None:
            found[line.at] = current
    return found if len(set(found.values())) > 1 else {}


def _usual_hours(found: Found, text: Text, remarks: list[Remark], *, of_days: bool) -> Hours | None:
    """Return the hours that hold for all; others that belong to no day of their own are said."""
    hours = [line for line in found.lines if isinstance(line, Hours)]
    if not hours:
        return None
    used = set(_hours_of(found.lines).values()) if of_days else set()
    for other in dict.fromkeys(hours):
        if other != hours[0] and other not in used:
            remarks.append(Remark(Doubt.SECOND_HOUR, hours=other))
    return hours[0]


def _to_come(days: Iterable[Dated], answer: Read, today: date, remarks: list[Remark]) -> tuple[Dated, ...]:
    """Return the days that are to come, each once; say which are past or too far away."""
    furthest = today + relativedelta(years=MOST_YEARS)
    once: dict[date, Dated] = {}
    for one in days:
        once.setdefault(one.day, one)
    for doubt, left in (
        (Doubt.PAST, tuple(day for day in sorted(once) if day < today)),
        (Doubt.TOO_FAR, tuple(day for day in sorted(once) if day > furthest)),
    ):
        if left:
            remarks.append(Remark(doubt, days=left))
    return tuple(once[day] for day in sorted(once) if today <= day <= furthest and not answer.leaves_out(day))


def _with_rules(answer: Read, found: Found, text: Text, remarks: list[Remark]) -> Read:
    """Turn rhythms into rules, or into a number of weeks whose weekday is still to be said."""
    rhythms = [one.what for one in found.rhythms]
    weeks = max((one.weeks for one in rhythms), default=0)
    months = max((one.months for one in rhythms), default=0)
    on = list(dict.fromkeys(day for one in rhythms for day in one.on))
    if any(not isinstance(day, Weekday) for day in on):
        on = [day for day in on if not isinstance(day, Weekday)]
    rules = []
    for day in on:
        every = max(1, weeks if isinstance(day, Weekday) else months)
        try:
            rules.append(Rule(day, every))
        except UnreadableRule:
            remarks.append(Remark(Doubt.NOT_EVERY_MONTH, str(day.day) if isinstance(day, DayOfMonth) else ""))
    remarks += [Remark(Doubt.EITHER, rule=Rule(_second(day))) for one in rhythms if one.either for day in one.on]
    if rules or not rhythms:
        return replace(answer, rules=tuple(rules))
    if weeks and answer.since is not None:
        return replace(answer, rules=(Rule(Weekday(answer.since.weekday()), weeks),))
    if not on and not weeks:
        remarks.append(Remark(Doubt.NO_DAY))
    return replace(answer, weeks=0 if on else min(weeks, 26))


def _second(day: RepeatedDay) -> NthWeekday:
    return NthWeekday(2, day.weekday if isinstance(day, Weekday) else 0)
