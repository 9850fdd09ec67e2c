"""How a letter about a meeting or a series finds what it is about and its reader, when its turn has come."""

from collections.abc import Callable

from entraide.errors import NotFound
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Rendered, language
from entraide.meetings.models import Meeting, Series
from entraide.meetings.queries.meetings import find_meeting, find_series
from entraide.meetings.queries.readers import LetterReader, find_reader
from entraide.meetings.queries.told import is_overtaken

OfMeeting = Callable[[Letter, Meeting, LetterReader], Rendered | None]
OfGroup = Callable[[Letter, LetterReader], Rendered | None]
OfSeries = Callable[[Letter, Series, LetterReader], Rendered | None]


def of_meeting(say: OfMeeting) -> Kind:
    """Make a kind of letters about one meeting; nothing for one that is gone, or to whoever wants no letters now."""

    def render(letter: Letter) -> Rendered | None:
        reader = _reader(letter)
        if reader is None or letter.subject_id is None:
            return None
        try:
            meeting = find_meeting(letter.subject_id)
        except NotFound:
            return None
        with language(reader.language):
            return say(letter, meeting, reader)

    return Kind(render)


def of_series(say: OfSeries) -> Kind:
    """Make a kind of letters about a whole series, as `of_meeting` does."""

    def render(letter: Letter) -> Rendered | None:
        reader = _reader(letter)
        if reader is None or letter.subject_id is None:
            return None
        try:
            series = find_series(reader.group_id, letter.subject_id)
        except NotFound:
            return None
        with language(reader.language):
            return say(letter, series, reader)

    return Kind(render)


def of_group(say: OfGroup) -> Kind:
    """Make a kind of letters about what became of a member's dates in a group, as `of_meeting` does."""

    def render(letter: Letter) -> Rendered | None:
        if (reader := _reader(letter)) is None:
            return None
        with language(reader.language):
            return say(letter, reader)

    return Kind(render)


def _reader(letter: Letter) -> LetterReader | None:
    """Find who reads it; None where a later letter tells the same better."""
    if letter.group_id is None or letter.membership_id is None or is_overtaken(letter):
        return None
    return find_reader(letter.group_id, letter.membership_id)
