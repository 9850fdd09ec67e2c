"""Signing in without e-mail: a card number and six words; and showing them again."""

from datetime import timedelta
from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access import cookies, limits, tokens
from entraide.access.gate import let_go, open_form
from entraide.access.limits import Limit, network
from entraide.access.pages import Page
from entraide.accounts import actions, cards, devices, own_phrases, queries
from entraide.accounts.cards import Opened, WrongPhrase
from entraide.accounts.forms import CardForm, OwnPhraseForm, PhraseForm
from entraide.accounts.locks.actions.passing import ask_lock_after_phrase
from entraide.accounts.locks.queries import asks_at_door
from entraide.accounts.models import Device
from entraide.accounts.views import bp
from entraide.accounts.views.asking import DAY, end_former, lead_on
from entraide.db import db

TRIES, PAUSE = 5, timedelta(minutes=15)
KEEP = "/connexion/carte/phrase"  # where a phrase of one's own is taken, with the membership it is for


def card_limits() -> list[Limit]:
    """Count wrong tries: 5 for a card and the block that asks, then 15 minutes (DECISIONS 6); known or not."""
    index, block = cards.index_of(request.form.get("number", "")[:40]).hex(), network(request.remote_addr)
    return [
        Limit("card tries", f"{index} {block}", TRIES, PAUSE),
        Limit("cards tried from here", block, 60, PAUSE),
    ]


def phrase_limits() -> list[Limit]:
    """Count the tries of somebody signed in to show a phrase of hers."""
    return [Limit("phrase again", f"{cookies.read('sid')} {network(request.remote_addr)}", TRIES, PAUSE)]


@bp.get("/connexion/carte")
@open_form("signing in by card and phrase")
def by_card() -> Page:
    """Ask for the number and the words."""
    if g.actor.is_authenticated:
        return redirect("/agenda", 303)
    return _card_page(CardForm())


@bp.post("/connexion/carte")
@open_form("signing in by card and phrase", limit=card_limits)
def enter_by_card() -> Page:
    """Let in by her own phrase; an organiser's leads to a phrase of her own first. Only wrong tries are counted."""
    form = CardForm()
    if not form.validate():
        return _card_again(form)
    if not g.within_limits:
        form.form_errors.append(_("Too many tries. Wait fifteen minutes, then try once more."))
        return _card_again(form)
    try:
        opened = cards.open_with(form.number.data, form.words.data)
    except WrongPhrase:
        form.form_errors.append(_wrong())
        return _card_again(form)
    device = form.device.data or Device.SHARED.value
    answer = _show_own(opened, device) if opened.is_given else enter(opened, Device(device))
    limits.give_back(card_limits())
    return answer


def enter(opened: Opened, device: Device) -> Response:
    """Open the session, commit, and lead on to where the person wanted to go; first to her lock, if she wants that."""
    if asks_at_door(queries.find_person(opened.person_id)):
        return _lead_to_lock(opened, device)
    label = devices.name_of(request.user_agent.string)
    goes_on = end_former(opened.person_id, device)
    token = actions.start_session(opened.person_id, device, label, only_group=opened.only_group, continues=goes_on)
    db.session.commit()
    session.pop("again", None)
    return lead_on(token, device)


def _lead_to_lock(opened: Opened, device: Device) -> Response:
    ref = tokens.fresh()
    ask_lock_after_phrase(opened, device, ref)
    db.session.commit()
    answer = redirect(url_for("accounts.lock_door"), 303)
    cookies.write(answer, "ref", f"{ref}.{cookies.read('ref').partition('.')[2]}", seconds=DAY, strict=True)
    return answer


def own_page(form: OwnPhraseForm, asked: tuple[int, int], words: tuple[str, ...] = (), **more: Any) -> str:
    """Show six words this once, or ask again for two of them: what was shown is not known any more."""
    return render_template("accounts/card_own.html", form=form.ask(asked), words=words, **more)


def show_again() -> Page:
    """Take the phrase once more before a deed on other people's data (DECISIONS 5)."""
    form = PhraseForm()
    is_typed = form.validate()
    if is_typed and g.within_limits and cards.is_hers(g.actor.person_id, form.words.data):
        row = queries.find_own_session(g.actor.person_id, g.actor.sign_in_id)
        actions.be_sure(row)
        token, device = actions.renew(row), row.device
        db.session.commit()
        limits.give_back(phrase_limits())
        flash(_("It is you. Now press once more what you wanted; it goes without asking for ten minutes."))
        return lead_on(token, device)
    if is_typed:
        form.words.errors = [not_hers()]
    let_go()
    return render_template("accounts/confirm_phrase.html", form=form), 422


def _show_own(opened: Opened, device: str) -> Response:
    """Draw a phrase of her own; it is bound to this browser until she typed two of its words."""
    ref = tokens.fresh()
    drawn = own_phrases.draw_own(opened.card_id, queries.find_person(opened.person_id).language, ref)
    db.session.commit()
    form = OwnPhraseForm(formdata=None, device=device)
    answer = make_response(own_page(form, drawn.asked, drawn.words, action=KEEP, start="/connexion/carte"))
    cookies.write(answer, "ref", f"{ref}.{cookies.read('ref').partition('.')[2]}", seconds=DAY, strict=True)
    return answer


def _card_page(form: CardForm) -> str:
    return render_template("accounts/card.html", form=form)


def _card_again(form: CardForm) -> tuple[str, int]:
    let_go()
    return _card_page(form), 422


def _wrong() -> str:
    return _("Number and words do not fit, or they are too old. Read both once more, or ask whoever gave you the card.")


def not_hers() -> str:
    """Say that a phrase shown by somebody signed in is not hers, or that she tried too often."""
    if not g.within_limits:
        return _("Too many tries. Wait fifteen minutes, then try once more.")
    return _("These are not the six words of your phrase. Read them once more.")


def say_not_both(form: OwnPhraseForm) -> None:
    """Say one thing: that the two words were tried too often, that they are missing, or that they are not these."""
    if not g.within_limits:
        form.say_only(_("Too many tries. Wait fifteen minutes, then try once more."))
    elif form.is_empty:
        form.say_only(_("Type these two words."))
    elif not form.errors:
        form.form_errors.append(_("These are not the two words. Look at what you wrote down."))
