"""The lock at the door: what is asked for after a code or a phrase, before there is a session."""

from datetime import timedelta

from flask import Response, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from entraide.access import limits
from entraide.access.gate import let_go, open_form
from entraide.access.limits import Limit, network
from entraide.access.pages import Page
from entraide.accounts.locks import queries
from entraide.accounts.locks.actions import passing, passkeys
from entraide.accounts.locks.forms import LockForm, NamedForm
from entraide.accounts.locks.queries import NotAsked
from entraide.accounts.locks.views.showing import PAUSE, TRIES, Asking, takes
from entraide.accounts.models import Challenge, Door, LockKind
from entraide.accounts.queries import find_person
from entraide.accounts.views import bp
from entraide.accounts.views.asking import asking_ref, known_browser
from entraide.accounts.views.doors import enter_as
from entraide.db import db
from entraide.errors import NotFound
from entraide.settings import FIELD_WORDS, current

HERE = "/connexion/verrou"


def door_limits() -> list[Limit]:
    """Count wrong tries: five for a proved code, then fifteen minutes; fifty a day for a mailbox, known or not.

    A browser in which this very lock was shown before has fifty of its own: whoever reads the mailbox cannot shut her
    out, nor win tries by signing in there as somebody else. (Before she is named a passkey alone opens: never guessed.)
    """
    ref, (door, shown_by) = asking_ref(), queries.door_of(asking_ref())
    door = f"{door} {known_browser(shown_by) if shown_by else ''}".strip()
    return [
        Limit("lock tries at the door", f"{ref} {network(request.remote_addr)}", TRIES, PAUSE),
        Limit("lock tries at a door", door, 50, timedelta(days=1)),
    ]


def asking_limits() -> list[Limit]:
    """Allow some goes at one's name, and at asking the device."""
    return [Limit("asked at the door", f"{asking_ref()} {network(request.remote_addr)}", 60)]


@bp.get(HERE)
@open_form("showing one's lock, after the code was proved")
def lock_door() -> Page:
    """Ask for the lock; every way is shown, whichever she has."""
    try:
        challenge = queries.find_at_door(asking_ref())
    except NotAsked:
        return too_late()
    return door_page(challenge, LockForm(formdata=None), NamedForm(formdata=None))


@bp.post(HERE)
@open_form("showing one's lock, after the code was proved", limit=door_limits)
def pass_door() -> Page:
    """Enter with the lock, once; only wrong tries are counted."""
    try:
        challenge = queries.find_at_door(asking_ref())
    except NotAsked:
        return too_late()
    form = LockForm()
    nobody = challenge.person_id or challenge.id
    shown = takes(form, nobody, asking_ref(), strict=False, at_door=True)
    if shown is None or not queries.is_at_door(challenge, shown.person_id):
        if shown is not None:
            form.form_errors.append(_("That did not work. Try once more, or take another way."))
        let_go()
        return door_page(queries.find_at_door(asking_ref()), form, NamedForm(formdata=None)), 422
    if form.recovery_code.data:  # her locks are lost: what comes next is on their page
        session["next"] = "/moi/verrous"
        flash(_("It is you. For ten minutes you can make another lock here, and remove the lost one."))
    answer = enter_as(challenge, find_person(shown.person_id), with_lock=True, lock_unchecked=not shown.is_checked)
    limits.give_back(door_limits())
    return answer


@bp.post(HERE + "/nom")
@open_form("naming oneself, after the code was proved", limit=asking_limits)
def name_at_door() -> Page:
    """Go on to the lock of who is in no list; the page that follows is the same for who is not here."""
    form = NamedForm()
    try:
        challenge = queries.find_at_door(asking_ref())
        if not form.validate() or not g.within_limits:
            let_go()
            return door_page(queries.find_at_door(asking_ref()), LockForm(formdata=None), form), 422
        passing.name(challenge, form.first_name.data)
    except NotAsked:
        return too_late()
    db.session.commit()
    return redirect(HERE, 303)


@bp.post(HERE + "/defi")
@open_form("what a device signs, after the code was proved", limit=asking_limits)
def ask_device_at_door() -> Response:
    """Tell the browser what its device is to sign; it names nobody."""
    queries.find_at_door(asking_ref())
    if not g.within_limits or not passkeys.are_possible():
        raise NotFound
    options = passkeys.showing_options(asking_ref(), strict=False)
    db.session.commit()
    return current_app.response_class(options, mimetype="application/json")


def door_page(challenge: Challenge, form: LockForm, named: NamedForm) -> str:
    """Ask for the lock, in every way there is; the page is the same for whoever it is, and for nobody."""
    person_id = challenge.person_id
    kinds = [LockKind.PASSKEY] if passkeys.are_possible() else []
    if person_id:
        kinds += [LockKind.CARD, LockKind.APP]
    number = queries.number_for_anybody(person_id) if person_id else None
    asking = Asking(kinds, number, HERE, HERE + "/defi")
    start = "/connexion/carte" if challenge.door is Door.CARD else "/connexion"
    contact = current().operator_contact
    return render_template(
        "accounts/locks/door.html",
        lock=asking,
        form=form,
        named=None if person_id else named,
        start=start,
        contact="" if FIELD_WORDS.search(contact) else contact,
    )


def too_late() -> Page:
    """Lead back to the beginning: no code was proved here, or too long ago; who is in already hears nothing of it."""
    let_go()
    if not g.actor.is_authenticated:
        flash(_("That was too long ago. Begin again."), "warn")
    return redirect(url_for("accounts.sign_in"), 303)
