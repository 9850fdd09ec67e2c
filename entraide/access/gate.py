"""The gate before every route: a view states its access by one of four marks, or the app does not start.

`@requires(permission, find)` for signed-in people · `@by_token(purpose, find)` for links: GET shows, POST acts, no
cookie, no CSRF · `@open_form(why, limit=…)` for a form for everyone · `@public(why, find)` for GET only.
The finder names what it takes from the URL; the view is handed the thing, never an unchecked id.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, NoReturn
from uuid import UUID

from flask import Flask, Response, abort, current_app, g, redirect, request, session
from flask_wtf.csrf import CSRFProtect

from entraide.access import hosts, limits, scope, steps
from entraide.access.actor import Actor
from entraide.access.limits import Limit
from entraide.access.permissions import Permission
from entraide.access.policy import may
from entraide.access.steps import Need
from entraide.access.tokens import Purpose, short
from entraide.clock import now
from entraide.db import db, reading, writing

View = Callable[..., Any]
Limits = Callable[[], Iterable[Limit]]
SAFE = {"GET", "HEAD", "OPTIONS"}
REFUSED = {400, 403, 404, 409, 422}
OPEN_WHILE_SHUT = ("/moi/effacer", "/moi/confirmer", "/moi/verrous/defi", "/moi/acces", "/deconnexion")
READY = re.compile(r"[a-z0-9_-]*")  # a ready answer or a number, as forms send them; anything else somebody typed


@dataclass(frozen=True)
class Mark:
    """What a view states about its access."""

    kind: str
    why: str
    purpose: Purpose | None = None
    permission: Permission | None = None
    limit: Limits | None = None
    starts_session: bool = False
    sure: bool = False


class MarkMissing(RuntimeError):
    """A view stands open without saying why."""


def requires(
    permission: Permission, find: Callable[..., Any] | None = None, limit: Limits | None = None, sure: bool = False
) -> Callable[[View], View]:
    """Run the view only for those who may, and hand it the thing itself.

    `sure`: a deed on other people's data, or one that changes who may enter as her: steps.py says what it needs.
    """
    wanted = list(signature(find).parameters) if find else []

    def mark(view: View) -> View:
        @wraps(view)
        def checked(**url: Any) -> Any:
            if not g.actor.is_authenticated:
                return _to_sign_in()
            if g.actor.erase_at and not request.path.startswith(OPEN_WHILE_SHUT):
                return redirect("/moi/effacer", 303)
            things = [find(**{name: url.pop(name) for name in wanted})] if find else []
            if not may(g.actor, permission, *things):
                refuse(*things)
            g.here = getattr(things[0], "group_id", None) if things else None
            if sure and not is_sure(g.actor, permission, g.here):
                return _to_confirm(permission)
            return view(*things, **url)

        return _marked(checked, Mark("requires", permission.value, permission=permission, limit=limit, sure=sure))

    return mark


def by_token(
    purpose: Purpose,
    find: Callable[..., Any],
    limit: Limits | None = None,
    starts_session: bool = False,
) -> Callable[[View], View]:
    """Open a page to whoever holds its link; the finder reads the token and names the one group it may touch."""
    return _opening(Mark("by_token", purpose.name, purpose=purpose, limit=limit, starts_session=starts_session), find)


def open_form(
    why: str,
    limit: Limits | None = None,
    find: Callable[..., Any] | None = None,
    purpose: Purpose | None = None,
) -> Callable[[View], View]:
    """Open a form to everyone, saying why; its attempts are spent before its transaction opens.

    `purpose`: its address holds a secret, which logs must mask.
    """
    return _opening(Mark("open_form", why, purpose=purpose, limit=limit), find)


def public(why: str, find: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Open a page to everyone, saying why; GET only."""
    return _opening(Mark("public", why), find)


def _opening(said: Mark, find: Callable[..., Any] | None) -> Callable[[View], View]:
    wanted = list(signature(find).parameters) if find else []

    def mark(view: View) -> View:
        @wraps(view)
        def opened(**url: Any) -> Any:
            if not find:
                return view(**url)
            thing = find(**{name: url.pop(name) for name in wanted})
            if group_id := getattr(thing, "group_id", None):
                scope.add(group_id)
            if said.kind == "by_token":
                g.link_language = getattr(thing, "language", "")  # of whoever the letter with it was written to
            return view(thing, **url)

        return _marked(opened, said)

    return mark


def _marked(view: View, mark: Mark) -> View:
    view.__dict__["access"] = mark
    return view


