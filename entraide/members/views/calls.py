"""A member's own wish: if I miss twice, call me."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.db import db
from entraide.members.actions import calls
from entraide.members.forms.calls import YES, WishForm
from entraide.members.models import Membership
from entraide.members.views import bp
from entraide.members.views.cards import find_own


@bp.post("/g/<id22:group_id>/ma-fiche/appel")
@requires(Permission.CARD_CHANGE, find_own)
def choose_call(own: Membership) -> Response:
    """Keep the wish to be called, or take it back with its count."""
    form, group_id = WishForm(), own.group_id
    if not form.validate():
        let_go()
        flash(_("Choose one answer."), "warn")
        return redirect(url_for(".card", group_id=group_id), 303)
    wishes = form.wish.data == YES
    if wishes:
        calls.wish_to_be_called(own)
    else:
        calls.wish_no_call(own)
    db.session.commit()
    flash(_("It is noted. The organisers see it.") if wishes else _("It is noted. Nothing is counted any more."))
    return redirect(f"{url_for('.card', group_id=group_id)}#appel", 303)
