"""Reading a group's roster as one viewer gets it: a few statements for any number of members, sorted after."""

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from entraide.access.visibility import Viewer, Visibility
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import name_of as group_name_of
from entraide.members.models import CardField, Field, Membership, Reach, Status
from entraide.members.queries import listed_members, names_of
from entraide.members.queries.cards import Kept, Line, lines_of
from entraide.vault import sealed


@dataclass(frozen=True)
class Roster:
    """A group's members as one viewer gets them."""

    group_name: str
    members: int  # all who belong, the discreet among them
    lines: tuple[Line, ...]

    @property
    def unlisted(self) -> int:
        """How many belong without standing in this list."""
        return self.members - len(self.lines)


class Stored(NamedTuple):
    """One stored field of a card, out of many."""

    field: Field
    value_sealed: bytes
    visibility: Visibility


@dataclass(frozen=True)
class Printed:
    """One line of the paper that lies on the table: no contact details, no discreet member."""

    membership_id: UUID
    name: str
    reach: Reach | None  # for members without account: how they are told


@dataclass(frozen=True)
class RoleLine:
    """One member on the page of roles."""

    membership_id: UUID
    name: str
    is_own: bool
    is_organiser: bool
    is_treasurer: bool


def roster(group: Group, viewer: Viewer, members: list[Membership] | None = None) -> Roster:
    """Return the roster for this viewer, by name; who waits is not in it. `members`: those active, if read already."""
    members = listed_members(group.id) if members is None else members
    cards = cards_of(group.id)
    sealed.prepare([group.id, *(membership.person_id for membership in members)])
    lines = lines_of(group, members, cards, viewer)
    return Roster(group_name_of(group), len(members), tuple(sorted(lines, key=lambda line: alphabet(line.name))))


def printed(group: Group) -> tuple[list[Printed], int]:
    """Return the lines of the printed list, and how many members do not stand on it."""
    members = listed_members(group.id)
    shown = [membership for membership in members if not membership.is_discreet]
    names = names_of(shown)
    lines = [Printed(row.id, names[row.id], row.reach if row.is_managed else None) for row in shown]
    return sorted(lines, key=lambda line: alphabet(line.name)), len(members) - len(shown)


def role_lines(group: Group, viewer: Viewer) -> list[RoleLine]:
    """Return every member who has an account, for the page where organisers give and take roles."""
    members = [row for row in listed_members(group.id) if not row.is_managed]
    names = names_of(members)
    lines = [
        RoleLine(row.id, names[row.id], row.id == viewer.membership_id, row.is_organiser, row.is_treasurer)
        for row in members
    ]
    return sorted(lines, key=lambda line: (not line.is_organiser, alphabet(line.name)))


def organisers(group_id: UUID) -> list[UUID]:
    """Return the memberships that keep a group, locked until this transaction ends, so that none leaves unseen."""
    keep = select(Membership.id).where(
        Membership.group_id == group_id, Membership.status == Status.ACTIVE, Membership.is_organiser
    )
    return list(db.session.scalars(keep.order_by(Membership.id).with_for_update()))


def has_treasurer(group_id: UUID) -> bool:
    """Say whether somebody keeps the cash book."""
    keeps = (Membership.group_id == group_id) & (Membership.status == Status.ACTIVE) & Membership.is_treasurer
    return db.session.scalar(select(Membership.id).where(keeps).limit(1)) is not None


def alphabet(name: str) -> tuple[str, str]:
    """Return what a name is sorted by: accents and capitals do not count, unless nothing else differs."""
    if name.isascii():
        return name.casefold(), name
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return plain.casefold(), name


_CARDS = (
    select(CardField.membership_id, CardField.field, CardField.value_sealed, CardField.visibility)
    .where(CardField.group_id == bindparam("group_id"))
    .order_by(CardField.membership_id)
)


def cards_of(group_id: UUID) -> dict[UUID, list[Kept]]:
    """Return the stored fields of every card, by membership: columns alone, for a roster holds many hundred."""
    rows = db.session.execute(_CARDS, {"group_id": group_id})
    return {
        membership_id: [Stored(field, value, visibility) for _, field, value, visibility in of_one]
        for membership_id, of_one in groupby(rows, key=itemgetter(0))
    }
