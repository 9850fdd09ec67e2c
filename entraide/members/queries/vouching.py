"""Reading what organisers vouch for: as the one who lost her lock sees it, and as those who are asked."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from entraide.access import scope
from entraide.access.actor import Actor
from entraide.accounts.locks.actions.codes import digits_of
from entraide.accounts.locks.queries import keyed
from entraide.accounts.losing import newest_locks
from entraide.accounts.models import Lock
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.groups.queries import name_of as name_of_group
from entraide.members.models import Membership, Status, Vouching
from entraide.members.queries import names_of
from entraide.members.queries.roster import alphabet
from entraide.vault import sealed

ASKED_FOR = timedelta(days=14)  # a request that two organisers did not answer
KEPT = timedelta(days=30)  # once it is over
ENOUGH = 2


@dataclass(frozen=True)
class OwnAsk:
    """One group of hers, as she may ask there; times are by the group's clock."""

    group_id: UUID
    name: str
    has_enough: bool  # two organisers beside herself
    asked: datetime | None
    words: int  # how many organisers have vouched
    opens_at: datetime | None
    is_open: bool


@dataclass(frozen=True)
class Asked:
    """Somebody of the group who lost her lock or card, as organisers are told; times are by the group's clock."""

    id: UUID
    name: str
    asked: datetime
    first_by: str
    opens_at: datetime | None
    is_open: bool
    may_vouch: bool  # who looks is neither she nor one who has vouched already
    may_say: bool  # two have vouched, who looks is one of them, and may say new digits
    is_spent: bool  # she came in by the digits; they open nothing more


def live_of(membership: Membership) -> Vouching | None:
    """Return what is asked or vouched for a member, held until this deed is done; None once it ended."""
    live = (Vouching.group_id == membership.group_id) & (Vouching.membership_id == membership.id)
    found = select(Vouching).where(live, Vouching.ended.is_(None)).with_for_update()
    return db.session.scalars(found).one_or_none()


def find_vouching(group_id: UUID, vouching_id: UUID) -> Vouching:
    """Find what is asked or vouched in a group and not over, or raise NotFound."""
    found = select(Vouching).where(Vouching.group_id == group_id, Vouching.id == vouching_id, Vouching.ended.is_(None))
    if (row := db.session.scalars(found).one_or_none()) is None:
        raise NotFound
    return row


def own_asks(actor: Actor) -> list[OwnAsk]:
    """Return an actor's groups with what she asked there, in a few statements."""
    at, groups, mine = now(), list(actor.roles), list(actor.memberships.values())
    is_hers = and_(Vouching.group_id == Group.id, Vouching.membership_id.in_(mine), Vouching.ended.is_(None))
    found = select(Group, Vouching).outerjoin(Vouching, is_hers).where(Group.id.in_(groups), Group.closed_at.is_(None))
    rows = db.session.execute(found).all()
    sealed.prepare(group.id for group, _ in rows)
    keepers = _keepers(groups, mine)
    newest = newest_locks([actor.person_id] if actor.person_id else []).get(actor.person_id)
    asks = [_own(group, _valid(row, newest), group.id in keepers, at) for group, row in rows]
    return sorted(asks, key=lambda one: alphabet(one.name))


def asked_in(group: Group, mine: UUID) -> list[Asked]:
    """Return who asks a group's organisers to vouch, or was vouched for and has no new lock yet, the newest first."""
    at, zone, first = now(), ZoneInfo(group.timezone), aliased(Membership)
    is_member = and_(Membership.group_id == Vouching.group_id, Membership.id == Vouching.membership_id)
    is_first = and_(first.group_id == Vouching.group_id, first.id == Vouching.first_by_id)
    is_first &= first.is_organiser & (first.status == Status.ACTIVE)  # else the word counts no more, and she is unnamed
    newer = exists().where(Lock.person_id == Membership.person_id, Lock.proved >= Vouching.asked)
    found = select(Vouching, Membership, first).join(Membership, is_member).outerjoin(first, is_first)
    here = (Vouching.group_id == group.id) & Vouching.ended.is_(None) & (Membership.status == Status.ACTIVE)
    rows = db.session.execute(found.where(here, ~newer).order_by(Vouching.asked.desc())).all()
    names = names_of({one.id: one for _, *pair in rows for one in pair if one}.values())
    return [
        Asked(
            id=row.id,
            name=names[member.id],
            asked=row.asked.astimezone(zone),
            first_by=names.get(row.first_by_id, "") if row.first_by_id else "",
            opens_at=row.opens_at.astimezone(zone) if row.opens_at else None,
            is_open=row.opens_at is not None and row.opens_at <= at,
            may_vouch=row.opens_at is None and may_say(row, mine),
            may_say=row.opens_at is not None and may_say(row, mine),
            is_spent=row.opens_at is not None and row.first_hmac is None and row.second_hmac is None,
        )
        for row, member, _ in rows
    ]


def may_say(row: Vouching, by: UUID) -> bool:
    """Say whether an organiser may vouch; or, once two have and the 48 hours run or are over, say new digits."""
    if by == row.membership_id:
        return False
    return by != row.first_by_id if row.opens_at is None else by in (row.first_by_id, row.second_by_id)


def many_asked(group_id: UUID) -> int:
    """Count who asks a group's organisers to vouch, or was vouched for and waits for the hour."""
    return db.session.scalar(_WISHES, {"group_id": group_id, "at": now()}) or 0


def wishes_in(group_id: UUID) -> Select[int]:
    """Count the same in SQL, for a page that asks everything at once."""
    return _wishes(group_id, now())