def mark_of(app: Flask, endpoint: str | None) -> Mark | None:
    """Return what a view stated, None for static files and unknown addresses."""
    view = app.view_functions.get(endpoint or "")
    return getattr(view, "access", None)


def refuse(thing: Any = None) -> NoReturn:
    """Outsiders get 404, members of that very group 403; the page is the same."""
    abort(403 if g.actor.roles_in(getattr(thing, "group_id", None)) else 404)


def check_first(permission: Permission, thing: Any) -> None:
    """Refuse whoever may not, before a finder looks closer: what it finds of whom is not told by 403 or 404."""
    if not may(g.actor, permission, thing):
        refuse(thing)


def let_go() -> None:
    """Roll back before a refusal is rendered: no lock is held over a template, nothing of the form is kept."""
    db.session.rollback()


def is_sure(actor: Actor, permission: Permission, group_id: UUID | None) -> bool:
    """Say whether nothing more is asked for; the first deed of who keeps a group begins her days without a lock."""
    if steps.need(actor, permission, group_id, now()) is not Need.NOTHING:
        return False
    if actor.first_deed is None and request.method not in SAFE and steps.counts_days(actor, permission, group_id):
        current_app.extensions["entraide.first_deed"]()
    return True


def _to_sign_in() -> Any:
    if request.method in SAFE:
        session["next"] = request.full_path.rstrip("?")
    else:
        current_app.extensions["entraide.keep_form"]()
    return redirect("/connexion", 303)


def _to_confirm(permission: Permission) -> Any:
    """Ask for what is missing, then lead back to the page the deed was asked from; what was typed is kept."""
    if any(not READY.fullmatch(words) for name, words in request.form.items() if name not in ("csrf_token", "once")):
        current_app.extensions["entraide.keep_form"]()
    db.session.rollback()
    page = request.full_path if request.method in SAFE else hosts.page_before()
    session["next"] = page.rstrip("?") or "/agenda"
    session["deed"] = [permission.value, short(g.here) if g.here else ""]
    return redirect("/moi/confirmer", 303)


def masked_prefixes(app: Flask) -> set[str]:
    """Return the first letters of addresses that hold a secret, for every log that writes paths."""
    marks = (mark_of(app, rule.endpoint) for rule in app.url_map.iter_rules())
    return {mark.purpose.value for mark in marks if mark and mark.purpose}


def close(
    app: Flask,
    csrf: CSRFProtect,
    current_actor: Callable[[], Actor],
    keep_form: Callable[[], None] = lambda: None,
    first_deed: Callable[[], None] = lambda: None,
) -> None:
    """Refuse to start with an unmarked route, and learn who asks before each request.

    `keep_form` puts aside a form that came after its session had run out; `first_deed` notes, in the transaction of
    the deed, that an organiser or treasurer did her first on other people's data.
    """
    app.extensions["entraide.keep_form"] = keep_form
    app.extensions["entraide.first_deed"] = first_deed
    for rule in app.url_map.iter_rules():
        mark = mark_of(app, rule.endpoint)
        if mark is None:
            raise MarkMissing(f"{rule.endpoint} states no access")
        if mark.kind == "public" and not (rule.methods or set()) <= SAFE:
            raise MarkMissing(f"{rule.endpoint} is public and takes more than GET")

    @app.before_request
    def learn_who_asks() -> None:
        g.actor = Actor()
        mark = mark_of(app, request.endpoint)
        if mark is None or request.endpoint == "static":
            return
        acts = request.method not in SAFE
        if acts:
            counts = mark.limit and (mark.kind != "requires" or app.extensions["entraide.has_session"]())
            g.within_limits = limits.spend(mark.limit()) if mark.limit and counts else True
            writing()
        else:
            reading()
        scope.add()
        if mark.kind != "by_token":
            g.actor = current_actor()
            scope.add(*g.actor.roles, *g.actor.waits)
            if acts:
                csrf.protect()

    @app.after_request
    def tell_refusals(answer: Response) -> Response:
        """Log what was not accepted: which page or form, from which session; never what was typed, nor an address."""
        if mark_of(app, request.endpoint) and answer.status_code in REFUSED:
            why = "over a limit" if not g.get("within_limits", True) else "refused"
            asker = g.get("actor", Actor()).sign_in_id
            app.logger.info("%s: %s answered %s to sign-in %s", why, request.endpoint, answer.status_code, asker)
        return answer
