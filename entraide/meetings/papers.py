"""What stands on paper: dates discreet or plain, and how many of them fit on a card."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from flask_babel import gettext

from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, Mode
from entraide.meetings.words import capital, date_in_words, hour_in_words, hours_in_words, span_in_words

CARD, SMALL_CARD = 118, 58  # millimetres of a card of A6 and of A7 that text may fill
HEAD, LINE, SMALL_LINE, GAP = 12, 5.2, 4.7, 2.8  # of its heading, its lines, what stands below, between dates
LARGER = 1.45  # a small card has larger letters, and so fewer on a line
WIDTH, SMALL_WIDTH = 40, 44  # letters on a line, and on one of small text


@dataclass(frozen=True)
class PaperDate:
    """One date on paper: `where` and `note` only on a plain one."""

    day: str
    hours: str
    where: tuple[str, ...] = ()
    note: str = ""

    @property
    def height(self) -> float:
        """How much of a card it fills, in millimetres; rather too much."""
        lines = ceil((len(self.day) + len(self.hours) + 2) / WIDTH)
        return GAP + LINE * lines + height_of((*self.where, *([self.note] if self.note else ())))


@dataclass(frozen=True)
class Paper:
    """One person's dates, or anybody's: `name` and `group` only on a plain one where they were ticked."""

    dates: tuple[PaperDate, ...]
    where: tuple[str, ...] = ()  # the place that most dates share, said once
    is_everywhere: bool = True  # all of them do
    name: str = ""
    group: str = ""
    phone: str = ""

    @property
    def cards(self) -> tuple["Paper", ...]:
        """The same on as many cards of A6 as it needs."""
        below = (*self.where, "" if self.is_everywhere else "…", self.phone)
        room = CARD - HEAD - height_of((self.name, self.group)) - height_of(below) - (GAP if any(below) else 0)
        return tuple(replace(self, dates=part) for part in _parts(self.dates, room)) or (self,)


def discreet(meeting: Meeting) -> PaperDate:
    """Say a date and its hour, and nothing else."""
    zone = ZoneInfo(meeting.zone)
    starts = meeting.starts_at.astimezone(zone)
    if meeting.mode is Mode.WEEKEND:
        return PaperDate(capital(span_in_words(meeting.starts_at, meeting.ends_at, zone)), "")
    return PaperDate(capital(_day(starts.date(), zone)), hour_in_words(starts.time()))


def plain(meeting: Meeting, details: Details, note: str = "") -> PaperDate:
    """Say a date with its hours, where it is and how to find it; never its name, never a link."""
    zone = ZoneInfo(meeting.zone)
    starts, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    where = where_of(meeting, details)
    if meeting.mode is Mode.WEEKEND or ends - starts >= timedelta(days=1):
        return PaperDate(capital(span_in_words(meeting.starts_at, meeting.ends_at, zone)), "", where, note)
    return PaperDate(capital(_day(starts.date(), zone)), hours_in_words(starts.time(), ends.time()), where, note)


def where_of(meeting: Meeting, details: Details) -> tuple[str, ...]:
    """Say where a meeting is, line by line; online, only that it is so."""
    lines = [] if meeting.mode is Mode.ONLINE else [details.place, details.address, details.how_to_find]
    if meeting.mode is Mode.ONLINE:
        lines.append(gettext("Online"))
    elif meeting.mode is Mode.HYBRID:
        lines.append(gettext("Or online"))
    return tuple(line for line in lines if line)


def paper(dates: Iterable[PaperDate], *, name: str = "", group: str = "", phone: str = "") -> Paper:
    """Lay dates on one paper; the place that most of them share is said once."""
    listed = tuple(dates)
    places = Counter(one.where for one in listed)
    usual, often = places.most_common(1)[0] if places else ((), 0)
    if not usual or often < 2 or () in places:
        return Paper(listed, name=name, group=group, phone=phone)
    shorter = tuple(replace(one, where=()) if one.where == usual else one for one in listed)
    return Paper(shorter, usual, len(places) == 1, name, group, phone)


def fits_small_card(one: PaperDate, *, name: str = "", phone: str = "") -> bool:
    """Say whether a date fits on a card of A7."""
    return HEAD + LARGER * one.height + height_of((name, phone)) <= SMALL_CARD


def height_of(lines: Iterable[str]) -> float:
    """Return how much of a card lines of small text fill, in millimetres."""
    return sum(SMALL_LINE * ceil(len(line) / SMALL_WIDTH) for line in lines if line)


def _parts(dates: Sequence[PaperDate], room: float) -> list[tuple[PaperDate, ...]]:
    found: list[list[PaperDate]] = []
    left = 0.0
    for one in dates:
        if not found or one.height > left:
            found.append([])
            left = room
        found[-1].append(one)
        left -= one.height
    return [tuple(part) for part in found]


def _day(day: date, zone: ZoneInfo) -> str:
    return date_in_words(day, zone=zone)
