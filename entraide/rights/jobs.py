"""End what must end by itself: erasures after seven days, people nobody asked, places and accounts without a sign."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from entraide.access import scope
from entraide.access.turns import each_group
from entraide.clock import now, today
from entraide.db import db, writing
from entraide.errors import NotFound
from entraide.journal.actions import note
from entraide.members.models import Membership
from entraide.members.queries import find_membership
from entraide.members.queries.decisions import groups_with_decisions_over
from entraide.members.queries.pasted_list import LIFE, find_unasked, unasked_since
from entraide.retention import Kept
from entraide.rights import asked, quiet
from entraide.rights.erasing import erase_if_due
from entraide.rights.queries import erasing as queries
from entraide.rights.queries import quiet as silent
from entraide.rights.removing import let_fall_due
from entraide.rights.unasked import erase_unasked
from entraide.rights.wiping import wipe
from entraide.rights.wiping_groups import wipe_groups
from entraide.settings import current
from entraide.vault import erasing


def let_notices_take_effect() -> None:
    """Carry out, group after group, the notices whose seven days are over, and forget proposals nobody confirmed."""
    each_group(groups_with_decisions_over(), _let_fall_due)


def _let_fall_due(group_id: UUID) -> None:
    try:
        let_fall_due(group_id)
    except NotFound:
        db.session.rollback()


def forget_unasked() -> None:
    """Erase, one by one, people of pasted lists whose consent nobody noted within 28 days; then their keys."""
    over = unasked_since(today() - LIFE)
    db.session.rollback()
    for group_id, membership_id, _ in over:
        _forget(group_id, membership_id)


def _forget(group_id: UUID, membership_id: UUID) -> None:
    writing()
    scope.add(group_id)
    try:
        membership = find_unasked(group_id, membership_id)
    except NotFound:
        db.session.rollback()
        return
    erase_unasked(membership, None)
    db.session.commit()
    erasing.settle()


def erase_due() -> None:
    """Erase, one by one, whoever asked for it seven days ago and did not undo it."""
    people = queries.due()
    db.session.rollback()
    for person_id in people:
        writing()
        if erase_if_due(person_id):
            db.session.commit()
        else:
            db.session.rollback()
        db.session.remove()


def obey_journal() -> None:
    """Erase again whoever the erasure journal names and the database knows: an older state of it was put back."""
    for person_id in queries.named(erasing.marks()):
        writing()
        wipe(db.session.connection(), [person_id])
        erasing.owe(erasing.ErasureKind.PERSON, person_id)
        db.session.commit()
    for group_id in queries.groups_named(erasing.marks()):
        _erase_group(group_id)
    erasing.settle()


def erase_closed() -> None:
    """Erase, one by one, the groups that were closed a month ago, with all that is left of them; then their keys."""
    closed = queries.closed_before(now() - current().kept(Kept.CLOSED))
    db.session.rollback()
    for group_id in closed:
        _erase_group(group_id)
    erasing.settle()


def _erase_group(group_id: UUID) -> None:
    db.session.remove()
    writing()
    wipe_groups(db.session.connection(), [group_id])
    note("group:erase", group=group_id)
    erasing.owe(erasing.ErasureKind.GROUP, group_id)
    db.session.commit()


def settle() -> None:
    """Say who asked to be erased, forget the keys that erasures owe, and finish what a crash left half done."""
    asked.settle()


def shut_again() -> None:
    """Shut whoever asked to be erased in a later state than the database's: an older one was put back."""
    asked.shut_again()


def note_signs() -> None:
    """Take this month's answers for signs of life, and count from now for whoever nothing is known of."""
    writing()
    quiet.begin_counting()
    quiet.forget_notices()
    db.session.commit()
    each_group(silent.groups_with_signs(), quiet.note_answers)
    each_group(silent.heard_again(), quiet.forget_asked)


def ask_quiet() -> None:
    """Ask, one by one, whoever gave no sign of life for a year whether she stays."""
    _each_member(silent.to_ask(), quiet.ask)


def end_quiet() -> None:
    """End, one by one, the places of those who were asked a month ago, and nothing came."""
    _each_member(silent.to_end(), quiet.end_quiet)
    erasing.settle()


def forget_ended() -> None:
    """Erase the rows of memberships that ended long ago, group after group."""
    kept = current().kept(Kept.ENDED)
    each_group(silent.long_ended(today() - kept), lambda group_id: quiet.forget_ended(group_id, kept))


def end_unused() -> None:
    """Write twice to accounts without a sign of life, a month apart, and erase them a month after."""
    day, life = today(), current().kept(Kept.ACCOUNT)
    first, again = silent.accounts_unused(day - life + 2 * quiet.APART, 0, None), day - quiet.APART
    _each_person(first, quiet.warn)
    _each_person(silent.accounts_unused(day - life + quiet.APART, 1, again), quiet.warn)
    _each_person(silent.accounts_unused(day - life, quiet.NOTICES, again), quiet.erase_unused)
    erasing.settle()


def _each_member(found: list[tuple[UUID, UUID]], deed: Callable[[Membership], object]) -> None:
    for group_id, membership_id in found:
        db.session.remove()
        writing()
        scope.add(group_id)
        with suppress(NotFound):
            deed(find_membership(group_id, membership_id))
            db.session.commit()
    db.session.remove()


def _each_person(people: list[UUID], deed: Callable[[UUID], object]) -> None:
    for person_id in people:
        db.session.remove()
        writing()
        deed(person_id)
        db.session.commit()
    db.session.remove()
