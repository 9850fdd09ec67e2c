"""Undoing what somebody else began, protected mode or an erasure: from an older session, or a device signed out."""

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access import cookies
from entraide.access.gate import let_go, open_form, requires
from entraide.access.limits import Limit
from entraide.access.permissions import Permission
from entraide.accounts import undoing
from entraide.accounts.models import SignIn
from entraide.db import db
from entraide.rights import erasing
from entraide.rights.views import bp

SIGNED_OUT = "/connexion/annuler"
WHY = "undoing what was set up since, on a device that was signed out"


def find_undoing() -> SignIn:
    """Find the asker's own session, if it was there before protected mode began and may undo it."""
    return undoing.find_undoing(g.actor.person_id, g.actor.sign_in_id)


def find_signed_out() -> SignIn:
    """Find what this browser kept when another one signed it out, if there is something to undo."""
    return undoing.find_signed_out(cookies.read("sid"))


def undoing_limits() -> list[Limit]:
    """Allow a few presses of a button that works once."""
    return [Limit("undone while signed out", cookies.read("sid"), 20)]


@bp.post("/moi/protection/annuler")
@requires(Permission.SELF_CHANGE, find_undoing)
def undo_protection(row: SignIn) -> Response:
    """Undo what somebody else began in her place; every device signed in since then is out."""
    undoing.undo(row)
    db.session.commit()
    flash(
        _(
            "Undone. Whoever did this was signed in as you, most likely by your mailbox: change its password, and put "
            "a lock on your account. Connect your calendars anew."
        )
    )
    return redirect("/moi/protection", 303)


@bp.get(SIGNED_OUT)
@open_form(WHY, find=find_signed_out)
def signed_out_page(row: SignIn) -> str:
    """Say what was changed and what undoing does; no name, no group."""
    return render_template("rights/signed_out.html", until=undoing.until(row))


@bp.post(SIGNED_OUT)
@open_form(WHY, limit=undoing_limits, find=find_signed_out)
def undo_signed_out(row: SignIn) -> Response:
    """Undo it; the device stays signed out, and a code opens the account again."""
    if not g.within_limits:
        let_go()
        return redirect("/connexion", 303)
    undoing.undo(row)
    erasing.undo_if_asked(row.person_id)
    db.session.commit()
    if g.actor.is_authenticated:
        flash(
            _("Undone. Whoever did this reads your mailbox, most likely: change its password, then make a lock here.")
        )
        return redirect("/moi/verrous", 303)
    flash(
        _(
            "Undone. Whoever did this reads your mailbox, most likely: change its password first. Then sign in here, "
            "within the hour, say that this device is yours, and put a lock on your account."
        )
    )
    return redirect("/connexion", 303)
