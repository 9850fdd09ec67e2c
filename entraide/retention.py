"""How long what is kept: the one table (PRODUCT; DECISIONS 16), with the bounds an operator may choose within."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

YEAR = 365


class Kept(StrEnum):
    """What is kept for a time, as the setting `retention` names it."""

    ATTEMPTS = "attempts"  # codes, and the counters of tries
    SESSIONS = "sessions"  # on one's own device, counted from the last use
    UNDOING = "undoing"  # that a device signed out elsewhere may undo protected mode
    ANSWERS = "answers"  # names of answers, lifts, duties and what was told, after the meeting
    LETTERS = "letters"  # that a letter was sent; its text is kept nowhere
    WAITING = "waiting"  # the waiting room and invitations
    PASTED = "pasted"  # rows of a pasted list whom nobody accepted, or noted the consent of
    QUIET = "quiet"  # a membership without a sign of life, until it is asked; it ends a month later
    ENDED = "ended"  # the row of an ended membership
    ACCOUNT = "account"  # an account without a sign of life, after two notices
    JOURNAL = "journal"  # and the receipts drawn from it
    CLOSED = "closed"  # what is left of a group that was closed: dates, places, texts, figures
    BANS = "bans"
    FORMER = "former"  # the address before, for the letter that goes there
    FEEDS = "feeds"  # that a calendar address was switched off: it answers with an empty calendar
    BACKUPS = "backups"
    KEY_COPIES = "key_copies"


@dataclass(frozen=True)
class Line:
    """Days by default, and between which numbers an operator may choose; equal ones leave no choice."""

    days: int
    least: int
    most: int


TABLE: Mapping[Kept, Line] = {
    Kept.ATTEMPTS: Line(1, 1, 1),
    Kept.SESSIONS: Line(180, 7, 180),
    Kept.UNDOING: Line(7, 7, 7),
    Kept.ANSWERS: Line(14, 7, 28),
    Kept.LETTERS: Line(30, 7, 30),
    Kept.WAITING: Line(14, 14, 14),
    Kept.PASTED: Line(28, 28, 28),
    Kept.QUIET: Line(YEAR, YEAR // 2, 2 * YEAR),
    Kept.ENDED: Line(YEAR, 30, YEAR),
    Kept.ACCOUNT: Line(2 * YEAR, YEAR, 3 * YEAR),
    Kept.JOURNAL: Line(YEAR, YEAR, YEAR),
    Kept.CLOSED: Line(30, 7, 30),  # as long as back-ups hold it anyway; its headcounts have nobody to be kept for
    Kept.BANS: Line(2 * YEAR, 2 * YEAR, 2 * YEAR),
    Kept.FORMER: Line(7, 7, 7),
    Kept.FEEDS: Line(60, 60, 60),
    Kept.BACKUPS: Line(30, 30, 30),
    Kept.KEY_COPIES: Line(7, 7, 7),
}


def fault_in(chosen: Mapping[str, int]) -> str | None:
    """Return what is wrong with an operator's choices, in one sentence; None when nothing is."""
    for name, days in chosen.items():
        if name not in set(Kept):
            return f"retention knows no line {name!r}"
        line = TABLE[Kept(name)]
        if type(days) is not int or not line.least <= days <= line.most:
            return f"retention of {name} is a number of days from {line.least} to {line.most}"
    return None


def life(chosen: Mapping[str, int], what: Kept) -> timedelta:
    """Return how long something is kept under an operator's choices."""
    return timedelta(days=chosen.get(what, TABLE[what].days))
