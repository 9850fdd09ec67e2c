"""How letters look on a locked phone, at each level; and one letter to oneself, to see it there."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide.clock import now
from entraide.groups.models import Discretion
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Rendered, language
from entraide.meetings.clock_times import at_about
from entraide.meetings.letters import parts
from entraide.meetings.letters.dates import announce
from entraide.meetings.models import Meeting
from entraide.meetings.queries.planning import next_meeting
from entraide.meetings.queries.readers import LetterReader, find_reader
from entraide.meetings.words import start_in_words
from entraide.settings import current


@dataclass(frozen=True)
class LockScreen:
    """What a phone shows of a letter without being unlocked."""

    sender: str
    subject: str
    first_line: str


@dataclass(frozen=True)
class LockScreens:
    """How the announcement of the group's next date looks at each level, and to this reader as she has chosen."""

    levels: dict[Discretion, LockScreen]
    own: LockScreen


def lock_screens(reader: LetterReader, zone: str) -> LockScreens:
    """Return the announcement of the group's next date as a locked phone shows it, in its reader's language."""
    meeting = next_meeting(reader.group_id, now())
    with language(reader.language):
        levels = {level: _seen(meeting, replace(reader, level=level, own_words=""), zone) for level in Discretion}
        return LockScreens(levels, _seen(meeting, reader, zone))


def own_screen(reader: LetterReader, meeting: Meeting | None, zone: str) -> LockScreen:
    """Return the announcement of a date as this reader's locked phone shows it, in her language."""
    with language(reader.language):
        return _seen(meeting, reader, zone)


def trial(letter: Letter) -> Rendered | None:
    """Write what an organiser asked to see: the next date as its announcement says it, at her level."""
    if letter.group_id is None or letter.membership_id is None:
        return None
    if (reader := find_reader(letter.group_id, letter.membership_id)) is None:
        return None
    with language(reader.language):
        return _write(next_meeting(letter.group_id, now()), reader, "")


def _write(meeting: Meeting | None, reader: LetterReader, zone: str) -> Rendered:
    if meeting is not None:
        return announce(meeting, reader)
    start = start_in_words(_some_day(zone), ZoneInfo(zone or current().timezone))
    said = _("A date is planned.") if reader.is_very_discreet else _("A meeting is planned.")
    heading = _("This is an example: no date is planned yet.")
    return parts.write(
        reader, _("New date: %(start)s", start=start), heading=heading, before=[said], page=parts.agenda()
    )


def _some_day(zone: str) -> datetime:
    """Return next week's Tuesday, 14:00, for a group that has no date yet."""
    here = ZoneInfo(zone or current().timezone)
    today = now().astimezone(here).date()
    return at_about(today + timedelta(days=7 + (1 - today.weekday()) % 7), time(14), here)


def _seen(meeting: Meeting | None, reader: LetterReader, zone: str) -> LockScreen:
    return _on_the_phone(_write(meeting, reader, zone))


def _on_the_phone(letter: Rendered) -> LockScreen:
    """Take what a mail program shows: who, what, and the first words after the greeting."""
    lines = [line.strip() for line in letter.text.splitlines() if line.strip()]
    return LockScreen(letter.sender_name or current().site_name, letter.subject, " ".join(lines[1:2]))


KINDS = {"trial": Kind(trial)}
