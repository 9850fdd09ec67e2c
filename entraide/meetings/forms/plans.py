"""Read what was typed as a plan: its dates, its hours, its rule; or say on which field it cannot be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from flask_babel import gettext
from wtforms import Field, FormField

from entraide import clock
from entraide.groups.models import Asked
from entraide.meetings.actions.planning import DayPlan
from entraide.meetings.chosen import Rhythm
from entraide.meetings.clock_times import (
    ClockChange,
    EndBeforeStart,
    at,
    at_about,
    clock_changes,
    is_over_midnight,
    span,
)
from entraide.meetings.details import Details
from entraide.meetings.forms.planning import ONCE, DayForm, PlanForm
from entraide.meetings.forms.typed import HourField, refuse
from entraide.meetings.models import Mode
from entraide.meetings.recurrence import (
    LAST,
    MOST_MONTHS,
    MOST_YEARS,
    DatesRefused,
    DayOfMonth,
    NthWeekday,
    RepeatedDay,
    Rule,
    Weekday,
    all_dates,
)
from entraide.meetings.refusals import explain


class Wrong(Exception):
    """A field cannot be used as it is."""

    def __init__(self, field: Field, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class When:
    """The dates of a plan. `changes`: those whose hour a clock change makes impossible; `days`: of a weekend.

    Of pasted dates also: those that have a start of their own, those proposed to be left out, what is to be said of
    the text, and whether the day from which a rhythm counts is asked; without it, there may be no dates yet.
    """

    first: date
    starts: time
    ends: time
    rule: Rhythm | None = None
    dates: tuple[date, ...] = ()
    changes: Mapping[date, ClockChange] = field(default_factory=dict)
    days: tuple[DayPlan, ...] = ()
    own_starts: Mapping[date, time] = field(default_factory=dict)
    left_out: frozenset[date] = frozenset()
    said: tuple[str, ...] = ()
    asks_first: bool = False

    @property
    def minutes(self) -> int:
        """How long each meeting lasts, on the clock on the wall."""
        minutes = (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute
        return minutes % (24 * 60)

    def start_of(self, day: date) -> time:
        """Return the hour at which one of the dates begins."""
        return self.own_starts.get(day, self.starts)

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Start and end of a single meeting, of a whole weekend."""
        if self.days:
            return at_about(self.days[0].day, self.starts, zone), at_about(self.days[-1].day, self.ends, zone)
        return span(self.first, self.starts, self.ends, zone, over_midnight=True, about=True)


@dataclass(frozen=True)
class Plan:
    """A meeting or series as it would be made."""

    mode: Mode
    details: Details
    asked: Asked
    places: int | None
    zone: ZoneInfo
    when: When


def read_plan(
    form: PlanForm, zone: ZoneInfo, pasted: Callable[[PlanForm, ZoneInfo], When] | None = None
) -> Plan | None:
    """Read a form whose shape is right; None with a message on the field that must change.

    `pasted` reads the dates where they were pasted. A weekend whose days were not asked yet is a plan without days.
    """
    mode = Mode(form.mode.data)
    try:
        when = _weekend(form, zone) if mode is Mode.WEEKEND else (pasted or _meeting)(form, zone)
    except Wrong as wrong:
        refuse(wrong.field, wrong.message)
        return None
    return Plan(mode, form.details(mode), Asked(form.asked.data), form.places.data, zone, when)


def _meeting(form: PlanForm, zone: ZoneInfo) -> When:
    first = coming_day(form.first, zone)
    starts, ends = written_hours(form)
    if form.repeats.data == ONCE:
        check_start(form.starts, first, starts, zone)
        return When(first, starts, ends, dates=(first,))
    rule = _rule(form, first)
    try:
        dates = tuple(all_dates(rule, first))
    except DatesRefused as refused:
        raise Wrong(_end_field(form), explain(refused)) from refused
    changes = clock_changes(dates, starts, zone)
    if dates[0] not in changes:
        check_start(form.starts, dates[0], starts, zone)
    return When(first, starts, ends, rule, dates, changes)


