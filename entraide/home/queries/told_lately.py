"""What a group's page tells every member for a month, as the journal has it: what organisers did that concerns all."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, Subquery, func, select

from entraide.clock import now
from entraide.groups.actions import LETTERS_CHANGED
from entraide.journal.models import Entry
from entraide.members.models import Membership
from entraide.members.queries import names_told
from entraide.rights.actions import ROSTER_TAKEN

TOLD = timedelta(days=31)


@dataclass(frozen=True)
class Taken:
    """That the members' list was taken along as a spreadsheet of late; no name: it is not told to this member."""

    day: date
    times: int
    name: str


def last_taken(group_id: UUID) -> Subquery:
    """Return who took the roster along of late, when last and how often."""
    lately = (Entry.group_id == group_id) & (Entry.at > now() - TOLD) & (Entry.deed == ROSTER_TAKEN)
    last = select(Entry.by_id, func.max(Entry.at).label("at"), func.count().label("times"))
    return last.where(lately).group_by(Entry.by_id).subquery()


def taken(takers: list[tuple[Membership, datetime, int]], zone: ZoneInfo, keeps: bool) -> tuple[Taken, ...]:
    """Say who took the roster along, the last on top; members are not told of the discreet by name."""
    names = names_told(taker for taker, *_ in takers)
    return tuple(
        Taken(at.astimezone(zone).date(), times, names[taker.id] if keeps or not taker.is_discreet else "")
        for taker, at, times in sorted(takers, key=lambda one: one[1], reverse=True)
    )


def letters_changed(group_id: UUID) -> ScalarSelect[datetime]:
    """Return when it was last changed, of late, how much the group's letters say; who did it is not told."""
    lately = (Entry.group_id == group_id) & (Entry.at > now() - TOLD) & (Entry.deed == LETTERS_CHANGED)
    return select(func.max(Entry.at)).where(lately).scalar_subquery()
