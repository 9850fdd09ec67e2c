"""Series: announce a rhythm, make its meetings ahead, end it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import insert

from entraide import clock
from entraide.db import db
from entraide.groups.actions import calendar_changed
from entraide.groups.models import Asked, Group
from entraide.journal.actions import note
from entraide.meetings import details as words
from entraide.meetings.actions import standing, telling
from entraide.meetings.chosen import Chosen, Rhythm, dates_of
from entraide.meetings.clock_times import at_about, span
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, MeetingStatus, Mode, Seats, Series
from entraide.meetings.queries import planning as queries
from entraide.meetings.queries.meetings import details_of_series, rhythm_of
from entraide.meetings.recurrence import UnreadableRule

MONTHS_AHEAD = 16
LONGEST = 24 * 60


def horizon(zone: str) -> date:
    """Return the last day up to which meetings are made: the end of the 16th month ahead, in a zone."""
    first_of_month = clock.today(zone).replace(day=1)
    return first_of_month + relativedelta(months=MONTHS_AHEAD + 1) - timedelta(days=1)


def plan_series(
    group: Group,
    rule: Rhythm,
    first: date,
    starts: time,
    minutes: int,
    mode: Mode,
    details: Details,
    *,
    asked: Asked,
    places: int | None,
    zone: str | None = None,
    source: str | None = None,
    external_key: str | None = None,
    source_digest: bytes | None = None,
    announce: bool = True,
    skip: Collection[date] = (),
    hours: Mapping[date, time] | None = None,
    ended_on: date | None = None,
    by: UUID | None = None,
    series_id: UUID | None = None,
) -> Series:
    """Make a series and its meetings from its first date, past ones too, to the end of the 16th month ahead.

    Hours are the wall clock's in the zone (the group's); `minutes` 1 to 1440. `skip` leaves dates out, `hours` gives
    single dates another start; a series that ended before its first date is paused. A start in a clock change is taken
    as `clock_times.at_about` does: forms refuse it before. One letter to each member with `announce`. Raises
    UnreadableRule for minutes out of range.
    """
    if not 1 <= minutes <= LONGEST:
        raise UnreadableRule
    series_id = series_id or uuid4()
    exceptions: dict[str, str | None] = {day.isoformat(): None for day in skip}
    exceptions |= {day.isoformat(): hour.strftime("%H:%M") for day, hour in (hours or {}).items()}
    series = Series(
        group_id=group.id,
        id=series_id,
        rule=str(rule),
        days=[day.isoformat() for day in rule.days] if isinstance(rule, Chosen) else None,
        first_day=first,
        starts=starts,
        minutes=minutes,
        zone=zone or group.timezone,
        mode=mode,
        asked=asked,
        places=places,
        details_sealed=words.seal(group.id, f"series {series_id}", details),
        exceptions=exceptions,
        ended_on=ended_on,
        source=source,
        external_key=external_key,
        source_digest=source_digest,
        created=clock.now(),
    )
    db.session.add(series)
    db.session.flush()
    make_ahead(series, details)
    note("series:plan", group=group.id, by=by, about=series.id)
    calendar_changed(group.id)
    if announce:
        telling.announce_series(series)
    return series


def make_ahead(series: Series, details: Details | None = None) -> int:
    """Make a series' meetings that are still missing up to its horizon; return how many. Existing ones stay.

    The series is locked by the caller or new. Says nothing to calendars: the caller does, once.
    """
    until = horizon(series.zone)
    last = min(until, series.ended_on) if series.ended_on else until
    since = series.made_until + timedelta(days=1) if series.made_until else series.first_day
    days = dates_of(rhythm_of(series), series.first_day, from_=since, until=last)
    known = queries.original_starts(series) if series.made_until else set()
    rows = [row for day in days if (row := _row(series, day)) and row["original_start"] not in known]
    details = details or (details_of_series(series) if rows else Details())
    for row in rows:
        row["details_sealed"] = words.seal(series.group_id, f"meeting {row['id']}", details)
    if rows:
        db.session.execute(insert(Meeting), rows)
        if series.places is not None:
            db.session.execute(insert(Seats), [_seats(row, series.places) for row in rows])
        standing.fill(series, [row["id"] for row in rows])
    series.made_until = until
    db.session.flush()
    return len(rows)


def end_series(series: Series, last_day: date, *, by: UUID | None = None, announce: bool = True) -> int:
    """End a series after a day, in its zone; its later meetings are cancelled, and one letter says so. Return how many.

    Meetings that were cancelled before, and those that began, stay as they are.
    """
    zone = ZoneInfo(series.zone)
    begins = max(at_about(last_day + timedelta(days=1), time(0), zone), clock.now())
    series.ended_on = min(last_day, series.ended_on) if series.ended_on else last_day
    series.revision += 1
    standing.forget_series(series.id)
    cancelled = queries.coming_of_series(series.id, series.group_id, begins)
    at = clock.now()
    for meeting in cancelled:
        meeting.status = MeetingStatus.CANCELLED
        meeting.sequence += 1
        meeting.revision += 1
        meeting.changed = at
    db.session.flush()
    note("series:end", group=series.group_id, by=by, about=series.id)
    calendar_changed(series.group_id)
    if announce and cancelled:
        telling.tell_series_ended(series, cancelled, by)
    return len(cancelled)


def _row(series: Series, day: date) -> dict[str, object] | None:
    """Write one date of a series as a meeting's row, without its details; None where it is left out."""
    exception = series.exceptions.get(day.isoformat(), "")
    if exception is None:
        return None
    zone = ZoneInfo(series.zone)
    start = time.fromisoformat(exception) if exception else series.starts
    end = (datetime.combine(day, start) + timedelta(minutes=series.minutes)).time()
    starts_at, ends_at = span(day, start, end, zone, over_midnight=True, about=True)
    at = clock.now()
    return {
        "group_id": series.group_id,
        "id": uuid4(),
        "series_id": series.id,
        "original_start": at_about(day, series.starts, zone),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "zone": series.zone,
        "mode": series.mode,
        "status": MeetingStatus.PLANNED,
        "asked": series.asked,
        "created": at,
        "changed": at,
    }


def _seats(row: Mapping[str, object], capacity: int) -> dict[str, object]:
    return {"group_id": row["group_id"], "id": uuid4(), "meeting_id": row["id"], "capacity": capacity}
