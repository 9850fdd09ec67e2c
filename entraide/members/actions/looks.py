"""Keeping receipts: every deed that opens members' contact details leaves one for each of them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from entraide.access.visibility import NUMBER, Viewer, visible_fields
from entraide.clock import today
from entraide.db import db, upsert
from entraide.groups.models import Group
from entraide.members.models import Look, LookPurpose, Membership
from entraide.members.queries import active_members
from entraide.members.queries.cards import CONTACT, card_of
from entraide.members.queries.roster import cards_of


def receipt(group: Group, by: UUID, about: Iterable[UUID], purpose: LookPurpose) -> None:
    """Let members read that one of the group opened their details today; twice on one day is once.

    Whether she kept the group then is read there too, though she may lay the role down, or leave, straight after.
    """
    of_all = {"group_id": group.id, "by_id": by, "day": today(group.timezone), "purpose": purpose}
    rows = [of_all | {"id": uuid4(), "about_id": one} for one in about if one != by]
    if rows:
        keeps = db.session.scalar(
            select(Membership.is_organiser).where(Membership.group_id == group.id, Membership.id == by)
        )
        made = upsert(db.session())(Look)
        keys = [Look.group_id, Look.about_id, Look.by_id, Look.day, Look.purpose]
        once = made.on_conflict_do_update(
            index_elements=keys, set_={"as_organiser": True}, where=made.excluded.as_organiser
        )
        db.session.execute(once, [row | {"as_organiser": bool(keeps)} for row in rows])


def receipt_of_numbers(group: Group, viewer: Viewer, purpose: LookPurpose) -> None:
    """Leave a receipt with everybody whose number a call list shows to this viewer: the list is one deed."""
    if viewer.membership_id is not None:
        about = [one.id for one, seen in _seen_by(group, viewer) if NUMBER in seen]
        receipt(group, viewer.membership_id, about, purpose)


def receipt_of_sheet(group: Group, by: UUID, viewer: Viewer) -> None:
    """Leave a receipt with everybody whose contact details stand on a sheet that was made for such a viewer."""
    about = [one.id for one, seen in _seen_by(group, viewer) if seen & CONTACT and not one.is_discreet]
    receipt(group, by, about, LookPurpose.SPREADSHEET)


def forget_looks(group_id: UUID, before: datetime) -> None:
    """Erase receipts older than the journal."""
    old = (Look.group_id == group_id) & (Look.day < before.date())
    db.session.execute(delete(Look).where(old), execution_options={"synchronize_session": False})


def forget_looks_at(membership: Membership) -> None:
    """Erase the receipts of a member who is no longer there to read them; what she herself opened stays."""
    hers = (Look.group_id == membership.group_id) & (Look.about_id == membership.id)
    db.session.execute(delete(Look).where(hers), execution_options={"synchronize_session": False})


def _seen_by(group: Group, viewer: Viewer) -> Iterable[tuple[Membership, frozenset[str]]]:
    cards = cards_of(group.id)
    for one in active_members(group.id):
        yield one, visible_fields(viewer, card_of(group, one, cards.get(one.id, [])))
