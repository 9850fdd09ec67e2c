"""What links from letters changed since one was last here: for the top of the agenda, until it was seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide.meetings.models import Reply
from entraide.meetings.queries.link_changes import Changed
from entraide.meetings.words import date_in_words, start_in_words


@dataclass(frozen=True)
class AnswerLine:
    """One answer: to which meeting, on which day it was changed, from what to what."""

    meeting_id: UUID
    when: str
    day: str
    before: str
    after: str


@dataclass(frozen=True)
class ByLinks:
    """All that links changed. `letters`: the day a link stopped letters or let them come again, empty for neither."""

    answers: tuple[AnswerLine, ...] = ()
    letters: str = ""
    come_again: bool = False

    def __bool__(self) -> bool:
        return bool(self.answers or self.letters)


def by_links(answers: Iterable[Changed], letters: Iterable[tuple[datetime, bool]], zone: str) -> ByLinks:
    """Gather it; `letters`: when a link changed a membership's letters, and whether they come now."""
    lines, changed = tuple(map(_line, answers)), sorted(letters)
    if not changed:
        return ByLinks(lines)
    day, come_again = changed[-1]
    return ByLinks(lines, _day(day, zone), come_again)


def _line(one: Changed) -> AnswerLine:
    when = start_in_words(one.starts_at, ZoneInfo(one.zone))
    return AnswerLine(one.meeting_id, when, _day(one.changed, one.zone), _said(one.before), _said(one.after))


def _day(at: datetime, zone: str) -> str:
    return date_in_words(at.astimezone(ZoneInfo(zone)).date(), with_weekday=False, zone=ZoneInfo(zone))


def _said(reply: Reply | None) -> str:
    if reply is None:
        return ""
    return {Reply.YES: _("I am coming"), Reply.MAYBE: _("Maybe"), Reply.NO: _("I am not coming")}[reply]
