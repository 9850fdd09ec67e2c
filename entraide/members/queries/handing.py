"""Who may be handed a card, who was, and which membership a phrase handed over is for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from entraide.access import scope
from entraide.accounts.cards import TOLD
from entraide.accounts.queries import find_person, has_mailbox
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.journal.queries import lately
from entraide.members.models import Membership, Reach, Status
from entraide.members.queries import names_told

HANDED = "card:hand"


@dataclass(frozen=True)
class HandedLately:
    """A phrase handed over in the last two days, as organisers are told; `at` is in the group's zone."""

    name: str
    by_name: str
    at: datetime


def check_handable(membership: Membership) -> None:
    """Raise NotFound for a member whom letters reach: she signs in by her address.

    Asked once it is clear that an organiser asks: whom no letter reaches is told to nobody else.
    """
    if membership.reach is Reach.EMAIL or has_mailbox(find_person(membership.person_id)):
        raise NotFound


def member_in(group_id: UUID, person_id: UUID) -> Membership:
    """Open one group for whoever showed an organiser's phrase, and find her place in it, or raise NotFound."""
    scope.add(group_id)
    found = select(Membership).where(
        Membership.group_id == group_id, Membership.person_id == person_id, Membership.status == Status.ACTIVE
    )
    if (membership := db.session.scalars(found.with_for_update()).one_or_none()) is None:
        raise NotFound
    return membership


def handed_lately(group: Group) -> list[HandedLately]:
    """Return what was handed over in a group within two days, the newest first, for its organisers to see."""
    deeds = lately(HANDED, group=group.id, since=now() - TOLD)
    ids = {one for deed in deeds for one in (deed.by_id, deed.about_id) if one}
    if not ids:
        return []
    found = select(Membership).where(Membership.group_id == group.id, Membership.id.in_(ids))
    names = names_told(db.session.scalars(found))
    zone = ZoneInfo(group.timezone)
    return [
        HandedLately(names[deed.about_id], names.get(deed.by_id, ""), deed.at.astimezone(zone))
        for deed in deeds
        if deed.about_id in names and deed.by_id
    ]
