"""What became of a list that was pasted in, row by row; who refused is told apart from who did not answer by nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from entraide.access.scope import everywhere
from entraide.clock import now, today
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.mail.models import Letter, State
from entraide.members.models import Invitation, Membership, Reach, Status
from entraide.members.queries import active_members, names_of
from entraide.members.queries.roster import alphabet
from entraide.vault import sealed

LIFE = timedelta(days=28)  # of a row that nobody accepted, or agreed to (PRODUCT, retention)
NAMED_AFTER = timedelta(days=21)  # then its organisers are told
INVITING = "group_invitation"


class Stage(StrEnum):
    """How far a row that is asked by letter has come."""

    WAITING = "waiting"
    HANDED_OVER = "handed_over"  # the next mail server took it: refused or not answered is the same from here
    RETURNED = "returned"  # the next mail server did not take it: the address is wrong, most often
    ACCEPTED = "accepted"
    CLOSED = "closed"  # its organiser keeps the group no more, or another way in took its place


@dataclass(frozen=True)
class Pasted:
    """What is kept of a row beside its address: sealed as JSON under the invitation's key ("row")."""

    name: str
    hint: str  # the address, most of it hidden: the address itself goes once it was answered
    addressee: str  # the first name that the letter says, where several share an address


@dataclass(frozen=True)
class AskedRow:
    """Somebody who was asked by letter."""

    invitation_id: UUID
    name: str
    hint: str
    stage: Stage
    leaves: datetime | None  # when a waiting letter leaves, in the group's zone
    until: date

    @property
    def is_answered(self) -> bool:
        """Nothing can be sent again or put right any more."""
        return self.stage is Stage.ACCEPTED


@dataclass(frozen=True)
class ManagedRow:
    """Somebody without e-mail."""

    membership_id: UUID
    name: str
    reach: Reach
    agreed: date | None  # the day an organiser noted that she agreed
    agreed_to: str  # that organiser's name here; empty once she left
    until: date  # the day it is erased, unless she agrees


@dataclass(frozen=True)
class PastedList:
    """A list as it stands."""

    asked: tuple[AskedRow, ...]
    managed: tuple[ManagedRow, ...]

    @property
    def unasked(self) -> tuple[ManagedRow, ...]:
        """Those whose consent nobody noted."""
        return tuple(row for row in self.managed if row.agreed is None)

    @property
    def erased_soon(self) -> tuple[ManagedRow, ...]:
        """Those of them who are named a week before they are erased."""
        return tuple(row for row in self.unasked if row.until <= today() + (LIFE - NAMED_AFTER))

    def many(self, *stages: Stage) -> int:
        """Count the letters at these stages."""
        return sum(row.stage in stages for row in self.asked)


def pasted_list(group: Group) -> PastedList:
    """Return the rows of a group's lists, by name, in a few statements for any number of rows."""
    members = [row for row in active_members(group.id) if row.is_organiser or _is_shown(row)]
    letters = _letters_of(group.id)
    sealed.prepare([*(row.person_id for row in members), *(invitation.id for invitation in letters)])
    names = names_of(members)
    organisers = {row.id: names[row.id] for row in members if row.is_organiser}
    asked = [_asked(group, row, letter, organisers) for row, letter in letters.items()]
    managed = [_managed(row, names, organisers) for row in members if _is_shown(row)]
    return PastedList(
        tuple(sorted(asked, key=lambda row: alphabet(row.name or row.hint))),
        tuple(sorted(managed, key=lambda row: alphabet(row.name))),
    )


def find_asked(group_id: UUID, invitation_id: UUID) -> Invitation:
    """Find a row that was asked by letter and looks unanswered, or raise NotFound."""
    found = select(Invitation).where(
        Invitation.id == invitation_id,
        Invitation.group_id == group_id,
        Invitation.imported,
        Invitation.row_sealed.is_not(None),
        Invitation.expires > now(),
    )
    row = db.session.scalars(found).one_or_none()
    if row is None or _is_accepted(row):
        raise NotFound
    return row


def find_asked_row(group: Group, invitation: Invitation) -> AskedRow:
    """Return one row as its page shows it."""
    row = next((one for one in pasted_list(group).asked if one.invitation_id == invitation.id), None)
    if row is None:
        raise NotFound
    return row


