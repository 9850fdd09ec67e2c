"""A group's private page."""

from flask import g, render_template

from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.groups.words import CHAPTERS
from entraide.home.queries.group import group_page
from entraide.home.views import bp


@bp.get("/g/<id22:group_id>")
@requires(Permission.GROUP_SEE, find_group)
def group(found: Group) -> str:
    """Show a group to its members; to its organisers as the place they keep it from."""
    page = group_page(g.actor, found)
    template = "home/organise.html" if page.keeps else "home/group.html"
    return render_template(template, page=page, chapters=CHAPTERS)
