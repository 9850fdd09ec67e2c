"""Erasing one line of a pasted list: somebody without e-mail, whose consent nobody noted."""

from flask import flash, g, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.members.models import Membership
from entraide.members.queries.pasted_list import find_unasked
from entraide.rights.unasked import erase_unasked
from entraide.rights.views import bp
from entraide.vault import sealed


@bp.post("/g/<id22:group_id>/membres/liste-apportee/<id22:membership_id>/effacer")
@requires(Permission.ROSTER_CHANGE, find_unasked)
def erase_line(membership: Membership) -> Response:
    """Erase her at once, with all that was written down."""
    group_id = membership.group_id
    keeper_id = erase_unasked(membership, g.actor.membership_in(group_id))
    db.session.commit()
    sealed.shred(keeper_id)
    flash(_("Done. This line is erased."))
    return redirect(f"/g/{short(group_id)}/membres/liste-apportee", 303)
