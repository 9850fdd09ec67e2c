"""Signing in by a code, and choosing who one is where several share a mailbox."""

from contextlib import suppress
from uuid import UUID

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from entraide.access import cookies, tokens
from entraide.access.gate import let_go, open_form
from entraide.accounts import actions, devices, queries
from entraide.accounts.forms import CodeForm, WhoForm
from entraide.accounts.locks.actions import passing
from entraide.accounts.locks.queries import asks_at_door, beyond
from entraide.accounts.models import Challenge, Device, Door, Person
from entraide.accounts.views import bp
from entraide.accounts.views.asking import (
    DAY,
    ask,
    asking_ref,
    end_former,
    lead_on,
    letter_limits,
    proof_of,
    sign_in_page,
    try_limits,
    who_limits,
)
from entraide.accounts.views.mailbox import tell_at_door
from entraide.db import db
from entraide.errors import NotFound
from entraide.vault import sealed

OTHER, UNLISTED = "other", "unlisted"


@bp.get("/connexion")
@open_form("signing in begins here")
def sign_in() -> Response | str:
    """Ask for the address."""
    if g.actor.is_authenticated:
        return redirect("/agenda", 303)
    return sign_in_page()


@bp.post("/connexion")
@open_form("signing in begins here", limit=letter_limits)
def ask_sign_in() -> Response | tuple[str, int]:
    """Send a code to a known address; the answer is the same for an unknown one."""
    return ask(Door.SIGN_IN, "accounts/sign_in.html")


@bp.get("/connexion/code")
@open_form("typing the code")
def code() -> Response | str:
    """Ask for the code; who is in already and came back by her browser's "back" is led on."""
    if g.actor.is_authenticated and _door() is None:
        return redirect("/agenda", 303)
    return _code_page(CodeForm())


@bp.post("/connexion/code")
@open_form("typing the code", limit=try_limits)
def prove() -> Response | tuple[str, int]:
    """Compare the code; its try is already spent."""
    form = CodeForm()
    try:
        if not form.validate():
            return _code_again(form)
        if not g.within_limits:
            form.code.errors = [_("Too many tries with this code. Ask for a new one.")]
            return _code_again(form)
        challenge = queries.find_challenge(asking_ref())
        device = Device(form.device.data) if form.device.data else Device.SHARED
        actions.prove(challenge, form.code.data, device)
    except (actions.WrongCode, NotFound):
        form.code.errors = [
            _("This is not the code, or it is too old. Look for the newest letter, or ask for a new code.")
        ]
        return _code_again(form)
    if challenge.door is Door.SURE:
        return _sure_again(challenge)
    if challenge.door is Door.MOVE:
        return _move_on(challenge)
    kept = challenge.first_name_sealed
    if named := sealed.unseal(challenge.id, "first_name", kept) if kept else "":
        passing.name(challenge, named)
        db.session.commit()
        return redirect(url_for(".lock_door"), 303)
    readers = queries.listed_readers(challenge.email_index)
    if challenge.door is Door.NEW and not readers:
        address = sealed.unseal(challenge.id, "email", challenge.email_sealed)
        person = actions.make_person(address, form.first_name.data or "", challenge.language)
        return enter_as(challenge, person)
    if challenge.door is Door.SIGN_IN and (form.unlisted.data or not readers):
        db.session.commit()
        return redirect(url_for(".lock_door"), 303)
    if challenge.door is Door.SIGN_IN and len(readers) == 1:
        return enter_as(challenge, queries.find_person(readers[0].person_id))
    db.session.commit()
    return redirect(url_for(".who"), 303)


@bp.get("/connexion/qui")
@open_form("saying which of a mailbox's readers one is")
def who() -> str:
    """Ask who it is, where several people share a mailbox."""
    return _who_page(_proved(), None)


@bp.post("/connexion/qui")
@open_form("saying which of a mailbox's readers one is", limit=who_limits)
def choose() -> Response | tuple[str, int]:
    """Enter as one of the mailbox's readers, or as somebody new."""
    challenge = _proved()
    readers = queries.listed_readers(challenge.email_index)
    form = _who_form(challenge, readers)
    is_fine = form.validate() and g.within_limits
    if is_fine and form.who.data == OTHER and not (form.first_name.data or "").strip():
        form.first_name.errors = [_("Type a name that tells you apart from the others.")]
        is_fine = False
    if not is_fine:
        let_go()
        return _who_page(_proved(), form), 422
    if form.who.data == UNLISTED:
        return redirect(url_for(".lock_door"), 303)
    if form.who.data == OTHER:
        address = sealed.unseal(challenge.id, "email", challenge.email_sealed)
        return enter_as(challenge, actions.make_person(address, form.first_name.data, challenge.language))
    return enter_as(challenge, queries.find_person(readers[int(form.who.data)].person_id))


