"""Which months a group's calendar shows, and when it moves on."""

from calendar import monthrange
from datetime import date
from functools import lru_cache
from uuid import UUID

MONTHS_BACK = 3
MONTHS_AHEAD = 15
ROLLING_DAYS = 5
GROUPS_AT_HAND = 10_000


@lru_cache(maxsize=GROUPS_AT_HAND)
def window_of(group_id: UUID, today: date) -> tuple[date, date]:
    """First and last day, both included, of whole months around today.

    Moves on once a month, on a day between the 1st and the 5th that is the group's own, so that not all feeds
    are made anew at once.
    """
    month = _month_of(group_id, today)
    first, last = _first_day(month - MONTHS_BACK), _first_day(month + MONTHS_AHEAD)
    return first, last.replace(day=monthrange(last.year, last.month)[1])


@lru_cache(maxsize=GROUPS_AT_HAND)
def rolled_on(group_id: UUID, today: date) -> date:
    """Return the day on which a group's window last moved on."""
    return _first_day(_month_of(group_id, today)).replace(day=1 + _later_by(group_id))


def _month_of(group_id: UUID, today: date) -> int:
    month = today.year * 12 + today.month - 1
    return month - 1 if today.day <= _later_by(group_id) else month


def _later_by(group_id: UUID) -> int:
    return int.from_bytes(group_id.bytes) % ROLLING_DAYS


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
