"""Doors that were closed to somebody who left and came back: they hold, and no page tells under which name."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from entraide.access.visibility import Viewer
from entraide.db import db
from entraide.errors import NotFound
from entraide.members.models import Membership, Tie


def find_own_tie(group_id: UUID, own: UUID, key: UUID) -> Tie:
    """Find what one gave or closed oneself, as `Between` names it, or raise NotFound; a door carried on by its own id.

    So nobody can try by a form under which name somebody came back.
    """
    named = and_(Tie.other_id == key, Tie.is_carried.is_(False))
    unnamed = and_(Tie.id == key, Tie.is_carried)
    found = select(Tie).where(Tie.group_id == group_id, Tie.owner_id == own, or_(named, unnamed))
    tie = db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if tie is None:
        raise NotFound
    return tie


def carried_from(tie: Tie) -> list[Tie]:
    """Return the doors that were carried on from one, unless another closed one of the same person holds them."""
    of_person = select(Membership.person_id).where(Membership.group_id == tie.group_id, Membership.id == tie.other_id)
    hers = select(Membership.id).where(
        Membership.group_id == tie.group_id, Membership.person_id == of_person.scalar_subquery()
    )
    found = select(Tie).where(
        Tie.group_id == tie.group_id,
        Tie.owner_id == tie.owner_id,
        Tie.id != tie.id,
        Tie.blocked.is_not(None),
        Tie.other_id.in_(hers),
    )
    rows = list(db.session.scalars(found))
    return rows if all(one.is_carried for one in rows) else []


def previewed(own: UUID, viewer: Viewer, tie: Tie | None) -> Viewer:
    """Return another's look at one's own card as one may try it out: a door carried on to her is not told by it."""
    is_told = tie is None or not tie.is_carried
    return viewer if is_told else replace(viewer, shut_out=viewer.shut_out - {own})


def told_to(group_id: UUID, own: UUID) -> list[Tie]:
    """Return what one gave or closed, as her own data tell it: of a door carried on, the one it came from alone."""
    found = select(Tie, Membership.person_id).join(
        Membership, (Membership.group_id == Tie.group_id) & (Membership.id == Tie.other_id)
    )
    rows = db.session.execute(found.where(Tie.group_id == group_id, Tie.owner_id == own).order_by(Tie.id)).all()
    closed = {person_id for tie, person_id in rows if tie.blocked and not tie.is_carried}
    return [tie for tie, person_id in rows if not (tie.is_carried and person_id in closed)]


def unheard_by(ids: Iterable[UUID]) -> Select[UUID]:
    """Return, as a statement, who came back before a door that one of these memberships had closed."""
    return select(Tie.other_id).where(Tie.owner_id.in_(list(ids)), Tie.is_carried)
