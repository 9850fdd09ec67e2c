"""Reading what stands between two members: numbers asked for and given, and who blocks whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select

from entraide.access import scope
from entraide.access.actor import Actor, Role
from entraide.access.visibility import Viewer, may_be_given
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.members.models import Field, Membership, Number, Status, Tie
from entraide.members.queries import LISTED, Listed, names_told
from entraide.members.queries.cards import card_of, fields_for, find_in_sight


@dataclass(frozen=True)
class Other:
    """One other member, by the name chosen here; the empty one is of somebody who left.

    `key` is what her form goes to: the membership, but of a door that was carried on its own id, which names nobody.
    """

    key: UUID
    name: str
    day: date | None


@dataclass(frozen=True)
class Between:
    """All that one member arranged with others: who asks for her number, who has it, whom she blocks."""

    asking: tuple[Other, ...]
    holding: tuple[Other, ...]
    blocked: tuple[Other, ...]


@dataclass(frozen=True)
class Facing:
    """One member and the viewer who faces her; `theirs`: what she gave or closed to the viewer, `mine`: the reverse."""

    group_id: UUID
    membership: Membership
    viewer: Viewer
    theirs: Tie | None
    mine: Tie | None

    @property
    def is_blocked(self) -> bool:
        """The viewer blocks her, and knows it: who came back under another name is not named by a block."""
        return self.mine is not None and self.mine.blocked is not None and not self.mine.is_carried


_HERS = and_(Tie.group_id == Membership.group_id, Tie.owner_id == Membership.id, Tie.other_id == bindparam("own"))
_FACING = (
    select(*LISTED, Tie.owner_id, Tie.number, Tie.blocked)
    .outerjoin(Tie, _HERS)
    .where(Membership.group_id == bindparam("group_id"), Membership.status == Status.ACTIVE)
)


def viewer_of(actor: Actor, group_id: UUID) -> Viewer:
    """Return how an actor looks at one group's cards: one statement."""
    return viewer_as(group_id, actor.memberships.get(group_id), actor.roles_in(group_id))


def viewer_as(group_id: UUID, membership_id: UUID | None, roles: frozenset[Role]) -> Viewer:
    """Return how one member looks at her group's cards, with what others gave to her or closed to her."""
    if membership_id is None:
        return Viewer.anyone(*roles)
    hers = (Tie.group_id == group_id) & (Tie.other_id == membership_id)
    return _viewer(membership_id, roles, db.session.scalars(select(Tie).where(hers)).all())


def _viewer(membership_id: UUID, roles: frozenset[Role], ties: Sequence[Tie]) -> Viewer:
    return Viewer(
        membership_id,
        roles,
        given=frozenset(tie.owner_id for tie in ties if tie.number is Number.GIVEN and tie.blocked is None),
        shut_out=frozenset(tie.owner_id for tie in ties if tie.blocked is not None),
    )


def members_facing(actor: Actor, group_id: UUID) -> tuple[list[Membership], Viewer]:
    """Return a group's active members, and how one of them looks at the others: both in one statement."""
    own = actor.membership_in(group_id)
    rows = db.session.execute(_FACING, {"group_id": group_id, "own": own}).all()
    ties = [cast(Tie, row) for row in rows if row.owner_id]
    return [cast(Membership, Listed(*row[: len(LISTED)])) for row in rows], _viewer(own, actor.roles_in(group_id), ties)


def find_facing(actor: Actor, group_id: UUID, membership_id: UUID) -> Facing:
    """Find one member as the actor faces her, or raise NotFound: herself, and the discreet for fellow members."""
    own = actor.memberships.get(group_id)
    if own is None or own == membership_id:
        raise NotFound
    here = (Tie.group_id == group_id) & or_(Tie.other_id == own, Tie.owner_id == own)
    ties = db.session.scalars(select(Tie).where(here)).all()
    viewer = _viewer(own, actor.roles_in(group_id), [tie for tie in ties if tie.other_id == own])
    return Facing(
        group_id=group_id,
        membership=find_in_sight(group_id, membership_id, viewer),
        viewer=viewer,
        theirs=next((tie for tie in ties if (tie.owner_id, tie.other_id) == (membership_id, own)), None),
        mine=next((tie for tie in ties if (tie.owner_id, tie.other_id) == (own, membership_id)), None),
    )


