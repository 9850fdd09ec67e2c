"""How pages look on this device: theme, text size, language, whether groups are named."""

from dataclasses import replace

from flask import flash, g, redirect, render_template, request
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from entraide.access import cookies, hosts, look
from entraide.access.gate import let_go, open_form
from entraide.accounts import actions
from entraide.accounts.queries import find_person
from entraide.db import db
from entraide.home.forms import DisplayForm
from entraide.home.views import bp
from entraide.settings import current


@bp.get("/affichage")
@open_form("how pages look is everybody's choice")
def show_display() -> str:
    """Show how pages look on this device."""
    now = look.display()
    form = _form(theme=now.theme, size=now.size, language=str(get_locale())[:2])
    return render_template("home/display.html", form=form)


@bp.post("/affichage")
@open_form("how pages look is everybody's choice")
def choose_display() -> Response | tuple[str, int]:
    """Keep the choice in this browser for a year; the language is also the one of a signed-in person's letters."""
    form = _form()
    if not form.validate():
        let_go()
        return render_template("home/display.html", form=form), 422
    language = form.language.data
    if g.actor.person_id:
        actions.choose_language(find_person(g.actor.person_id), language)
        db.session.commit()
    if not hosts.is_directory():
        with force_locale(language):
            flash(_("Done. Pages look like this from now on."))
    answer = redirect("/affichage", 303)
    look.keep(answer, replace(look.display(), theme=form.theme.data, size=form.size.data))
    cookies.write(answer, "lang", language, seconds=look.YEAR)
    return answer


@bp.post("/affichage/noms")
@open_form("whether groups are named on this screen is its reader's choice")
def hide_names() -> Response:
    """Hide the names of groups on this device, or show them again."""
    now = look.display()
    answer = redirect("/g" if request.form.get("back") == "groups" else "/agenda", 303)
    look.keep(answer, replace(now, hides_names=not now.hides_names))
    return answer


def _form(**values: str) -> DisplayForm:
    form = DisplayForm(data=values or None, meta={"csrf": not hosts.is_directory()})
    form.language.choices = [SelectChoice(code, look.LANGUAGE_NAMES[code]) for code in current().languages]
    return form
