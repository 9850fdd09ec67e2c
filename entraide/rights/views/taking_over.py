"""Taking one's own membership over, by the letter that an organiser had sent to one's address."""

from flask import flash, g, redirect, render_template, request
from flask_babel import gettext as _

from entraide.access import cookies
from entraide.access.gate import by_token, let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import Purpose, short
from entraide.accounts import devices
from entraide.accounts.actions import make_person, start_session
from entraide.accounts.models import Device
from entraide.accounts.queries import listed_readers
from entraide.db import db
from entraide.errors import NotFound
from entraide.members.actions import AlreadyInside
from entraide.members.actions.entering import WayClosed
from entraide.members.forms.ways_in import LetterOverForm, OverForm
from entraide.members.models import Concern
from entraide.members.queries.ways_in import Way, address_of, way_of_letter
from entraide.members.views.by_letter import find_own, language_here, letter_page, refuse_other_sites
from entraide.members.views.entry import entry_page, used_page, usual_concern
from entraide.rights.taking_over import take_over
from entraide.rights.views import bp
from entraide.vault import sealed


def way_over(token: str) -> Way:
    """Find a letter that leads to a managed membership."""
    return _bound(way_of_letter(token))


def find_own_over(token: str) -> Way:
    """Find such a letter, sent to the asker's own mailbox."""
    return _bound(find_own(token))


@bp.post("/i/<token>/reprise")
@by_token(Purpose.INVITATION, way_over, starts_session=True)
def take_over_by_letter(way: Way) -> Page:
    """Make a new person of whoever holds the letter, and the membership hers; who is known here types a code first."""
    if way.is_used:
        return used_page()
    refuse_other_sites()
    address = address_of(way)
    if listed_readers(sealed.blind(address)):
        let_go()
        return redirect(request.path.removesuffix("/reprise"), 303)
    form = LetterOverForm(request.form)
    if not form.validate():
        let_go()
        return letter_page(way, form, over=True), 422
    person_id = make_person(address, "", language_here()).id
    try:
        keeper_id = take_over(way, person_id, form.name.data, Concern(form.concern.data))
    except WayClosed:
        let_go()
        return used_page()
    token = start_session(person_id, Device.SHARED, devices.name_of(request.user_agent.string), is_sure=False)
    db.session.commit()
    sealed.shred(keeper_id)
    answer = redirect(f"/g/{short(way.group_id)}", 303)
    cookies.write(answer, "sid", token)
    return answer


@bp.get("/i/<token>/reprendre")
@requires(Permission.GROUP_ENTER, find_own_over)
def show_over(way: Way) -> Page:
    """Show the group's name and what becomes hers."""
    if way.is_used:
        return used_page()
    if g.actor.roles_in(way.group_id):
        return _inside_page(way)
    return entry_page(way, OverForm(concern=usual_concern(way)))


@bp.post("/i/<token>/reprendre")
@requires(Permission.GROUP_ENTER, find_own_over)
def take_over_own(way: Way) -> Page:
    """Make the membership hers; a member under another name keeps both, and nobody else is told."""
    form = OverForm()
    if not form.validate():
        let_go()
        return entry_page(way, form), 422
    try:
        keeper_id = take_over(way, g.actor.person_id, form.name.data, Concern(form.concern.data))
    except WayClosed:
        let_go()
        return used_page()
    except AlreadyInside:
        let_go()
        return _inside_page(way), 409
    db.session.commit()
    sealed.shred(keeper_id)
    flash(_("Welcome. What the group wrote down for you is yours now. Look at what you show."))
    return redirect(f"/g/{short(way.group_id)}/ma-fiche", 303)


def _bound(way: Way) -> Way:
    if way.for_id is None:
        raise NotFound
    return way


def _inside_page(way: Way) -> str:
    return render_template("rights/over_inside.html", group_id=way.group_id)
