"""Papers with members' names: the list for the table, and the sheets on which people agree. Both are noted."""

from flask import g, render_template
from flask_babel import force_locale

from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group, name_of
from entraide.journal.actions import note
from entraide.members import card_words
from entraide.members.actions.looks import receipt
from entraide.members.actions.roster import CONSENT
from entraide.members.forms.papers import ConsentForm
from entraide.members.models import LookPurpose
from entraide.members.queries import roster as roster_queries
from entraide.members.queries.on_paper import on_paper
from entraide.members.views import bp


@bp.post("/g/<id22:group_id>/membres/imprimer")
@requires(Permission.ROSTER_CHANGE, find_group, sure=True)
def print_members(group: Group) -> str:
    """Show the list for the table: names in this group, no contact details, nobody discreet. It is noted."""
    group_id, language = group.id, group.language
    lines, unlisted = roster_queries.printed(group)
    note("roster:print", group=group_id, by=g.actor.membership_in(group_id))
    receipt(group, g.actor.membership_in(group_id), [line.membership_id for line in lines], LookPurpose.PRINTED)
    db.session.commit()
    with force_locale(language):
        return render_template(
            "members/print.html", lines=lines, unlisted=unlisted, group_id=group_id, reaches=card_words.REACHES
        )


@bp.post("/g/<id22:group_id>/imprimer/accord")
@requires(Permission.ROSTER_CHANGE, find_group)
def print_consents(group: Group) -> str | tuple[str, int]:
    """Show sheets with the three sentences, to be signed; those with a name are noted."""
    group_id, language, name = group.id, group.language, name_of(group)
    form = ConsentForm(prefix="c")
    people = [one for one in on_paper(group_id) if one.lacks_consent]
    form.offer(people)
    if not form.validate():
        let_go()
        return render_template("members/consent_choice.html", consent=form, address=f"/g/{short(group_id)}"), 422
    sheets = form.sheets(people)
    if any(sheets):
        note("consents:print", group=group_id, by=g.actor.membership_in(group_id))
        db.session.commit()
    with force_locale(language):
        return render_template(
            "members/print_consents.html",
            sheets=sheets,
            group=name if form.with_group.data else "",
            consent=CONSENT,
            back_to=f"/g/{short(group_id)}/imprimer",
        )
