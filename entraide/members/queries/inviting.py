"""What organisers see of the ways into their group, and of whoever waits inside the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from entraide.access.scope import everywhere
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.members.models import Invitation, InvitationKind, Membership, Status
from entraide.members.queries import Reader, name_of, names_of
from entraide.members.queries.pasted_list import hidden, row_of
from entraide.members.queries.ways_in import caller, first_word, looks_open, maker_of
from entraide.vault import sealed


@dataclass(frozen=True)
class OpenWay:
    """A line of what stands open; `expires` is in the group's zone."""

    id: UUID
    kind: InvitationKind
    by_name: str
    to: str  # for a letter: its address, most of it hidden
    expires: datetime
    uses_left: int


@dataclass(frozen=True)
class ShownWay:
    """What an organiser hands on: the token of the join page, or the eight digits of a spoken code."""

    id: UUID
    kind: InvitationKind
    from_name: str
    secret: str
    expires: datetime
    uses_left: int


@dataclass(frozen=True)
class Waiting:
    """Somebody in the waiting room."""

    membership_id: UUID
    name: str
    since: date
    until: datetime


def find_invitation(group_id: UUID, invitation_id: UUID) -> Invitation:
    """Find one invitation of a group that looks open, or raise NotFound."""
    mine = (Invitation.id == invitation_id) & (Invitation.group_id == group_id) & looks_open()
    found = select(Invitation).where(mine, Invitation.imported.is_(False))  # rows of a list have a page of their own
    if (invitation := db.session.scalars(found).one_or_none()) is None:
        raise NotFound
    return invitation


def shown_way(invitation: Invitation, group: Group) -> ShownWay:
    """Open what an organiser hands on; a letter's secret is its reader's alone: NotFound."""
    if invitation.token_sealed is None or invitation.kind is InvitationKind.EMAIL:
        raise NotFound
    return ShownWay(
        invitation.id,
        invitation.kind,
        caller(group, name_of(maker_of(invitation))),
        sealed.unseal(group.id, f"invitation {invitation.id}", invitation.token_sealed),
        invitation.expires.astimezone(ZoneInfo(group.timezone)),
        invitation.uses_left,
    )


def open_ways(group: Group) -> list[OpenWay]:
    """Return what stands open into a group, the newest first; ways whose maker keeps the group no more are dead."""
    found = select(Invitation).where(
        Invitation.group_id == group.id,
        looks_open(),  # who refused is not told by being absent here
        Invitation.imported.is_(False),
    )
    rows = db.session.scalars(found.order_by(Invitation.created.desc(), Invitation.id)).all()
    names = names_of(_organisers(group.id))
    sealed.prepare(row.id for row in rows if row.kind is InvitationKind.EMAIL)
    zone = ZoneInfo(group.timezone)
    return [
        OpenWay(
            row.id, row.kind, first_word(names[row.by_id]), _hidden(row), row.expires.astimezone(zone), row.uses_left
        )
        for row in rows
        if row.by_id in names
    ]


def organisers_to_tell(group_id: UUID) -> list[Reader]:
    """Return the organisers who are told by letter that somebody waits."""
    return [Reader(row.id, row.person_id) for row in _organisers(group_id) if row.wants_letters and not row.is_managed]


def waiting_in(group: Group) -> list[Waiting]:
    """Return who waits in a group, the longest first."""
    found = select(Membership).where(
        Membership.group_id == group.id,
        Membership.status == Status.WAITING,
        Membership.waits_until > now(),
        Membership.is_shut_out.is_(False),
    )
    rows = db.session.scalars(found.order_by(Membership.waits_until, Membership.id)).all()
    names = names_of(rows)
    zone = ZoneInfo(group.timezone)
    return [
        Waiting(row.id, names[row.id], row.joined, row.waits_until.astimezone(zone)) for row in rows if row.waits_until
    ]


def find_waiting(group_id: UUID, membership_id: UUID) -> Membership:
    """Find somebody who waits, within the scope, or raise NotFound."""
    found = select(Membership).where(
        Membership.group_id == group_id,
        Membership.id == membership_id,
        Membership.status == Status.WAITING,
        Membership.waits_until > now(),
    )
    if (row := db.session.scalars(found).one_or_none()) is None:
        raise NotFound
    return row


def find_heard(group_id: UUID, membership_id: UUID) -> Membership:
    """Find somebody who waits and of whom organisers are told, or raise NotFound."""
    row = find_waiting(group_id, membership_id)
    if row.is_shut_out:
        raise NotFound
    return row


def waits_over() -> Sequence[tuple[UUID, UUID]]:
    """Return the group and membership of every waiting that has run out, in all groups."""
    over = (Membership.status == Status.WAITING) & (Membership.waits_until <= now())
    with everywhere("waiting that has run out: ids only"):
        rows = db.session.execute(select(Membership.group_id, Membership.id).where(over)).all()
    return [(group_id, membership_id) for group_id, membership_id in rows]


def _organisers(group_id: UUID) -> list[Membership]:
    keeps = select(Membership).where(
        Membership.group_id == group_id, Membership.status == Status.ACTIVE, Membership.is_organiser
    )
    return list(db.session.scalars(keeps))


def _hidden(invitation: Invitation) -> str:
    """Show enough of an address to know which it is, too little to write to it."""
    if invitation.email_sealed is None:
        return row_of(invitation).hint
    return hidden(sealed.unseal(invitation.id, "email", invitation.email_sealed))
