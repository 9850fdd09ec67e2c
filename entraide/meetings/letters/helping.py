"""Letters about duties and lifts: passed on, free again, a car that fell away. Their subjects say only the date."""

from flask_babel import gettext as _

from entraide.access.tokens import short
from entraide.mail.models import Letter
from entraide.mail.rendering import Rendered, address_of_page
from entraide.meetings.duty_words import NAMES
from entraide.meetings.letters import parts
from entraide.meetings.letters.kinds import of_group, of_meeting
from entraide.meetings.letters.parts import Link
from entraide.meetings.models import Meeting
from entraide.meetings.queries.duties import duties_held, is_free_again
from entraide.meetings.queries.lifts import helps, rides_lost
from entraide.meetings.queries.readers import LetterReader

DATES_SHOWN = 4


def passed_on(letter: Letter, meeting: Meeting, reader: LetterReader) -> Rendered | None:
    """Tell of a duty that somebody passed on to her; nothing where she has it no more."""
    held = [one for one in duties_held(meeting, reader.membership_id) if one.passed_by_id or one.is_standing]
    if not held or not parts.stands(meeting):
        return None
    start = parts.start_of(meeting)
    if reader.is_very_discreet:
        said = _("Something was passed on to you for this date. Its page says what.")
    else:
        said = _("Passed on to you: %(duties)s.", duties=", ".join(str(NAMES[one.kind]) for one in held))
    return parts.write(
        reader,
        _("For you: %(start)s", start=start),
        heading=start,
        before=[said, _("If you cannot, say so on the page: somebody else can do it then.")],
        entries=[parts.entry(meeting, reader)],
        page=_page(meeting, "taches"),
    )


def given_back(letter: Letter, meeting: Meeting, reader: LetterReader) -> Rendered | None:
    """Tell whoever passed something on that it is free again; nothing once somebody has it."""
    if not parts.stands(meeting) or not is_free_again(meeting):
        return None
    start = parts.start_of(meeting)
    return parts.write(
        reader,
        _("Free again: %(start)s", start=start),
        heading=start,
        before=[_("What you had passed on for this date is free again.")],
        entries=[parts.entry(meeting, reader)],
        page=_page(meeting, "taches"),
    )


def lost(letter: Letter, reader: LetterReader) -> Rendered | None:
    """Tell riders that their car fell away, of all its dates in one letter; nothing to who has another seat by now."""
    meetings = [one for one in rides_lost(letter, reader.membership_id) if parts.stands(one)]
    if not meetings:
        return None
    if reader.is_very_discreet:
        said = _("Something changed for you. The page of the date says what.")
    else:
        said = _("The car in which you had a seat does not come. You can look for another one on the page.")
    more = [_("It is the same for further dates.")] if len(meetings) > DATES_SHOWN else []
    return parts.write(
        reader,
        _("Something changed for you: %(start)s", start=parts.start_of(meetings[0])),
        heading=parts.start_of(meetings[0]),
        before=[said],
        entries=[parts.entry(meeting, reader) for meeting in meetings[:DATES_SHOWN]],
        after=more,
        page=_page(meetings[0], "covoiturage"),
    )


def what_stays(meeting: Meeting, reader: LetterReader) -> list[str]:
    """Say to whoever has a duty or a lift at a moved meeting that it stays: the same sentence at every level."""
    if not helps(meeting, reader.membership_id):
        return []
    return [_("What you had noted for this date stays noted: its page shows it.")]


def _page(meeting: Meeting, part: str) -> Link:
    return Link(address_of_page(f"/rencontre/{short(meeting.id)}/{part}"), _("See the details"))


KINDS = {"duty": of_meeting(passed_on), "duty_back": of_meeting(given_back), "lift_lost": of_group(lost)}
