"""The page that stops letters, opened by the link at their foot or by a mail program (RFC 8058)."""

from flask import Blueprint, g, render_template, request

from entraide.access.gate import by_token, let_go
from entraide.access.limits import Limit
from entraide.access.tokens import Purpose, read
from entraide.db import db
from entraide.errors import NotFound
from entraide.reminders import actions
from entraide.reminders.queries import Stop, find_stop

bp = Blueprint("reminders", __name__)


def stop_limits() -> list[Limit]:
    """Let one link stop letters or let them come thirty times an hour; a forged one counts for nothing."""
    try:
        said = read(Purpose.STOP, (request.view_args or {})["token"])
    except NotFound:
        return []
    return [Limit("letters stopped by link", str(said.membership_id), 30)]


@bp.get("/u/<token>")
@by_token(Purpose.STOP, find_stop)
def show_stop(wanted: Stop) -> str:
    """Say what the link stops, and ask; opening it changes nothing."""
    return _page(wanted, has_stopped=wanted.has_stopped)


@bp.post("/u/<token>")
@by_token(Purpose.STOP, find_stop, limit=stop_limits)
def stop(wanted: Stop) -> str:
    """Stop the letters at once, or let them come again; no redirect, which RFC 8058 forbids."""
    is_back = request.form.get("again") == "1"
    if not g.within_limits:
        let_go()
        return _page(find_stop(str((request.view_args or {})["token"])), has_stopped=wanted.has_stopped)
    (actions.resume if is_back else actions.stop)(wanted)
    db.session.commit()
    return _page(wanted, has_stopped=not is_back, is_back=is_back)


def _page(wanted: Stop, *, has_stopped: bool, is_back: bool = False) -> str:
    return render_template(
        "reminders/stop.html",
        address=request.path,
        is_of_several=wanted.is_of_several,
        has_stopped=has_stopped,
        is_back=is_back,
    )
