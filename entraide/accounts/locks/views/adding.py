"""Adding a lock: a passkey, a printed card, an app; each counts once it was shown for the first time."""

from datetime import timedelta
from io import BytesIO

import segno
from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from entraide.access import cookies, limits
from entraide.access.gate import let_go, requires
from entraide.access.limits import Limit
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.accounts import devices
from entraide.accounts.actions import hold_person
from entraide.accounts.locks import queries
from entraide.accounts.locks.actions import apps, codes, keeping, passkeys
from entraide.accounts.locks.forms import FirstCodeForm, PasskeyForm
from entraide.accounts.locks.views.own import find_self, recovery_page, way_on
from entraide.accounts.locks.views.showing import lock_limits, must_verify
from entraide.accounts.models import Lock, LockKind, Person
from entraide.accounts.queries import find_own_session
from entraide.accounts.views import bp
from entraide.db import db
from entraide.errors import NotFound

MOST_LOCKS = 10


def making_limits() -> list[Limit]:
    """Allow a person some new locks a day."""
    return [Limit("locks made", cookies.read("sid"), 30, timedelta(days=1))]


@bp.post("/moi/verrous/appareil")
@requires(Permission.SELF_CHANGE, find_self, limit=making_limits, sure=True)
def add_passkey(person: Person) -> Page:
    """Show the one button that asks this device for its lock."""
    if too_many := _too_many(person):
        return too_many
    if not passkeys.are_possible():
        raise NotFound
    options = passkeys.making_options(person.id, cookies.read("sid"), strict=must_verify(g.actor))
    db.session.commit()
    return render_template("accounts/locks/passkey.html", options=options, form=PasskeyForm(formdata=None))


@bp.post("/moi/verrous/appareil/fin")
@requires(Permission.SELF_CHANGE, find_self, limit=lock_limits)
def keep_passkey(person: Person) -> Page:
    """Keep what the device made; it signed what this very session was asked within ten minutes."""
    hold_person(person.id)
    form, row = PasskeyForm(), None
    if form.validate() and g.within_limits:
        name = devices.name_of(request.user_agent.string)
        answer, strict = form.answer.data, must_verify(g.actor)
        row = passkeys.make_passkey(person.id, cookies.read("sid"), answer, name, strict=strict)
    if row is None:
        let_go()
        flash(
            _("This device gave no lock that we can keep. Nothing was changed. Try once more, or take another way."),
            "warn",
        )
        return redirect(url_for(".locks"), 303)
    return _counted(row)


@bp.post("/moi/verrous/application")
@requires(Permission.SELF_CHANGE, find_self, limit=making_limits, sure=True)
def add_app(person: Person) -> Page:
    """Draw what the app is to keep; only the browser that asked is shown it, and may finish."""
    if too_many := _too_many(person):
        return too_many
    session["app"] = short(apps.make_app(person.id, "", is_doubted=g.actor.lock_unchecked).lock_id)
    db.session.commit()
    return redirect(url_for(".try_app"), 303)


@bp.get("/moi/verrous/application")
@requires(Permission.SELF_SEE, find_self)
def try_app(person: Person) -> Page:
    """Show what the app is to keep while it waits for its first code; the way back from a wrong one leads here."""
    if (row := _waiting_app(person)) is None:
        return redirect(url_for(".locks"), 303)
    return _app_page(apps.seed_of(row), FirstCodeForm(formdata=None))


@bp.post("/moi/verrous/application/fin")
@requires(Permission.SELF_CHANGE, find_self, limit=lock_limits)
def keep_app(person: Person) -> Page:
    """Let the app count once its first code was typed."""
    hold_person(person.id)
    if (row := _waiting_app(person)) is None:
        return _begin_again()
    form = FirstCodeForm()
    if form.validate() and g.within_limits and apps.take_step(row, form.code.data):
        return _counted(row)
    _say_wrong(form, _("This is not the code of this moment. Wait for the next one in your app, then type it."))
    seed = apps.seed_of(row)
    let_go()
    return _app_page(seed, form), 422


