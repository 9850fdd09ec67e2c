"""Three calendar programs' engines, each reading a feed's bytes on its own."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events

from tests.engines import libical

HERE = Path(__file__).parent
REQUIRED = os.environ.get("CI") == "true"


@dataclass(frozen=True, order=True)
class Occurrence:
    """When something happens, in UTC; days run from midnight to midnight in UTC. The words are not compared."""

    starts: datetime
    ends: datetime
    uid: str
    is_day: bool = field(default=False, compare=False)
    summary: str = field(default="", compare=False)
    location: str = field(default="", compare=False)
    description: str = field(default="", compare=False)


Reader = Callable[[bytes, datetime, datetime], list[Occurrence]]


def read_with_icaljs(feed: bytes, start: datetime, end: datetime) -> list[Occurrence]:
    """Read as web calendars and Thunderbird do; times follow the feed's own VTIMEZONE."""
    _need(shutil.which("node") is not None, "node is not installed")
    _need((HERE / "node_modules/ical.js").is_dir(), "ical.js is not installed: npm ci --prefix tests/engines")
    command = ["node", str(HERE / "read.mjs"), *(str(int(at.timestamp())) for at in (start, end))]
    done = subprocess.run(command, input=feed, capture_output=True, check=False, env={**os.environ, "TZ": "Asia/Tokyo"})
    if done.returncode:
        raise ValueError(done.stderr.decode())
    return _touching(start, end, [_occurrence(**read) for read in json.loads(done.stdout)])


def read_with_libical(feed: bytes, start: datetime, end: datetime) -> list[Occurrence]:
    """Read as GNOME and KDE do; times follow the feed's own VTIMEZONE."""
    _need(libical.is_present(), "libical 3 is not installed")
    read = libical.occurrences(feed, int(start.timestamp()), int(end.timestamp()))
    return _touching(start, end, [_occurrence(**asdict(one)) for one in read])


def read_with_recurring_ical_events(feed: bytes, start: datetime, end: datetime) -> list[Occurrence]:
    """Read as Python programs do; times follow this machine's own zones."""
    query = recurring_ical_events.of(icalendar.Calendar.from_ical(feed))
    return _touching(start, end, [_found(event) for event in query.between(start, end)])


READERS: dict[str, Reader] = {
    "ical.js": read_with_icaljs,
    "libical": read_with_libical,
    "recurring-ical-events": read_with_recurring_ical_events,
}


def _need(is_there: bool, reason: str) -> None:
    if not is_there and REQUIRED:
        pytest.fail(reason)
    if not is_there:
        pytest.skip(reason)


def _touching(start: datetime, end: datetime, found: list[Occurrence]) -> list[Occurrence]:
    return sorted(one for one in found if one.starts < end and one.ends > start)


def _occurrence(starts: int, ends: int, uid: str, **read: Any) -> Occurrence:
    return Occurrence(datetime.fromtimestamp(starts, UTC), datetime.fromtimestamp(ends, UTC), uid, **read)


def _found(event: icalendar.Event) -> Occurrence:
    words = {name: str(event.get(name, "")) for name in ("summary", "location", "description")}
    is_day = not isinstance(event.start, datetime)
    return Occurrence(_moment(event.start), _moment(event.end), str(event["UID"]), is_day, **words)


def _moment(when: datetime | date) -> datetime:
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), UTC)
    if when.tzinfo is None:
        raise ValueError("a floating time")
    return when.astimezone(UTC)
