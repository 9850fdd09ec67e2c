"""What every door shares: counting tries, sending a code, remembering which browser asked."""

import hmac
import secrets
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from entraide.access import cookies, tokens
from entraide.access.gate import let_go
from entraide.access.limits import Limit, network
from entraide.accounts import actions, queries, undoing
from entraide.accounts.ending import give_way
from entraide.accounts.forms import AddressForm, SignInForm, spelling
from entraide.accounts.models import Device, Door
from entraide.accounts.views import bp
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.vault import sealed

DAY = 24 * 3600


def letter_limits() -> list[Limit]:
    """Count a code letter: 5 an hour for an address and the block that asks, 20 for an address (DECISIONS 7)."""
    return limits_of(sealed.blind(spelling(request.form.get("email", "")[:254])))


def limits_of(index: bytes) -> list[Limit]:
    """Count a code letter to the address with this blind index; a block writes to a hundred at most, known or not."""
    if browser := known_browser(index):
        return [Limit("letters to a known browser", f"{index.hex()} {browser}", 5)]
    block = network(request.remote_addr)
    return [
        Limit("letters from here", f"{index.hex()} {block}", 5),
        Limit("letters", index.hex(), 20),
        Limit("letters to anybody from here", block, 100),
    ]


def try_limits() -> list[Limit]:
    """Spend one of a challenge's five tries, which are all it has."""
    return [Limit("code tries", asking_ref(), 5, timedelta(hours=24))]


def who_limits() -> list[Limit]:
    """Allow a few goes at saying who one is."""
    return [Limit("who", asking_ref(), 20)]


def ask(door: Door, template: str, **more: Any) -> Response | tuple[str, int]:
    """Take an address typed at one of the doors and lead on to the code."""
    form = SignInForm() if door is Door.SIGN_IN else AddressForm()
    if not form.validate():
        let_go()
        return render_template(template, form=form, **more), 422
    unlisted = form.unlisted.data if isinstance(form, SignInForm) else ""
    return lead_to_code(form.email.data, door, spoken(), first_name=unlisted)


def lead_to_code(address: str, door: Door, language: str, person: UUID | None = None, first_name: str = "") -> Response:
    """Post a code that only this browser can use, commit, and lead on to typing it; `request.path` asks again.

    Over the limits nothing is kept and the page is the same; a code asked for before still opens.
    """
    ref = tokens.fresh()
    if g.within_limits:
        actions.ask_code(address, door, ref, language, person=person, first_name=first_name)
        db.session.commit()
    else:
        ref = asking_ref() if _waits_for_code() else ref
        let_go()
    session["again"], session["door"] = request.path, door.value
    answer = redirect(url_for("accounts.code"), 303)
    cookies.write(answer, "ref", f"{ref}.{cookies.read('ref').partition('.')[2]}", seconds=DAY, strict=True)
    return answer


def _waits_for_code() -> bool:
    with suppress(NotFound):
        return queries.find_challenge(asking_ref()).proved is None
    return False


def next_page() -> str:
    """Return the page of ours that was wanted before the code was asked for."""
    if "kept" in session and "kept_seen" not in session and not wanted_lock_for():
        return "/moi/formulaire"
    wanted = session.pop("next", None) or "/agenda"
    return wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else "/agenda"


def want_lock_for(page: str) -> None:
    """Note which page a deed asked for a lock from: once there is one, pages of the next hour lead back to it."""
    session["after_lock"] = [page, int(now().timestamp())]


@bp.app_template_global()
def wanted_lock_for() -> str:
    """Return the page from which a deed asked for a lock within the hour; the empty text for none."""
    noted = session.get("after_lock")
    if not isinstance(noted, list) or now().timestamp() - noted[1] >= queries.FORM_KEPT.total_seconds():
        return ""
    return str(noted[0])


@bp.after_app_request
def forget_way_back(answer: Response) -> Response:
    """Lead back no more to a page that she is on again."""
    is_hers = g.get("actor") is not None and g.actor.is_authenticated
    if is_hers and answer.status_code == 200 and wanted_lock_for() in (request.path, request.full_path):
        session.pop("after_lock")
    return answer


def end_former(person_id: UUID, device: Device) -> bool:
    """End the session this browser had until now; say whether it stays known as a device of this person's own."""
    return give_way(cookies.read("sid"), person_id, device)


def sign_in_page() -> str:
    """Ask for the address; a browser that may undo something says so, and nothing else tells it from any other."""
    may_undo = False
    with suppress(NotFound):
        undoing.find_signed_out(cookies.read("sid"))
        may_undo = True
    return render_template("accounts/sign_in.html", form=SignInForm(), may_undo=may_undo)


def lead_on(token: str, device: Device) -> Response:
    """Lead on to the page that was wanted, with the session's token in the browser."""
    return signed_in(redirect(next_page(), 303), token, device)


def signed_in(answer: Response, token: str, device: Device) -> Response:
    """Give the browser a session's token, for as long as such a device keeps it."""
    cookies.write(answer, "sid", token, seconds=180 * DAY if device is Device.OWN else None)
    return answer


def asking_ref() -> str:
    return cookies.read("ref").partition(".")[0]


def proof_of(index: bytes, browser: str = "") -> str:
    """Return what only a browser that signed in to this address before can show; each has one of its own.

    Of an address and a person (`queries.beyond`): what only a browser can show in which that person showed her lock.
    """
    browser = browser or secrets.token_hex(8)
    key = hmac.digest(sealed.store().named("index"), b"known browsers", sha256)
    return browser + hmac.digest(key, browser.encode() + index, sha256).hex()[:32]


def known_browser(index: bytes) -> str:
    """Return which one of the browsers that signed in to this address before asks; empty for any other."""
    for shown in cookies.read("ref").split(".")[1:3]:
        if hmac.compare_digest(shown.encode(), proof_of(index, shown[:16]).encode()):
            return shown[:16]
    return ""


def spoken() -> str:
    return str(get_locale() or "fr")[:2]
