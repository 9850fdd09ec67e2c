"""Erasing oneself: shut at once, undone within seven days, then out of every table and every back-up.

What others wait for is let go at the start (places, lifts, duties, a waiting room), so that nobody keeps a chair free
for a week; name, card, consents and calendars come back with an undo.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete

from entraide.access import scope
from entraide.accounts.actions import hold_person
from entraide.accounts.ending import end_all_sessions
from entraide.accounts.models import KeptForm, Person
from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError, NotFound
from entraide.journal.actions import note
from entraide.mail.actions import post, withdraw
from entraide.meetings.actions.answers import remove_for
from entraide.meetings.actions.told import forget_told
from entraide.members.actions import calendar_changed, decisions
from entraide.members.actions.calls import end_lists_of
from entraide.members.actions.naming import make_distinct
from entraide.members.actions.roster import end_in_any_case
from entraide.members.actions.vouching import take_word_back
from entraide.members.models import Membership, Status
from entraide.members.queries.roster import organisers
from entraide.rights.actions import leave, let_go_of
from entraide.rights.queries.erasing import all_of
from entraide.rights.wiping import wipe
from entraide.vault.erasing import ErasureKind, owe, say_undone

TO_UNDO = timedelta(days=7)


class MustHandOn(EntraideError):
    """She is the only organiser of a group: it is handed on or closed first."""


class NotShut(EntraideError):
    """There is nothing to undo or to finish."""


def ask(person: Person, here: UUID | None = None) -> datetime:
    """Shut an account, and return when it is erased; every session ends, and who only waits stops waiting.

    `here`: the session it is asked from. Whoever shut her out by protected mode does not end so what can undo it.
    """
    hold_person(person.id)
    if person.erase_at is not None:
        raise NotShut
    memberships, due = _hers(person), now() + TO_UNDO
    _shut_all(person, memberships, due, here)
    return due


def ask_again(person: Person, due: datetime) -> None:
    """Shut an account that an older state of the database shows open (rights/asked.py), whatever it keeps there."""
    memberships = all_of(person.id)
    scope.add(*(membership.group_id for membership in memberships))
    _shut_all(person, memberships, due, None)


def _shut_all(person: Person, memberships: list[Membership], due: datetime, here: UUID | None) -> None:
    for membership in memberships:
        if membership.status is Status.WAITING:
            leave(membership)
        else:
            _shut(membership)
    person.erase_at = due
    end_all_sessions(person.id, here)
    forms = delete(KeptForm).where(KeptForm.person_id == person.id)
    db.session.execute(forms, execution_options={"synchronize_session": False})
    withdraw(person=person.id)
    if person.email_sealed is not None:
        post("erasing", person=person.id, deadline=due)
    note("person:shut", by=person.id)
    db.session.flush()


def undo(person: Person) -> None:
    """Open a shut account again, with every membership as it was; what was let go is not taken back.

    The erasure journal says so before it is committed: a line too many is said anew, one too few would erase her.
    """
    hold_person(person.id)
    if person.erase_at is None:
        raise NotShut
    memberships = all_of(person.id)
    scope.add(*(membership.group_id for membership in memberships))
    for membership in memberships:
        if membership.status is Status.SHUT:
            membership.status = Status.ACTIVE
            make_distinct(membership)  # somebody may have taken her name, which nobody saw any more
            calendar_changed(membership)
            note("member:open", group=membership.group_id, by=membership.id)
    person.erase_at = None
    note("person:open", by=person.id)
    db.session.flush()
    say_undone(person.id)


def undo_if_asked(person_id: UUID) -> None:
    """Open a person's account again, if it was shut to be erased."""
    person = hold_person(person_id)
    if person.erase_at is not None:
        undo(person)


def erase(person: Person) -> None:
    """Take a person out of every table; her key is owed, and forgotten by `settle` after the commit."""
    for membership in _hers(person):
        let_go_of(membership)
        end_in_any_case(membership)
    note("person:erase", about=person.id)
    owe(ErasureKind.PERSON, person.id)
    db.session.flush()
    wipe(db.session.connection(), [person.id])
    db.session.expire_all()


def erase_if_due(person_id: UUID) -> bool:
    """Erase somebody whose seven days are over; False if she came back meanwhile."""
    try:
        person = hold_person(person_id)
    except NotFound:
        return False
    if person.erase_at is None or person.erase_at > now():
        return False
    erase(person)
    return True


def _hers(person: Person) -> list[Membership]:
    """Return her memberships; MustHandOn while a group has nobody else who keeps it."""
    memberships = all_of(person.id)
    scope.add(*(membership.group_id for membership in memberships))
    for membership in memberships:
        if membership.is_organiser and organisers(membership.group_id) == [membership.id]:
            raise MustHandOn
    return memberships


def _shut(membership: Membership) -> None:
    """Let nobody see her any more: her promises are let go, what is hers alone stays for an undo."""
    remove_for(membership)
    forget_told(membership)
    end_lists_of(membership)
    decisions.forget_by(membership)
    take_word_back(membership)
    withdraw(membership=membership.id)
    membership.status = Status.SHUT
    membership.link_epoch += 1
    calendar_changed(membership)
    note("member:shut", group=membership.group_id, by=membership.id)
    db.session.flush()