def row_of(invitation: Invitation) -> Pasted:
    """Open what is kept of a row; nothing is said for an invitation that is none."""
    if invitation.row_sealed is None:
        return Pasted("", "", "")
    return Pasted(**sealed.unseal_json(invitation.id, "row", invitation.row_sealed))


def hidden(address: str) -> str:
    """Show enough of an address to know which it is, too little to write to it."""
    name, _, host = address.rpartition("@")
    return f"{name[:2]}…@{host}"


def letters_about(invitation_id: UUID) -> Sequence[Letter]:
    """Return the letters of one invitation, the newest first."""
    found = select(Letter).where(Letter.subject_id == invitation_id, Letter.kind == INVITING)
    return db.session.scalars(found.order_by(Letter.created.desc())).all()


def unasked(group_id: UUID, ids: Collection[UUID]) -> list[Membership]:
    """Return those of a list's members whose consent nobody noted, of the ids that were ticked."""
    found = _unasked().where(Membership.group_id == group_id, Membership.id.in_(ids))
    return list(db.session.scalars(found.order_by(Membership.id)))


def find_unasked(group_id: UUID, membership_id: UUID) -> Membership:
    """Find one of them, or raise NotFound."""
    if not (found := unasked(group_id, [membership_id])):
        raise NotFound
    return found[0]


def has_unasked(group_id: UUID, joined: date) -> bool:
    """Say whether consent is still missing for somebody whom a list of that day or an earlier one brought."""
    found = _unasked().where(Membership.group_id == group_id, Membership.joined <= joined)
    return db.session.scalar(found.with_only_columns(Membership.id).limit(1)) is not None


def unasked_since(joined: date) -> Sequence[tuple[UUID, UUID, date]]:
    """Return group, membership and day of everybody brought by that day without consent, in all groups: ids only."""
    with everywhere("rows of pasted lists whose consent nobody noted in time: ids only"):
        columns = (Membership.group_id, Membership.id, Membership.joined)
        rows = db.session.execute(_unasked().with_only_columns(*columns).where(Membership.joined <= joined)).all()
    return [(group_id, membership_id, day) for group_id, membership_id, day in rows]


def _unasked() -> Any:
    is_open = Membership.imported & Membership.is_managed & Membership.consent_version.is_(None)
    return select(Membership).where(is_open, Membership.status == Status.ACTIVE)


def _is_shown(row: Membership) -> bool:
    return row.imported and row.is_managed and (row.consent_version is None or row.joined > today() - LIFE)


def _is_accepted(row: Invitation) -> bool:
    return row.uses_left == 0 and not row.ended


def _letters_of(group_id: UUID) -> dict[Invitation, Letter | None]:
    """Return a group's rows that are asked by letter, each with its newest letter."""
    about = (Letter.subject_id == Invitation.id) & (Letter.kind == INVITING)
    found = select(Invitation, Letter).outerjoin(Letter, about)
    mine = (Invitation.group_id == group_id) & Invitation.imported & Invitation.row_sealed.is_not(None)
    rows = db.session.execute(found.where(mine, Invitation.expires > now()).order_by(Letter.created)).all()
    return {invitation: letter for invitation, letter in rows}  # noqa: C416 (the newest letter wins)


def _asked(group: Group, row: Invitation, letter: Letter | None, organisers: dict[UUID, str]) -> AskedRow:
    kept, zone = row_of(row), ZoneInfo(group.timezone)
    stage = _stage(row, letter, organisers)
    leaves = letter.run_at.astimezone(zone) if letter and stage is Stage.WAITING else None
    return AskedRow(row.id, kept.name, kept.hint, stage, leaves, row.expires.astimezone(zone).date())


def _stage(row: Invitation, letter: Letter | None, organisers: dict[UUID, str]) -> Stage:
    """Say how far a row has come: a refused one stands where an unanswered one would."""
    if _is_accepted(row):
        return Stage.ACCEPTED
    if row.by_id not in organisers or (row.ended and row.uses_left > 0):
        return Stage.CLOSED
    if letter is None or letter.state in (State.SENT, State.DROPPED):
        return Stage.HANDED_OVER
    return Stage.RETURNED if letter.state is State.REFUSED else Stage.WAITING


def _managed(row: Membership, names: dict[UUID, str], organisers: dict[UUID, str]) -> ManagedRow:
    agreed = row.consent_day if row.consent_version else None
    by = organisers.get(row.consent_by, "") if row.consent_by else ""
    return ManagedRow(row.id, names[row.id], row.reach, agreed, by, row.joined + LIFE)
