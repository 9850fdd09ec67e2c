"""How far a piece of news has come to one member: the one rule, over plain facts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from entraide.mail.queries import Course
from entraide.retention import Kept
from entraide.settings import current

STUCK = timedelta(hours=1)  # a letter that could leave and has not: one calls


class Stand(StrEnum):
    """The four groups; every active member stands in exactly one."""

    TOLD = "told"
    ON_ITS_WAY = "on_its_way"  # handed over, or about to leave; not seen
    REFUSED = "refused"
    TO_CALL = "to_call"


class Why(StrEnum):
    """Why she stands there."""

    TICKED = "ticked"
    MADE_IT = "made_it"  # she made the change herself
    SEEN = "seen"  # signed in since: her agenda and the meeting's page show it
    TAKEN = "taken"
    WAITING = "waiting"
    REFUSED = "refused"
    NO_EMAIL = "no_email"
    NO_LETTERS = "no_letters"  # she wants none
    NO_LETTER = "no_letter"  # none was posted to her
    STUCK = "stuck"  # it could have left an hour ago
    LONG_AGO = "long_ago"  # what became of letters is kept for a month at most


@dataclass(frozen=True)
class Facts:
    """All that one member's stand hangs on; no answer is among it."""

    is_ticked: bool = False
    made_it: bool = False
    is_seen: bool = False
    course: Course | None = None  # of the letter about this very news; an earlier one does not count
    announcing: Course | None = None  # of the letter that told of the meeting at all
    has_address: bool = True
    wants_letters: bool = True


@dataclass(frozen=True)
class Times:
    """When a piece of news was made, and when its letters may leave."""

    at: datetime
    due: datetime


def stand_of(facts: Facts, news: Times, at: datetime) -> tuple[Stand, Why]:
    """Say in which group a member stands at an instant, and why.

    A letter that was no longer needed when its turn came counts as on its way: she had heard already or never heard of
    the meeting, and which of the two must not show. The hour counts from when letters may leave: nobody is called at
    night for a letter that leaves at eight.
    """
    if facts.is_ticked:
        return Stand.TOLD, Why.TICKED
    if facts.made_it:
        return Stand.TOLD, Why.MADE_IT
    if facts.is_seen:
        return Stand.TOLD, Why.SEEN
    course = _course(facts)
    if course is Course.TAKEN:
        return Stand.ON_ITS_WAY, Why.TAKEN
    if course is Course.REFUSED:
        return Stand.REFUSED, Why.REFUSED
    if not facts.has_address:
        return Stand.TO_CALL, Why.NO_EMAIL
    if not facts.wants_letters:
        return Stand.TO_CALL, Why.NO_LETTERS
    if course is Course.WAITING:
        is_stuck = at >= max(news.due, news.at) + STUCK
        return (Stand.TO_CALL, Why.STUCK) if is_stuck else (Stand.ON_ITS_WAY, Why.WAITING)
    if course is Course.NOT_NEEDED:
        return Stand.ON_ITS_WAY, Why.TAKEN
    if at - news.at >= current().kept(Kept.LETTERS):
        return Stand.ON_ITS_WAY, Why.LONG_AGO
    return Stand.TO_CALL, Why.NO_LETTER


def has_heard(facts: Facts, news: Times, at: datetime) -> bool:
    """Say whether an earlier piece of news is what she has in mind."""
    stand, why = stand_of(facts, news, at)
    return stand is Stand.TOLD or why in (Why.TAKEN, Why.LONG_AGO)


def _course(facts: Facts) -> Course | None:
    """Return how far the news has come by letter: the letter that announces the meeting tells of it as it is now."""
    if facts.course is Course.NOT_NEEDED and facts.announcing in (Course.WAITING, Course.REFUSED):
        return facts.announcing
    return facts.course