@bp.post("/moi/verrous/carte")
@requires(Permission.SELF_CHANGE, find_self, limit=making_limits, sure=True)
def add_card(person: Person) -> Page:
    """Show forty codes this once, to be printed; nothing on the paper says what for."""
    if too_many := _too_many(person, most=MOST_LOCKS + 1):
        return too_many
    if must_verify(g.actor) and g.actor.lock_unchecked and LockKind.CARD in queries.kinds_of(person.id):
        let_go()
        flash(_("A new card of codes ends the one you have. Show that one first, or another lock that is yours alone."))
        return redirect(url_for(".locks"), 303)
    drawn = codes.draw_card(person.id, "", is_doubted=g.actor.lock_unchecked)
    db.session.commit()
    return render_template("accounts/locks/card.html", codes=list(enumerate(drawn.codes, 1)))


@bp.get("/moi/verrous/carte")
@requires(Permission.SELF_SEE, find_self)
def try_card(person: Person) -> Page:
    """Ask for one code of the card that was just printed."""
    if (row := queries.pending_lock(person.id, LockKind.CARD)) is None:
        return redirect(url_for(".locks"), 303)
    return _try_page(row.counter, FirstCodeForm(formdata=None))


@bp.post("/moi/verrous/carte/fin")
@requires(Permission.SELF_CHANGE, find_self, limit=lock_limits)
def keep_card(person: Person) -> Page:
    """Let the card count once one of its codes was typed; an earlier card is over."""
    hold_person(person.id)
    if (row := queries.pending_lock(person.id, LockKind.CARD)) is None:
        return _begin_again()
    form, asked = FirstCodeForm(), row.counter
    if form.validate() and g.within_limits and codes.take_asked(person.id, row, form.code.data):
        return _counted(row)
    _say_wrong(form, _("This is not the code with that number. Look at your new printed card once more."))
    let_go()
    return _try_page(asked, form), 422


def _counted(row: Lock) -> Page:
    """Let a lock count from now on, commit, and show codes for loss where it is the first."""
    spent = lock_limits()
    drawn = keeping.count_from_now(row, find_own_session(g.actor.person_id, g.actor.sign_in_id))
    waits = queries.is_doubted(row) and must_verify(g.actor)
    db.session.commit()
    limits.give_back(spent)
    if drawn:
        return recovery_page(drawn, is_first=True)
    flash(_("You have one more lock. Your other devices are signed out."))
    if waits:
        flash(_("You added it by a device that did not check that it is you: on others' data it counts in two days."))
    return redirect(way_on(), 303)


def _waiting_app(person: Person) -> Lock | None:
    """Return the app that waits for its first code, in the browser that asked for it: its seed is nobody else's."""
    row = queries.pending_lock(person.id, LockKind.APP)
    return row if row is not None and session.get("app") == short(row.id) else None


def _too_many(person: Person, most: int = MOST_LOCKS) -> Page | None:
    if g.within_limits and len(queries.locks_of(person.id)) < most:
        return None
    let_go()
    flash(_("That is enough locks for now. Remove one first, or go on tomorrow."), "warn")
    return redirect(url_for(".locks"), 303)


def _begin_again() -> Page:
    let_go()
    flash(_("That was shown too long ago. Begin again."), "warn")
    return redirect(url_for(".locks"), 303)


def _say_wrong(form: FirstCodeForm, wrong: str) -> None:
    if not form.errors:
        form.code.errors = [
            wrong if g.within_limits else _("Too many tries. Wait fifteen minutes, then try once more.")
        ]


def _app_page(seed: apps.Seed, form: FirstCodeForm) -> str:
    out = BytesIO()
    segno.make(seed.address, micro=False, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, svgclass=None, lineclass=None, nl=False
    )
    drawn = Markup(out.getvalue().decode())  # noqa: S704 (drawn here, from a seed of ours)
    return render_template("accounts/locks/app.html", seed=seed.text, picture=drawn, form=form)


def _try_page(asked: int, form: FirstCodeForm) -> str:
    has_card = LockKind.CARD in queries.kinds_of(g.actor.person_id)
    return render_template("accounts/locks/try_card.html", asked=asked, form=form, has_card=has_card)
