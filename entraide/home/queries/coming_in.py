"""How a group's first weeks went: who was asked, came in, said no, and what is left to do; numbers, never names."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group, Settled
from entraide.groups.queries import find_group
from entraide.home.queries.evening import LOOKED_BACK
from entraide.journal.models import Entry
from entraide.members.actions.ways_in import LETTER_REFUSED, LETTER_WRITTEN, WAY_USED
from entraide.members.models import Membership, Reach, Status

OLD_LIST = timedelta(days=30)  # after a month the spreadsheet from before is no longer needed
FEWEST_OUTSIDE = 4  # of so many who did not come in, at least; and never all of them (as DECISIONS 35)


@dataclass(frozen=True)
class ComingIn:
    """What one reads after a week and after a month.

    `refused` counts only those whom the number cannot point at; `outside` says them and all others undivided.
    """

    days: int  # since the group was founded
    asked: int
    came: int
    refused: int
    outside: int  # letters that led nobody in: not answered, refused, or closed
    members: int
    waiting: int
    by_phone: int
    on_paper: int
    agreed: int
    not_agreed: int
    asks_for_old_list: bool
    old_list_is_gone: bool


def find_moving_in(group_id: UUID) -> Group:
    """Find a group that is new enough for this page, or raise NotFound."""
    group = find_group(group_id)
    if now() - group.created > LOOKED_BACK[1]:
        raise NotFound
    return group


def coming_in(group: Group) -> ComingIn:
    """Count, in two statements: the members as they stand, and the letters as the journal has them."""
    members = _members(group.id)
    active = [row for row in members if row.status is Status.ACTIVE]
    managed = [row for row in active if row.is_managed]
    letters = _letters(group)
    age = now() - group.created
    return ComingIn(
        days=age.days,
        asked=letters.asked,
        came=letters.came,
        refused=refusals_told(letters.evenings),
        outside=letters.asked - letters.came,
        members=len(active),
        waiting=len(members) - len(active),
        by_phone=sum(row.reach is Reach.PHONE for row in managed),
        on_paper=sum(row.reach is Reach.PAPER for row in managed),
        agreed=sum(row.consent_version is not None for row in active),
        not_agreed=sum(row.consent_version is None for row in active),
        asks_for_old_list=age >= OLD_LIST,
        old_list_is_gone=Settled.OLD_LIST in group.settled,
    )


def is_lost_among_others(refused: int, outside: int) -> bool:
    """Say whether a number of refusals points at nobody.

    An organiser knows whom she asked and sees who is there: among those who are not, at least four, some must have
    said no and some nothing, or the number would name them all.
    """
    return outside >= FEWEST_OUTSIDE and 0 < refused < outside


def refusals_told(evenings: Iterable[tuple[int, int]]) -> int:
    """Add up the refusals that may be told, of pairs (refused, outside), one for the letters of each day.

    Each day's letters are judged by themselves: a letter written alone on a later day would move a sum over all by
    one, and so tell what became of it. A letter that an organiser closes stays counted, for the same reason.
    """
    return sum(refused for refused, outside in evenings if is_lost_among_others(refused, outside))


def _members(group_id: UUID) -> list[Membership]:
    here = (Membership.status == Status.ACTIVE) | (
        (Membership.status == Status.WAITING) & (Membership.waits_until > now()) & Membership.is_shut_out.is_(False)
    )
    return list(db.session.scalars(select(Membership).where(Membership.group_id == group_id, here)))


@dataclass(frozen=True)
class _Letters:
    """Letters of invitation: all, those that led in, and the pairs of `refusals_told`."""

    asked: int
    came: int
    evenings: tuple[tuple[int, int], ...]


def _letters(group: Group) -> _Letters:
    """Return what became of the letters of invitation, as the journal has it."""
    deeds = (LETTER_WRITTEN, WAY_USED, LETTER_REFUSED)
    found = select(Entry.about_id, Entry.deed, Entry.at).where(Entry.group_id == group.id, Entry.deed.in_(deeds))
    zone, days = ZoneInfo(group.timezone), defaultdict[date, set[UUID | None]](set)
    by_deed: dict[str, set[UUID | None]] = {deed: set() for deed in deeds}
    for letter, deed, at in db.session.execute(found):
        by_deed[deed].add(letter)
        if deed == LETTER_WRITTEN:
            days[at.astimezone(zone).date()].add(letter)
    written, used, refused = by_deed.values()
    outside = [letters - used for letters in days.values()]
    evenings = tuple((len(letters & refused), len(letters)) for letters in outside)
    return _Letters(len(written), len(written & used), evenings)
