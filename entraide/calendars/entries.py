"""From meetings to entries: what each of the three levels tells the calendar it is read into."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide.access import tokens
from entraide.calendars.ics import Entry, Status
from entraide.calendars.models import Level
from entraide.calendars.queries.holdings import Holding
from entraide.calendars.uids import LevelClass, uid
from entraide.groups.models import Asked
from entraide.groups.queries import name_of
from entraide.groups.words import FOR_WHOM
from entraide.meetings.details import Details
from entraide.meetings.models import MeetingStatus, Mode, ProgrammeDay, Reply, Standing
from entraide.meetings.queries.meetings import details_of
from entraide.meetings.words import span_in_words
from entraide.settings import Settings
from entraide.vault import sealed

WEEKEND = "weekend"


@dataclass(frozen=True)
class Reader:
    """For whom entries are written: how much they may tell, and since when they do."""

    level: Level
    changed: datetime
    key: bytes
    settings: Settings


@dataclass(frozen=True)
class Said:
    """The words of one entry; nothing but the first at the level *busy*."""

    summary: str
    url: str | None = None
    location: str = ""
    description: tuple[str, ...] = ()
    link: str | None = None


def entries_of(held: Iterable[Holding], reader: Reader) -> list[Entry]:
    """Write every entry of a feed, in the language spoken around this call."""
    held = list(held)
    if reader.level is Level.FULL:
        sealed.prepare({one.group.id for one in held})
    return [entry for one in held for entry in entries_of_one(one, reader)]


def entries_of_one(held: Holding, reader: Reader) -> Iterator[Entry]:
    """Write one meeting; a weekend is a banner over its days and one entry for each day of its programme."""
    said = _said(held, reader)
    meeting, zone = held.meeting, ZoneInfo(held.meeting.zone)
    if meeting.mode is not Mode.WEEKEND:
        yield _entry(held, reader, "", said, meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone))
        return
    first, after = _days_of(held, zone)
    hours = (span_in_words(meeting.starts_at, meeting.ends_at, zone, with_year=True),) if _tells(reader) else ()
    yield _entry(held, reader, WEEKEND, replace(said, description=(*hours, *said.description)), first, after)
    for number, day in enumerate(held.days, 1):
        planned = replace(said, description=(_plan_of(day), *said.description)) if _tells(reader) else said
        begins, ends = day.starts_at.astimezone(zone), day.ends_at.astimezone(zone)
        yield _entry(held, reader, f"day {number}", planned, begins, ends)


def _entry(
    held: Holding, reader: Reader, part: str, said: Said, starts: datetime | date, ends: datetime | date
) -> Entry:
    level_class = LevelClass.FULL if _tells(reader) else LevelClass.RESERVED
    status, comes = _status(held), _comes(held)
    return Entry(
        uid(reader.key, held.membership_id, held.meeting.id, part, level_class, reader.settings.calendar_host),
        starts,
        ends,
        _("Cancelled: %(what)s", what=said.summary) if status is Status.CANCELLED else said.summary,
        status,
        comes and status is Status.CONFIRMED,
        held.meeting.sequence,
        _changed(held, reader),
        url=said.url,
        location=said.location or None,
        description="\n".join(filter(None, said.description)) or None,
        conference=said.link,
    )


def _said(held: Holding, reader: Reader) -> Said:
    facade = reader.settings.site_name
    if reader.level is Level.BUSY:
        return Said(facade)
    if reader.level is Level.DISCREET:
        return Said(facade, f"{reader.settings.public_url}/agenda")  # a meeting's own page would join two feeds
    page = page_of(held.meeting.id, reader.settings)
    words, group = details_of(held.meeting), name_of(held.group)
    may_join = held.group.link_in_feeds and held.meeting.mode in (Mode.ONLINE, Mode.HYBRID)
    return Said(
        words.title or group,
        page,
        "" if held.meeting.mode is Mode.ONLINE else ", ".join(filter(None, (words.place, words.address))),
        (
            *((group,) if words.title else ()),
            str(FOR_WHOM[held.group.for_whom]),
            *_more(words),
            words.dial_in if may_join else "",
            page,
        ),
        words.link or None if may_join else None,
    )


def _more(words: Details) -> tuple[str, ...]:
    steps = _("Without steps") if words.step_free else ""
    loop = _("Induction loop") if words.induction_loop else ""
    return words.about, words.how_to_find, steps, loop, words.access


def page_of(meeting_id: UUID, settings: Settings) -> str:
    """Return the address of a meeting's page, which asks for signing in."""
    return f"{settings.public_url}/rencontre/{tokens.short(meeting_id)}"


def _tells(reader: Reader) -> bool:
    return reader.level is Level.FULL


def _plan_of(day: ProgrammeDay) -> str:
    return sealed.unseal(day.group_id, f"day {day.id}", day.text_sealed)


def _status(held: Holding) -> Status:
    """Confirmed with a yes that has its place, or where nobody asks (DECISIONS 36)."""
    if held.meeting.status is MeetingStatus.CANCELLED:
        return Status.CANCELLED
    return Status.CONFIRMED if held.meeting.asked is Asked.NOT_ASKED or _comes(held) else Status.TENTATIVE


def _comes(held: Holding) -> bool:
    if held.answer is None or held.meeting.asked is Asked.NOT_ASKED:
        return False
    return held.answer.reply is Reply.YES and held.answer.standing in (Standing.SEATED, Standing.FREE)


def _changed(held: Holding, reader: Reader) -> datetime:
    """Say when anything this entry shows last changed; the row of a meeting alone would miss the rest.

    A place that came free changes no answer's own time: from then on the membership's tells it.
    """
    moments = [held.meeting.changed, reader.changed]
    if held.forgotten is not None:
        moments.append(held.forgotten)
    if held.answer is not None:
        was_on_a_list = held.answer.standing is not Standing.FREE or held.answer.moved_up is not None
        moments.append(held.member_changed if was_on_a_list else held.answer.given)
    if _tells(reader):
        moments.append(held.group.calendar_changed)
    return max(moments)


def _days_of(held: Holding, zone: ZoneInfo) -> tuple[date, date]:
    """Return a weekend's first day and the day after its last; one that ends at midnight ends the day before."""
    first = held.meeting.starts_at.astimezone(zone).date()
    last = (held.meeting.ends_at.astimezone(zone) - timedelta(seconds=1)).date()
    return first, max(first, last) + timedelta(days=1)
