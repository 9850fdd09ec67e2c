"""Coming in by the link of a letter."""

from flask import abort, flash, g, redirect, render_template, request, session
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import Form

from entraide.access import cookies
from entraide.access.gate import by_token, let_go, requires
from entraide.access.limits import Limit
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import Purpose, short
from entraide.accounts import devices
from entraide.accounts.actions import make_person, start_session
from entraide.accounts.models import Device, Door
from entraide.accounts.queries import listed_readers
from entraide.accounts.views.asking import lead_to_code, limits_of
from entraide.db import db
from entraide.errors import NotFound
from entraide.members.actions import AlreadyInside, ways_in
from entraide.members.actions.entering import WayClosed, accept
from entraide.members.forms.ways_in import EntryForm, LetterEntryForm, LetterOverForm
from entraide.members.models import Concern
from entraide.members.queries.ways_in import Way, address_of, mailbox_of, was_sent_to, way_of_letter
from entraide.members.views import bp
from entraide.members.views.entry import already_there, entry_page, entry_words, used_page, usual_concern
from entraide.settings import current
from entraide.vault import sealed


def invitation_limits() -> list[Limit]:
    """Count what a letter's button may cause: a code to the invited address."""
    return limits_of(mailbox_of((request.view_args or {})["token"]))


@bp.get("/i/<token>")
@by_token(Purpose.INVITATION, way_of_letter)
def open_letter(way: Way) -> Page:
    """Show who is asking in; nothing of the group, and nothing that differs between addresses."""
    return used_page() if way.is_used else render_template("members/invitation.html", way=way, path=request.path)


@bp.post("/i/<token>")
@by_token(Purpose.INVITATION, way_of_letter, limit=invitation_limits, starts_session=True)
def take_letter(way: Way) -> Page:
    """Lead on: whoever is known here to a code, a new person to the group's name and, with hers, inside."""
    if way.is_used:
        return used_page()
    refuse_other_sites()
    address = address_of(way)
    if listed_readers(sealed.blind(address)):
        session["next"] = f"{request.path}/{'reprendre' if way.for_id else 'entrer'}"
        return lead_to_code(address, Door.NEW, language_here())
    if way.for_id:
        return letter_page(way, LetterOverForm(concern=usual_concern(way)), over=True)
    if "name" not in request.form:
        return letter_page(way, LetterEntryForm(concern=usual_concern(way), name=way.proposed))
    form = LetterEntryForm(request.form)
    if not form.validate():
        let_go()
        return letter_page(way, form), 422
    person_id = make_person(address, "", language_here()).id
    try:
        accept(way, person_id, form.name.data, Concern(form.concern.data))
    except WayClosed:
        let_go()
        return used_page()
    token = start_session(person_id, Device.SHARED, devices.name_of(request.user_agent.string), is_sure=False)
    db.session.commit()
    answer = redirect(f"/g/{short(way.group_id)}", 303)
    cookies.write(answer, "sid", token)
    return answer


@bp.get("/i/<token>/refus")
@by_token(Purpose.INVITATION, way_of_letter)
def show_refusal(way: Way) -> str:
    """Ask whether this letter was unwanted."""
    return render_template("members/invitation_refuse.html", way=way, path=request.path, is_done=False)


@bp.post("/i/<token>/refus")
@by_token(Purpose.INVITATION, way_of_letter)
def refuse_letter(way: Way) -> str:
    """End the invitation; mail programs press here too (RFC 8058)."""
    ways_in.refuse(way)
    db.session.commit()
    return render_template("members/invitation_refuse.html", way=way, path=request.path, is_done=True)


def find_own_letter(token: str) -> Way:
    """Find an invitation that was sent to the asker's own mailbox, for a membership that is new."""
    way = find_own(token)
    if way.for_id:
        raise NotFound
    return way


def find_own(token: str) -> Way:
    """Find any letter that was sent to the asker's own mailbox."""
    way = way_of_letter(token)
    if not was_sent_to(way, g.actor.person_id):
        raise NotFound
    return way


@bp.get("/i/<token>/entrer")
@requires(Permission.GROUP_ENTER, find_own_letter)
def show_own_letter(way: Way) -> Page:
    """Show the group's name and ask for one's name in it."""
    return already_there(way) or (used_page() if way.is_used else entry_page(way))


@bp.post("/i/<token>/entrer")
@requires(Permission.GROUP_ENTER, find_own_letter)
def enter_by_letter(way: Way) -> Page:
    """Become a member; the invitation has done its work."""
    form = EntryForm()
    if not form.validate():
        let_go()
        return entry_page(way, form), 422
    try:
        accept(way, g.actor.person_id, form.name.data, Concern(form.concern.data))
    except (AlreadyInside, WayClosed):
        let_go()
        return already_there(way) or used_page()
    db.session.commit()
    flash(_("Welcome. Nobody sees more of you than your name, until you say so."))
    return redirect(f"/g/{short(way.group_id)}", 303)


def letter_page(way: Way, form: Form, *, over: bool = False) -> str:
    """Show the group's name and ask for hers; where she takes a membership over, at an address of its own."""
    path = request.path.removesuffix("/reprise")
    action = f"{path}/reprise" if over else path
    words = entry_words(way)
    return render_template("members/invitation_name.html", form=form, path=path, action=action, over=over, **words)


def refuse_other_sites() -> None:
    """Let no other site's form sign anybody in."""
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        abort(404)


def language_here() -> str:
    """Return the language of this page."""
    return str(get_locale() or current().language)[:2]
