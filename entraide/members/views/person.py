"""One member as one other finds her: what she shows, her number asked for, and the door that can be closed to her."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.policy import may
from entraide.access.visibility import NUMBER, visible_fields
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.queries import find_group
from entraide.members import card_words
from entraide.members.actions import between
from entraide.members.actions.between import ASKS_A_DAY, AskedAlready, AskedEnough
from entraide.members.actions.entering import awake
from entraide.members.models import Number
from entraide.members.queries import name_of
from entraide.members.queries.between import Facing, can_be_asked, find_facing, is_open
from entraide.members.queries.cards import card_of, line_of, rows_of
from entraide.members.views import bp
from entraide.members.views.cards import find_own
from entraide.vault import sealed


def find_person(group_id: UUID, membership_id: UUID) -> Facing:
    """Find another member whom the asker may know of, with what stands between the two."""
    return find_facing(g.actor, group_id, membership_id)


@bp.get("/g/<id22:group_id>/membre/<id22:membership_id>")
@requires(Permission.ROSTER_SEE, find_person)
def person(facing: Facing) -> str:
    """Show what stands in the roster of one member, and what one can do about her."""
    return _page(facing)


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/numero")
@requires(Permission.CONTACT_SEE, find_person)
def ask_number(facing: Facing) -> Page:
    """Ask one member for her number; the answer is a yes, or nothing."""
    group_id, membership_id = facing.group_id, facing.membership.id
    group = find_group(group_id)
    try:
        between.ask_number(group, facing.membership, facing.viewer, at=awake(group.timezone))
    except AskedAlready:
        let_go()
        flash(_("You have asked already. Please leave them time."), "warn")
        return redirect(_address(group_id, membership_id), 303)
    except AskedEnough:
        let_go()
        return _page(find_person(group_id, membership_id), is_enough=True), 429
    db.session.commit()
    flash(_("It is asked. If the answer is yes, you find the number here."))
    return redirect(_address(group_id, membership_id), 303)


@bp.get("/g/<id22:group_id>/membre/<id22:membership_id>/bloquer")
@requires(Permission.CARD_CHANGE, find_person)
def ask_block(facing: Facing) -> str:
    """Say what a block does and what it does not do, before it is made; or that it stands already."""
    return render_template(
        "members/block.html",
        name=name_of(facing.membership),
        is_organiser=facing.membership.is_organiser,
        address=_address(facing.group_id, facing.membership.id),
        group_id=facing.group_id,
        membership_id=facing.membership.id,
        since=facing.mine.blocked if facing.is_blocked and facing.mine else None,
    )


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/bloquer")
@requires(Permission.CARD_CHANGE, find_person)
def block(facing: Facing) -> Response:
    """Close one's own card to one other member, who is not told."""
    group_id = facing.group_id
    if facing.is_blocked:
        let_go()
        flash(_("You block this person already. Nothing was changed."), "warn")
        return redirect(url_for("members.ties", group_id=group_id), 303)
    between.block(find_own(group_id), facing.membership)
    db.session.commit()
    flash(_("It is done. Nobody is told."))
    return redirect(url_for("members.ties", group_id=group_id), 303)


def _page(facing: Facing, *, is_enough: bool = False) -> str:
    membership, viewer, theirs = facing.membership, facing.viewer, facing.theirs
    group, rows = find_group(facing.group_id), rows_of(membership)
    sealed.prepare([group.id, membership.person_id])
    line = line_of(group, membership, rows, viewer)
    if line is None:
        raise NotFound
    sees_number = NUMBER in visible_fields(viewer, card_of(group, membership, rows))
    waits = theirs is not None and theirs.number in (Number.ASKED, Number.LEFT) and not is_open(theirs)
    return render_template(
        "members/person_page.html",
        line=line,
        group_id=group.id,
        address=_address(group.id, membership.id),
        has_number=sees_number and membership.id in viewer.given,
        may_vouch=not line.is_managed and may(g.actor, Permission.LOCK_VOUCH, group),
        asked=theirs.asked if waits and theirs else None,
        may_ask=not sees_number and is_open(theirs) and can_be_asked(group, membership, viewer),
        is_enough=is_enough,
        asks_a_day=ASKS_A_DAY,
        is_blocked=facing.is_blocked,
        words=card_words,
    )


def _address(group_id: object, membership_id: object) -> str:
    return url_for("members.person", group_id=group_id, membership_id=membership_id)
