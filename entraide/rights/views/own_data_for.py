"""Everything about a member without account, as a page an organiser hands over or prints for her."""

from uuid import UUID

from flask import flash, g, make_response, redirect, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.clock import today
from entraide.db import db
from entraide.members.models import Membership
from entraide.members.views.roster import find_managed
from entraide.rights.actions import take_for
from entraide.rights.own_data.gathering import everything_of_managed, takes_herself
from entraide.rights.own_data.written import as_page
from entraide.rights.views import bp
from entraide.settings import current


def find_member(group_id: UUID, membership_id: UUID) -> Membership:
    """Find a member without account, for organisers alone."""
    return find_managed(group_id, membership_id)


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/donnees")
@requires(Permission.ROSTER_CHANGE, find_member, sure=True)
def take_data_for(membership: Membership) -> Response:
    """Hand it over to print; who signs in by a card of her own takes it herself."""
    group_id, membership_id, settings = membership.group_id, membership.id, current()
    if takes_herself(membership):
        let_go()
        flash(_("This person has a sign-in card, and takes it herself, under Me."))
        return redirect(url_for("members.managed", group_id=group_id, membership_id=membership_id), 303)
    written = as_page([everything_of_managed(membership)], settings.site_name, str(get_locale())[:2])
    take_for(membership, g.actor.membership_in(group_id))
    db.session.commit()
    answer = make_response(written)
    answer.mimetype = "text/html"
    answer.headers["Content-Disposition"] = f'attachment; filename="agenda-{today():%Y-%m-%d}.html"'
    return answer
