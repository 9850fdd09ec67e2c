"""« What they see »: what the people around somebody learn from this site today, on the screen and on paper."""

from flask import g, render_template

from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.calendars.forms import LEVELS
from entraide.groups.words import DISCRETIONS
from entraide.home.queries.seeing import seeing
from entraide.home.queries.server import server_page
from entraide.home.views import bp
from entraide.mail.letter_words import KINDS


@bp.get("/moi/apercu")
@requires(Permission.SELF_SEE)
def what_they_see() -> str:
    """Show it, each part as it stands now."""
    return _page("home/seeing.html")


@bp.get("/moi/apercu/imprimer")
@requires(Permission.SELF_SEE)
def print_what_they_see() -> str:
    """Show the same on paper, without the groups' names."""
    return _page("home/print_seeing.html")


def _page(template: str) -> str:
    return render_template(
        template,
        seen=seeing(g.actor),
        kinds=KINDS,
        discretions=DISCRETIONS,
        levels=LEVELS,
        page=server_page(),
    )
