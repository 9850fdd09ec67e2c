"""Read dates pasted as on the flyer as the dates of a plan; what the flyer leaves open the form's other fields say."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from flask_babel import gettext

from entraide import clock
from entraide.meetings.chosen import Chosen
from entraide.meetings.clock_times import at_about, clock_change, is_over_midnight
from entraide.meetings.flyer import Dated, Hours, Read, read
from entraide.meetings.flyer_remarks import explain_remark
from entraide.meetings.forms.planning import PlanForm
from entraide.meetings.forms.plans import (
    When,
    Wrong,
    check_start,
    coming_day,
    ending,
    written_hours,
)
from entraide.meetings.recurrence import DatesRefused, Rule, Weekday, all_dates, begins, within_bounds
from entraide.meetings.refusals import explain
from entraide.meetings.words import date_in_words, hours_in_words, rhythm_in_words

USUALLY = timedelta(hours=2)


def pasted_dates(form: PlanForm, zone: ZoneInfo) -> When:
    """Read the pasted text as dates with their hours, or raise Wrong with what must be put right.

    A rhythm of weeks whose weekday nobody said yet is a plan without dates, which asks for its first.
    """
    found = read(form.pasted.data or "", clock.today(zone.key))
    if grave := [explain_remark(remark) for remark in found.remarks if remark.is_grave]:
        raise Wrong(form.pasted, " ".join(grave))
    said = tuple(explain_remark(remark) for remark in found.remarks)
    if found.is_empty:
        hint = gettext("No date was found. Write them for instance like this: 7/1, 4/2, 4/3 at 19:30.")
        raise Wrong(form.pasted, " ".join([hint, *said]))
    starts, ends = _hours(form, found.hours)
    if found.days:
        return _single(form, found, starts, ends, said, zone)
    return _repeated(form, found, starts, ends, said, zone)


def _hours(form: PlanForm, hours: Hours | None) -> tuple[time, time]:
    """Return from when to when, as pasted, else as in the fields; an end that nobody wrote follows as usual."""
    if hours is None:
        return written_hours(form)
    if hours.ends is not None:
        if hours.ends <= hours.starts and not is_over_midnight(hours.starts, hours.ends):
            raise Wrong(form.pasted, gettext("The end must come after the start. Choose a later end."))
        return hours.starts, hours.ends
    usual = _length(form.starts.data, form.ends.data) if form.starts.data and form.ends.data else USUALLY
    return hours.starts, _after(hours.starts, usual)


def _single(form: PlanForm, found: Read, starts: time, ends: time, said: tuple[str, ...], zone: ZoneInfo) -> When:
    """Return single dates: one is a meeting by itself, several are scheduled together."""
    days = _bounded(form, [one.day for one in found.days])
    own = {one.day: one.hours.starts for one in found.days if one.hours and one.hours.starts != starts}
    if first := form.first.form.value:
        said = (*said, gettext("Only the dates you pasted count, not %(day)s above.", day=date_in_words(first)))
    said = (*said, *_lengths(found.days, starts, ends))
    if len(days) == 1 or not clock_change(days[0], own.get(days[0], starts), zone):
        check_start(form.pasted, days[0], own.get(days[0], starts), zone)
    if len(days) == 1:
        starts = own.get(days[0], starts)
        ends = next((one.hours.ends for one in found.days if one.hours and one.hours.ends), ends)
        return When(days[0], starts, ends, dates=days, said=said)
    return _with_changes(When(days[0], starts, ends, Chosen(days), days, own_starts=own, said=said), zone)


def _repeated(form: PlanForm, found: Read, starts: time, ends: time, said: tuple[str, ...], zone: ZoneInfo) -> When:
    """Return the dates of one rule, or of several as a list, from the day that is said or from today."""
    today = clock.today(zone.key)
    typed = coming_day(form.first, zone) if form.first.form.value else None
    since = typed or found.since or today
    asks = typed is not None or found.since is None
    rules = found.rules
    if found.weeks:
        if typed is None:
            return When(today, starts, ends, asks_first=True, said=said)
        rules = (Rule(Weekday(typed.weekday()), found.weeks),)
    rules = tuple(_ended(form, rule, found) for rule in rules)
    try:
        parts = [[day for day in all_dates(rule, since) if _is_to_come(day, starts, zone)] for rule in rules]
    except DatesRefused as refused:
        raise Wrong(form.pasted, explain(refused)) from refused
    days = _bounded(form, sorted({day for part in parts for day in part}))
    if len(rules) == 1:
        runs_already = begins(rules[0], since) != days[0]
        rhythm: Rule | Chosen = rules[0].ending(until=days[-1]) if runs_already else rules[0]
    else:
        days = tuple(islice(days, found.times))
        rhythm = Chosen(days)
        together = ", ".join(_small(rhythm_in_words(rule)) for rule in rules)
        said = (gettext("Read as: %(rhythms)s.", rhythms=together), *said)
    left_out = frozenset(day for day in days if found.leaves_out(day))
    when = When(days[0], starts, ends, rhythm, days, left_out=left_out, asks_first=asks, said=said)
    return _with_changes(when, zone)


def _ended(form: PlanForm, rule: Rule, found: Read) -> Rule:
    """Give a rule the end that the flyer says, or the form."""
    if found.times:
        return rule.ending(times=found.times)
    return rule.ending(until=found.until) if found.until else ending(form, rule)


def _is_to_come(day: date, starts: time, zone: ZoneInfo) -> bool:
    return at_about(day, starts, zone) > clock.now()


def _bounded(form: PlanForm, days: Sequence[date]) -> tuple[date, ...]:
    try:
        return tuple(within_bounds(days))
    except DatesRefused as refused:
        raise Wrong(form.pasted, explain(refused)) from refused


def _with_changes(when: When, zone: ZoneInfo) -> When:
    """Find the dates whose hour a change of the clocks makes impossible."""
    found = ((day, clock_change(day, when.start_of(day), zone)) for day in when.dates)
    return replace(when, changes={day: change for day, change in found if change is not None})


def _lengths(days: Sequence[Dated], starts: time, ends: time) -> list[str]:
    """Say which dates end otherwise on the flyer: meetings that are scheduled together last as long."""
    usual = _length(starts, ends)
    if len(days) == 1:
        return []
    return [
        gettext(
            "%(day)s, the flyer says %(hours)s. All these meetings last as long: change this one afterwards.",
            day=date_in_words(one.day),
            hours=hours_in_words(one.hours.starts, one.hours.ends),
        )
        for one in days
        if one.hours and one.hours.ends and _length(one.hours.starts, one.hours.ends) != usual
    ]


def _length(starts: time, ends: time) -> timedelta:
    """Return how long it is from an hour to the next time the clock shows another."""
    return timedelta(hours=ends.hour - starts.hour, minutes=ends.minute - starts.minute) % timedelta(days=1)


def _after(starts: time, lasts: timedelta) -> time:
    return (datetime.combine(date(2000, 1, 1), starts) + lasts).time()


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
