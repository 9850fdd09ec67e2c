"""Letters about one meeting: it is new, it moved, it does not take place.

Whether one leaves hangs on answers by name alone: organisers see how many were handed over.
"""

from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide.clock import now
from entraide.mail.models import Letter
from entraide.mail.rendering import Rendered
from entraide.meetings.letters import helping, parts, words
from entraide.meetings.letters.kinds import of_meeting
from entraide.meetings.models import Meeting, MeetingStatus
from entraide.meetings.queries.anonymous import answered_by_name
from entraide.meetings.queries.answers import find_answer
from entraide.meetings.queries.readers import LetterReader
from entraide.meetings.queries.told import skipped_one, was_known


def new_meeting(letter: Letter, meeting: Meeting, reader: LetterReader) -> Rendered | None:
    """Announce a single meeting; nothing for one cancelled, begun or answered meanwhile."""
    if not parts.stands(meeting) or answered_by_name(meeting, reader.membership_id):
        return None
    return announce(meeting, reader)


def announce(meeting: Meeting, reader: LetterReader) -> Rendered:
    """Announce a single meeting at its reader's level."""
    said = _("A date is planned.") if reader.is_very_discreet else _("A meeting is planned.")
    asks = parts.answer_links(meeting, reader)
    start = parts.start_of(meeting)
    return parts.write(
        reader,
        _("New date: %(start)s", start=start),
        heading=start,
        before=[f"{said} {_('Are you thinking of coming?')}" if asks else said],
        entries=[parts.entry(meeting, reader, asks)],
        page=parts.meeting_page(meeting),
    )


def moved(letter: Letter, meeting: Meeting, reader: LetterReader) -> Rendered | None:
    """Tell of another day, hour or place; nothing to whoever answered since, or first hears of it as it is now."""
    given = answered_by_name(meeting, reader.membership_id)
    if not parts.stands(meeting) or meeting.moved_from is None or (given and not given.before_change):
        return None
    if not given and not was_known(letter, meeting.id, meeting.series_id):
        return None
    before = None if skipped_one(letter) else meeting.moved_from
    zone = ZoneInfo(meeting.zone)
    said = [words.what_stays(before, meeting.starts_at, zone)]
    if asks := parts.answer_links(meeting, reader):
        has_answered = find_answer(meeting, reader.membership_id) is not None
        said.append(_("Please answer anew.") if has_answered else _("Are you thinking of coming?"))
    return parts.write(
        reader,
        _("Change: %(what)s", what=words.what_became(before, meeting.starts_at, zone)),
        heading=parts.start_of(meeting),
        before=[" ".join(said + helping.what_stays(meeting, reader))],
        entries=[parts.entry(meeting, reader, asks)],
        page=parts.meeting_page(meeting),
    )


def cancelled(letter: Letter, meeting: Meeting, reader: LetterReader) -> Rendered | None:
    """Tell that a meeting does not take place, and which is the next; nothing to whoever never heard of it."""
    if meeting.status is not MeetingStatus.CANCELLED or meeting.ends_at <= now():
        return None
    given = answered_by_name(meeting, reader.membership_id)
    if not given and not was_known(letter, meeting.id, meeting.series_id):
        return None
    day = words.day_of(meeting.starts_at, ZoneInfo(meeting.zone))
    return parts.write(
        reader,
        _("Cancelled: %(day)s", day=day),
        heading=_("%(day)s does not take place", day=parts.start_of(meeting)),
        before=[" ".join([_("There is nothing to do."), *parts.next_date(reader)])],
        page=parts.agenda(),
    )


KINDS = {"cancelled": of_meeting(cancelled), "meeting": of_meeting(new_meeting), "moved": of_meeting(moved)}
