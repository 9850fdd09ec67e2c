"""Resuming a series that came in paused: its dates are made from the next one on."""

from datetime import date, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from entraide import clock
from entraide.db import db
from entraide.errors import EntraideError
from entraide.groups.actions import calendar_changed
from entraide.journal.actions import note
from entraide.meetings.actions import telling
from entraide.meetings.actions.series import horizon, make_ahead
from entraide.meetings.clock_times import at_about
from entraide.meetings.models import Series
from entraide.meetings.queries.rhythms import paused_again
from entraide.meetings.recurrence import NoDates, Rule, dates


class NotPaused(EntraideError):
    """This series runs already, or has ended."""


def resume(series: Series, *, by: UUID | None = None, announce: bool = True) -> int:
    """Make a paused series' meetings from its next date on; return how many. One letter to each with `announce`."""
    if not paused_again(series):
        raise NotPaused
    series.first_day = next_date(Rule.parse(series.rule), series.starts, series.zone)
    series.ended_on = series.made_until = None
    series.revision += 1
    db.session.flush()
    made = make_ahead(series)
    note("series:resume", group=series.group_id, by=by, about=series.id)
    calendar_changed(series.group_id)
    if announce:
        telling.announce_series(series)
    return made


def next_date(rule: Rule, starts: time, zone: str) -> date:
    """Return the rule's first day from today whose hour has not come yet, or raise NoDates."""
    today = clock.today(zone)
    for day in dates(rule, today - timedelta(days=1), from_=today, until=horizon(zone)):
        if at_about(day, starts, ZoneInfo(zone)) > clock.now():
            return day
    raise NoDates
