"""What every answer has in common: headers, error pages, CSRF, language, cookies, what templates may call."""

import hashlib
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, current_app, g, render_template, request, send_from_directory
from flask_babel import Babel, get_locale
from flask_wtf.csrf import CSRFError, generate_csrf
from markupsafe import Markup
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from entraide.access import asked, cookies, gate, hosts, tokens
from entraide.access.actor import Actor
from entraide.access.catalogue import Catalogue, locale_of
from entraide.access.look import LANGUAGE_NAMES, display
from entraide.access.policy import may
from entraide.access.reading import FieldsOnly
from entraide.access.short_ids import ShortId
from entraide.db import db
from entraide.errors import ChangedMeanwhile, NotFound, trace
from entraide.meetings import words
from entraide.retention import Kept
from entraide.settings import Settings, current

csrf = hosts.Protection()
babel, catalogue = Babel(), Catalogue()  # type: ignore[no-untyped-call]
babel.domain_instance = catalogue
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@dataclass(frozen=True)
class Helpline:
    """Whom to call; only when the instance has one."""

    number: str
    href: str
    hours: str


def dress(app: Flask, settings: Settings) -> None:
    """Give the app its common ways; called before blueprints are registered."""
    app.request_class = FieldsOnly
    app.url_map.converters["id22"] = ShortId
    app.config.update(
        SESSION_COOKIE_NAME=cookies.name_of("f", settings),
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE=settings.language,
        BABEL_TRANSLATION_DIRECTORIES=str(Path(__file__).parents[1] / "translations"),
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_PARTS=2000,
        TRUSTED_HOSTS=sorted(_hosts(settings)),
    )
    app.add_url_rule(
        "/static/<digest>/<name>", "static", gate.public("the same look for everyone")(static), methods=["GET"]
    )
    hosts.part(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=lambda: locale_of(_language()))
    _answer_errors(app)
    _teach_templates(app)

    @app.after_request
    def guard(answer: Response) -> Response:
        return _headers(answer, settings)


def _hosts(settings: Settings) -> set[str]:
    return {settings.host, hosts.directory_host(settings)} - {""}


def _language() -> str:
    """Choose the page's language: picked on this browser, else the reader's own, else what the browser asks for."""
    spoken = current().languages
    for wanted in (cookies.read("lang"), g.get("actor", Actor()).language, g.get("link_language", "")):
        if wanted in spoken:
            return wanted
    return request.accept_languages.best_match(spoken) or current().language


def _headers(answer: Response, settings: Settings) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if settings.is_https:
        answer.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if request.endpoint == "static" and answer.status_code == 200:
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer
    mark = gate.mark_of(current_app, request.endpoint)
    by_token = mark is not None and mark.kind == "by_token"
    answer.headers.setdefault("Referrer-Policy", "no-referrer" if by_token else "same-origin")
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _answer_errors(app: Flask) -> None:
    @app.errorhandler(NotFound)
    def not_found(_: NotFound) -> tuple[str, int]:
        return error_page(404)

    @app.errorhandler(ChangedMeanwhile)
    def changed(_: ChangedMeanwhile) -> tuple[str, int]:
        return error_page(409)

    @app.errorhandler(CSRFError)
    def stale(_: CSRFError) -> tuple[str, int]:
        return error_page(400)

    @app.errorhandler(HTTPException)
    def refused(fault: HTTPException) -> Any:
        if fault.code is None or fault.code < 400:
            return fault
        return error_page(fault.code)

    @app.errorhandler(OperationalError)
    def busy(fault: OperationalError) -> tuple[str, int]:
        app.logger.error("database: %s", type(fault.orig).__name__)
        return error_page(503)

    if not app.testing:

        @app.errorhandler(Exception)
        def failed(fault: Exception) -> tuple[str, int]:
            app.logger.error("failed: %s at %s", trace(fault), request.endpoint)
            return error_page(500)

    def tell(exc_info: Any) -> None:
        app.logger.error("failed: %s at %s", trace(exc_info[1]), request.endpoint)

    app.log_exception = tell  # type: ignore[method-assign]  # Flask's own writes the path, and with it tokens


def error_page(status: int) -> tuple[str, int]:
    """Render the page of a refusal; absent and forbidden are the same bytes. No lock is held over it."""
    db.session.rollback()
    if "actor" not in g:
        g.actor = Actor()
    return render_template("error.html", status=404 if status in (401, 403, 405) else status), status


def _teach_templates(app: Flask) -> None:
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.filters |= {
        "nbsp": nbsp,
        "day": words.date_in_words,
        "short": tokens.short,
        "clock": words.hour_in_words,
    }
    app.jinja_env.globals |= {
        "_": catalogue.say,
        "csrf_token": csrf_token,
        "remembered": cache,
        "asks": asked.asks,
        "may": lambda permission, thing=None: may(g.actor, permission, thing),
        "seats": seats,
        "tile_parts": words.tile_parts,
        "static_url": static_url,
        "language_names": LANGUAGE_NAMES,
        "kept": lambda what: current().kept(Kept(what)).days,
    }

    @app.context_processor
    def common() -> dict[str, Any]:
        settings = current()
        line = settings.helpline
        return {
            "actor": g.get("actor", Actor()),
            "site_name": settings.site_name,
            "is_demo": settings.demo,
            "helpline": Helpline(line, "tel:" + re.sub(r"[^+\d]", "", line), settings.helpline_hours) if line else None,
            "languages": [(code, LANGUAGE_NAMES[code]) for code in settings.languages],
            "lang": str(get_locale() or settings.language)[:2],
            "display": display(),
            "calls_group": g.get("here"),
            "calls_until": g.get("actor", Actor()).calls.get(g.get("here")),
            "quit_url": "/quitter" if g.get("actor", Actor()).quick_exit else "",
            "facade_url": hosts.facade_url(),
            "is_directory": hosts.is_directory(),
        }


def csrf_token() -> str:
    """Return the token of a page's forms, which Flask-WTF signs once a page: a list asks for it hundreds of times."""
    token: str = g.get("csrf_token") or generate_csrf()
    return token


def nbsp(text: str) -> str | Markup:
    """Put the non-breaking spaces of French typography where French is spoken."""
    if str(get_locale())[:2] != "fr":
        return text
    kept = re.sub(r" ([?!:;»])", "\u00a0\\1", str(text))
    kept = re.sub(r"« ", "«\u00a0", kept)
    kept = re.sub(r"(\d) h\b", "\\1\u00a0h", kept)
    return Markup(kept) if isinstance(text, Markup) else kept  # noqa: S704 (it was markup before)


@cache
def seats(count: int) -> list[tuple[float, float]]:
    """Return the points of a round table: `count` seats on a circle of radius 46 around (60, 60), first on top."""
    turn = 2 * math.pi / max(count, 1)
    return [(round(60 + 46 * math.sin(turn * at), 1), round(60 - 46 * math.cos(turn * at), 1)) for at in range(count)]


@cache
def static_url(name: str) -> str:
    """Return the address of a static file with its content's hash: it may be kept for ever."""
    content = (Path(__file__).parent / "static" / name).read_bytes()
    return f"/static/{hashlib.sha256(content).hexdigest()[:12]}/{name}"


def static(digest: str, name: str) -> Response:
    """Send a static file; its address changes with its content."""
    if not re.fullmatch(r"[a-z0-9-]+\.(css|js|svg|png)", name):
        abort(404)
    return send_from_directory(Path(__file__).parent / "static", name)
