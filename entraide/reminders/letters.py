"""What reminders say: one letter a day, at the most discreet level of the groups it speaks for."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from entraide.access import scope
from entraide.clock import now
from entraide.groups.models import Asked, Discretion
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Rendered, language
from entraide.meetings.letters import parts, words
from entraide.meetings.letters.parts import Entry, Link
from entraide.meetings.models import Meeting
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.queries.readers import LetterReader, find_reader
from entraide.meetings.words import start_in_words
from entraide.reminders.queries import EVE, day_of, meetings_of_letter

LEVELS = list(Discretion)  # the most discreet first


@dataclass(frozen=True)
class Reminder:
    """One meeting of the letter, and as whom its reader goes there."""

    meeting: Meeting
    reader: LetterReader

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.meeting.zone)

    @property
    def days_to_go(self) -> int:
        return (self.meeting.starts_at.astimezone(self.zone).date() - now().astimezone(self.zone).date()).days

    @property
    def is_nudge(self) -> bool:
        """Whether it asks for an answer, a week before; else it is the reminder of the day before."""
        return self.days_to_go > EVE.days


def reminder(letter: Letter) -> Rendered | None:
    """Write a person's reminders of a day as they stand now; nothing when none is left."""
    if letter.person_id is None:
        return None
    found = meetings_of_letter(letter.person_id, day_of(letter), now())
    scope.add(*(one.group_id for one in found))
    read = [(find_meeting(one.meeting_id), find_reader(one.group_id, one.membership_id)) for one in found]
    readers = [reader for _meeting, reader in read if reader]
    if not readers:
        return None
    level = min((reader.level for reader in readers), key=LEVELS.index)
    reminders = [Reminder(meeting, replace(reader, level=level)) for meeting, reader in read if reader]
    with language(readers[0].language):
        return _one(reminders[0]) if len(reminders) == 1 else _several(reminders)


def _one(one: Reminder) -> Rendered:
    asks = parts.answer_links(one.meeting, one.reader)
    start = start_in_words(one.meeting.starts_at, one.zone)
    if one.is_nudge:
        subject = _("Are you thinking of coming on %(day)s?", day=words.day_of(one.meeting.starts_at, one.zone))
        said = _("Answer in two clicks, without a password.")
    else:
        subject = _("Reminder: %(start)s", start=start)
        said = _("See you tomorrow.") if one.days_to_go else _("It is today.")
        said = " ".join((said, _("Something came up? Say so here:"))) if asks else said
    entry = parts.entry(one.meeting, one.reader, asks)
    page = parts.meeting_page(one.meeting)
    return parts.write(one.reader, subject, heading=start, before=[said], entries=[entry], page=page)


def _several(reminders: list[Reminder]) -> Rendered:
    first = reminders[0]
    subject = ngettext(
        "Reminder: %(num)d date, on %(start)s",
        "Reminder: %(num)d dates, the next on %(start)s",
        len(reminders),
        start=start_in_words(first.meeting.starts_at, first.zone),
    )
    return parts.write(
        first.reader,
        subject,
        heading=subject,
        before=[_("These dates are coming up:")],
        entries=[_entry(one) for one in reminders],
        page=parts.agenda(),
        of_several=len({one.reader.group_id for one in reminders}) > 1,
    )


def _entry(one: Reminder) -> Entry:
    """Say of a meeting among others; one link leads to its three answers."""
    is_asked = one.meeting.asked is not Asked.NOT_ASKED
    links = [Link(parts.answer_page(one.meeting, one.reader), _("Answer"), small=True)] if is_asked else []
    return parts.entry(one.meeting, one.reader, links)


KINDS = {"reminder": Kind(reminder)}
