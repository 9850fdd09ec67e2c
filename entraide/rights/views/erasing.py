"""Erasing oneself: what goes, what stays, the button; then, for seven days, undoing it or having it over."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access import cookies
from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.accounts import protection
from entraide.accounts.queries import find_person
from entraide.db import db
from entraide.errors import trace
from entraide.meetings.words import start_in_words
from entraide.rights import erasing
from entraide.rights.asked import settle
from entraide.rights.forms import EraseForm
from entraide.rights.queries import erasing as queries
from entraide.rights.views import bp
from entraide.rights.waiving import may_waive
from entraide.settings import current

log = logging.getLogger(__name__)


@bp.get("/moi/effacer")
@requires(Permission.SELF_ERASE)
def erasing_page() -> str:
    """Say what erasing does; once it was asked for, until when it can be undone."""
    if g.actor.erase_at:
        return render_template("rights/shut.html", until=_until(g.actor.erase_at), may_waive=_may_waive())
    return _page(EraseForm())


@bp.post("/moi/effacer")
@requires(Permission.SELF_ERASE, sure=True)
def erase() -> Page:
    """Shut the account for seven days, or erase it now where its owner waives them."""
    form = EraseForm()
    if not form.validate():
        let_go()
        return _page(form), 422
    if form.at_once.data:
        return _erase_now()
    try:
        due = erasing.ask(find_person(g.actor.person_id), g.actor.sign_in_id)
    except erasing.MustHandOn:
        let_go()
        return _page(form), 422
    except erasing.NotShut:
        let_go()
        return redirect("/moi/effacer", 303)
    has_letter = g.actor.has_address
    db.session.commit()
    _settle()
    return _gone(render_template("rights/shut_done.html", until=_until(due), has_letter=has_letter))


@bp.post("/moi/effacer/annuler")
@requires(Permission.SELF_KEEP, sure=True)
def undo_erasing() -> Page:
    """Open the account again; whoever only holds a session of hers keeps nothing that she wanted erased."""
    try:
        erasing.undo(find_person(g.actor.person_id))
    except erasing.NotShut:
        let_go()
        return redirect("/moi/effacer", 303)
    db.session.commit()
    flash(_("Your account is open again. Nothing is erased. Look at your dates: say anew whether you come."))
    return redirect("/agenda", 303)


@bp.post("/moi/effacer/fin")
@requires(Permission.SELF_ERASE, sure=True)
def finish_erasing() -> Page:
    """Have it over: erase now what was to be erased in some days."""
    if g.actor.erase_at is None:
        let_go()
        return redirect("/moi/effacer", 303)
    return _erase_now()


def _erase_now() -> Page:
    if protection.may_be_undone(g.actor.person_id):
        let_go()
        flash(_("Not at once: another device may still take protected mode back. The seven days stay."), "warn")
        return redirect("/moi/effacer", 303)
    if not _may_waive():
        let_go()
        flash(
            _("Not at once from here: this device has been signed in for less than a week. The seven days stay."),
            "warn",
        )
        return redirect("/moi/effacer", 303)
    try:
        erasing.erase(find_person(g.actor.person_id))
    except erasing.MustHandOn:
        let_go()
        return _page(EraseForm()), 422
    db.session.commit()
    _settle()
    return _gone(render_template("rights/erased.html"))


def _settle() -> None:
    """Write the erasure journal; what cannot be written now, the worker finishes: the deed itself is done."""
    try:
        settle()
    except Exception as fault:
        log.error("an erasure could not be settled yet: %s", trace(fault))
        db.session.rollback()


def _gone(page: str) -> Response:
    """Answer for the last time, and empty the browser of who it was."""
    session.clear()
    answer = Response(page, mimetype="text/html")
    cookies.drop(answer, "sid")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _page(form: EraseForm) -> str:
    return render_template(
        "rights/erase.html",
        form=form,
        kept_alone=queries.kept_alone(g.actor.person_id),
        has_groups=bool(g.actor.roles),
        waits=bool(g.actor.waits),
        has_address=g.actor.has_address,
        may_waive=_may_waive(),
    )


def _may_waive() -> bool:
    return may_waive(find_person(g.actor.person_id), g.actor.sign_in_id)


def _until(at: datetime) -> str:
    return start_in_words(at, ZoneInfo(current().timezone), with_year=True)
