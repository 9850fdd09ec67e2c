"""Everything about me: handed over at once, as a page, for programs, or as a calendar; never by letter."""

from flask import flash, g, make_response, redirect, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.accounts.naming import NameNeeded, call
from entraide.accounts.queries import find_person, first_name_of
from entraide.calendars.queries.feeds import own_groups
from entraide.clock import today
from entraide.db import db
from entraide.rights.actions import take_own
from entraide.rights.forms import NameForm
from entraide.rights.own_data.gathering import everything, made_at, own_calendar
from entraide.rights.own_data.written import as_json, as_page
from entraide.rights.views import bp
from entraide.settings import current

Page = Response | tuple[str, int]
KINDS = {"html": "text/html", "json": "application/json", "ics": "text/calendar"}


@bp.get("/moi/donnees")
@requires(Permission.SELF_TAKE)
def own_data() -> str:
    """Say what there is about oneself, where each thing is put right, and hand it over."""
    return _page("")


@bp.post("/moi/donnees")
@requires(Permission.SELF_TAKE, sure=True)
def take_own_data() -> Page:
    """Hand it over; made for this answer alone, stored nowhere."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        let_go()
        return _page("kind"), 422
    settings, language = current(), str(get_locale())[:2]
    if kind == "ics":
        written = own_calendar(g.actor, settings, language)
    else:
        parts = everything(g.actor, settings)
        written = as_json(parts, made_at()) if kind == "json" else as_page(parts, settings.site_name, language)
    take_own(g.actor.person_id)
    db.session.commit()
    answer = make_response(written)
    answer.mimetype = KINDS[kind]
    name = f"{secure_filename(settings.site_name) or 'agenda'}-{today():%Y-%m-%d}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.post("/moi/donnees/prenom")
@requires(Permission.SELF_TAKE)
def name_oneself() -> Page:
    """Put right the first name for this mailbox."""
    form = NameForm()
    is_fine = form.validate()
    if is_fine:
        try:
            call(find_person(g.actor.person_id), form.first_name.data or "")
        except NameNeeded:
            form.first_name.errors = [_("Type a name that tells you apart from the others.")]
            is_fine = False
    if not is_fine:
        let_go()
        return _page("", form), 422
    db.session.commit()
    flash(_("Your first name for this mailbox is noted."))
    return redirect("/moi/donnees", 303)


def _page(fault: str, form: NameForm | None = None) -> str:
    person = find_person(g.actor.person_id)
    return render_template(
        "rights/own_data.html",
        fault=fault,
        form=form or NameForm(formdata=None, first_name=first_name_of(person)),
        groups=[group for group in own_groups(g.actor) if group.id in g.actor.memberships],
        has_address=g.actor.has_address,
    )
