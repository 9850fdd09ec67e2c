"""« My mailbox is not safe », and whether pages can be left quickly."""

from datetime import timedelta
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.accounts import cards, ending, own_phrases, protection
from entraide.accounts.cards import WrongPhrase
from entraide.accounts.forms import OwnPhraseForm
from entraide.accounts.queries import find_person, has_mailbox, open_sessions
from entraide.accounts.standing import has_stood
from entraide.accounts.views.by_card import say_not_both
from entraide.accounts.views.own_card import drawing_limits
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.rights import protecting
from entraide.rights.views import bp

PAGE = ".protection_page"
LOCK_SHOWN = timedelta(minutes=40)  # ten for a lock to hold, thirty to write six words down


@bp.get("/moi/protection")
@requires(Permission.SELF_SEE)
def protection_page() -> str:
    """Say what protected mode changes and what not, before the one button; or how it stands."""
    person = find_person(g.actor.person_id)
    stays: list[Any] = []
    if person.protected_since is None and not has_stood(person.id):
        old = protection.would_stay(g.actor.person_id, g.actor.sign_in_id)
        stays = [one for one in open_sessions(g.actor.person_id) if one.id in old] if old else []
    return render_template(
        "rights/protection.html",
        since=person.protected_since,
        has_mailbox=has_mailbox(person),
        has_card=person.protected_since is not None and cards.card_of(person.id) is not None,
        stays=stays,
        ends_all=ending.has_last_word(g.actor.person_id, g.actor.sign_in_id),
    )


@bp.post("/moi/protection/mots")
@requires(Permission.SELF_PROTECT, limit=drawing_limits)
def draw_words() -> Page:
    """Show a card's number and six words to whoever has no lock: a code by e-mail would be read by the wrong person."""
    if g.actor.has_lock:
        let_go()
        return redirect(url_for(PAGE), 303)
    return _draw()


@bp.post("/moi/protection/mots/verrou")
@requires(Permission.SELF_PROTECT, limit=drawing_limits, sure=True)
def draw_words_locked() -> Page:
    """Show them to whoever has shown her lock."""
    return _draw()


@bp.post("/moi/protection")
@requires(Permission.SELF_PROTECT, limit=drawing_limits)
def protect() -> Page:
    """Begin, at once, for whoever typed two of the words she was shown."""
    form = OwnPhraseForm()
    lock_since = g.actor.lock_since if g.actor.has_lock else None
    is_weak = g.actor.lock_unchecked or not has_stood(g.actor.person_id)
    keeps_old = lock_since is None or now() - lock_since >= LOCK_SHOWN or is_weak
    try:
        if not (form.validate() and g.within_limits):
            raise WrongPhrase
        protecting.begin(
            g.actor.person_id, g.actor.sign_in_id, form.first_word.data, form.second_word.data, keeps_old=keeps_old
        )
    except WrongPhrase:
        let_go()
        return _words_again(form)
    except NotFound:
        let_go()
        return _too_late()
    db.session.commit()
    flash(_("Done. No letter leaves for your mailbox any more. Keep the number and the six words well."))
    return redirect(url_for(PAGE), 303)


@bp.post("/moi/protection/fin")
@requires(Permission.SELF_PROTECT, sure=True)
def unprotect() -> Response:
    """End protected mode; the mailbox signs in and gets letters again."""
    protection.end(g.actor.person_id, g.actor.sign_in_id)
    db.session.commit()
    flash(_("Done. Letters and codes go to your mailbox again. The sign-in card and its words are over."))
    return redirect(url_for(PAGE), 303)


@bp.post("/moi/protection/quitter-vite/<any(oui, non):wish>")
@requires(Permission.SELF_CHANGE)
def choose_quick_exit(wish: str) -> Response:
    """Let one's own pages be left by one press, or not."""
    protection.choose_quick_exit(g.actor.person_id, wish == "oui")
    db.session.commit()
    flash(_("Done."))
    return redirect(url_for(PAGE) + "#exit", 303)


def _draw() -> Page:
    if not g.within_limits:
        let_go()
        flash(_("Too many tries. Wait fifteen minutes, then try once more."), "warn")
        return redirect(url_for(PAGE), 303)
    try:
        drawn = protection.draw(g.actor.person_id)
    except NotFound:
        let_go()
        return redirect(url_for(PAGE), 303)
    card = cards.card_of(g.actor.person_id)
    number = cards.number_of(card) if card else ""
    db.session.commit()
    return _words_page(OwnPhraseForm(formdata=None), drawn.asked, drawn.words, number)


def _words_again(form: OwnPhraseForm) -> Page:
    card = cards.card_of(g.actor.person_id)
    if card is None or card.drawn_until is None or card.drawn_until <= now():
        return _too_late()
    say_not_both(form)
    return _words_page(form, own_phrases.asked_of(card)), 422


def _words_page(form: OwnPhraseForm, asked: tuple[int, int], words: tuple[str, ...] = (), number: str = "") -> str:
    return render_template("rights/protection_words.html", form=form.ask(asked), words=words, number=number)


def _too_late() -> Response:
    flash(_("These words were shown too long ago. Ask for others."), "warn")
    return redirect(url_for(PAGE), 303)
