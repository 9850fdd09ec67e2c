"""Pasting a list of people: read it, say what its columns are, put rows right, confirm; nothing is stored before."""

from collections.abc import Sequence
from uuid import uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from entraide.access.gate import let_go, requires
from entraide.access.limits import Limit
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.members import paste_words
from entraide.members.actions import pasting
from entraide.members.forms.pasting import (
    TOMORROW,
    ColumnsForm,
    KeepForm,
    PasteForm,
    columns_form,
    typed_rows,
    written_rows,
    written_said,
)
from entraide.members.models import Reach
from entraide.members.paste_words import UNREADABLE
from entraide.members.pasted_checks import Checked, check, first_look
from entraide.members.pasted_columns import header_of
from entraide.members.pasted_rows import Row
from entraide.members.pasted_table import Unreadable, read_table
from entraide.members.queries.cards import fields_of
from entraide.members.queries.pasting import invited_among, letters_left, names_here
from entraide.members.views import bp
from entraide.members.views.inviting import DAY, this_keeper


def paste_limits() -> list[Limit]:
    """Allow an organiser 40 confirmed lists a day; how many letters they may make is counted apart."""
    return [Limit("lists", this_keeper(), 40, DAY)]


@bp.get("/g/<id22:group_id>/membres/coller")
@requires(Permission.INVITATION_MAKE, find_group)
def paste(group: Group) -> str:
    """Ask for the list."""
    return _paste_page(PasteForm(formdata=None), group)


@bp.post("/g/<id22:group_id>/membres/coller")
@requires(Permission.INVITATION_MAKE, find_group)
def read_pasted(group: Group) -> Page:
    """Read the list and show what each column is taken for."""
    form, group_id = PasteForm(), group.id
    is_read, fields = form.validate(), fields_of(group)
    let_go()
    if not is_read or form.table is None:
        return _paste_page(form, find_group(group_id)), 422
    return _columns_page(
        columns_form(form.read, form.table, fields, header=header_of(form.table)), find_group(group_id)
    )


@bp.post("/g/<id22:group_id>/membres/coller/colonnes")
@requires(Permission.INVITATION_MAKE, find_group)
def read_columns(group: Group) -> Page:
    """Show one row a person; or, asked to, look at the columns again from another line."""
    text, group_id, fields = request.form.get("text", ""), group.id, fields_of(group)
    let_go()
    group = find_group(group_id)
    if isinstance(table := read_table(text), Unreadable):
        return _refused_text(text, table, group), 422
    form = columns_form(text, table, fields)
    if "again" in request.form:
        return _columns_page(columns_form(text, table, fields, header=form.begins), group)
    if not form.validate():
        return _columns_page(form, group), 422
    rows = form.rows()
    if not rows:
        form.header.errors = [_("There is nobody below this line.")]
        return _columns_page(form, group), 422
    return _rows_page(first_look(rows, names_here(group_id), _invited(group, rows)), group)


@bp.post("/g/<id22:group_id>/membres/coller/lignes")
@requires(Permission.INVITATION_MAKE, find_group)
def check_rows(group: Group) -> Page:
    """Say in words what will happen, or what is still to be put right."""
    group_id, rows = group.id, typed_rows(request.form)
    let_go()
    group = find_group(group_id)
    if not rows:
        return _refused_text("", Unreadable.EMPTY, group), 422
    checked = _check(group, rows)
    if "again" in request.form:
        return _rows_page(checked, group)
    if trouble := _trouble(checked):
        return _rows_page(checked, group, trouble), 422
    return _keep_page(KeepForm(formdata=None, once=short(uuid4())), checked, group)


