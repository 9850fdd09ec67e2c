"""Organisers who vouch for somebody whose lock or card is lost: who asks, giving one's word, stopping it."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from entraide.access.gate import check_first, let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import from_short, short
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.members.actions import vouching
from entraide.members.actions.decisions import Paused, StillNew
from entraide.members.forms.losing import BeginForm, VouchForm
from entraide.members.models import Vouching
from entraide.members.queries import find_membership, name_of
from entraide.members.queries import vouching as queries
from entraide.members.views import bp
from entraide.members.views.paused import not_now, still_new

HERE = "/g/<id22:group_id>/acces"


@bp.get(HERE)
@requires(Permission.LOCK_VOUCH, find_group)
def vouch_page(group: Group) -> str:
    """Show organisers who lost a lock or a card, and what they look at before they vouch."""
    return _page(group, VouchForm(formdata=None), _begin_form(group, is_typed=False))


def find_asked(group_id: UUID, vouching_id: UUID) -> Vouching:
    """Find what is asked in a group, for its organisers alone."""
    check_first(Permission.LOCK_VOUCH, find_group(group_id))
    return queries.find_vouching(group_id, vouching_id)


@bp.post(f"{HERE}/<id22:vouching_id>")
@requires(Permission.LOCK_VOUCH, find_asked, sure=True)
def vouch(row: Vouching) -> Page:
    """Give one's word; with the second the 48 hours begin."""
    group_id, membership_id, form = row.group_id, row.membership_id, VouchForm()
    if not form.validate():
        let_go()
        group = find_group(group_id)
        return _page(group, form, _begin_form(group, is_typed=False)), 422
    return _given(group_id, membership_id, lambda: vouching.vouch(row, g.actor.membership_in(group_id)))


@bp.post(HERE)
@requires(Permission.LOCK_VOUCH, find_group, sure=True)
def begin_vouching(group: Group) -> Page:
    """Vouch for a member who called and cannot come in to ask."""
    group_id, form = group.id, _begin_form(group, is_typed=True)
    if not form.validate():
        let_go()
        return _page(find_group(group_id), VouchForm(formdata=None), form), 422
    member = find_membership(group_id, from_short(form.member.data))
    return _given(group_id, member.id, lambda: vouching.begin(member, g.actor.membership_in(group_id)))


@bp.post(f"{HERE}/<id22:vouching_id>/arreter")
@requires(Permission.LOCK_VOUCH, find_asked)
def stop_vouching(row: Vouching) -> Response:
    """Stop it: one organiser's doubt is enough."""
    group_id = row.group_id
    vouching.stop(row, g.actor.membership_in(group_id))
    db.session.commit()
    flash(_("It is stopped. The lock stays."))
    return _back(group_id)


def _given(group_id: UUID, membership_id: UUID, give: Callable[[], str]) -> Page:
    """Give a word, commit, and show the digits to be said, this once; or say why it does not count."""
    try:
        digits = give()
    except Paused:
        return not_now(group_id)
    except StillNew:
        return still_new(url_for(".vouch_page", group_id=group_id))
    except (vouching.TooFewOrganisers, vouching.NotTwice):
        let_go()
        flash(_("Two organisers vouch, each once, and nobody for herself or himself."), "warn")
        return _back(group_id)
    db.session.commit()
    name = name_of(find_membership(group_id, membership_id))
    said = f"{digits[:3]} {digits[3:]}"
    return render_template("members/vouched.html", group_id=group_id, name=name, digits=said)


def _begin_form(group: Group, *, is_typed: bool) -> BeginForm:
    form = BeginForm() if is_typed else BeginForm(formdata=None, member=request.args.get("membre", ""))
    members = queries.who_may_lose(group, g.actor.membership_in(group.id))
    form.member.choices = [SelectChoice("", _("Choose")), *(SelectChoice(short(id_), name) for id_, name in members)]
    return form


def _page(group: Group, form: VouchForm, begin: BeginForm) -> str:
    asked = queries.asked_in(group, g.actor.membership_in(group.id))
    return render_template("members/vouch.html", form=form, begin=begin, group_id=group.id, asked=asked)


def _back(group_id: UUID) -> Response:
    return redirect(url_for(".vouch_page", group_id=group_id), 303)
