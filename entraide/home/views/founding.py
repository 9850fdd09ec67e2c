"""Founding a group: address and code first, then what kind of group, then one screen."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import g, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access import cookies, tokens
from entraide.access.gate import let_go, open_form, requires
from entraide.access.limits import Limit
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.accounts.forms import AddressForm
from entraide.accounts.models import Door
from entraide.accounts.views.asking import ask, letter_limits
from entraide.db import db
from entraide.groups.actions import AlreadyFounded
from entraide.groups.models import Preset
from entraide.groups.words import PRESETS
from entraide.home.actions import found_group
from entraide.home.forms import FoundingForm, usual_answers
from entraide.home.views import bp
from entraide.members.queries.ways_in import CONSENT
from entraide.settings import current

KINDS = dict(enumerate(PRESETS, 1))  # their numbers stand in the address: it must not say what a group is


def founding_limits() -> list[Limit]:
    """Let one session try to found twenty groups a day; each may write to strangers."""
    return [Limit("founding", cookies.read("sid"), 20, timedelta(days=1))]


@bp.get("/creer")
@open_form("founding begins with an address")
def begin() -> Response | str:
    """Ask for the founder's address; who is signed in goes on at once."""
    if g.actor.is_authenticated:
        return redirect("/" if g.actor.only_group else url_for(".kinds"), 303)
    return render_template("home/found_door.html", form=AddressForm())


@bp.post("/creer")
@open_form("founding begins with an address", limit=letter_limits)
def ask_begin() -> Page:
    """Send a code to any address typed here."""
    session["next"] = "/creer/groupe"
    answer: Page = ask(Door.NEW, "home/found_door.html")
    return answer


@bp.get("/creer/groupe")
@requires(Permission.GROUP_FOUND)
def kinds() -> str:
    """Ask what kind of group, then show the one screen, filled with what is usual there."""
    asked = request.args.get("genre", "")
    preset = KINDS.get(int(asked)) if asked in "1234" and asked else None
    if preset is None:
        return render_template("home/found_kind.html", kinds=[(at, *PRESETS[one]) for at, one in KINDS.items()])
    usual = usual_answers(preset, str(get_locale())[:2])
    form = FoundingForm(formdata=None, data=usual | {"draft": tokens.short(uuid4())})
    return _screen(form, preset)


@bp.post("/creer/groupe")
@requires(Permission.GROUP_FOUND, limit=founding_limits)
def found() -> Page:
    """Make the group and lead on to its first meeting; the same form sent twice makes one group."""
    form = FoundingForm()
    preset = KINDS.get(int(number)) if (number := request.form.get("genre", "")) in {"1", "2", "3", "4"} else None
    if preset is None:
        let_go()
        return redirect(url_for(".kinds"), 303)
    is_fine = form.validate()
    if is_fine and not g.within_limits:
        form.name.errors = [_("That is a lot of groups for one day. Please go on tomorrow.")]
    if not is_fine or form.errors:
        let_go()
        return _screen(form, preset), 422
    group_id = _draft(form)
    try:
        _found(form, preset, group_id)
    except AlreadyFounded:
        let_go()
        return redirect(f"/g/{tokens.short(group_id)}", 303)
    db.session.commit()
    return redirect(f"/g/{tokens.short(group_id)}/rencontres/nouvelle", 303)


def _found(form: FoundingForm, preset: Preset, group_id: UUID) -> None:
    settings = current()
    found_group(
        g.actor.person_id,
        form.name.data,
        form.my_name.data,
        CONSENT,
        preset=preset,
        face=form.face(),
        group_id=group_id,
        timezone=settings.timezone,
        language=str(get_locale() or settings.language)[:2],
        **form.columns(),
    )


def _draft(form: FoundingForm) -> UUID:
    """Return the id drawn for this form; a new one where it was spoilt on the way."""
    try:
        return tokens.from_short(form.draft.data or "")
    except ValueError:
        return uuid4()


def _screen(form: FoundingForm, preset: Preset) -> str:
    number = next(at for at, one in KINDS.items() if one is preset)
    folded: list[Any] = [form[name] for name in form.FOLDED]
    return render_template(
        "home/found.html",
        form=form,
        number=number,
        kind=PRESETS[preset][0],
        opens=any(field.errors for field in folded),
        consents=[f"consents/{CONSENT}.{code}.html" for code in (str(get_locale())[:2], current().language, "fr")],
    )
