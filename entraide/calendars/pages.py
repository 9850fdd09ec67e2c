"""What the pages of calendars show: ways to subscribe, the code to photograph, what each level tells."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

import segno
from flask_babel import gettext as _
from markupsafe import Markup

from entraide.calendars.entries import Reader, entries_of_one
from entraide.calendars.models import Level
from entraide.calendars.queries.holdings import Holding
from entraide.meetings.words import date_in_words, span_in_words
from entraide.settings import Settings


@dataclass(frozen=True)
class Ways:
    """One feed's address, as each kind of program takes it."""

    address: str
    subscribe: str
    google: str
    outlook: str
    code: Markup


@dataclass(frozen=True)
class Shown:
    """What a calendar would show of the next meeting at one level."""

    level: Level
    when: str
    title: str
    lines: tuple[str, ...]


def ways_to(token: str, settings: Settings) -> Ways:
    """Write down every way to read the feed of this token."""
    address = f"{settings.public_url}/c/{token}.ics"
    subscribe = "webcal://" + address.partition("://")[2]
    added = f"url={quote(address, safe='')}&name={quote(settings.site_name)}"
    return Ways(
        address,
        subscribe,
        f"https://calendar.google.com/calendar/r?cid={quote(subscribe, safe='')}",
        f"https://outlook.live.com/calendar/0/addfromweb?{added}",
        code_of(subscribe),
    )


def code_of(text: str) -> Markup:
    """Draw a QR code with attributes alone: the pages' policy forbids inline style."""
    drawn: str = segno.make(text, micro=False).svg_inline(omitsize=True, border=2)
    return Markup(drawn)  # noqa: S704 (drawn from the code's modules, none of the text's letters)


def previews(held: Holding | None, settings: Settings) -> list[Shown]:
    """Show what each level tells of the next meeting: the very entries that the feed holds."""
    return [] if held is None else [_shown(held, level, settings) for level in Level]


def _shown(held: Holding, level: Level, settings: Settings) -> Shown:
    entry = next(entries_of_one(held, Reader(level, held.meeting.changed, b"", settings)))
    meeting = held.meeting
    when = span_in_words(meeting.starts_at, meeting.ends_at, ZoneInfo(meeting.zone))
    lines = (entry.location, *(entry.description or "").split("\n"), entry.conference)
    told = [line for line in lines if line and line != entry.url]
    if entry.url:
        told.append(_("A link that asks you to sign in"))
    return Shown(level, when, entry.summary, tuple(told))


def read_on(day: date | None, today: date) -> str:
    """Say on which day a feed was last read."""
    if day is None:
        return _("never yet")
    if day == today:
        return _("today")
    return date_in_words(day)


def made_on(moment: datetime, zone: str) -> str:
    """Say on which day a feed was made."""
    return date_in_words(moment.astimezone(ZoneInfo(zone)).date(), with_year=True, with_weekday=False)
