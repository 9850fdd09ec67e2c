"""Receipts: on which day who opened one's contact details, and what for."""

from flask import render_template

from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.members import card_words
from entraide.members.models import Membership
from entraide.members.queries import name_of
from entraide.members.queries.looks import receipts_of
from entraide.members.views import bp
from entraide.members.views.cards import find_own
from entraide.members.views.roster import find_managed


@bp.get("/g/<id22:group_id>/ma-fiche/ouvertures")
@requires(Permission.CARD_CHANGE, find_own)
def looks(own: Membership) -> str:
    """Show who opened one's own details."""
    return render_template(
        "members/looks.html", receipts=receipts_of(own), group_id=own.group_id, words=card_words, managed=None, name=""
    )


@bp.get("/g/<id22:group_id>/membre/<id22:membership_id>/ouvertures")
@requires(Permission.ROSTER_CHANGE, find_managed)
def looks_for(membership: Membership) -> str:
    """Show the same of a member without account, to be read to her or printed for her."""
    return render_template(
        "members/looks.html",
        receipts=receipts_of(membership),
        group_id=membership.group_id,
        words=card_words,
        managed=membership.id,
        name=name_of(membership),
    )