def enter_as(
    challenge: Challenge,
    person: Person,
    *,
    with_lock: bool = False,
    lock_unchecked: bool = False,
    vouched: tuple[UUID, UUID] | None = None,
) -> Response:
    """Open the session and lead on to where the person wanted to go; first to her lock, where the code is not enough.

    `with_lock`: she just showed it, which opens everything; `lock_unchecked`: on a device that checked nobody.
    `vouched`: the group whose organisers stand in for it, and what they vouched by.
    """
    if not with_lock and vouched is None and asks_at_door(person):
        passing.ask_lock_of(challenge, person.id)
        db.session.commit()
        return redirect(url_for(".lock_door"), 303)
    person_id, device = person.id, challenge.device or Device.SHARED
    actions.finish(challenge)
    goes_on = end_former(person_id, device)
    label = devices.name_of(request.user_agent.string)
    only, by = vouched or (None if with_lock else challenge.only_group_id, None)
    token = actions.start_session(
        person_id,
        device,
        label,
        only_group=only,
        with_lock=with_lock,
        lock_unchecked=lock_unchecked,
        vouching_id=by,
        continues=goes_on,
    )
    tell_at_door(person)
    index = challenge.email_index if challenge.door is not Door.CARD else None
    session.pop("again", None)
    session.pop("door", None)
    db.session.commit()
    answer = lead_on(token, device)
    if device is Device.OWN and index:
        known = [proof_of(index), *([proof_of(beyond(index, person_id))] if with_lock else [])]
        cookies.write(answer, "ref", ".".join([tokens.fresh(), *known]), seconds=180 * DAY, strict=True)
    return answer


def _sure_again(challenge: Challenge) -> Response | tuple[str, int]:
    if g.actor.person_id is None or challenge.person_id != g.actor.person_id:
        db.session.rollback()
        return _code_again(CodeForm())
    actions.finish(challenge)
    row = queries.find_own_session(g.actor.person_id, g.actor.sign_in_id)
    actions.be_sure(row)
    token, device = actions.renew(row), row.device
    db.session.commit()
    flash(_("It is you. Now press once more what you wanted; it goes without asking for ten minutes."))
    return lead_on(token, device)


def _move_on(challenge: Challenge) -> Response | tuple[str, int]:
    if g.actor.person_id is None or challenge.person_id != g.actor.person_id:
        db.session.rollback()
        return _code_again(CodeForm())
    db.session.commit()
    return redirect(url_for(".agree"), 303)


def _code_again(form: CodeForm) -> tuple[str, int]:
    let_go()
    return _code_page(form), 422


def _code_page(form: CodeForm) -> str:
    door = _door()
    again = session.get("again", "/connexion")
    return render_template("accounts/code.html", form=form, is_new=door is Door.NEW, door=door, again=again)


def _who_form(challenge: Challenge, readers: list[queries.Known]) -> WhoForm:
    form = WhoForm()
    form.who.choices = [
        SelectChoice(str(at), reader.first_name or _("The first person at this address"))
        for at, reader in enumerate(readers)
    ]
    if challenge.door is Door.SIGN_IN:
        form.who.choices.append(SelectChoice(UNLISTED, _("I am not in the list")))
    if challenge.door is Door.NEW:
        form.who.choices.append(SelectChoice(OTHER, _("Somebody else who shares this mailbox")))
    return form


def _who_page(challenge: Challenge, form: WhoForm | None) -> str:
    form = form or _who_form(challenge, queries.listed_readers(challenge.email_index))
    return render_template("accounts/who.html", form=form, is_new=challenge.door is Door.NEW)


def _proved() -> Challenge:
    return queries.find_proved(asking_ref())


def _door() -> Door | None:
    try:
        return queries.find_challenge(asking_ref()).door
    except NotFound:
        return _asked_at()


def _asked_at() -> Door | None:
    """Return the door that was asked at last, where no code waits: the page is the same over the limits."""
    with suppress(ValueError):
        return Door(session.get("door", ""))
    return None
