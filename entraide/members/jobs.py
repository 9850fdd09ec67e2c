"""Forget ways in, waitings and call lists that have run out."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from entraide.access import scope
from entraide.access.turns import each_group
from entraide.clock import now, today
from entraide.db import db, writing
from entraide.errors import NotFound
from entraide.groups.queries import find_group
from entraide.journal.actions import note
from entraide.mail.actions import post_to
from entraide.members.actions import bans
from entraide.members.actions.between import forget_ties
from entraide.members.actions.calls import forget_lists
from entraide.members.actions.entering import awake, stop_waiting
from entraide.members.actions.looks import forget_looks
from entraide.members.actions.vouching import forget_in
from entraide.members.models import Invitation, Status
from entraide.members.queries import find_membership
from entraide.members.queries.bans import groups_with_bans_over
from entraide.members.queries.between import groups_with_ties_over
from entraide.members.queries.calls import groups_with_lists_to_forget
from entraide.members.queries.inviting import organisers_to_tell, waits_over
from entraide.members.queries.looks import groups_with_old_looks
from entraide.members.queries.pasted_list import NAMED_AFTER, unasked_since
from entraide.members.queries.vouching import groups_to_tidy
from entraide.members.queries.ways_in import TO_FINISH
from entraide.retention import Kept
from entraide.settings import current
from entraide.vault import sealed


def forget_invitations() -> None:
    """Erase invitations once nobody can enter by them any more, then the keys of the addresses they held."""
    writing()
    over = select(Invitation.id).where(Invitation.expires <= now() - TO_FINISH)
    ids = list(db.session.scalars(over))
    db.session.execute(delete(Invitation).where(Invitation.id.in_(ids)))
    db.session.commit()
    sealed.shred(*ids)


def name_unasked() -> None:
    """Write to the organisers of lists of which part is erased in a week: nobody noted that those people agree."""
    due = {(group_id, joined) for group_id, _, joined in unasked_since(today() - NAMED_AFTER)}
    db.session.rollback()
    for group_id, joined in sorted(due):
        _name_unasked(group_id, joined)


def _name_unasked(group_id: UUID, joined: date) -> None:
    writing()
    scope.add(group_id)
    at = awake(find_group(group_id).timezone)
    readers = organisers_to_tell(group_id)
    post_to("consent_missing", group_id, readers, about=group_id, turn=joined.toordinal(), at=at)
    db.session.commit()


def end_waits() -> None:
    """End, one by one, the waitings whose 14 days are over."""
    over = waits_over()
    db.session.rollback()
    for group_id, membership_id in over:
        _end_wait(group_id, membership_id)


def _end_wait(group_id: UUID, membership_id: UUID) -> None:
    writing()
    scope.add(group_id)
    try:
        membership = find_membership(group_id, membership_id)
    except NotFound:
        db.session.rollback()
        return
    if membership.status is Status.WAITING and membership.waits_until and membership.waits_until <= now():
        stop_waiting(membership)
        note("member:wait_over", group=group_id, about=membership_id)
    db.session.commit()


def forget_call_lists() -> None:
    """Forget on which device call lists were open, and erase those older than the journal, group after group."""
    before = now() - current().kept(Kept.JOURNAL)
    each_group(groups_with_lists_to_forget(before), lambda group_id: forget_lists(group_id, before))


def forget_bans() -> None:
    """Erase bans whose time is over, group after group."""
    each_group(groups_with_bans_over(), bans.forget_bans)


def forget_receipts() -> None:
    """Erase receipts older than the journal, group after group."""
    before = now() - current().kept(Kept.JOURNAL)
    each_group(groups_with_old_looks(before), lambda group_id: forget_looks(group_id, before))


def forget_numbers() -> None:
    """Erase numbers that were asked for in vain, once they may be asked for anew."""
    each_group(groups_with_ties_over(), forget_ties)


def forget_vouchings() -> None:
    """End requests for organisers' word that nobody answered, and erase what is long over, group after group."""
    each_group(groups_to_tidy(), forget_in)
