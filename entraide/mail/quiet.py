"""Quiet hours: from 20 to 8 o'clock letters wait, unless they would come too late."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING, MORNING = time(20), time(8)
TOO_LATE = timedelta(hours=2)  # a letter at eight about ten o'clock finds people on their way


def leaves_at(at: datetime, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """Return when a letter written at this instant about a meeting may leave: in the night at eight, at once by day.

    News of the same day leaves at once, and so does what would be read less than two hours before.
    """
    local = at.astimezone(zone)
    if MORNING <= local.time() < EVENING or local.date() == starts_at.astimezone(zone).date():
        return at
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    morning = datetime.combine(day, MORNING, zone).astimezone(UTC)
    return at if starts_at - morning < TOO_LATE else morning
