"""Removing somebody from a group, shutting her mailbox out, and carrying out what organisers decided about one another.

A removal ends what leaving ends, in the same transaction. No reason is kept, and none is asked for.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from entraide.access.actor import Role
from entraide.db import db
from entraide.errors import EntraideError, NotFound
from entraide.groups.queries import find_group
from entraide.members.actions import decisions
from entraide.members.actions.bans import ban
from entraide.members.actions.roster import end, end_role, give_role
from entraide.members.actions.telling import tell_decision, tell_former, tell_outcome, tell_removed
from entraide.members.models import Decision, DecisionKind, Membership, Status
from entraide.members.queries import find_membership
from entraide.members.queries.bans import mailbox_of
from entraide.members.queries.decisions import decision_in
from entraide.members.queries.roster import organisers
from entraide.rights import actions
from entraide.rights.keepers import erase_keepers, keepers_of


class KeepsTheGroup(EntraideError):
    """No organiser is removed by one alone: two decide, or seven days pass."""


class NoAddress(EntraideError):
    """Without an e-mail address there is nothing to shut out."""


def remove(membership: Membership, by: UUID, *, for_good: bool = False) -> None:
    """Remove a member, or somebody who waits; `for_good`: her mailbox is shut out as well.

    Raise KeepsTheGroup, NoAddress, or Paused for an organiser whom something is open with.
    """
    group_id, index = membership.group_id, mailbox_of(membership.person_id)
    if for_good and index is None:
        raise NoAddress
    tell_removed(membership)
    actions.let_go_of(membership)
    organise = organisers(group_id)
    decisions.check_free(group_id, by)
    if by not in organise:
        raise NotFound
    if membership.id in organise:
        raise KeepsTheGroup
    _stand_still(membership)
    keepers = keepers_of([membership])
    end(membership, by)
    erase_keepers(keepers)
    if for_good and index:
        ban(group_id, index, by)


def propose_end(membership: Membership, kind: DecisionKind, by: UUID) -> Decision:
    """Propose to end another organiser's role or membership, and write to all it concerns; NoAddress as in `remove`."""
    if kind is DecisionKind.BAN and mailbox_of(membership.person_id) is None:
        raise NoAddress
    row = decisions.propose(membership.group_id, kind, by, membership.id)
    tell_decision(row)
    return row


def propose_closing(group_id: UUID, by: UUID) -> Decision:
    """Propose to close a group that others keep too, and write to them."""
    row = decisions.propose(group_id, DecisionKind.CLOSE, by)
    tell_decision(row)
    return row


def confirm(row: Decision, by: UUID) -> None:
    """Agree to what another organiser proposed: it takes effect at once."""
    group_id, decision_id, kind, proposer = row.group_id, row.id, row.kind, row.by_id
    if row.about_id is None:
        actions.close_together(find_group(group_id), decision_id, by)
        return
    membership = find_membership(group_id, row.about_id)
    _carry_out(membership, kind, proposer, lambda: decisions.agree(group_id, decision_id, by))
    tell_outcome(group_id, decision_id, but=by)
    db.session.flush()


def let_fall_due(group_id: UUID) -> None:
    """Carry out a group's notice whose seven days are over, or forget a proposal nobody confirmed."""
    row = decision_in(group_id)
    if row is None or row.about_id is None:
        decisions.lapse(group_id)
        return
    decision_id, proposer = row.id, row.by_id
    membership = find_membership(group_id, row.about_id)
    _carry_out(membership, row.kind, proposer, lambda: decisions.fall_due(group_id, decision_id))
    tell_outcome(group_id, decision_id, but=None)


def hand_on(own: Membership, successor: Membership) -> None:
    """Leave as the last organiser and make another one in the same step; NotFound for whom it cannot be."""
    if successor.id == own.id:
        raise NotFound
    give_role(successor, Role.ORGANISER, own.id)
    actions.leave(own)


def _stand_still(membership: Membership) -> None:
    """Look, once the organisers are locked, that nobody ended the membership meanwhile; NotFound."""
    here = (Membership.group_id == membership.group_id) & (Membership.id == membership.id)
    status = db.session.scalar(select(Membership.status).where(here))
    if status is None or status is Status.ENDED:
        raise NotFound


def _carry_out(membership: Membership, kind: DecisionKind, by: UUID, settle: Callable[[], None]) -> None:
    """End a role or a membership. `settle` looks under lock that it still stands; meetings are locked before."""
    index = mailbox_of(membership.person_id)
    if kind is DecisionKind.ROLE:
        settle()
        end_role(membership, by)
        tell_former(membership)
        return
    tell_removed(membership)
    actions.let_go_of(membership)
    settle()
    _stand_still(membership)
    end(membership, by)
    if kind is DecisionKind.BAN and index:
        ban(membership.group_id, index, by)
