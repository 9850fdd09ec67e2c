"""Make the weekly series of one Meeting Guide row: days, hours, place, link, types and what its words propose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from entraide.directory import remarks
from entraide.directory.drafts import Facet, SeriesDraft, Tag
from entraide.directory.links import is_meeting_link, same_meeting, usable_link
from entraide.directory.meeting_guide_places import Place, find_place, mode_of
from entraide.directory.meeting_guide_row import Refused, Row
from entraide.directory.meeting_guide_times import clock_time, end_time, minutes_between, moment, weekdays, zone_name
from entraide.directory.meeting_guide_types import MOST_TAGS, Types, read_types
from entraide.directory.monthly_words import proposals, speaks_of_dates
from entraide.directory.plain_text import shorten
from entraide.directory.private_words import without_contacts

LONGEST_NAME = 200
LONGEST_ADDRESS = 300
LONGEST_NOTES = 5000
LONGEST_JOIN_NOTES = 2000
LONGEST_PHONE = 255
LONGEST_TAG = 64
_DAY_MARKS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Hours:
    """From when to when; `minutes` counts over midnight where the end is not after the start."""

    starts: time
    ends: time
    minutes: int


@dataclass(frozen=True)
class Joining:
    """How one takes part from afar, for members only."""

    link: str
    phone: str
    is_online: bool


def place_of(row: Row, regions: tuple[str, ...]) -> Place:
    """Find the row's place; the town is looked for in the address, then among the regions."""
    return find_place(
        name=row.line("location", LONGEST_NAME, is_postal=True),
        written=row.line("formatted_address", LONGEST_ADDRESS, is_postal=True),
        street=row.line("address", LONGEST_ADDRESS, is_postal=True),
        town=row.line("city", LONGEST_NAME, is_postal=True),
        state=row.line("state", LONGEST_NAME, is_postal=True),
        postal_code=row.line("postal_code", LONGEST_NAME, is_postal=True),
        country=row.line("country", LONGEST_NAME, is_postal=True),
        regions=regions,
        approximate=row.raw("approximate"),
        coordinates=row.raw("coordinates"),
    )


def series_of(row: Row, slug: str, title: str, place: Place) -> tuple[tuple[SeriesDraft, ...], str]:
    """Return a series for each weekday, none where the row has no day or hour, and the row's notes. Raises Refused."""
    days, hours = _days(row), _hours(row)
    notes = row.words("notes", LONGEST_NOTES)
    if not days or hours is None:
        row.note(remarks.NO_TIME if days else remarks.BY_APPOINTMENT)
        return (), notes
    draft = _draft(row, slug, title, place, hours, notes)
    hidden = "\n".join(row.secrets)
    if speaks_of_dates(title, notes, hidden):
        row.note(remarks.MONTHLY_WORDS)
    return tuple(
        replace(
            draft,
            external_id=slug if len(days) == 1 else f"{slug}:{_DAY_MARKS[day]}",
            weekday=day,
            proposals=proposals(title, notes, hidden, day),
        )
        for day in days
    ), notes


def _draft(row: Row, slug: str, title: str, place: Place, hours: Hours, notes: str) -> SeriesDraft:
    types, joining = _types(row), _joining(row)
    place_notes = row.words("location_notes", LONGEST_NOTES)
    mode, is_paused = mode_of(is_online=joining.is_online, is_closed=types.has("TC"), place=place)
    if is_paused:
        row.note(remarks.LOCATION_CLOSED if types.has("TC") else remarks.NO_PLACE)
    return SeriesDraft(
        external_id=slug,
        title=title,
        weekday=0,
        starts=hours.starts,
        ends=hours.ends,
        minutes=hours.minutes,
        mode=mode,
        place=place.name,
        address=place.address,
        place_notes=place_notes,
        town=place.town,
        country=place.country,
        join_link=joining.link,
        phone=joining.phone,
        join_notes=_join_notes(row, joining.link),
        notes=notes,
        is_open=types.is_open,
        is_paused=is_paused,
        is_approximate=place.is_approximate,
        languages=types.languages,
        tags=types.tags,
        zone=_zone(row),
        updated=_updated(row),
    )


