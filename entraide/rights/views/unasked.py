"""Erasing one line of a pasted list: somebody without e-mail, whose consent nobody noted."""

from uuid import UUID

from flask import flash, g, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import check_first, requires
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.queries import find_group
from entraide.members.models import Membership
from entraide.members.queries.pasted_list import find_unasked
from entraide.rights.unasked import erase_unasked
from entraide.rights.views import bp
from entraide.vault.erasing import settle


def find_line(group_id: UUID, membership_id: UUID) -> Membership:
    """Find somebody whose consent nobody noted, for organisers alone."""
    check_first(Permission.ROSTER_CHANGE, find_group(group_id))
    return find_unasked(group_id, membership_id)


@bp.post("/g/<id22:group_id>/membres/liste-apportee/<id22:membership_id>/effacer")
@requires(Permission.ROSTER_CHANGE, find_line, sure=True)
def erase_line(membership: Membership) -> Response:
    """Erase her at once, with all that was written down."""
    group_id = membership.group_id
    erase_unasked(membership, g.actor.membership_in(group_id))
    db.session.commit()
    settle()
    flash(_("Done. This line is erased."))
    return redirect(f"/g/{short(group_id)}/membres/liste-apportee", 303)
