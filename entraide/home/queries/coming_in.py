"""How a group's first weeks went: who was asked, came in, said no, and what is left to do; numbers, never names."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group, Settled
from entraide.groups.queries import find_group
from entraide.home.queries.evening import LOOKED_BACK
from entraide.journal.models import Entry
from entraide.members.actions.ways_in import LETTER_REFUSED, LETTER_WRITTEN, WAY_ENDED, WAY_USED
from entraide.members.models import Membership, Reach, Status

OLD_LIST = timedelta(days=30)  # after a month the spreadsheet from before is no longer needed
FEWEST_SILENT = 4  # of so many who did not come in, at least; and never all of them (as DECISIONS 35)


@dataclass(frozen=True)
class ComingIn:
    """What one reads after a week and after a month.

    `refused` is None where the number could point at somebody: then `outside` says both undivided.
    """

    days: int  # since the group was founded
    asked: int
    came: int
    refused: int | None
    outside: int  # letters that led nobody in: not answered, or refused
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
    asked, came, refused, ended = _letters(group.id)
    outside = max(0, asked - came - ended)
    age = now() - group.created
    return ComingIn(
        days=age.days,
        asked=asked,
        came=came,
        refused=refused if is_lost_among_others(refused, outside) else None,
        outside=outside,
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
    return outside >= FEWEST_SILENT and 0 < refused < outside


def _members(group_id: UUID) -> list[Membership]:
    here = (Membership.status == Status.ACTIVE) | (
        (Membership.status == Status.WAITING) & (Membership.waits_until > now())
    )
    return list(db.session.scalars(select(Membership).where(Membership.group_id == group_id, here)))


def _letters(group_id: UUID) -> tuple[int, int, int, int]:
    """Return how many letters of invitation were written, led in, were refused, and were closed by an organiser."""
    own = Entry.group_id == group_id
    letters = select(Entry.about_id).where(own, Entry.deed == LETTER_WRITTEN)
    deeds = (LETTER_WRITTEN, WAY_USED, LETTER_REFUSED, WAY_ENDED)
    counted = select(Entry.deed, func.count(Entry.about_id.distinct())).where(
        own, Entry.deed.in_(deeds), Entry.about_id.in_(letters)
    )
    rows = db.session.execute(counted.group_by(Entry.deed)).all()
    found: dict[str, int] = {deed: count for deed, count in rows}  # noqa: C416 (rows are no pairs to the type checker)
    written, used, refused, ended = (found.get(deed, 0) for deed in deeds)
    return written, used, refused, ended