def _days(row: Row) -> tuple[int, ...]:
    value = row.value("day")
    if value is None:
        return ()
    days, all_known = weekdays(value)
    if not days:
        raise Refused(remarks.UNKNOWN_DAY)
    if not all_known:
        row.note(remarks.SOME_DAYS_UNKNOWN)
    return days


def _hours(row: Row) -> Hours | None:
    if row.value("time") is None:
        return None
    starts = clock_time(row.raw("time"))
    if starts is None:
        raise Refused(remarks.UNKNOWN_TIME)
    ends = end_time(row.raw("end_time"))
    if ends is None:
        if row.value("end_time") is not None:
            row.note(remarks.UNKNOWN_END)
        ends = starts.replace(hour=(starts.hour + 1) % 24)
    elif ends <= starts:
        row.note(remarks.ENDS_NEXT_DAY)
    return Hours(starts, ends, minutes_between(starts, ends))


def _types(row: Row) -> Types:
    words = [" ".join(row.fit(word, 1000).split()) for word in row.several("types", ",")]
    types = read_types([word for word in words if word])
    if types.has("O") and types.has("C"):
        row.note(remarks.OPEN_AND_CLOSED)
    tags = tuple(Tag(tag.facet, shorten(tag.code, LONGEST_TAG)) for tag in types.tags)
    if any(tag.facet is Facet.LOCAL for tag in tags):
        row.note(remarks.LOCAL_TAGS)
    if len(tags) >= MOST_TAGS or tags != types.tags:
        row.note(remarks.SHORTENED)
    return Types(tags)


def _joining(row: Row) -> Joining:
    """Only the feed's own link or dial-in number makes a meeting online; a link in a text is kept, not believed."""
    written = row.raw("conference_url")
    link = usable_link(written) if written else None
    if written and link is None:
        row.fit(written, LONGEST_JOIN_NOTES)
        row.secrets[without_contacts(written)] = None
        row.note(remarks.UNUSABLE_LINK)
    is_known = link is not None and is_meeting_link(link)
    if link is not None and not is_known:
        row.note(remarks.UNKNOWN_PROVIDER)
    phone = _phone(row)
    if link is None and row.links:
        link = next(iter(row.links))
        row.note(remarks.LINK_FROM_TEXT)
    return Joining(link or "", phone, is_known or bool(phone))


def _phone(row: Row) -> str:
    phone = row.raw("conference_phone")
    is_dialled = sum(char.isdigit() for char in phone) >= 3 and "@" not in phone and len(phone) <= LONGEST_PHONE
    if phone and not is_dialled:
        row.note(remarks.UNUSABLE_PHONE)
    return phone if is_dialled else ""


def _join_notes(row: Row, link: str) -> str:
    """Gather for members all secrets found in the row's texts, and the notes on link and dial-in."""
    texts = [row.words(name, LONGEST_JOIN_NOTES) for name in ("conference_url_notes", "conference_phone_notes")]
    other_links = [other for other in row.links if not (link and same_meeting(link, other))]
    lines = dict.fromkeys(line for line in (*texts, *other_links, *row.secrets) if line)
    return shorten("\n".join(lines), LONGEST_JOIN_NOTES)


def _zone(row: Row) -> str | None:
    zone = zone_name(row.raw("timezone"))
    if zone is None and row.value("timezone") is not None:
        row.note(remarks.UNKNOWN_ZONE)
    return zone


def _updated(row: Row) -> datetime | None:
    updated = moment(row.raw("updated"))
    if updated is None and row.value("updated") is not None:
        row.note(remarks.UNKNOWN_UPDATED)
    return updated