@bp.post("/g/<id22:group_id>/membres/coller/enregistrer")
@requires(Permission.INVITATION_MAKE, find_group, limit=paste_limits)
def keep_pasted(group: Group) -> Page:
    """Check everything once more and keep it, all or nothing."""
    group_id, rows, form = group.id, typed_rows(request.form), KeepForm()
    checked = _check(group, rows)
    if trouble := _trouble(checked):
        let_go()
        group = find_group(group_id)
        return (_rows_page(checked, group, trouble) if rows else _refused_text("", Unreadable.EMPTY, group)), 422
    wanted = [one.row for one in checked if one.row.is_kept]
    if not any(row.reach is Reach.EMAIL for row in wanted):
        form.when.validators = []
    if not form.validate() or not g.within_limits:
        let_go()
        if not g.within_limits:
            form.form_errors.append(_("That is much for one day. Go on tomorrow."))
        return _keep_page(form, checked, find_group(group_id)), 422
    at = pasting.tomorrow_at_nine(group) if form.when.data == TOMORROW else now()
    try:
        kept = pasting.keep_list(group, g.actor.membership_in(group_id), wanted, once=form.once_id, at=at)
    except pasting.EnoughLetters as enough:
        let_go()
        form.form_errors.append(_too_many(enough.left))
        return _keep_page(form, checked, find_group(group_id)), 422
    db.session.commit()
    _say(kept, is_tomorrow=form.when.data == TOMORROW)
    return redirect(url_for(".pasted", group_id=group_id), 303)


def _check(group: Group, rows: Sequence[Row]) -> list[Checked]:
    return check(rows, names_here(group.id), _invited(group, rows))


def _invited(group: Group, rows: Sequence[Row]) -> frozenset[str]:
    return invited_among(group.id, {row.email for row in rows if row.reach is Reach.EMAIL})


def _trouble(checked: Sequence[Checked]) -> str:
    """Say in one sentence why a list cannot be kept yet; empty where it can."""
    if faulty := sum(bool(one.faults) for one in checked):
        return ngettext("One line is to be put right.", "%(num)s lines are to be put right.", faulty)
    if not any(one.row.is_kept for one in checked):
        return _("Nobody is ticked: there is nobody to keep.")
    return ""


def _too_many(left: int) -> str:
    return ngettext(
        "Today one more letter may go to a new address. Leave out the others for tomorrow.",
        "Today %(num)s more letters may go to new addresses. Leave out the others for tomorrow.",
        left,
    )


def _say(kept: pasting.Kept, *, is_tomorrow: bool) -> None:
    said = []
    if kept.letters and is_tomorrow:
        said.append(ngettext("One letter leaves tomorrow at 9.", "%(num)s letters leave tomorrow at 9.", kept.letters))
    elif kept.letters:
        said.append(ngettext("One letter is on its way.", "%(num)s letters are on their way.", kept.letters))
    if kept.managed:
        said.append(ngettext("One person is written down.", "%(num)s people are written down.", kept.managed))
    flash(" ".join(said))


def _paste_page(form: PasteForm, group: Group) -> str:
    return render_template("members/paste.html", form=form, group_id=group.id)


def _refused_text(text: str, why: Unreadable, group: Group) -> str:
    form = PasteForm(formdata=None, text=text)
    form.text.errors = [UNREADABLE[why]]
    return _paste_page(form, group)


def _columns_page(form: ColumnsForm, group: Group) -> str:
    return render_template("members/paste_columns.html", form=form, group_id=group.id, words=paste_words)


def _rows_page(checked: Sequence[Checked], group: Group, trouble: str = "") -> str:
    return render_template(
        "members/paste_rows.html",
        lines=checked,
        group_id=group.id,
        words=paste_words,
        trouble=trouble,
        written_said=written_said,
    )


def _keep_page(form: KeepForm, checked: Sequence[Checked], group: Group) -> str:
    rows = [one.row for one in checked]
    kept = {reach: [row for row in rows if row.is_kept and row.reach is reach] for reach in Reach}
    return render_template(
        "members/paste_keep.html",
        form=form,
        by_letter=kept[Reach.EMAIL],
        by_phone=kept[Reach.PHONE],
        on_paper=kept[Reach.PAPER],
        left_out=sum(not row.is_kept for row in rows),
        fields=written_rows(rows),
        too_many=_too_many(left) if len(kept[Reach.EMAIL]) > (left := letters_left(group.id)) else "",
        group_id=group.id,
    )
