"""What is wrong with a feed, told from its bytes alone: the checklist of every calendar that leaves the site.

It shares no code with what writes feeds; zones are judged by dateutil's reading of each VTIMEZONE.
"""

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo
from itertools import pairwise
from unicodedata import category
from zoneinfo import ZoneInfo

from dateutil.tz import datetime_ambiguous, datetime_exists, tzical

from tests.calendars.parts import Part, read, unfolded

NEVER = {"METHOD", "ATTENDEE", "ORGANIZER", "ATTACH", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "X-WR-TIMEZONE"}
NEVER_IN_HEAD = {"SOURCE", "URL"}
ONCE_IN_HEAD = {"VERSION", "PRODID", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"}
ONCE_IN_ENTRY = {
    *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "CLASS"),
    "X-MICROSOFT-CDO-BUSYSTATUS",
}
TEXTS = {"NAME", "X-WR-CALNAME", "PRODID", "SUMMARY", "LOCATION", "DESCRIPTION"}
VALUES = {
    "VERSION": "2.0",
    "SEQUENCE": r"\d{1,9}",
    "CLASS": "PRIVATE",
    "STATUS": "CONFIRMED|TENTATIVE|CANCELLED",
    "TRANSP": "OPAQUE|TRANSPARENT",
    "X-MICROSOFT-CDO-BUSYSTATUS": "FREE|BUSY|TENTATIVE",
    "UID": r"[0-9a-f]{32}@[a-z0-9.-]+",
    "DTSTAMP": r"\d{8}T\d{6}Z",
    "LAST-MODIFIED": r"\d{8}T\d{6}Z",
    "CREATED": r"\d{8}T\d{6}Z",
    "REFRESH-INTERVAL": r"P(\d+D)?(T\d+H)?",
    "X-PUBLISHED-TTL": r"P(\d+D)?(T\d+H)?",
    "TZOFFSETFROM": r"[+-]\d{4}",
    "TZOFFSETTO": r"[+-]\d{4}",
    "GEO": r"-?\d+\.\d+;-?\d+\.\d+",
    "URL": r"https?://[!-~]+",
    "CONFERENCE": r"[a-z]+:[!-~]+",
}
PARAMETERS = {"REFRESH-INTERVAL": "VALUE=DURATION", "CONFERENCE": "VALUE=URI"}
BARE = re.compile(r"(?:\\[\\;,n]|[^\\;,])*")


def complaints(feed: bytes, forbidden: tuple[str, ...] = ()) -> list[str]:
    """Say what is wrong with a feed, in words; nothing when it is right.

    `forbidden` holds what must not be told: a token, a group's name, a place; looked for in any case of letters.
    """
    if found := list(_bytes(feed)):
        return found
    text = unfolded(feed)
    found = [f"tells {word!r}" for word in forbidden if word.casefold() in text.casefold()]
    try:
        calendar = read(feed)
    except ValueError as problem:
        return [*found, str(problem)]
    return [*found, *_head(calendar), *_values(calendar), *_zones(calendar, text), *_entries(calendar)]


def _bytes(feed: bytes) -> Iterator[str]:
    if feed.startswith(b"\xef\xbb\xbf"):
        yield "a byte order mark"
    if not feed.endswith(b"\r\n"):
        yield "the last line has no end"
    before = ""
    for row in feed.split(b"\r\n")[:-1]:
        if len(row) > 75:
            yield f"{len(row)} octets in a line: {row!r}"
        try:
            text = row.decode()
        except UnicodeDecodeError:
            yield f"not UTF-8, or folded inside a character: {row!r}"
            continue
        if any((category(char) == "Cc" and char != "\t") or char in "\u2028\u2029" for char in text):
            yield f"a control character or a lone line break: {row!r}"
        if text.startswith(" ") and _is_accent(text[1:2]) and not _is_accent(before[-1:]):
            yield f"folded between a letter and its accent: {row!r}"
        if not text:
            yield "an empty line"
        before = text


def _is_accent(char: str) -> bool:
    return char != "" and category(char).startswith("M")


def _head(calendar: Part) -> Iterator[str]:
    names = [line.name for line in calendar.lines]
    if names[:2] != ["VERSION", "PRODID"]:
        yield "VERSION and PRODID do not come first"
    yield from _counted(calendar, ONCE_IN_HEAD)
    yield from (f"{name} stands in the head" for name in NEVER_IN_HEAD & set(names))
    if calendar.value("NAME") != calendar.value("X-WR-CALNAME"):
        yield "two names"
    if not calendar.parts:
        yield "no component"
    kinds = [part.kind for part in calendar.parts]
    if kinds != sorted(kinds, reverse=True) or not set(kinds) <= {"VTIMEZONE", "VEVENT"}:
        yield f"components {sorted(set(kinds))} in this order"


def _values(calendar: Part) -> Iterator[str]:
    for part in calendar.every():
        for line in part.lines:
            if line.name in NEVER and not (line.name == "RRULE" and part.kind in ("STANDARD", "DAYLIGHT")):
                yield f"{line.name} in {part.kind}"
            if not line.value:
                yield f"{line.name} is empty"
            if not re.fullmatch(VALUES.get(line.name, ".*"), line.value, re.DOTALL):
                yield f"{line.name}:{line.value}"
            if line.name in TEXTS and not BARE.fullmatch(line.value):
                yield f"{line.name} is not escaped: {line.value}"
            if PARAMETERS.get(line.name, "") not in line.parameters:
                yield f"{line.name} without {PARAMETERS[line.name]}"


