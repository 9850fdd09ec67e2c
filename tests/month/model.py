"""What ought to happen in the month, computed from its events alone: lists and dicts that know no line of the program.

Hours are those of the clock on the wall in Brussels. A letter is a triple: to whom, what it is, the day it speaks of.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

DAY = timedelta(days=1)
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet"]
MONTHS += ["août", "septembre", "octobre", "novembre", "décembre"]
Letter = tuple[str, str, str]


def said(day: date) -> str:
    """Say a day as letters do, without its weekday."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]}"


@dataclass
class Member:
    """Somebody the group counts, with the day she came in."""

    email: str
    since: date
    is_organiser: bool = False
    wants_letters: bool = True
    on_the_eve: bool = False
    is_named_by_others: bool = False  # the group answers for her, and writes her nothing
    is_protected: bool = False  # her mailbox is set aside

    @property
    def reads_letters(self) -> bool:
        return bool(self.email) and self.wants_letters and not self.is_named_by_others and not self.is_protected


@dataclass
class Meeting:
    """A date of the group; `news`: when it changed last, and by whom."""

    starts: datetime
    lasts: timedelta
    title: str
    place: str
    is_often: bool
    made: datetime
    is_cancelled: bool = False
    news: datetime | None = None
    news_by: str = ""
    was: datetime | None = None
    host: str = ""
    heads: int | None = None
    figure: int = 0
    drawn: date | None = None
    told: set[str] = field(default_factory=set)

    @property
    def ends(self) -> datetime:
        return self.starts + self.lasts


@dataclass
class Answer:
    """What somebody said of a date."""

    reply: str
    at: datetime
    guests: int = 0
    is_hidden: bool = False
    is_old: bool = False  # from before the date changed


@dataclass
class Due:
    """A letter that waits for the worker's next round."""

    who: str
    kind: str
    key: str = ""


