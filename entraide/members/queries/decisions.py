"""What organisers are deciding together, as the rules and as each organiser read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select

from entraide.access.scope import everywhere
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.members.models import Decision, DecisionKind, Membership, Status
from entraide.members.queries import names_of

LIFE = timedelta(days=7)  # of a decision, and how long one keeps a group before one's word counts on others


@dataclass(frozen=True)
class OpenDecision:
    """An open decision as one organiser reads it; `until` is in the group's zone, `about_name` empty for the group."""

    id: UUID
    kind: DecisionKind
    by_name: str
    about_name: str
    until: datetime
    is_notice: bool
    is_mine: bool  # she proposed it
    is_about_me: bool
    may_confirm: bool
    may_end: bool


def decision_in(group_id: UUID) -> Decision | None:
    """Return what a group's organisers are deciding; a proposal whose days are over is nothing any more."""
    found = select(Decision).where(Decision.group_id == group_id, _is_open())
    return db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()


def decisions_in(group_id: UUID) -> Select[int]:
    """Count in SQL what is being decided: one or none, for a page that asks everything at once."""
    return select(func.count()).select_from(Decision).where(Decision.group_id == group_id, _is_open())


def find_decision(group_id: UUID, decision_id: UUID) -> Decision:
    """Find the decision that a page showed, or raise NotFound: it ended meanwhile."""
    row = decision_in(group_id)
    if row is None or row.id != decision_id:
        raise NotFound
    return row


def counts(keeper: Membership) -> bool:
    """Say whether an organiser has kept the group long enough for her word to count on others."""
    return keeper.organiser_since is None or now() - keeper.organiser_since >= LIFE


def speaks(keeper: Membership, kind: DecisionKind, keepers: Sequence[Membership]) -> bool:
    """Say whether an organiser's word counts on this: two who are all there are may close at once."""
    return counts(keeper) or (kind is DecisionKind.CLOSE and len(keepers) == 2)


def keepers_of(group_id: UUID) -> list[Membership]:
    """Return a group's organisers, for reading."""
    keep = select(Membership).where(
        Membership.group_id == group_id, Membership.status == Status.ACTIVE, Membership.is_organiser
    )
    return list(db.session.scalars(keep.order_by(Membership.id)))


def open_decision(group: Group, own_id: UUID, keepers: Sequence[Membership]) -> OpenDecision | None:
    """Return what is being decided, as one of the organisers reads it."""
    row = decision_in(group.id)
    if row is None:
        return None
    names = names_of(keepers)
    own = next((one for one in keepers if one.id == own_id), None)
    free = own is not None and own_id != row.about_id
    return OpenDecision(
        id=row.id,
        kind=row.kind,
        by_name=names.get(row.by_id, ""),
        about_name=names.get(row.about_id, "") if row.about_id else "",
        until=row.until.astimezone(ZoneInfo(group.timezone)),
        is_notice=row.is_notice,
        is_mine=own_id == row.by_id,
        is_about_me=own_id == row.about_id,
        may_confirm=own is not None and free and own_id != row.by_id and speaks(own, row.kind, keepers),
        may_end=free,
    )


def groups_with_decisions_over() -> Sequence[UUID]:
    """Return the groups in which the days of a decision are over."""
    with everywhere("decisions whose days are over: ids of groups only"):
        return list(db.session.scalars(select(Decision.group_id).where(Decision.until <= now())))


def _is_open() -> ColumnElement[bool]:
    return (Decision.until > now()) | Decision.is_notice
