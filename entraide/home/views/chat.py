"""A link and a text for the chat, in three tones."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.db import db
from entraide.groups.actions import settle
from entraide.groups.models import Group, Settled
from entraide.groups.queries import find_group
from entraide.home.chat_texts import texts
from entraide.home.queries.chat import said_in_chat
from entraide.home.views import bp
from entraide.members.actions.ways_in import LIFE, MOST_USES, open_way
from entraide.members.models import InvitationKind
from entraide.members.views.inviting import way_limits
from entraide.settings import current


@bp.get("/g/<id22:group_id>/inviter/texte")
@requires(Permission.INVITATION_MAKE, find_group)
def chat(group: Group) -> str:
    """Show the three texts with the link that stands open; without one, the button that makes it."""
    with force_locale(group.language):
        said = said_in_chat(group, g.actor.membership_in(group.id))
        written = texts(said, f"{current().public_url}/j/{said.link.secret}") if said.link else []
    return render_template("home/chat.html", link=said.link, texts=written, language=group.language, group_id=group.id)


@bp.post("/g/<id22:group_id>/inviter/texte")
@requires(Permission.INVITATION_MAKE, find_group, limit=way_limits)
def make_chat_link(group: Group) -> Response:
    """Open a link for the chat, for two weeks and fifty people; one that stands open serves again."""
    group_id: UUID = group.id
    by_id = g.actor.membership_in(group_id)
    if said_in_chat(group, by_id).link is None:
        if not g.within_limits:
            let_go()
            flash(_("That is much for one day. Go on tomorrow."), "warn")
            return redirect(url_for(".chat", group_id=group_id), 303)
        open_way(group, by_id, InvitationKind.LINK, LIFE, MOST_USES)
    settle(group_id, Settled.CHAT)
    db.session.commit()
    return redirect(url_for(".chat", group_id=group_id), 303)
