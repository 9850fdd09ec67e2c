"""Keeping a roster: members without account, roles, and what an ended membership leaves behind."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, update

from entraide.access.actor import Role
from entraide.access.visibility import Visibility
from entraide.accounts.actions import make_keeper
from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError, NotFound
from entraide.groups import actions as groups
from entraide.groups.models import Group
from entraide.journal.actions import note
from entraide.members.actions import LastOrganiser, calendar_changed, calls, decisions, join, naming, vouching
from entraide.members.actions.between import end_ties_of
from entraide.members.actions.cards import keep_value, move_on
from entraide.members.actions.looks import forget_looks_at
from entraide.members.actions.telling import tell_named
from entraide.members.models import CardField, Concern, Field, Invitation, Membership, Reach, Status
from entraide.members.queries import name_of
from entraide.members.queries.cards import rows_of
from entraide.members.queries.roster import organisers
from entraide.vault import sealed

CONSENT = "2026-11-paper"  # what somebody without an account agreed to, noted by an organiser


class NotHers(EntraideError):
    """An organiser gives the role to others, and lays down only her own."""


@dataclass(frozen=True)
class Managed:
    """A member without account as she was written down; an empty phone keeps the number that stands."""

    name: str
    reach: Reach
    phone: str


def add_managed(group: Group, by: UUID, managed: Managed) -> Membership:
    """Write down a member without account, under a key of her own, with the organiser who noted her consent."""
    naming.check_free(group.id, managed.name)
    membership = join(
        group.id,
        make_keeper().id,
        managed.name,
        reach=managed.reach,
        is_managed=True,
        wants_letters=False,
        consent_version=CONSENT,
        consent_by=by,
    )
    _keep_phone(membership, managed)
    note("managed:add", group=group.id, by=by, about=membership.id)
    db.session.flush()
    return membership


def change_managed(membership: Membership, by: UUID, revision: int, managed: Managed) -> None:
    """Change the name of a member without account, or how she is reached; on paper means no number is kept."""
    move_on(membership, revision)
    if name_of(membership) != managed.name:
        naming.check_free(membership.group_id, managed.name, membership.id)
        membership.name_sealed = sealed.seal(membership.person_id, f"name {membership.id}", managed.name)
    membership.reach = managed.reach
    _keep_phone(membership, managed)
    note("managed:change", group=membership.group_id, by=by, about=membership.id)
    db.session.flush()


def give_role(membership: Membership, role: Role, by: UUID) -> None:
    """Make a member organiser or treasurer; NotFound for who has no account or only waits.

    A new organiser is told by letter, and so are the others; once more giving it changes nothing.
    """
    if membership.status is not Status.ACTIVE or membership.is_managed:
        raise NotFound
    if role is Role.ORGANISER:
        if membership.id in organisers(membership.group_id):
            return
        decisions.check_named(membership)
    _set_role(membership, role, True, by)
    if role is Role.ORGANISER:
        tell_named(membership, by)


def end_role(membership: Membership, by: UUID) -> None:
    """End another's role as organiser: only what two decided, or a notice that fell due, leads here."""
    if organisers(membership.group_id) == [membership.id]:
        raise LastOrganiser
    _set_role(membership, Role.ORGANISER, False, by)


def take_role(membership: Membership, role: Role, by: UUID) -> None:
    """Take a role back: the treasurer's from anyone, the organiser's only from oneself and never from the last."""
    if role is Role.ORGANISER:
        keepers = organisers(membership.group_id)
        if membership.id != by:
            raise NotHers
        if keepers == [membership.id]:
            raise LastOrganiser
    _set_role(membership, role, False, by)


def end(membership: Membership, by: UUID | None = None) -> None:
    """End a membership: it stays as a row without secrets, and every link and invitation of hers is dead."""
    if organisers(membership.group_id) == [membership.id]:
        raise LastOrganiser
    end_in_any_case(membership, by)


def end_in_any_case(membership: Membership, by: UUID | None = None) -> None:
    """End a membership though it may be the last organiser's: only for a group that closes.

    `by`: the organiser who ended it, where it was not her own doing.
    """
    decisions.forget_of(membership)
    was_waiting = membership.status is Status.WAITING
    membership.status, membership.ended = Status.ENDED, now().date()
    membership.name_sealed = membership.waits_until = membership.discretion = membership.own_words_sealed = None
    membership.is_organiser = membership.is_treasurer = membership.is_discreet = membership.is_shut_out = False
    membership.organiser_since = None
    membership.wants_letters = membership.wants_day_before = False
    membership.concern, membership.reach = Concern.CONCERNED, Reach.EMAIL
    membership.link_epoch += 1
    membership.revision += 1
    hers = (CardField.group_id == membership.group_id) & (CardField.membership_id == membership.id)
    db.session.execute(delete(CardField).where(hers), execution_options={"synchronize_session": False})
    asked_in = (Invitation.group_id == membership.group_id) & (Invitation.by_id == membership.id)
    shut = update(Invitation).where(asked_in, Invitation.ended.is_(False))
    db.session.execute(
        shut.values(ended=True, token_sealed=None, email_sealed=None),
        execution_options={"synchronize_session": "fetch"},
    )
    calls.end_lists_of(membership)
    calls.forget_wish(membership)
    vouching.forget_vouching(membership)
    vouching.take_word_back(membership)
    end_ties_of(membership)
    forget_looks_at(membership)
    calendar_changed(membership)
    deed = "member:stop_waiting" if was_waiting else "member:leave"
    note("member:remove" if by else deed, group=membership.group_id, by=by or membership.id, about=membership.id)
    db.session.flush()


def _set_role(membership: Membership, role: Role, holds: bool, by: UUID) -> None:
    if role is Role.ORGANISER:
        membership.is_organiser, membership.organiser_since = holds, now() if holds else None
        if not holds:
            calls.end_lists_of(membership)
            decisions.forget_of(membership)
            vouching.take_word_back(membership)
        groups.calendar_changed(membership.group_id)
    elif role is Role.TREASURER:
        membership.is_treasurer = holds
    else:
        raise NotFound
    calendar_changed(membership)
    note(f"{role.value}:{'give' if holds else 'take'}", group=membership.group_id, by=by, about=membership.id)
    db.session.flush()


def _keep_phone(membership: Membership, managed: Managed) -> None:
    row = next((row for row in rows_of(membership) if row.field is Field.PHONE), None)
    if managed.reach is not Reach.PHONE:
        if row is not None:
            db.session.delete(row)
    elif managed.phone:
        keep_value(membership, row, Field.PHONE, managed.phone, Visibility.ORGANISERS)
