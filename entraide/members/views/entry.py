"""The page on which one says one's name and agrees: the same for every way in."""

from typing import Any

from flask import g, redirect, render_template, request
from werkzeug.wrappers import Response

from entraide.access.tokens import short
from entraide.groups.models import ForWhom
from entraide.groups.queries import find_group, name_of
from entraide.members.forms.ways_in import EntryForm
from entraide.members.models import Concern, InvitationKind
from entraide.members.queries.ways_in import CONSENT, Way
from entraide.settings import current


def entry_page(way: Way, form: EntryForm | None = None) -> str:
    """Ask for a name, for as what one comes, and for the consent."""
    form = form or EntryForm(concern=usual_concern(way), name=way.proposed)
    over = way.for_id is not None
    return render_template("members/join.html", form=form, path=request.path, over=over, **entry_words(way))


def entry_words(way: Way) -> dict[str, Any]:
    """Return what the page says; only a letter's reader is told the group's name here."""
    is_letter = way.kind is InvitationKind.EMAIL
    group_name = name_of(find_group(way.group_id)) if is_letter else ""
    return {"way": way, "group_name": group_name, "age": current().minimum_age, "consent": CONSENT}


def usual_concern(way: Way) -> str | None:
    """Choose beforehand where the group is for one kind of people only."""
    if way.kind is not InvitationKind.EMAIL:
        return None
    for_whom = find_group(way.group_id).for_whom
    usual = {ForWhom.CONCERNED: Concern.CONCERNED.value, ForWhom.RELATIVES: Concern.RELATIVE.value}
    return usual.get(for_whom)


def already_there(way: Way) -> Response | None:
    """Lead whoever is inside, or waits there, to where she is."""
    if g.actor.roles_in(way.group_id):
        return redirect(f"/g/{short(way.group_id)}", 303)
    if way.group_id in g.actor.waits and way.kind is not InvitationKind.EMAIL:
        return redirect(room(way), 303)
    return None


def used_page() -> tuple[str, int]:
    """Say that an invitation has done its work: pressed twice, it is no fault."""
    return render_template("members/invitation_used.html"), 410


def room(way: Way) -> str:
    """Return the address of the waiting room behind a way in."""
    return f"/attente/{short(way.group_id)}"
