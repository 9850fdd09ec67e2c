"""Coming in by a shared link or QR code, or by a code said aloud."""

from flask import g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from entraide.access import limits
from entraide.access.gate import let_go, open_form, requires
from entraide.access.limits import Limit, network
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import Purpose
from entraide.accounts.forms import AddressForm
from entraide.accounts.models import Door
from entraide.accounts.views.asking import ask, letter_limits
from entraide.db import db
from entraide.errors import NotFound
from entraide.members.actions import AlreadyInside
from entraide.members.actions.entering import RoomFull, WayClosed, wait
from entraide.members.forms.ways_in import EntryForm, SpokenForm
from entraide.members.models import Concern
from entraide.members.queries.ways_in import Way, token_of_spoken, way_of_link
from entraide.members.views import bp
from entraide.members.views.entry import already_there, entry_page, room


def spoken_limits() -> list[Limit]:
    """Count wrong codes: 20 an hour for a block that asks, 100 for its wider network, 1,000 in all (DECISIONS 7)."""
    here, around = network(request.remote_addr), network(request.remote_addr, wide=True)
    return [
        Limit("spoken codes from here", here, 20),
        Limit("spoken codes from around", around, 100),
        Limit("spoken codes", "", 1000),
    ]


@bp.get("/j/<token>")
@open_form("joining by a link or a code", find=way_of_link, purpose=Purpose.JOIN)
def show_join(way: Way) -> Page:
    """Ask a stranger for her address; whoever is signed in goes on."""
    if g.actor.is_authenticated:
        return redirect(f"{request.path}/entrer", 303)
    return render_template("members/join_address.html", way=way, path=request.path, form=AddressForm())


@bp.post("/j/<token>")
@open_form("joining by a link or a code", limit=letter_limits, find=way_of_link, purpose=Purpose.JOIN)
def ask_join(way: Way) -> Page:
    """Send a code to any address, known or not: page, words and statements are the same."""
    session["next"] = f"{request.path}/entrer"
    return ask(Door.NEW, "members/join_address.html", way=way, path=request.path)


@bp.get("/j/<token>/entrer")
@requires(Permission.GROUP_ENTER, way_of_link)
def show_entry(way: Way) -> Page:
    """Ask for one's name in a group that is not named yet."""
    return already_there(way) or entry_page(way)


@bp.post("/j/<token>/entrer")
@requires(Permission.GROUP_ENTER, way_of_link)
def enter(way: Way) -> Page:
    """Enter the waiting room; the link counts this one use."""
    form = EntryForm()
    if not form.validate():
        let_go()
        return entry_page(way, form), 422
    try:
        wait(way, g.actor.person_id, form.name.data, Concern(form.concern.data))
    except WayClosed as closed:
        raise NotFound from closed
    except RoomFull:
        let_go()
        form.form_errors.append(_("Many people are waiting here already. Ask %(name)s.", name=way.from_name))
        return entry_page(way, form), 422
    except AlreadyInside:
        let_go()
        return already_there(way) or redirect(room(way), 303)
    db.session.commit()
    return redirect(room(way), 303)


@bp.get("/rejoindre")
@open_form("a code said aloud leads in")
def show_spoken() -> str:
    """Ask for the code."""
    return render_template("members/join_spoken.html", form=SpokenForm())


@bp.post("/rejoindre")
@open_form("a code said aloud leads in", limit=spoken_limits)
def hear() -> Page:
    """Lead a right code on to the join page; only wrong ones are counted."""
    form = SpokenForm()
    is_typed = form.validate()
    try:
        if not g.within_limits:
            form.form_errors.append(_("Too many codes were tried. Ask to see the code that a phone can scan."))
        elif is_typed:
            token = token_of_spoken(form.code.data)
            let_go()
            limits.give_back(spoken_limits())
            return redirect(url_for(".show_join", token=token), 303)
    except NotFound:
        form.code.errors = [_("This is not the code, or it is too old. Ask for it once more.")]
    let_go()
    return render_template("members/join_spoken.html", form=form), 422
