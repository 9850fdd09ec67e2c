"""The only clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant, aware, UTC."""
    return datetime.now(UTC)  # noqa: TID251 (the one place)


def today(zone: str = "UTC") -> date:
    """Return the present day in a zone."""
    return now().astimezone(ZoneInfo(zone)).date()
