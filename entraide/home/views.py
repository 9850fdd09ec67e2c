"""The first page, how pages look, and the way out."""

from flask import Blueprint, flash, g, redirect, render_template
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from entraide.access import cookies
from entraide.access.gate import let_go, open_form, public, requires
from entraide.access.permissions import Permission
from entraide.accounts.forms import AddressForm
from entraide.home.forms import DisplayForm
from entraide.settings import current

bp = Blueprint("home", __name__)
YEAR = 365 * 24 * 3600
NAMES = {"fr": "Français", "de": "Deutsch", "nl": "Nederlands", "en": "English"}


@bp.get("/")
@public("the first page: on the façade host the façade's name and the sign-in form, nothing else")
def first() -> Response | str:
    """Show the sign-in form, or the agenda to whoever is signed in."""
    if g.actor.is_authenticated:
        return redirect("/agenda", 303)
    return render_template("accounts/sign_in.html", form=AddressForm())


@bp.get("/moi")
@requires(Permission.SELF_SEE)
def me() -> str:
    """Show the way to all that is one's own."""
    return render_template("home/me.html")


@bp.get("/affichage")
@open_form("how pages look is everybody's choice")
def display() -> str:
    """Show how pages look on this device."""
    theme, _dot, size = cookies.read("look").partition(".")
    form = _form(theme=theme or "auto", size=size or "normal", language=str(get_locale())[:2])
    return render_template("home/display.html", form=form)


@bp.post("/affichage")
@open_form("how pages look is everybody's choice")
def choose_display() -> Response | tuple[str, int]:
    """Keep the choice in this browser for a year."""
    form = _form()
    if not form.validate():
        let_go()
        return render_template("home/display.html", form=form), 422
    with force_locale(form.language.data):
        flash(_("Done. Pages look like this from now on."))
    answer = redirect("/affichage", 303)
    cookies.write(answer, "look", f"{form.theme.data}.{form.size.data}", seconds=YEAR)
    cookies.write(answer, "lang", form.language.data, seconds=YEAR)
    return answer


@bp.get("/quitter")
@public("the way out, to a site that says nothing")
def leave() -> Response:
    """Send the browser to the instance's neutral site."""
    return redirect(current().quit_url, 303)


def _form(**values: str) -> DisplayForm:
    form = DisplayForm(data=values or None)
    form.language.choices = [SelectChoice(code, NAMES[code]) for code in current().languages]
    return form
