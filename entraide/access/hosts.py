"""Two host names, one process: what the directory's own host may answer, and that it keeps no session."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.exceptions import SecurityError

from entraide.db import kept
from entraide.settings import Settings, current

OPEN_THERE = frozenset({"/", "/quitter", "/affichage", "/serveur", "/confidentialite", "/durees"})


def directory_host(settings: Settings) -> str:
    """Return the host name that serves the directory alone; empty where it shares the façade's, or there is none."""
    host = urlsplit(settings.directory_url).hostname or ""
    return "" if host == settings.host else host


def is_directory() -> bool:
    """Say whether this request came to the directory's own host."""
    own = directory_host(current())
    try:
        return bool(own) and urlsplit(f"//{request.host}").hostname == own
    except SecurityError:  # a host that is not ours; it gets an error page
        return False


def facade_url() -> str:
    """Return where the façade's doors stand: another host's address on the directory's own, else here."""
    return current().public_url if is_directory() else ""


def page_before() -> str:
    """Return the page of ours that a form stood on, as its browser says; the empty text where it cannot be opened."""
    try:
        came_from = urlsplit(request.referrer or "")
        is_ours = came_from.netloc == request.host
    except (ValueError, SecurityError):
        return ""
    routes = current_app.create_url_adapter(request)
    return came_from.path if is_ours and routes and routes.test(came_from.path, "GET") else ""


class Protection(CSRFProtect):  # type: ignore[misc]
    """CSRF for sessions; the directory's host has none to protect."""

    def protect(self) -> None:
        """Check the token where there is a session."""
        if not is_directory():
            super().protect()

    def _get_csrf_token(self) -> Any:
        """Read the form's token; one from before the master key was changed is written again under today's key."""
        token = super()._get_csrf_token()
        if not token:
            return token
        own, *former = (URLSafeTimedSerializer(key, salt="wtf-csrf-token") for key in kept("vault").accepted("pages"))
        for written in former:
            try:
                return own.dumps(written.loads(token))
            except BadSignature:
                continue
        return token


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie, never set on the directory's host, signed by what the master key of today derives."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Sign with today's key; read with those of former master keys too, while they are accepted."""
        app.secret_key, *former = kept("vault").accepted("pages")
        app.config["SECRET_KEY_FALLBACKS"] = former
        return super().get_signing_serializer(app)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep CSRF and flashes, on the façade's host only."""
        if not is_directory():
            super().save_session(app, session, response)


def part(app: Flask) -> None:
    """Let the directory's host answer nothing but its own pages; called before the gate opens a transaction."""
    app.session_interface = Sessions()
    app.jinja_env.globals["page_before"] = page_before

    @app.before_request
    def only_the_directory() -> None:
        if is_directory() and request.path not in OPEN_THERE and request.endpoint != "static":
            abort(404)