class Model:
    """The group as it ought to stand."""

    def __init__(self) -> None:
        self.members: dict[str, Member] = {}
        self.left: dict[str, Member] = {}
        self.closed: dict[str, Member] = {}  # who asked to be erased, and may still undo it
        self.numbers: dict[str, str] = {}  # to whom those who wrote a number down show it
        self.given: set[tuple[str, str]] = set()  # whose number, to whom
        self.blocks: set[tuple[str, str]] = set()  # who closed the door, to whom
        self.looks: dict[str, int] = {}  # how often whose details were opened
        self.waiting: set[str] = set()
        self.invited: set[str] = set()
        self.meetings: dict[str, Meeting] = {}
        self.answers: dict[tuple[str, str], Answer] = {}
        self.due: list[Due] = []
        self.seen: dict[str, datetime] = {}
        self.reminded: set[tuple[date, str]] = set()

    def tell_all(self, kind: str, key: str) -> None:
        """Post a letter to every member who reads letters."""
        self.due += [Due(who, kind, key) for who, one in self.members.items() if one.reads_letters]

    def tell(self, address: str, kind: str, key: str = "") -> None:
        """Post a letter to one address, which need not be a member's."""
        self.due.append(Due(address, kind, key))

    def answer(self, who: str, key: str, reply: str, at: datetime, *, guests: int = 0, hidden: bool = False) -> None:
        """Let somebody answer; the last answer counts."""
        self.answers[who, key] = Answer(reply, at, guests, hidden)

    def change(self, key: str, at: datetime, by: str, starts: datetime | None = None, place: str = "") -> None:
        """Move a date in time or to another place: every answer is from before, and everybody is told."""
        meeting = self.meetings[key]
        meeting.was, meeting.starts = meeting.starts, starts or meeting.starts
        meeting.place = place or meeting.place
        self._news(meeting, at, by)
        for (_who, other), given in self.answers.items():
            given.is_old |= other == key
        self.tell_all("moved", key)

    def cancel(self, key: str, at: datetime, by: str) -> None:
        """Cancel a date, and tell everybody."""
        self.meetings[key].is_cancelled = True
        self._news(self.meetings[key], at, by)
        self.tell_all("cancelled", key)

    def _news(self, meeting: Meeting, at: datetime, by: str) -> None:
        meeting.news, meeting.news_by, meeting.told = at, by, set()

    def leave(self, who: str) -> None:
        """End a membership: no letter, no answer, no duty of hers is left."""
        self.left[who] = self.members.pop(who)
        self.answers = {(name, key): given for (name, key), given in self.answers.items() if name != who}
        self.due = [one for one in self.due if one.who != who]

    def shut(self, who: str) -> None:
        """Let nobody see somebody who is to be erased: what she had promised is free at once."""
        self.leave(who)
        self.closed[who] = self.left.pop(who)
        for meeting in self.meetings.values():
            meeting.told.discard(who)
            meeting.host = "" if meeting.host == who else meeting.host

    def sees(self, reader: str, owner: str) -> str:
        """Say what a reader finds of somebody's number: given to her alone, shown, or nothing."""
        if self.members[reader].is_organiser:
            return "shown"
        if (owner, reader) in self.blocks:
            return ""
        return "given" if (owner, reader) in self.given else "shown" if self.numbers[owner] == "group" else ""

    def round(self, at: datetime) -> list[Letter]:
        """Return the letters that leave in a round of the worker, and draw the day's figures."""
        self.forget(at)
        self._draw(at)
        due, self.due = self.due, []
        return sorted([*filter(None, map(self._written, due)), *self._reminders(at)])

    def _written(self, due: Due) -> Letter | None:
        if not due.key:
            return due.who, due.kind, ""
        member, meeting = self.members.get(due.who), self.meetings[due.key]
        given = self.answers.get((due.who, due.key))
        by_name = given if given and not given.is_hidden else None
        if member is None or not member.reads_letters:
            return None
        if due.kind in ("new", "moved", "duty") and meeting.is_cancelled:
            return None
        if by_name and (due.kind == "new" or (due.kind == "moved" and not by_name.is_old)):
            return None
        return member.email, due.kind, said(meeting.starts.date())

    def _reminders(self, at: datetime) -> Iterator[Letter]:
        if at.time() >= time(20):
            return
        for who, member in self.members.items():
            day = at.date()
            if (day, who) in self.reminded or not member.reads_letters or member.since >= day:
                continue
            found = sorted((m.starts, ask) for key, m in self.meetings.items() if (ask := self._asks(who, key, at)))
            if found:
                self.reminded.add((day, who))
                kind = found[0][1] if len(found) == 1 else "reminders"
                yield member.email, kind, said(found[0][0].date())

    def _asks(self, who: str, key: str, at: datetime) -> str:
        """Say how a member is reminded of a date on a morning: not at all, to answer, or on the eve."""
        meeting, given = self.meetings[key], self.answers.get((who, key))
        eight = datetime.combine(at.date(), time(8))
        if meeting.is_cancelled or meeting.made >= eight or (meeting.news and meeting.news >= eight):
            return ""
        days, comes = (meeting.starts.date() - at.date()).days, given is not None and given.reply in ("yes", "maybe")
        if days == 1 and self.members[who].on_the_eve and (given is None or comes):
            return "reminder"
        if days == 1 and not meeting.is_often and given and comes and given.at < eight:
            return "reminder"
        return "nudge" if days == 7 and not meeting.is_often and (given is None or given.is_old) else ""

    def _draw(self, at: datetime) -> None:
        for key, meeting in self.meetings.items():
            hidden = [given for (_who, other), given in self.answers.items() if other == key and given.is_hidden]
            if meeting.ends <= at or meeting.drawn == at.date() or not (hidden or meeting.drawn):
                continue
            midnight, could = datetime.combine(at.date(), time()), len(self.could_hide(key))
            come = sum(given.reply == "yes" and given.at < midnight for given in hidden)
            meeting.drawn, meeting.figure = at.date(), come if could >= 4 and 0 < come < could else 0

    def could_hide(self, key: str) -> set[str]:
        """Return who could come to a date without a name: who has not answered by name, and is not named otherwise."""
        return {
            who
            for who, member in self.members.items()
            if not member.is_named_by_others
            and who != self.meetings[key].host
            and not ((given := self.answers.get((who, key))) and not given.is_hidden)
        }

    def forget(self, at: datetime) -> None:
        """Erase answers fourteen days after their date."""
        old = {key for key in self.meetings if self.is_erased(key, at)}
        self.answers = {(who, key): given for (who, key), given in self.answers.items() if key not in old}

    def is_erased(self, key: str, at: datetime) -> bool:
        """Say whether the answers to a date are erased by now."""
        return self.meetings[key].ends + 14 * DAY < at

    def coming(self, at: datetime) -> list[str]:
        """Return the dates that are not over, the next first."""
        return sorted(
            (key for key, one in self.meetings.items() if one.ends > at), key=lambda k: self.meetings[k].starts
        )

    def by_name(self, key: str) -> dict[str, Answer]:
        """Return the answers to a date that were given by name."""
        return {who: given for (who, other), given in self.answers.items() if other == key and not given.is_hidden}
