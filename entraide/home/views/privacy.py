"""Who reads what, and for how long it is kept: for whoever is signed in, and on the directory's host."""

from flask import abort, g, render_template

from entraide.access import hosts
from entraide.access.gate import public
from entraide.home.queries.privacy import kept_lines, privacy_page, short_lines
from entraide.home.views import bp
from entraide.settings import current


@bp.get("/confidentialite")
@public("who reads what; on the façade's host for signed-in people alone")
def privacy() -> str:
    """Say who reads what of whom, why, and what everybody may ask for."""
    not_on_the_facade()
    return render_template("home/privacy.html", page=privacy_page())


@bp.get("/durees")
@public("how long what is kept; on the façade's host for signed-in people alone")
def durations() -> str:
    """Show the one retention table, as it holds on this server (PRODUCT; DECISIONS 16)."""
    not_on_the_facade()
    return render_template("home/durations.html", lines=kept_lines(), short=short_lines())


def not_on_the_facade() -> None:
    """Hide what speaks of groups from whoever is not signed in on the façade's host (DECISIONS 41)."""
    settings = current()
    is_shared = bool(settings.directory_url) and not hosts.directory_host(settings)
    if not (g.actor.is_authenticated or is_shared or hosts.is_directory()):
        abort(404)
