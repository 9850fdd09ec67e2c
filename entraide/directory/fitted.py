"""What a draft becomes here: its zone, its rhythm, the words of its meetings and of its group."""

from dataclasses import asdict, dataclass
from datetime import time
from typing import Any

from entraide.directory.drafts import GroupDraft, SeriesDraft
from entraide.directory.plain_text import shorten
from entraide.directory.type_words import words_of
from entraide.meetings.details import Details
from entraide.meetings.models import Mode
from entraide.meetings.recurrence import Rule, Weekday
from entraide.settings import LANGUAGES

LONGEST_NAME = 120
LONGEST_TITLE = 80
LONGEST_HOW_TO_FIND = 300
LONGEST_ABOUT = 2000
_NOT_CONTENT = {"external_id", "updated", "proposals"}


@dataclass(frozen=True)
class Rhythm:
    """On which day, at what hour, how long, by which clock: another one of these is another series."""

    rule: str
    starts: time
    minutes: int
    zone: str


def rhythm_of(draft: SeriesDraft, zone: str) -> Rhythm:
    """Return a draft's rhythm: weekly, without end."""
    return Rhythm(str(Rule(Weekday(draft.weekday))), draft.starts, draft.minutes, zone)


def mode_of(draft: SeriesDraft) -> Mode:
    """Return how the meetings are held."""
    return Mode(draft.mode.value)


def content_of(draft: SeriesDraft, zone: str) -> dict[str, Any]:
    """Return all that makes this row what it is; when the feed last touched it is no part of that."""
    return {name: value for name, value in asdict(draft).items() if name not in _NOT_CONTENT} | {"in_zone": zone}


def details_of(draft: SeriesDraft) -> Details:
    """Return the words of its meetings, in the language spoken around this call.

    Links, numbers and passcodes go where members find the way in, never into « about ». A call has no place: its
    address may be that of a house which is closed.
    """
    is_somewhere = mode_of(draft) is not Mode.ONLINE
    is_short = len(draft.place_notes) <= LONGEST_HOW_TO_FIND
    types = words_of(draft.tags, draft.languages)
    texts = (types, draft.notes, "" if is_short or not is_somewhere else draft.place_notes)
    return Details(
        title=shorten(draft.title, LONGEST_TITLE),
        about=shorten("\n\n".join(filter(None, texts)), LONGEST_ABOUT),
        place=draft.place if is_somewhere else "",
        address=draft.address if is_somewhere else "",
        how_to_find=_on_one_line(draft.place_notes) if is_short and is_somewhere else "",
        step_free=is_somewhere and any(tag.code == "X" for tag in draft.tags),
        link=draft.join_link,
        dial_in=_on_one_line("\n".join(filter(None, (draft.phone, draft.join_notes)))),
    )


def is_shortened(group: GroupDraft, draft: SeriesDraft) -> bool:
    """Say whether a name or text is longer than what is kept of it."""
    details = details_of(draft)
    is_about_cut = len(details.about) >= LONGEST_ABOUT and details.about.endswith("…")
    return len(draft.title) > LONGEST_TITLE or len(group.name) > LONGEST_NAME or is_about_cut


@dataclass(frozen=True)
class GroupParts:
    """What a feed says of a group itself, part by part."""

    name: str
    area: str
    about: str
    languages: tuple[str, ...]
    meetings_open: bool
    timezone: str


def parts_of(draft: GroupDraft, zone: str) -> GroupParts:
    """Return the parts of a group's face; its meetings are open only where the feed says so of every one."""
    spoken = dict.fromkeys(code for series in draft.series for code in series.languages if code in LANGUAGES)
    return GroupParts(
        name=shorten(draft.name, LONGEST_NAME),
        area=shorten(draft.town or draft.region, LONGEST_NAME),
        about=shorten("\n\n".join(filter(None, (draft.notes, draft.entity))), LONGEST_ABOUT),
        languages=tuple(spoken),
        meetings_open=bool(draft.series) and all(series.is_open for series in draft.series),
        timezone=zone,
    )


def _on_one_line(text: str) -> str:
    return " · ".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