def _counted(part: Part, names: set[str]) -> Iterator[str]:
    for name in sorted(names):
        if (times := len(part.all(name))) != 1:
            yield f"{part.kind} has {name} {times} times"


def _zones(calendar: Part, text: str) -> Iterator[str]:
    entries = calendar.of_kind("VEVENT")
    used = {line.zone for entry in entries for line in entry.lines if line.zone}
    defined = [part.value("TZID") for part in calendar.of_kind("VTIMEZONE")]
    if len(defined) != len(set(defined)):
        yield "a zone is defined twice"
    yield from (f"{zone} has no VTIMEZONE" for zone in used - set(defined))
    if entries:
        yield from (f"nobody uses {zone}" for zone in set(defined) - used)
    for part in calendar.of_kind("VTIMEZONE"):
        for observance in part.parts:
            yield from _counted(observance, {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"})
            if not re.fullmatch(r"\d{8}T\d{6}", observance.value("DTSTART")):
                yield f"an onset in {part.value('TZID')} is not local"
        kinds = [(observance.kind, "RRULE" in {line.name for line in observance.lines}) for observance in part.parts]
        if sorted(kinds) not in ([("STANDARD", False)], [("DAYLIGHT", True), ("STANDARD", True)]):
            yield f"{part.value('TZID')} has the parts {kinds}"
    if used <= set(defined):
        yield from _onsets(entries, text)


def _onsets(entries: list[Part], text: str) -> Iterator[str]:
    """Compare each local time under the feed's own rule with the same under the real zone."""
    zones = tzical(io.StringIO(text)) if "BEGIN:VTIMEZONE" in text else None
    for entry in entries:
        for line in (*entry.all("DTSTART"), *entry.all("DTEND")):
            if zones is None or not line.zone or not re.fullmatch(r"\d{8}T\d{6}", line.value):
                continue
            told, real = zones.get(line.zone), ZoneInfo(line.zone)
            wall = datetime.strptime(line.value, "%Y%m%dT%H%M%S")
            if wall.replace(tzinfo=told).utcoffset() != wall.replace(tzinfo=real).utcoffset():
                yield f"{line.value} in {line.zone} is another hour under its VTIMEZONE"
            if any(datetime_ambiguous(wall, zone) or not datetime_exists(wall, zone) for zone in (told, real)):
                yield f"{line.value} in {line.zone} falls into a change of clocks"


def _entries(calendar: Part) -> Iterator[str]:
    entries = calendar.of_kind("VEVENT")
    for entry in entries:
        yield from (f"{uid}: {problem}" for uid in [entry.value("UID")] for problem in _entry(entry))
    uids = [entry.value("UID") for entry in entries]
    yield from (f"{uid} stands twice" for uid in sorted({uid for uid in uids if uids.count(uid) > 1}))
    if all(_when(entry, "DTSTART") for entry in entries):
        order = [(_when(entry, "DTSTART"), entry.value("UID")) for entry in entries]
        if any(before > after for before, after in pairwise(order)):
            yield "entries are not in the order of (start, UID)"


def _entry(entry: Part) -> Iterator[str]:
    yield from _counted(entry, ONCE_IN_ENTRY)
    if entry.parts:
        yield f"holds {entry.parts[0].kind}"
    if entry.value("DTSTAMP") != entry.value("LAST-MODIFIED"):
        yield "DTSTAMP is not LAST-MODIFIED"
    starts, ends = _when(entry, "DTSTART"), _when(entry, "DTEND")
    if starts is None or ends is None:
        yield "a time is floating or unreadable"
    elif not starts < ends:
        yield "it ends before it starts"
    if len({len(entry.value(name).rstrip("Z")) for name in ("DTSTART", "DTEND")}) > 1:
        yield "starts with a day and ends with a time, or the other way round"
    status, transp = entry.value("STATUS"), entry.value("TRANSP")
    if status == "CANCELLED" and (transp != "TRANSPARENT" or entry.all("CONFERENCE")):
        yield "is cancelled, yet takes time or can be joined"
    if (transp, entry.value("X-MICROSOFT-CDO-BUSYSTATUS")) in (("OPAQUE", "FREE"), ("TRANSPARENT", "BUSY")):
        yield "TRANSP and Outlook's own word for it differ"


def _when(entry: Part, name: str) -> datetime | None:
    """Moment in UTC of a DTSTART or DTEND; a day is its midnight in UTC; None when it is neither."""
    for line in entry.all(name):
        if re.fullmatch(r"\d{8}", line.value) and line.parameters == ";VALUE=DATE":
            return datetime.combine(date.fromisoformat(line.value), time(), UTC)
        if re.fullmatch(r"\d{8}T\d{6}Z", line.value) and not line.parameters:
            return datetime.fromisoformat(line.value)
        if re.fullmatch(r"\d{8}T\d{6}", line.value) and line.zone:
            zone: tzinfo = ZoneInfo(line.zone)
            return datetime.fromisoformat(line.value).replace(tzinfo=zone).astimezone(UTC)
    return None
