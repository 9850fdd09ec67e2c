"""One member as one other finds her: what she shows, her number asked for, and the door that can be closed to her."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.access.visibility import NUMBER, visible_fields
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.queries import find_group
from entraide.members import card_words
from entraide.members.actions import between
from entraide.members.actions.between import ASKS_A_DAY, AskedAlready, AskedEnough
from entraide.members.actions.entering import awake
from entraide.members.models import Membership, Number
from entraide.members.queries.between import can_be_asked, is_open, tie_of
from entraide.members.queries.cards import card_of, line_of, rows_of
from entraide.members.views import bp
from entraide.members.views.cards import find_own
from entraide.members.views.roster import find_contact, viewer_in
from entraide.vault import sealed

Page = Response | str | tuple[str, int]


@bp.get("/g/<id22:group_id>/membre/<id22:membership_id>")
@requires(Permission.ROSTER_SEE, find_contact)
def person(membership: Membership) -> Page:
    """Show what stands in the roster of one member, and what one can do about her."""
    return _page(membership)


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/numero")
@requires(Permission.CONTACT_SEE, find_contact)
def ask_number(membership: Membership) -> Page:
    """Ask one member for her number; the answer is a yes, or nothing."""
    group_id, membership_id = membership.group_id, membership.id
    group = find_group(group_id)
    try:
        between.ask_number(group, membership, viewer_in(group_id), at=awake(group.timezone))
    except AskedAlready:
        let_go()
        flash(_("You have asked already. Please leave them time."), "warn")
        return redirect(_address(group_id, membership_id), 303)
    except AskedEnough:
        let_go()
        return _page(find_contact(group_id, membership_id), is_enough=True), 429
    db.session.commit()
    flash(_("It is asked. If the answer is yes, you find the number here."))
    return redirect(_address(group_id, membership_id), 303)


@bp.get("/g/<id22:group_id>/membre/<id22:membership_id>/bloquer")
@requires(Permission.CARD_CHANGE, find_contact)
def ask_block(membership: Membership) -> Page:
    """Say what a block does and what it does not do, before it is made."""
    return _block_page(membership)


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/bloquer")
@requires(Permission.CARD_CHANGE, find_contact)
def block(membership: Membership) -> Page:
    """Close one's own card to one other member, who is not told."""
    group_id = membership.group_id
    between.block(find_own(group_id), membership)
    db.session.commit()
    flash(_("It is done. Nobody is told."))
    return redirect(url_for("members.ties", group_id=group_id), 303)


def _page(membership: Membership, *, is_enough: bool = False) -> str:
    group_id, viewer = membership.group_id, viewer_in(membership.group_id)
    if viewer.membership_id == membership.id:
        raise NotFound
    group = find_group(group_id)
    sealed.prepare([group_id, membership.person_id])
    rows = rows_of(membership)
    line = line_of(group, membership, rows, viewer)
    if line is None or viewer.membership_id is None:
        raise NotFound
    theirs, mine = (
        tie_of(group_id, membership.id, viewer.membership_id),
        tie_of(group_id, viewer.membership_id, membership.id),
    )
    sees_number = NUMBER in visible_fields(viewer, card_of(group, membership, rows))
    asked = theirs.asked if theirs and theirs.number in (Number.ASKED, Number.LEFT) and not is_open(theirs) else None
    may_ask = not sees_number and is_open(theirs) and can_be_asked(group, membership, viewer)
    return render_template(
        "members/person_page.html",
        line=line,
        group_id=group_id,
        address=_address(group_id, membership.id),
        has_number=sees_number and membership.id in viewer.given,
        asked=asked,
        may_ask=may_ask,
        is_enough=is_enough,
        asks_a_day=ASKS_A_DAY,
        is_blocked=mine is not None and mine.blocked is not None and not mine.is_carried,
        keeps=viewer.is_organiser,
        words=card_words,
    )


def _block_page(membership: Membership) -> Page:
    group_id, viewer = membership.group_id, viewer_in(membership.group_id)
    if viewer.membership_id == membership.id:
        raise NotFound
    line = line_of(find_group(group_id), membership, [], viewer)
    return render_template(
        "members/block.html",
        name=line.name if line else "",
        is_organiser=membership.is_organiser,
        address=_address(group_id, membership.id),
    )


def _address(group_id: object, membership_id: object) -> str:
    return url_for("members.person", group_id=group_id, membership_id=membership_id)
