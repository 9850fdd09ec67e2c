"""One's own card: what one shows, to whom, and how it looks to each of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from entraide.access.actor import Role
from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import from_short
from entraide.access.visibility import Viewer
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.forms import revision_of
from entraide.groups.models import Ceiling, Group
from entraide.groups.queries import find_group, name_of
from entraide.members import card_words, queries
from entraide.members.actions import cards
from entraide.members.actions.cards import Ready
from entraide.members.actions.naming import NameTaken
from entraide.members.forms.cards import TAKEN, CardForm, ReadyForm, card_form
from entraide.members.models import CardField, Membership, Reach
from entraide.members.queries.between import roles_of, tie_of, viewer_as, viewer_of
from entraide.members.queries.calls import find_wish_of
from entraide.members.queries.cards import Details, Line, details_of, find_in_sight, line_of, own_card, rows_of
from entraide.members.queries.carried import previewed
from entraide.members.queries.roster import has_treasurer
from entraide.members.views import bp

SEEN_BY = {
    "membre": (_l("A member of the group"), frozenset({Role.MEMBER})),
    "organisateur": (_l("An organiser"), frozenset({Role.MEMBER, Role.ORGANISER})),
    "tresorier": (_l("A treasurer"), frozenset({Role.MEMBER, Role.TREASURER})),
}


@dataclass(frozen=True)
class Seen:
    """One's own card exactly as somebody else of the group gets it; no line: she is not seen at all."""

    key: str
    by: Any
    line: Line | None
    details: Details | None


def find_own(group_id: UUID) -> Membership:
    """Find the asker's own membership of a group, or raise NotFound."""
    membership_id = g.actor.memberships.get(group_id)
    if membership_id is None:
        raise NotFound
    return queries.find_membership(group_id, membership_id)


@bp.get("/g/<id22:group_id>/ma-fiche")
@requires(Permission.CARD_CHANGE, find_own)
def card(own: Membership) -> str:
    """Show one's own card, or with `vu` how one other reader gets it."""
    group, rows = find_group(own.group_id), rows_of(own)
    wanted = request.args.get("vu")
    if wanted and (seen := next((seen for seen in _seen(group, own, rows) if seen.key == wanted), None)):
        return render_template("members/seen.html", seen=seen, group_id=group.id, words=card_words)
    if wanted and (one := _seen_by(group, own, rows, wanted)):
        return render_template("members/seen.html", seen=one, group_id=group.id, words=card_words)
    return _card_page(group, own, rows, card_form(group, own, own_card(group, own, rows)))


@bp.post("/g/<id22:group_id>/ma-fiche")
@requires(Permission.CARD_CHANGE, find_own)
def change_card(own: Membership) -> Page:
    """Keep one's own card; nobody is told what one hides."""
    group_id = own.group_id
    group = find_group(group_id)
    form = card_form(group, own, own_card(group, own, rows_of(own)))
    if not form.validate():
        let_go()
        group, own = find_group(group_id), find_own(group_id)
        return _card_page(group, own, rows_of(own), form), 422
    try:
        cards.change_card(group, own, revision_of(form), form.edit())
    except NameTaken:
        let_go()
        form.name.errors = [TAKEN]
        group, own = find_group(group_id), find_own(group_id)
        return _card_page(group, own, rows_of(own), form), 422
    return _kept(group_id)


@bp.post("/g/<id22:group_id>/ma-fiche/choix")
@requires(Permission.CARD_CHANGE, find_own)
def choose_ready(own: Membership) -> Page:
    """Let one of the ready answers rule the whole card."""
    form, group_id = ReadyForm(), own.group_id
    if not form.validate() or form.ready.data not in set(Ready):
        let_go()
        flash(_("Choose one answer."), "warn")
        return redirect(url_for(".card", group_id=group_id), 303)
    cards.choose(find_group(group_id), own, revision_of(form), Ready(form.ready.data))
    return _kept(group_id)


def _kept(group_id: UUID) -> Response:
    db.session.commit()
    flash(_("Saved. Nobody is told when you hide something."))
    return redirect(url_for(".card", group_id=group_id), 303)


def _card_page(group: Group, own: Membership, rows: list[CardField], form: CardForm) -> str:
    left_over = own_card(group, own, rows).left_over
    return render_template(
        "members/card.html",
        form=form,
        ready=card_words.READY,
        revision=own.revision,
        left_over=[card_words.FIELDS[field] for field in left_over],
        is_capped=group.ceiling is Ceiling.ORGANISERS,
        seen=_seen(group, own, rows),
        group_id=group.id,
        group_name=name_of(group),
        letter_hints=card_words.LETTER_HINTS,
        wishes_call=find_wish_of(own) is not None,
        is_called=own.reach is not Reach.EMAIL,
        lets_answer=own.lets_answer,
        words=card_words,
    )


def _seen(group: Group, own: Membership, rows: list[CardField]) -> list[Seen]:
    """Return one's card as each kind of reader gets it, made by the functions that make it for them."""
    seen = []
    for key, (by, roles) in SEEN_BY.items():
        if key == "tresorier" and not has_treasurer(group.id):
            continue
        seen.append(_seen_as(group, own, rows, Viewer.anyone(*roles), key, by))
    return seen


def _seen_by(group: Group, own: Membership, rows: list[CardField], wanted: str) -> Seen | None:
    """Return one's card as one member of the group gets it, if the asker may know of her."""
    try:
        other = find_in_sight(group.id, from_short(wanted), viewer_of(g.actor, group.id))
    except (NotFound, ValueError):
        return None
    viewer = previewed(own.id, viewer_as(group.id, other.id, roles_of(other)), tie_of(group.id, own.id, other.id))
    return _seen_as(group, own, rows, viewer, wanted, queries.name_of(other))


def _seen_as(group: Group, own: Membership, rows: list[CardField], viewer: Viewer, key: str, by: object) -> Seen:
    line = line_of(group, own, rows, viewer)
    details = details_of(group, own, rows, viewer) if line and line.has_contact else None
    return Seen(key, by, line, details)
