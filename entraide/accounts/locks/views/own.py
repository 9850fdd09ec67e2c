"""One's own locks: which there are, what they are called, removing one, codes for loss, the lock at the door."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.accounts import ending, protection
from entraide.accounts.locks import queries
from entraide.accounts.locks.actions import keeping, passkeys
from entraide.accounts.locks.forms import DoorForm, NameForm
from entraide.accounts.locks.queries import OwnLock
from entraide.accounts.models import Lock, LockKind, Person
from entraide.accounts.queries import find_person, first_name_of, open_sessions
from entraide.accounts.views import bp
from entraide.accounts.views.asking import wanted_lock_for
from entraide.db import db
from entraide.errors import NotFound


def find_self() -> Person:
    """Find the one who asks, or raise NotFound: a session that organisers restored changes no lock."""
    if g.actor.only_group:
        raise NotFound
    return find_person(g.actor.person_id)


def find_own_lock(lock_id: Any) -> Lock:
    """Find one of one's own locks."""
    return queries.find_lock(find_self().id, lock_id)


@bp.get("/moi/verrous")
@requires(Permission.SELF_SEE, find_self)
def locks(person: Person) -> str:
    """List one's locks, and the ways to add one."""
    return _list_page(person, _door_form(person))


@bp.get("/moi/verrous/<id22:lock_id>")
@requires(Permission.SELF_SEE, find_own_lock)
def lock(row: Lock) -> str:
    """Show one lock, to rename or remove it."""
    return _lock_page(row.id, None)


@bp.post("/moi/verrous/<id22:lock_id>/nom")
@requires(Permission.SELF_CHANGE, find_own_lock)
def rename_lock(row: Lock) -> Page:
    """Call it otherwise."""
    lock_id, form = row.id, NameForm()
    if not form.validate():
        let_go()
        return _lock_page(lock_id, form), 422
    keeping.rename(row, form.name.data)
    db.session.commit()
    flash(_("It is called so from now on."))
    return redirect(url_for(".locks"), 303)


@bp.post("/moi/verrous/<id22:lock_id>/retirer")
@requires(Permission.SELF_LOOSEN, find_own_lock, sure=True)
def remove_lock(row: Lock) -> Page:
    """Remove it; every other device is signed out."""
    keeping.remove(row, g.actor.sign_in_id)
    db.session.commit()
    flash(_("That lock is removed. Your other devices are signed out."))
    return redirect(url_for(".locks"), 303)


@bp.post("/moi/verrous/secours")
@requires(Permission.SELF_LOOSEN, find_self, sure=True)
def renew_recovery(person: Person) -> Page:
    """Show ten other codes for loss, this once; those from before are dead."""
    if not queries.has_lock(person.id):
        raise NotFound
    drawn = keeping.renew_recovery(person.id, g.actor.sign_in_id)
    db.session.commit()
    return recovery_page(drawn)


@bp.post("/moi/verrous/porte")
@requires(Permission.SELF_CHANGE, find_self, sure=True)
def guard_door(person: Person) -> Page:
    """Ask for the lock whenever she signs in, and leave her out of her mailbox's list, or neither."""
    form = DoorForm()
    if not queries.has_lock(person.id):
        raise NotFound
    if not form.validate():
        let_go()
        return _list_page(find_self(), form), 422
    keeping.guard_door(
        person,
        at_door=form.at_door.data,
        is_hidden=form.is_hidden.data and person.email_sealed is not None,
        first_name=form.first_name.data,
        session_id=g.actor.sign_in_id,
    )
    db.session.commit()
    flash(_("It is kept so. Your other devices are signed out."))
    return redirect(url_for(".locks"), 303)


def recovery_page(codes: tuple[str, ...], *, is_first: bool = False) -> str:
    """Show codes for loss, this once; `is_first`: because a first lock was just added."""
    shown = [_in_fours(code) for code in codes]
    return render_template("accounts/locks/recovery.html", codes=shown, is_first=is_first, back_to=way_on())


def way_on() -> str:
    """Return where one goes on: back to the deed that asked for a lock, else to one's locks."""
    return "/moi/retour" if wanted_lock_for() else url_for("accounts.locks")


def _in_fours(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _door_form(person: Person) -> DoorForm:
    return DoorForm(
        formdata=None,
        at_door=person.lock_at_door,
        is_hidden=person.hidden_in_mailbox,
        first_name=first_name_of(person),
    )


def _list_page(person: Person, form: DoorForm) -> str:
    own = queries.locks_of(person.id)
    return render_template(
        "accounts/locks/list.html",
        locks=own,
        form=form,
        recovery_left=queries.recovery_left(person.id) if own else 0,
        waits=queries.pending_lock(person.id, LockKind.CARD) is not None,
        can_passkey=passkeys.are_possible(),
        has_address=person.email_sealed is not None,
        may_take_back=[] if own else _may_take_back(person),
    )


def _may_take_back(person: Person) -> list[str]:
    """Return the devices, by name, that could take back a first lock made from here: it is young, and they are not."""
    if ending.has_last_word(person.id, g.actor.sign_in_id) or person.email_sealed is None:
        return []
    old = protection.would_stay(person.id, g.actor.sign_in_id)
    return [one.label for one in open_sessions(person.id) if one.id in old] if old else []


def _lock_page(lock_id: Any, form: NameForm | None) -> str:
    own = queries.locks_of(g.actor.person_id)
    shown: OwnLock = next(one for one in own if one.id == lock_id)
    form = form or NameForm(formdata=None, name=shown.name)
    return render_template("accounts/locks/show.html", lock=shown, form=form, is_last=len(own) == 1)
