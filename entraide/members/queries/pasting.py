"""What is looked up while a list is pasted in: who is here, who is asked, and how many more letters a day allows."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from entraide.clock import now
from entraide.db import db
from entraide.journal.models import Entry
from entraide.members.models import Invitation, InvitationKind
from entraide.members.pasted_names import folded
from entraide.members.queries import listed_members, names_of
from entraide.members.queries.ways_in import looks_open
from entraide.vault import sealed

LIST_KEPT = "list:keep"
LETTERS_A_DAY = 150
"""So many new addresses a group writes to in a day. Sixty people move in on one evening; sixty more letters allow for
addresses put right and people remembered later. Whoever wants to pester strangers gets no more than that out of a
group, and each address no more than five letters a day from all groups together."""


def was_kept(group_id: UUID, once: UUID) -> bool:
    """Say whether a list was kept already: its form was sent twice."""
    kept = select(Entry.id).where(Entry.group_id == group_id, Entry.deed == LIST_KEPT, Entry.about_id == once)
    return db.session.scalar(kept.limit(1)) is not None


def letters_left(group_id: UUID) -> int:
    """Return to how many new addresses a group may still write today."""
    lately = (Invitation.kind == InvitationKind.EMAIL) & (Invitation.created > now() - timedelta(days=1))
    return max(
        0, LETTERS_A_DAY - (db.session.scalar(select(func.count()).where(Invitation.group_id == group_id, lately)) or 0)
    )


def names_here(group_id: UUID) -> frozenset[str]:
    """Return the names of a group's members, folded: what every member may read in the roster."""
    return frozenset(folded(name) for name in names_of(listed_members(group_id)).values())


def invited_among(group_id: UUID, addresses: Collection[str]) -> frozenset[str]:
    """Return which addresses, folded, this group has an invitation to that organisers read as open."""
    indexes = {sealed.blind(address): address.casefold() for address in addresses if address}
    found = select(Invitation.email_index).where(
        Invitation.group_id == group_id, Invitation.email_index.in_(indexes), looks_open()
    )
    return frozenset(indexes[index] for index in db.session.scalars(found) if index) if indexes else frozenset()