def _weekend(form: PlanForm, zone: ZoneInfo) -> When:
    if form.pasted.data:
        raise Wrong(form.pasted, gettext("A weekend is scheduled one by one. Write its first date, and paste nothing."))
    if form.repeats.data != ONCE:
        raise Wrong(form.repeats, gettext("A weekend is scheduled one by one. Choose « No, just once »."))
    first = coming_day(form.first, zone)
    days = tuple(
        _day(first + timedelta(days=number), part.form, zone)
        for number, part in enumerate(form.day_fields)
        if part.form.starts.data or part.form.ends.data
    )
    if not days:
        return When(first, time(9), time(17), dates=(first,))
    return When(days[0].day, days[0].starts, days[-1].ends, dates=(days[0].day,), days=days)


def _day(day: date, part: DayForm, zone: ZoneInfo) -> DayPlan:
    starts, ends = written_hour(part.starts), written_hour(part.ends)
    if ends <= starts:
        raise Wrong(part.ends, explain(EndBeforeStart()))
    check_start(part.starts, day, starts, zone)
    return DayPlan(day, starts, ends, part.text.data or "")


def coming_day(typed: FormField, zone: ZoneInfo) -> date:
    """Return a day that was typed and is still to come, within three years; or raise Wrong."""
    day: date | None = typed.form.value
    if day is None:
        raise Wrong(typed, gettext("Write the day, the month and the year."))
    today = clock.today(zone.key)
    if day < today:
        raise Wrong(typed, gettext("This day is past. Choose one that is still to come."))
    if day > today + relativedelta(years=MOST_YEARS):
        raise Wrong(
            typed, gettext("This day is more than %(years)d years away. Choose a nearer one.", years=MOST_YEARS)
        )
    return day


def written_hours(form: PlanForm) -> tuple[time, time]:
    """Return the hours of a meeting, the end after the start or soon after midnight; or raise Wrong."""
    starts, ends = written_hour(form.starts), written_hour(form.ends)
    if ends <= starts and not is_over_midnight(starts, ends):
        raise Wrong(form.ends, explain(EndBeforeStart()))
    return starts, ends


def written_hour(hour: HourField) -> time:
    """Return an hour that must be given, or raise Wrong."""
    if hour.data is None:
        raise Wrong(hour, gettext("Write the hour."))
    return hour.data


def check_start(hour: Field, day: date, starts: time, zone: ZoneInfo) -> None:
    """Refuse a start that is past, that the clocks skip, or that they show twice."""
    try:
        starts_at = at(day, starts, zone)
    except DatesRefused as refused:
        raise Wrong(hour, explain(refused)) from refused
    if starts_at <= clock.now():
        raise Wrong(hour, gettext("This hour is past. Choose one that is still to come."))


def _rule(form: PlanForm, first: date) -> Rule:
    kind = form.repeats.data
    every = form.every.data or (2 if kind == "fortnightly" else 1)
    is_weekly = kind in ("weekly", "fortnightly")
    if not is_weekly and every > MOST_MONTHS:
        raise Wrong(form.every, gettext("Write a number from %(least)d to %(most)d.", least=1, most=MOST_MONTHS))
    rule = Rule(Weekday(first.weekday()) if is_weekly else _day_of_month(form, first), every)
    return ending(form, rule)


def _day_of_month(form: PlanForm, first: date) -> RepeatedDay:
    if form.repeats.data == "nth":
        return NthWeekday((first.day - 1) // 7 + 1, first.weekday())
    if form.repeats.data == "last":
        return NthWeekday(LAST, first.weekday())
    if first.day <= 28:
        return DayOfMonth(first.day)
    if (first + timedelta(days=1)).day == 1:
        return DayOfMonth(LAST)
    message = gettext(
        "Not every month has a day %(day)d. Choose a date from 1 to 28, or the last of a month.", day=first.day
    )
    raise Wrong(form.first, message)


def ending(form: PlanForm, rule: Rule) -> Rule:
    """Give the rule its end: the number of times or the date that was written, else the one that was chosen."""
    written = form.until_date.form.value
    if form.times.data and written:
        raise Wrong(form.times, gettext("Write either a last date or a number of times, not both."))
    if form.times.data:
        return rule.ending(times=form.times.data)
    try:
        return rule.ending(until=written or date.fromisoformat(form.until.data))
    except (TypeError, ValueError) as fault:
        raise Wrong(form.until, gettext("Say until when the meeting comes back.")) from fault


def _end_field(form: PlanForm) -> Field:
    if form.times.data:
        return form.times
    return form.until_date if form.until_date.form.value else form.until
