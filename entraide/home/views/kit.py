"""Papers for the committee of a group or its association: chosen on one page, shown for print, kept nowhere."""

from flask import render_template
from flask_babel import force_locale, get_locale

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.home.forms import KitForm
from entraide.home.queries.kit import LANGUAGES, PAPERS, file_of, kit_of
from entraide.home.views import bp


@bp.get("/g/<id22:group_id>/comite")
@requires(Permission.GROUP_CHANGE, find_group)
def kit(group: Group) -> str:
    """Offer the five papers."""
    return _page(group, KitForm())


@bp.post("/g/<id22:group_id>/comite")
@requires(Permission.GROUP_CHANGE, find_group)
def print_kit(group: Group) -> Page:
    """Show the chosen papers, one sheet after the other."""
    form = KitForm()
    if not form.validate():
        page = _page(group, form)
        let_go()
        return page, 422
    chosen = [file_of(paper) for paper in PAPERS if paper in form.papers.data]
    back = f"/g/{short(group.id)}/comite"
    with force_locale(LANGUAGES[0]):
        filled = kit_of(group, form.carrier.data, form.contact.data, with_group=form.with_group.data)
        return render_template("home/print_kit.html", kit=filled, papers=chosen, back_to=back, lang=LANGUAGES[0])


def _page(group: Group, form: KitForm) -> str:
    is_written = str(get_locale())[:2] in LANGUAGES
    return render_template("home/kit.html", form=form, here=f"/g/{short(group.id)}", is_written=is_written)
