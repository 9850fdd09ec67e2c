"""What an organiser is told who cannot decide on others now: too new, or something about an organiser is open."""

from uuid import UUID

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go
from entraide.access.tokens import short


def not_now(group_id: UUID) -> Response:
    """Lead to the page where what is open stands; nothing was changed."""
    let_go()
    flash(_("Not while something about an organiser is open between you and another."), "err")
    return redirect(f"/g/{short(group_id)}/decisions", 303)


def still_new(page: str) -> Response:
    """Lead to a page and say that who keeps the group for less than seven days has no word there; nothing changed."""
    let_go()
    flash(_("You have kept this group for less than seven days. Until then your word does not count on this."), "err")
    return redirect(page, 303)
