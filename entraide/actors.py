"""Who is asking: a session's cookie becomes an Actor, loaded anew on each request."""

from contextlib import suppress
from datetime import datetime, timedelta

from flask import flash, g, request, session
from flask.wrappers import Response
from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from entraide.access import cookies
from entraide.access.actor import Actor
from entraide.access.scope import everywhere
from entraide.access.tokens import short
from entraide.accounts import forms, kept_forms
from entraide.accounts.cards import TOLD
from entraide.accounts.ending import UNDO
from entraide.accounts.locks import forms as lock_forms
from entraide.accounts.models import Person, SignIn
from entraide.accounts.queries import Found, find_sign_in, is_open
from entraide.accounts.signs import sign_of_life
from entraide.accounts.standing import TO_STOP, has_stood
from entraide.clock import now
from entraide.db import apart, db
from entraide.members.queries import Place, places_of
from entraide.rights.erasing import TO_UNDO

MOST_KEPT = 100_000  # characters
SECRETS = forms.SECRETS | lock_forms.SECRETS
SEEN_EVERY = timedelta(minutes=5)
LOCK_TOLD = timedelta(days=7)


def current_actor() -> Actor:
    """Return who asks, with every place she holds; the empty actor when nobody is signed in."""
    sid = cookies.read("sid")
    found = find_sign_in(sid) if sid else None
    if found is None:
        return Actor()
    sign_in, handed = found.sign_in, found.handed
    g.person = found.person  # held, so that the page's own look at her asks nothing more of the database
    only = sign_in.only_group_id
    if now() - sign_in.seen >= SEEN_EVERY:
        g.seen_again = sign_in.id, sign_in.person_id
    with everywhere("who asks: the places of one person"):
        held = places_of(sign_in.person_id, sign_in.id)
    vouched = frozenset(place.group_id for place in held if place.is_vouched)
    places = [place for place in held if only in (None, place.group_id) or place.is_vouched]
    if vouched and all(place.is_vouched for place in held if place.roles):
        only = None
    return Actor(
        person_id=sign_in.person_id,
        sign_in_id=sign_in.id,
        roles={place.group_id: place.roles for place in places if place.roles},
        memberships={place.group_id: place.membership_id for place in places if place.roles},
        waits={place.group_id: place.membership_id for place in places if not place.roles},
        language=found.language,
        has_address=found.has_address,
        sure_since=sign_in.sure_since,
        has_lock=found.lock_made is not None,
        lock_added=_added_elsewhere(found) if only is None else None,
        undoes_lock=_undoes_lock(found),
        lock_since=sign_in.lock_since,
        lock_unchecked=sign_in.lock_unchecked,
        lock_is_young=_is_young(found),
        first_deed=found.first_deed,
        calls={place.group_id: place.calls_until for place in places if place.calls_until},
        vouched=vouched,
        lock_opens=min((at for at in (found.lock_lifts_at, *(place.opens_at for place in places)) if at), default=None),
        words_from=found.words_from,
        only_group=only,
        restored=handed if only and handed and now() - handed < TOLD else None,
        is_protected=found.protected_since is not None,
        undo_until=sign_in.kept_until,
        quick_exit=_leaves_quickly(found, places),
        erase_at=found.erase_at,
        address_due=found.address_due if only is None else None,
        is_authenticated=True,
    )


def _is_young(found: Found) -> bool:
    """Say whether the lock of somebody who is to be erased is too young to tell who asked for it."""
    asked = found.erase_at - TO_UNDO if found.erase_at else None
    return asked is not None and found.lock_made is not None and not has_stood(found.sign_in.person_id, asked)


def _added_elsewhere(found: Found) -> datetime | None:
    """Return when a lock was added, as long as that is told on sessions in which none was shown since.

    The letter about it may have been read and deleted by who made it; this no other session takes away.
    """
    made, shown = found.lock_made, found.sign_in.lock_since
    is_told = made is not None and now() - made < LOCK_TOLD and (shown is None or shown < made)
    return made if is_told else None


def _undoes_lock(found: Found) -> bool:
    """Say whether the lock that was added may be undone from here: a browser that it signed her out of."""
    made, row, at = found.lock_made, found.sign_in, now()
    goes_on = row.continues and row.kept_until is None and at - row.created < UNDO
    return goes_on and made is not None and at - made < TO_STOP and not (row.lock_since and row.lock_since >= made)


def _leaves_quickly(found: Found, places: list[Place]) -> bool:
    """In protected mode always; else as she chose, else where one of her groups has it, or none is open any more."""
    if found.protected_since is not None or found.quick_exit is None:
        is_shut = found.protected_since is not None or found.erase_at is not None
        return is_shut or any(place.quick_exit for place in places)
    return found.quick_exit


def has_session() -> bool:
    """Say whether whoever asks is signed in; what others send to pages behind that is refused, and never counted."""
    sid = cookies.read("sid")
    return bool(sid) and is_open(sid)


def keep_form() -> None:
    """Keep a form that came after its session had run out, for its person to send once she signed in again.

    One with a phrase in it is never kept.
    """
    sid = cookies.read("sid")
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    if not sid or SECRETS & request.form.keys() or sum(len(name) + len(value) for name, value in fields) > MOST_KEPT:
        return
    if kept_id := kept_forms.keep_form(sid, request.path, fields):
        db.session.commit()
        session["kept"] = short(kept_id)
        session.pop("kept_seen", None)
        if not g.actor.is_authenticated:
            flash(_("You had been signed out: nothing was sent yet. Sign in within the hour and send it then."), "warn")


def note_first_deed() -> None:
    """Note that an organiser or treasurer did her first deed on other people's data; an earlier note stays."""
    hers = (Person.id == g.actor.person_id) & Person.first_deed.is_(None)
    db.session.execute(
        update(Person).where(hers).values(first_deed=now()), execution_options={"synchronize_session": False}
    )


def keep_seen(answer: Response) -> Response:
    """Note, at most every five minutes, that a session is in use: in a short transaction after the request's.

    What the request left open ends here; a database without room or time loses the note, not the page.
    """
    if seen := g.pop("seen_again", None):
        sign_in_id, person_id = seen
        db.session.rollback()
        with suppress(OperationalError), apart() as connection:
            connection.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen=now()))
            connection.execute(sign_of_life(person_id))
    return answer
