"""A calendar from entries to bytes: what every program reads alike, and nothing that tells more than its entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Parameters, vDuration

from entraide.calendars.lines import Words, folded, one_line, quiet, uri
from entraide.calendars.vtimezone import UNCHANGING, Rule, rule_of, vtimezone

POLL_EVERY = timedelta(hours=1)
GEO_DECIMALS = 4
"""About ten metres, and never so small a number that it would be written with an exponent."""


class Status(StrEnum):
    """What a program shows of an entry (RFC 5545 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """One meeting, or one part of it, as one reader may see it.

    Timed: two aware datetimes; shown in their own zone where its rule says so. All day: two dates, the end exclusive.
    """

    uid: str
    starts: datetime | date
    ends: datetime | date
    summary: str
    status: Status
    busy: bool
    sequence: int
    changed: datetime
    created: datetime | None = None
    url: str | None = None
    location: str | None = None
    description: str | None = None
    conference: str | None = None
    conference_label: str | None = None
    geo: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        """Refuse what programs read differently from each other."""
        for moment in (self.starts, self.ends, self.changed, self.created):
            if isinstance(moment, datetime) and moment.tzinfo is None:
                raise ValueError("a time without its zone")
        if isinstance(self.starts, datetime) is not isinstance(self.ends, datetime):
            raise ValueError("a day and a time in one entry")
        if not _moment(self.starts) < _moment(self.ends):
            raise ValueError("an end that is not after its start")

    @property
    def is_cancelled(self) -> bool:
        return self.status is Status.CANCELLED


def calendar(name: str, entries: Iterable[Entry], *, facade: str, language: str) -> bytes:
    """Write a calendar under the name its reader will see; equal input gives equal bytes, in whatever order.

    The façade name and the reader's language stand for the maker: the product is not named.
    """
    ordered = sorted(entries, key=lambda entry: (_moment(entry.starts), entry.uid))
    timed = [(entry, *_as_sent(entry)) for entry in ordered]
    rules = _rules(moment for _, *moments in timed for moment in moments)
    if not timed:
        rules = [UNCHANGING]  # RFC 5545 3.6 wants a component in every calendar
    written = _head(one_line(name), one_line(facade), language)
    for rule in rules:
        written.add_component(vtimezone(rule))
    for entry, starts, ends in timed:
        written.add_component(_event(entry, starts, ends))
    return b"".join(folded(line) for line in written.content_lines() if line)


def empty_calendar(facade: str, *, language: str) -> bytes:
    """Write the calendar that takes every entry off a phone, under a neutral name."""
    return calendar(facade, (), facade=facade, language=language)


def _head(name: str, facade: str, language: str) -> Calendar:
    head = Calendar()
    head.add("version", "2.0")
    head.add("prodid", Words(f"-//{facade.replace('/', ' ')}//1//{language.upper()}"))
    head.add("name", Words(name))
    head.add("x-wr-calname", Words(name))
    head.add("refresh-interval", POLL_EVERY, parameters={"VALUE": "DURATION"})
    head.add("x-published-ttl", vDuration(POLL_EVERY))
    return head


def _event(entry: Entry, starts: datetime | date, ends: datetime | date) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("dtstamp", entry.changed)
    event.add("last-modified", entry.changed)
    event.add("sequence", entry.sequence)
    event.add("status", entry.status.value)
    event.add("transp", "OPAQUE" if entry.busy and not entry.is_cancelled else "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", _shown_by_outlook(entry))
    event.add("class", "PRIVATE")
    if entry.created:
        event.add("created", entry.created)
    if entry.geo:
        event.add("geo", tuple(round(degrees, GEO_DECIMALS) for degrees in entry.geo))
    _add_words(event, entry)
    return event


def _add_words(event: Event, entry: Entry) -> None:
    """Add what is read, leaving out what is empty; the page to join on stands wherever some program looks for it."""
    join = uri(entry.conference) if entry.conference and not entry.is_cancelled else ""
    texts = {
        "summary": one_line(entry.summary),
        "location": "; ".join(filter(None, (one_line(entry.location or ""), join))),
        "description": "\n".join(filter(None, (join, quiet(entry.description or "")))),
    }
    for name, text in texts.items():
        if text:
            event.add(name, Words(text))
    if entry.url:
        event.add("url", uri(entry.url))
    if join:
        called = {"LABEL": one_line(entry.conference_label)} if entry.conference_label else {}
        event.add("conference", join, Parameters(VALUE="URI", FEATURE=["AUDIO", "VIDEO"], **called))


def _shown_by_outlook(entry: Entry) -> str:
    if entry.is_cancelled:
        return "FREE"
    if entry.status is Status.TENTATIVE:
        return "TENTATIVE"
    return "BUSY" if entry.busy else "FREE"


def _as_sent(entry: Entry) -> tuple[datetime | date, datetime | date]:
    """Both ends in the zone's own time, or both in UTC where a reader of its rule could find another moment."""
    starts, ends = entry.starts, entry.ends
    if not (isinstance(starts, datetime) and isinstance(ends, datetime)):
        return starts, ends
    if all((rule := _rule(moment)) is not None and rule.tells(moment) for moment in (starts, ends)):
        return starts, ends
    return starts.astimezone(UTC), ends.astimezone(UTC)


def _rule(moment: datetime) -> Rule | None:
    zone = moment.tzinfo
    return rule_of(zone.key) if isinstance(zone, ZoneInfo) and zone.key else None


def _rules(moments: Iterable[datetime | date]) -> list[Rule]:
    found = {_rule(moment) for moment in moments if isinstance(moment, datetime)}
    return sorted((rule for rule in found if rule), key=lambda rule: rule.zone)


def _moment(when: datetime | date) -> datetime:
    """A day counts from midnight in UTC, for ordering alone."""
    return when.astimezone(UTC) if isinstance(when, datetime) else datetime.combine(when, time(), UTC)
