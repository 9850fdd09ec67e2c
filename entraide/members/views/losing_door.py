"""At the door, with every lock lost: the digits that two organisers said stand in for it (DECISIONS 6)."""

from flask import flash, g, request, session
from flask_babel import gettext as _

from entraide.access.gate import let_go, open_form
from entraide.access.limits import Limit, give_back, network
from entraide.access.pages import Page
from entraide.accounts.locks import queries as locks
from entraide.accounts.locks.forms import LockForm, NamedForm
from entraide.accounts.locks.queries import NotAsked
from entraide.accounts.locks.views.door import HERE, door_page, too_late
from entraide.accounts.locks.views.showing import PAUSE, TRIES
from entraide.accounts.queries import find_person
from entraide.accounts.views.asking import asking_ref
from entraide.accounts.views.doors import enter_as
from entraide.db import db
from entraide.members.actions.vouching import miss, spend
from entraide.members.queries.vouching import half_opened_by, opened_by
from entraide.members.views import bp


def digit_limits() -> list[Limit]:
    """Count wrong tries: five for a proved code.

    Twelve digits are not guessed: whoever reads the mailbox must not use her tries of the day up. Six might be, in
    months, by an organiser who reads it: ten tries that hold one six end what was vouched.
    """
    return [Limit("digits of organisers", f"{asking_ref()} {network(request.remote_addr)}", TRIES, PAUSE)]


@bp.post(f"{HERE}/organisateurs")
@open_form("saying what two organisers said, after the code was proved", limit=digit_limits)
def enter_by_word() -> Page:
    """Enter the one group whose organisers vouched, 48 hours after the second; only wrong tries are counted."""
    try:
        challenge = locks.find_at_door(asking_ref())
    except NotAsked:
        return too_late()
    form, whose = LockForm(), challenge.person_id or challenge.id
    typed = (form.digits.data or "") if form.validate() and g.within_limits else ""
    opened, may_enter = opened_by(whose, typed), locks.is_at_door(challenge, whose)
    if opened is None or not may_enter or not spend(*opened):
        for row in half_opened_by(whose, typed) if may_enter else ():
            miss(row)
        db.session.commit()
        let_go()
        form.digits.errors = [_not_yet()]
        return door_page(locks.find_at_door(asking_ref()), form, NamedForm(formdata=None)), 422
    session["next"] = "/moi/acces"
    flash(_("It is you. What these organisers keep is open again."))
    answer = enter_as(challenge, find_person(whose), vouched=opened)
    give_back(digit_limits())
    return answer


def _not_yet() -> str:
    if not g.within_limits:
        return _("Too many tries. Wait fifteen minutes, then try once more.")
    return _(
        "These digits open nothing: they do 48 hours after the second organiser gave her or his word, and once. Were "
        "they used? Call both: they say new ones, without waiting again."
    )
