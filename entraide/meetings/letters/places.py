"""Letters about places: one came free, is offered or lost to the waiting list; they are counted from now on."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide.clock import now
from entraide.mail.models import Letter
from entraide.mail.rendering import Rendered
from entraide.meetings.letters import parts, words
from entraide.meetings.letters.kinds import of_meeting
from entraide.meetings.letters.parts import Link
from entraide.meetings.models import Answer, Meeting, Reply, Standing
from entraide.meetings.queries.anonymous import answered_by_name
from entraide.meetings.queries.answers import find_answer, room_of, waiting_list
from entraide.meetings.queries.readers import LetterReader


def place(letter: Letter, meeting: Meeting, reader: LetterReader) -> Rendered | None:
    """Tell what became of a place, as it stands now; nothing to whoever said otherwise meanwhile."""
    given = find_answer(meeting, reader.membership_id)
    if not parts.stands(meeting) or given is None or given.reply is not Reply.YES:
        return None
    if given.standing is Standing.WAITING:
        return _on_the_list(meeting, reader, given)
    if given.standing is Standing.OFFERED and given.offered_until and given.offered_until > now():
        return _offered(meeting, reader, given.offered_until)
    if given.standing in (Standing.SEATED, Standing.FREE) and given.moved_up:
        return _seated(meeting, reader)
    return None


def _seated(meeting: Meeting, reader: LetterReader) -> Rendered:
    leave = Link(parts.place_page(meeting, reader), _("I am not coming, leave the place to the next"))
    subject = _("You have a place: %(start)s", start=parts.start_of(meeting))
    said = _("A place came free, and it is yours. You need not do anything.")
    return _write(meeting, reader, subject, said, leave)


def _offered(meeting: Meeting, reader: LetterReader, until: datetime) -> Rendered:
    take = Link(parts.place_page(meeting, reader), _("Take the place, or leave it"), main=True)
    subject = _("A place is free, until %(moment)s", moment=words.soon(until, ZoneInfo(meeting.zone)))
    return _write(meeting, reader, subject, _("Take it, or leave it to the next person."), take)


def _on_the_list(meeting: Meeting, reader: LetterReader, given: Answer) -> Rendered:
    rank = next(at for at, one in enumerate(waiting_list(meeting), 1) if one.id == given.id)
    change = Link(parts.answer_page(meeting, reader), _("Change my answer"))
    subject = _("Waiting list: you are number %(rank)s", rank=rank)
    said = _("There are fewer places than before. We write to you as soon as one comes free.")
    return _write(meeting, reader, subject, said, change)


def _write(meeting: Meeting, reader: LetterReader, subject: str, said: str, deed: Link) -> Rendered:
    entry = parts.entry(meeting, reader, [deed])
    page = parts.meeting_page(meeting)
    return parts.write(reader, subject, heading=subject, before=[said], entries=[entry], page=page)


def places(letter: Letter, meeting: Meeting, reader: LetterReader) -> Rendered | None:
    """Tell that places are counted now, in the same words whether one answered without a name or not at all."""
    is_named = answered_by_name(meeting, reader.membership_id) is not None
    if not parts.stands(meeting) or is_named or room_of(meeting) is None:
        return None
    start = parts.start_of(meeting)
    subject = _("Places are counted now: %(start)s", start=start)
    said = _("A place is taken with a name. If you are coming, answer here; an answer without a name holds no place.")
    entry = parts.entry(meeting, reader, parts.answer_links(meeting, reader))
    page = parts.meeting_page(meeting)
    return parts.write(reader, subject, heading=subject, before=[said], entries=[entry], page=page)


KINDS = {"place": of_meeting(place), "places": of_meeting(places)}