def is_shut_out(group_id: UUID, owner: UUID, other: UUID) -> bool:
    """Say whether one member blocks one other."""
    theirs = (Tie.group_id == group_id) & (Tie.owner_id == owner) & (Tie.other_id == other)
    return db.session.scalar(select(Tie.id).where(theirs, Tie.blocked.is_not(None))) is not None


def blocked_by(group_id: UUID, owner: UUID) -> frozenset[UUID]:
    """Return whom one member blocks."""
    hers = (Tie.group_id == group_id) & (Tie.owner_id == owner) & Tie.blocked.is_not(None)
    return frozenset(db.session.scalars(select(Tie.other_id).where(hers)))


def roles_of(membership: Membership) -> frozenset[Role]:
    """Return the roles an active member holds."""
    more = {Role.ORGANISER: membership.is_organiser, Role.TREASURER: membership.is_treasurer}
    return frozenset({Role.MEMBER, *(role for role, holds in more.items() if holds)})


def who_block(group_id: UUID, other: UUID) -> Select[UUID]:
    """Return, as a statement, who blocks one member."""
    return select(Tie.owner_id).where(Tie.group_id == group_id, Tie.other_id == other, Tie.blocked.is_not(None))


def tie_of(group_id: UUID, owner: UUID, other: UUID) -> Tie | None:
    """Return what one member gave or closed to one other, as it stands now."""
    theirs = (Tie.group_id == group_id) & (Tie.owner_id == owner) & (Tie.other_id == other)
    return db.session.scalars(select(Tie).where(theirs).execution_options(populate_existing=True)).one_or_none()


def find_tie(group_id: UUID, owner: UUID, other: UUID) -> Tie:
    """Find what one member gave or closed to one other, or raise NotFound."""
    if (tie := tie_of(group_id, owner, other)) is None:
        raise NotFound
    return tie


def is_open(tie: Tie | None) -> bool:
    """Say whether a number may be asked for: never before, or long enough ago."""
    return tie is None or tie.number is None or (tie.until is not None and tie.until <= now())


def can_be_asked(group: Group, membership: Membership, viewer: Viewer) -> bool:
    """Say whether a number could be given to this viewer at all; whether there is one, nobody is told."""
    card = card_of(group, membership, ())
    return (
        viewer.membership_id not in (None, membership.id)
        and Field.PHONE in fields_for(group, membership)
        and may_be_given(viewer, card)
    )


def between(group_id: UUID, own: UUID) -> Between:
    """Return what one member arranged with others, by name.

    A door that was carried on is shown by the one it came from, else, once that is forgotten, without a name.
    """
    rows = db.session.execute(
        select(Tie, Membership)
        .join(Membership, (Membership.group_id == Tie.group_id) & (Membership.id == Tie.other_id))
        .where(Tie.group_id == group_id, Tie.owner_id == own)
        .order_by(Tie.id)
    ).all()
    names = names_told(member for tie, member in rows if not tie.is_carried)
    at = now()
    closed = {member.person_id for tie, member in rows if tie.blocked and not tie.is_carried}
    asking, holding, blocked = [], [], []
    for tie, member in rows:
        name = names.get(member.id, "")
        if tie.is_carried:
            if member.person_id not in closed:
                blocked.append(Other(tie.id, "", tie.blocked))
                closed.add(member.person_id)
        elif tie.blocked:
            blocked.append(Other(member.id, name, tie.blocked))
        elif tie.number is Number.ASKED and tie.until and tie.until > at and member.status is Status.ACTIVE:
            asking.append(Other(member.id, name, tie.asked))
        elif tie.number is Number.GIVEN and member.status is Status.ACTIVE:
            holding.append(Other(member.id, name, None))
    return Between(*(tuple(sorted(some, key=lambda one: one.name)) for some in (asking, holding, blocked)))


def is_asked(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Say in SQL whether somebody asks for the number of a member, and waits for her answer."""
    hers = and_(Tie.group_id == Membership.group_id, Tie.owner_id == Membership.id)
    waits = and_(Tie.number == Number.ASKED, Tie.until > at, Tie.blocked.is_(None))
    return select(Tie.id).where(hers, waits).correlate(Membership).exists()


def groups_with_ties_over() -> list[UUID]:
    """Find, everywhere, the groups that hold numbers asked for in vain whose time is over."""
    over = select(Tie.group_id).where(Tie.until <= now()).distinct()
    with scope.everywhere("numbers that were asked for in vain"):
        return list(db.session.scalars(over))
