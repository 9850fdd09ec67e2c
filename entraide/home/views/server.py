"""The server's page for people, and its two pages for whatever watches over it."""

from ipaddress import ip_address

from flask import g, jsonify, render_template, request
from werkzeug.wrappers import Response

from entraide.access.gate import public
from entraide.home.queries.server import readiness, server_page
from entraide.home.views import bp
from entraide.home.views.privacy import not_on_the_facade
from entraide.settings import current


@bp.get("/healthz")
@public("whether this process answers; it says nothing else")
def health() -> Response:
    """Answer, without asking the database."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public("whether letters and pages can be served; figures for this machine alone")
def ready() -> Response:
    """Answer 200 when both stores do, else 503; how letters stand is told to whoever asks from this machine."""
    if (found := readiness()) is None:
        return Response("not ready\n", 503, mimetype="text/plain")
    if not _from_here():
        return Response("ready\n", mimetype="text/plain")
    answer: Response = jsonify(
        ready=True,
        oldest_due_letter_seconds=found.oldest_due_seconds,
        letters_due=found.due,
        letters_refused_in_a_day=found.refused,
        letters_are_late=found.is_late,
    )
    return answer


@bp.get("/serveur")
@public("who runs the server, what they could see, how long copies live; on the façade's host for signed-in people")
def server() -> str:
    """Show what people may know of the server that holds their data (DECISIONS 41)."""
    not_on_the_facade()
    template = "home/server.html" if g.actor.is_authenticated else "home/server_public.html"
    return render_template(template, page=server_page())


def _from_here() -> bool:
    """Whether this machine itself asks; a proxy that nobody counted does not pass for it."""
    if "X-Forwarded-For" in request.headers and not current().proxies:
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