def _wishes(group_id: UUID | BindParameter[UUID], at: datetime | BindParameter[datetime]) -> Select[int]:
    here = (Vouching.group_id == group_id) & Vouching.ended.is_(None)
    waits = or_(Vouching.opens_at.is_(None), Vouching.opens_at > at)
    is_hers = (Membership.group_id == Vouching.group_id) & (Membership.id == Vouching.membership_id)
    newer = exists().where(is_hers, Lock.person_id == Membership.person_id, Lock.proved >= Vouching.asked)
    return select(func.count()).select_from(Vouching).where(here, waits, ~newer)


_WISHES = _wishes(bindparam("group_id"), bindparam("at"))
"""Built once: every roster asks it of its organisers."""


def who_may_lose(group: Group, mine: UUID) -> list[tuple[UUID, str]]:
    """Return the members of a group who sign in themselves, but the one who looks, by name: any may have lost a lock.

    Whether they have one is told by nothing.
    """
    own = (Membership.group_id == group.id) & ~Membership.is_managed & (Membership.id != mine)
    names = names_of(db.session.scalars(select(Membership).where(own, Membership.status == Status.ACTIVE)))
    return sorted(names.items(), key=lambda one: alphabet(one[1]))


def half_of(person_id: UUID, vouching_id: UUID, digits: str) -> bytes:
    """Return what is kept of the six digits that one organiser says."""
    return keyed(person_id, f"vouching {vouching_id}", digits)


def opened_by(person_id: UUID, typed: str) -> tuple[UUID, UUID] | None:
    """Return the group and what was vouched there, whose twelve digits somebody at the door types; else None.

    The statements are the same for who has nothing of the kind, and for nobody; the two sixes may come in any order.
    """
    for group_id, vouching_id, shown, kept in _typed_for(person_id, typed):
        if hmac.compare_digest(b"".join(shown), b"".join(kept)):
            scope.add(group_id)
            return group_id, vouching_id
    return None


def half_opened_by(person_id: UUID, typed: str) -> list[Vouching]:
    """Return what was vouched there, held, whose one six somebody at the door types with another that is wrong."""
    rows = [row for row in _typed_for(person_id, typed) if row[2] != row[3] and {*row[2]} & {*row[3]}]
    scope.add(*(row[0] for row in rows))
    found = select(Vouching).where(Vouching.id.in_([row[1] for row in rows])).with_for_update()
    return list(db.session.scalars(found.execution_options(populate_existing=True))) if rows else []


def _typed_for(person_id: UUID, typed: str) -> list[tuple[UUID, UUID, list[bytes], list[bytes]]]:
    """Return what counts for a person by now, with what would be kept of the digits typed, and what is."""
    digits = digits_of(typed)
    found = select(Vouching.group_id, Vouching.id, Vouching.first_hmac, Vouching.second_hmac)
    is_member = and_(Membership.group_id == Vouching.group_id, Membership.id == Vouching.membership_id)
    hers = (Membership.person_id == person_id) & (Membership.status == Status.ACTIVE)
    newer = exists().where(Lock.person_id == person_id, Lock.proved >= Vouching.asked)
    with scope.everywhere("the door: what was vouched for one person"):
        found = found.join(Membership, is_member).where(hers, Vouching.ended.is_(None), ~newer)
        rows = db.session.execute(found.where(Vouching.opens_at <= now())).all()
    halves = (digits[:6], digits[6:])
    return [
        (
            group_id,
            vouching_id,
            sorted(half_of(person_id, vouching_id, half) for half in halves),
            sorted((first or bytes(32), second or bytes(32))),
        )
        for group_id, vouching_id, first, second in rows
        if len(digits) == 12
    ]


def groups_to_tidy() -> list[UUID]:
    """Find, everywhere, the groups with requests that ran out or are long over."""
    at = now()
    stale = Vouching.ended.is_(None) & Vouching.opens_at.is_(None) & (Vouching.asked < at - ASKED_FOR)
    found = select(Vouching.group_id).where(or_(stale, Vouching.ended < at - KEPT)).distinct()
    with scope.everywhere("requests for organisers' word that ran out"):
        return list(db.session.scalars(found))


def _keepers(groups: Iterable[UUID], but: Iterable[UUID]) -> dict[UUID, int]:
    """Count the organisers, without these memberships, of the groups that have enough of them."""
    keeps = Membership.group_id.in_(list(groups)) & Membership.is_organiser & (Membership.status == Status.ACTIVE)
    counted = select(Membership.group_id, func.count()).where(keeps, Membership.id.not_in(list(but)))
    rows = db.session.execute(counted.group_by(Membership.group_id))
    return {group_id: many for group_id, many in rows if many >= ENOUGH}


def _valid(row: Vouching | None, newest: datetime | None) -> Vouching | None:
    """Return what still counts: a lock that is newer than the request ends it."""
    return None if row is None or (newest is not None and row.asked <= newest) else row


def _own(group: Group, row: Vouching | None, has_enough: bool, at: datetime) -> OwnAsk:
    zone = ZoneInfo(group.timezone)
    return OwnAsk(
        group_id=group.id,
        name=name_of_group(group),
        has_enough=has_enough,
        asked=row.asked.astimezone(zone) if row else None,
        words=((row.first_by_id is not None) + (row.second_by_id is not None)) if row else 0,
        opens_at=row.opens_at.astimezone(zone) if row and row.opens_at else None,
        is_open=row is not None and row.opens_at is not None and row.opens_at <= at,
    )
