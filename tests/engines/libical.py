"""Debian's libical 3 by its own C interface: how GNOME and KDE read a calendar."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from dataclasses import dataclass
from functools import cache

VEVENT, RECURRENCE_ID = 4, 66
Pointer, Text, Seconds = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_long


class Time(ctypes.Structure):
    """struct icaltimetype."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        *((name, ctypes.c_int) for name in ("is_date", "is_daylight")),
        ("zone", Pointer),
    ]


class Span(ctypes.Structure):
    """struct icaltime_span."""

    _fields_ = [("start", Seconds), ("end", Seconds), ("is_busy", ctypes.c_int)]


Visit = ctypes.CFUNCTYPE(None, Pointer, ctypes.POINTER(Span), Pointer)

FUNCTIONS = {
    "icalcomponent_new_from_string": (Pointer, [Text]),
    "icalcomponent_free": (None, [Pointer]),
    "icalcomponent_count_errors": (ctypes.c_int, [Pointer]),
    "icalcomponent_get_first_component": (Pointer, [Pointer, ctypes.c_int]),
    "icalcomponent_get_next_component": (Pointer, [Pointer, ctypes.c_int]),
    "icalcomponent_get_first_property": (Pointer, [Pointer, ctypes.c_int]),
    "icalcomponent_get_uid": (Text, [Pointer]),
    "icalcomponent_get_summary": (Text, [Pointer]),
    "icalcomponent_get_location": (Text, [Pointer]),
    "icalcomponent_get_description": (Text, [Pointer]),
    "icalcomponent_get_dtstart": (Time, [Pointer]),
    "icalcomponent_get_dtend": (Time, [Pointer]),
    "icalcomponent_foreach_recurrence": (None, [Pointer, Time, Time, Visit, Pointer]),
    "icalproperty_get_datetime_with_component": (Time, [Pointer, Pointer]),
    "icaltime_as_timet_with_zone": (Seconds, [Time, Pointer]),
    "icaltime_from_timet_with_zone": (Time, [Seconds, ctypes.c_int, Pointer]),
    "icaltimezone_get_utc_timezone": (Pointer, []),
}


@dataclass(frozen=True)
class Read:
    """What libical says of one occurrence, in seconds since 1970."""

    starts: int
    ends: int
    uid: str
    is_day: bool
    summary: str
    location: str
    description: str


def is_present() -> bool:
    """Whether the library is installed here."""
    return find_library("ical") is not None


def occurrences(feed: bytes, start: int, end: int) -> list[Read]:
    """Read what touches the window; overridden dates of a series give way to what overrides them."""
    with _parsed(feed) as root:
        entries = list(_entries(root))
        overridden = {(_uid(entry), at) for entry in entries if (at := _overrides(entry)) is not None}
        found = [(entry, span) for entry in entries for span in _spans(entry, start, end)]
        return [
            _read(entry, *span)
            for entry, span in found
            if _overrides(entry) is not None or (_uid(entry), span[0]) not in overridden
        ]


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(find_library("ical"))
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


@contextmanager
def _parsed(feed: bytes) -> Iterator[int]:
    root = _library().icalcomponent_new_from_string(feed)
    try:
        if not root or _library().icalcomponent_count_errors(root):
            raise ValueError("libical finds errors in this calendar")
        yield root
    finally:
        _library().icalcomponent_free(root)


def _entries(root: int) -> Iterator[int]:
    entry = _library().icalcomponent_get_first_component(root, VEVENT)
    while entry:
        yield entry
        entry = _library().icalcomponent_get_next_component(root, VEVENT)


def _spans(entry: int, start: int, end: int) -> list[tuple[int, int]]:
    library, spans = _library(), []
    utc = library.icaltimezone_get_utc_timezone()
    limits = [library.icaltime_from_timet_with_zone(at, 0, utc) for at in (start, end)]
    visit = Visit(lambda _, span, __: spans.append((span.contents.start, span.contents.end)))
    library.icalcomponent_foreach_recurrence(entry, *limits, visit, None)
    return spans


def _overrides(entry: int) -> int | None:
    recurrence_id = _library().icalcomponent_get_first_property(entry, RECURRENCE_ID)
    if not recurrence_id:
        return None
    return _seconds(_library().icalproperty_get_datetime_with_component(recurrence_id, entry))


def _read(entry: int, starts: int, ends: int) -> Read:
    library = _library()
    texts = (getattr(library, f"icalcomponent_get_{name}")(entry) for name in ("summary", "location", "description"))
    first = library.icalcomponent_get_dtstart(entry)
    if not first.is_date and not first.zone:
        raise ValueError("a floating time")
    if first.is_date:  # its spans end a day late
        ends = starts + _seconds(library.icalcomponent_get_dtend(entry)) - _seconds(first)
    return Read(starts, ends, _uid(entry), bool(first.is_date), *((text or b"").decode() for text in texts))


def _uid(entry: int) -> str:
    uid: bytes = _library().icalcomponent_get_uid(entry)
    return uid.decode()


def _seconds(time: Time) -> int:
    seconds: int = _library().icaltime_as_timet_with_zone(time, time.zone)
    return seconds
