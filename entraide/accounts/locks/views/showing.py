"""Showing a lock: what a page needs to ask for one, and whether what came is right."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Response, current_app, g, request, session
from flask_babel import gettext as _

from entraide.access import cookies, steps, tokens
from entraide.access.actor import Actor
from entraide.access.gate import requires
from entraide.access.limits import Limit, network
from entraide.access.permissions import Permission
from entraide.accounts.locks.actions import apps, codes, passkeys
from entraide.accounts.locks.actions.passkeys import Signed
from entraide.accounts.locks.forms import LockForm
from entraide.accounts.locks.queries import (
    asked_number,
    has_doubted_card,
    is_doubted,
    kinds_of,
    owner_of_session,
    passkeys_of,
)
from entraide.accounts.models import LockKind
from entraide.accounts.views import bp
from entraide.db import db
from entraide.errors import NotFound

TRIES, PAUSE = 5, timedelta(minutes=15)


@dataclass(frozen=True)
class Asking:
    """What a page needs to ask for a lock: which ways, the number of the card's code, and where answers go."""

    kinds: Collection[LockKind]
    number: int | None
    action: str
    challenge: str  # where the browser fetches what its device is to sign


def lock_limits() -> list[Limit]:
    """Count wrong tries of somebody signed in: five, then fifteen minutes (DECISIONS 6); fifty a day in all."""
    sid = cookies.read("sid")
    return [
        Limit("lock tries", f"{sid} {network(request.remote_addr)}", TRIES, PAUSE),
        Limit("lock tries of one", owner_of_session(sid) or sid, 50, timedelta(days=1)),
    ]


def challenge_limits() -> list[Limit]:
    """Allow a device to be asked often: it may take several goes to find the finger."""
    return [Limit("passkey challenges", f"{cookies.read('sid')} {network(request.remote_addr)}", 60)]


def asking(action: str) -> Asking:
    """Return how the one who is signed in may show a lock on a page whose forms go to `action`."""
    kinds = kinds_of(g.actor.person_id)
    if not passkeys.are_possible():
        kinds -= {LockKind.PASSKEY}
    return Asking(sorted(kinds, key=list(LockKind).index), asked_number(g.actor.person_id), action, "/moi/verrous/defi")


def deed_asked() -> tuple[Permission, UUID | None]:
    """Return the deed that this browser was stopped at, and its group; without one, a deed on one's own account."""
    try:
        name, group = session.get("deed") or (Permission.SELF_CHANGE.value, "")
        return Permission(name), tokens.from_short(group) if group else None
    except ValueError:
        return Permission.SELF_CHANGE, None


def shown_here(form: LockForm) -> Signed | None:
    """Return how the one who is signed in showed her lock; if not, the form says what to do. Its try is spent."""
    bound, strict = cookies.read("sid"), _must_check_now()
    shown = takes(form, g.actor.person_id, bound, strict=strict, at_door=False)
    if shown is not None and strict and not shown.is_checked:
        form.form_errors.append(
            _(
                "You added this lock by showing a device that did not check that it is you. Two days later it is "
                "enough for this. Until then show another."
            )
        )
        return None
    return shown


def takes(form: LockForm, person_id: UUID, bound: str, *, strict: bool, at_door: bool) -> Signed | None:
    """Return whose lock was shown, or say in the form what is wrong; a passkey finds its person where none is named."""
    if not form.validate() or form.is_empty:
        if form.is_empty:
            form.form_errors.append(_("Show your lock in one of these ways."))
        return None
    if not g.within_limits:
        form.form_errors.append(_("Too many tries. Wait fifteen minutes, then try once more."))
        return None
    if form.answer.data:
        by = passkeys.check_passkey(bound, form.answer.data, strict=strict, person_id=None if at_door else person_id)
        if by is None:
            form.form_errors.append(_("That did not work. Try once more, or take another way."))
        return by
    if form.card_code.data:
        if codes.check_card(person_id, form.card_code.data):
            return Signed(person_id, is_checked=not has_doubted_card(person_id))
        form.card_code.errors = [
            _("This is not the code with that number on your newest printed card. Look once more.")
        ]
        return None
    if form.recovery_code.data:
        if at_door and codes.use_recovery_code(person_id, form.recovery_code.data):
            return Signed(person_id, is_checked=True)
        form.recovery_code.errors = [_("This is not one of your codes, or it was used. Look once more.")]
        return None
    if row := apps.find_shown(person_id, form.app_code.data or ""):
        return Signed(person_id, is_checked=not is_doubted(row))
    form.app_code.errors = [_("This is not the code of this moment. Wait for the next one in your app, then type it.")]
    return None


def must_verify(actor: Actor) -> bool:
    """Say whether a device that is added must check who holds it: wherever somebody keeps a group or its money."""
    return steps.keeps(actor)


def is_too_weak() -> bool:
    """Say whether the deed needs a device that checks its holder, and one of hers did not when it was added."""
    hers = passkeys_of(g.actor.person_id)
    return _must_check_now() and not all(is_doubted(row) or passkeys.is_checked(row) for row in hers)


def _must_check_now() -> bool:
    """Say whether the deed that she was stopped at wants a device that checked her."""
    return steps.must_check(g.actor, deed_asked()[0])


@bp.post("/moi/verrous/defi")
@requires(Permission.SELF_CHANGE, limit=challenge_limits)
def ask_device() -> Response:
    """Tell the browser what its device is to sign."""
    if not g.within_limits or not passkeys.are_possible():
        raise NotFound
    options = passkeys.showing_options(cookies.read("sid"), strict=_must_check_now(), person_id=g.actor.person_id)
    db.session.commit()
    return current_app.response_class(options, mimetype="application/json")
