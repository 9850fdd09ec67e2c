"""The only clock, and the only table of time zones: the locked package's, not the machine's."""

import zoneinfo
from calendar import monthrange
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

zoneinfo.reset_tzpath(to=())  # a machine's own table may be years old, and stored instants would depend on it


def now() -> datetime:
    """Return the present instant, aware, UTC."""
    return datetime.now(UTC)  # noqa: TID251 (the one place)


def today(zone: str = "UTC") -> date:
    """Return the present day in a zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def month_end(day: date) -> date:
    """Return the last day of a day's month: as close as a sign of life is kept."""
    return day.replace(day=monthrange(day.year, day.month)[1])
