"""Reading memberships; what is sealed comes out as frozen values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, exists, select

from entraide.access.actor import Role
from entraide.accounts.models import Lock
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.members.models import CallList, Concern, Membership, Reach, Status, Vouching
from entraide.vault import sealed


class Listed(NamedTuple):
    """What a line of the roster needs of a membership: columns alone, for a roster holds many hundred."""

    id: UUID
    person_id: UUID
    name_sealed: bytes | None
    is_organiser: bool
    is_treasurer: bool
    is_managed: bool
    is_discreet: bool
    reach: Reach
    concern: Concern


@dataclass(frozen=True)
class Place:
    """Where a person stands in one group; no roles while she waits.

    `calls_until`: the end of her call list open on this session, by the group's clock; `opens_at`: when what its
    organisers vouched for takes effect, while that is to come; `is_vouched` from then on, until she has a newer lock.
    """

    group_id: UUID
    membership_id: UUID
    roles: frozenset[Role]
    calls_until: datetime | None = None
    opens_at: datetime | None = None
    is_vouched: bool = False
    quick_exit: bool = False  # the group wants its members' pages to be left quickly


_IS_CALLING = and_(
    CallList.group_id == Membership.group_id,
    CallList.by_id == Membership.id,
    CallList.sign_in_id == bindparam("sign_in_id"),
    CallList.until > bindparam("at"),
)
_IS_ASKED = and_(
    Vouching.group_id == Membership.group_id,
    Vouching.membership_id == Membership.id,
    Vouching.ended.is_(None),
    ~exists().where(Lock.person_id == bindparam("person_id"), Lock.proved >= Vouching.asked),
)
_PLACES = (
    select(
        Membership.group_id,
        Membership.id,
        Membership.status,
        Membership.is_organiser,
        Membership.is_treasurer,
        CallList.until,
        Group.timezone,
        Vouching.opens_at,
        Group.quick_exit,
    )
    .join(Group, Group.id == Membership.group_id)
    .outerjoin(CallList, _IS_CALLING)
    .outerjoin(Vouching, _IS_ASKED)
    .where(Membership.person_id == bindparam("person_id"), Membership.status != Status.ENDED)
)
"""Built once: every page asks it, and building takes longer than asking."""


def places_of(person_id: UUID, sign_in_id: UUID | None = None) -> list[Place]:
    """Return every place a person holds, everywhere, in one statement: only who-asks may call it."""
    at = now()
    rows = db.session.execute(_PLACES, {"person_id": person_id, "sign_in_id": sign_in_id, "at": at})
    return [
        Place(
            group_id,
            id_,
            _roles(is_organiser, is_treasurer) if status is Status.ACTIVE else frozenset(),
            until.astimezone(ZoneInfo(zone)) if until else None,
            opens_at if opens_at and at < opens_at else None,
            opens_at is not None and opens_at <= at,
            quick_exit,
        )
        for group_id, id_, status, is_organiser, is_treasurer, until, zone, opens_at, quick_exit in rows
    ]


def find_membership(group_id: UUID, membership_id: UUID) -> Membership:
    """Find a member or somebody who waits, within the scope, or raise NotFound; the ended are absent."""
    found = select(Membership).where(
        Membership.group_id == group_id, Membership.id == membership_id, Membership.status != Status.ENDED
    )
    if (row := db.session.scalars(found).one_or_none()) is None:
        raise NotFound
    return row


def active_members(group_id: UUID) -> list[Membership]:
    """Return a group's active memberships."""
    active = (Membership.group_id == group_id) & (Membership.status == Status.ACTIVE)
    return list(db.session.scalars(select(Membership).where(active)))


LISTED = tuple(getattr(Membership, column) for column in Listed._fields)
_LISTED = select(*LISTED).where(Membership.group_id == bindparam("group_id"), Membership.status == Status.ACTIVE)


def listed_members(group_id: UUID) -> list[Membership]:
    """Return a group's active memberships as lists need them: what Listed names, to be read and not changed."""
    rows = db.session.execute(_LISTED, {"group_id": group_id})
    return [cast(Membership, Listed(*row)) for row in rows]


def is_answered_for(membership: Membership) -> bool:
    """Say whether organisers write down what a member tells them.

    They do for a managed one, and at the phone or on paper for whoever lets them.
    """
    own = membership.reach is not Reach.EMAIL and membership.lets_answer
    return membership.status is Status.ACTIVE and (membership.is_managed or own)


def own_words_of(membership: Membership) -> str:
    """Open what a member wants to read as the sender of letters from this group; empty: what her level says."""
    kept = membership.own_words_sealed
    return sealed.unseal(membership.person_id, f"own words {membership.id}", kept) if kept else ""


def name_of(membership: Membership) -> str:
    """Open the name a member chose in this group; empty once the membership ended."""
    if membership.name_sealed is None:
        return ""
    return sealed.unseal(membership.person_id, f"name {membership.id}", membership.name_sealed)


def names_of(memberships: Iterable[Membership]) -> dict[UUID, str]:
    """Open many members' names with one look at the key store, by membership id."""
    rows = list(memberships)
    sealed.prepare(row.person_id for row in rows)
    return {row.id: name_of(row) for row in rows}


def names_told(memberships: Iterable[Membership]) -> dict[UUID, str]:
    """Open the names of those whom a page may name though they left; whoever is shut to be erased is one of them."""
    rows = list(memberships)
    return dict.fromkeys((row.id for row in rows), "") | names_of(row for row in rows if row.status is not Status.SHUT)


def _roles(is_organiser: bool, is_treasurer: bool) -> frozenset[Role]:
    roles = {Role.MEMBER}
    if is_organiser:
        roles.add(Role.ORGANISER)
    if is_treasurer:
        roles.add(Role.TREASURER)
    return frozenset(roles)


@dataclass(frozen=True)
class Reader:
    """A member who is told by letter."""

    membership_id: UUID
    person_id: UUID


def readers_of(group_id: UUID) -> list[Reader]:
    """Return the active members of a group who have an address here and want letters."""
    rows = db.session.execute(
        select(Membership.id, Membership.person_id).where(
            Membership.group_id == group_id,
            Membership.status == Status.ACTIVE,
            Membership.is_managed.is_(False),
            Membership.wants_letters,
        )
    )
    return [Reader(membership_id, person_id) for membership_id, person_id in rows]
