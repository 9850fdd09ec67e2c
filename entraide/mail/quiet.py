"""Quiet hours: from 20 to 8 o'clock letters wait, unless they would come too late."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING, MORNING = time(20), time(8)
TOO_LATE = timedelta(hours=2)  # a letter at eight about ten o'clock finds people on their way


@dataclass(frozen=True)
class Night:
    """The quiet hours that last at an instant: until `morning` waits what is about `late` or anything after it."""

    morning: datetime
    late: datetime


def night(at: datetime, zone: ZoneInfo) -> Night | None:
    """Return the quiet hours in which an instant lies, in a zone; None by day."""
    local = at.astimezone(zone)
    if MORNING <= local.time() < EVENING:
        return None
    tomorrow = local.date() + timedelta(days=1)
    day = local.date() if local.time() < MORNING else tomorrow
    morning = datetime.combine(day, MORNING, zone).astimezone(UTC)
    return Night(morning, max(morning + TOO_LATE, datetime.combine(tomorrow, time(), zone).astimezone(UTC)))


def leaves_at(at: datetime, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """Return when a letter written at this instant about a meeting may leave: in the night at eight, at once by day.

    News of the same day leaves at once, and so does what would be read less than two hours before.
    """
    quiet = night(at, zone)
    return at if quiet is None or starts_at < quiet.late else quiet.morning
