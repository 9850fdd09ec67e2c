"""One's own card: what it opens, another phrase, and the former one that opens everything again."""

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from entraide.access import cookies, limits
from entraide.access.gate import let_go, requires
from entraide.access.limits import Limit
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.accounts import cards, ending, own_phrases, queries
from entraide.accounts.cards import OwnCard, WrongPhrase
from entraide.accounts.forms import OwnPhraseForm, PhraseForm
from entraide.accounts.views import bp
from entraide.accounts.views.by_card import PAUSE, not_hers, own_page, phrase_limits, say_not_both
from entraide.db import db
from entraide.errors import NotFound


def drawing_limits() -> list[Limit]:
    """Allow some phrases to be drawn and typed, then a pause."""
    return [Limit("phrases drawn", cookies.read("sid"), 20, PAUSE)]


def find_card() -> OwnCard:
    """Find the asker's own card, or raise NotFound: most people have an address instead."""
    return cards.own_card(g.actor.person_id)


@bp.get("/moi/carte")
@requires(Permission.SELF_SEE, find_card)
def own_card(card: OwnCard) -> str:
    """Show one's card: its number, never its phrase."""
    return _card_page(card, PhraseForm())


@bp.post("/moi/carte/phrase")
@requires(Permission.SELF_CHANGE, find_card, limit=drawing_limits, sure=True)
def draw_phrase(card: OwnCard) -> Page:
    """Show six other words; those that stand hold until two of these were typed."""
    if not g.within_limits:
        let_go()
        flash(_("Too many tries. Wait fifteen minutes, then try once more."), "warn")
        return redirect(url_for(".own_card"), 303)
    drawn = own_phrases.draw_own(card.id, queries.find_person(g.actor.person_id).language)
    db.session.commit()
    return _own_page(OwnPhraseForm(formdata=None), drawn.asked, drawn.words)


@bp.post("/moi/carte/retenue")
@requires(Permission.SELF_CHANGE, find_card, limit=drawing_limits)
def keep_phrase(card: OwnCard) -> Page:
    """Keep the phrase just shown; every other device is signed out."""
    form = OwnPhraseForm()
    try:
        drawn = own_phrases.find_own_drawn(g.actor.person_id)
    except NotFound:
        let_go()
        flash(_("These words were shown too long ago. Ask for others."), "warn")
        return redirect(url_for(".own_card"), 303)
    asked = own_phrases.asked_of(drawn)
    try:
        if not (form.validate() and g.within_limits):
            raise WrongPhrase
        own_phrases.keep_own(drawn, form.first_word.data, form.second_word.data)
    except WrongPhrase:
        let_go()
        say_not_both(form)
        return _own_page(form, asked), 422
    ending.end_other_sessions(g.actor.person_id, g.actor.sign_in_id)
    db.session.commit()
    flash(_("These six words are yours from now on. The former ones are dead."))
    return redirect(url_for(".own_card"), 303)


@bp.post("/moi/carte/ancienne")
@requires(Permission.SELF_CHANGE, find_card, limit=phrase_limits)
def show_former(card: OwnCard) -> Page:
    """Open one's other groups again, because the former phrase was shown too."""
    form = PhraseForm()
    is_typed = form.validate()
    try:
        if not (is_typed and g.within_limits):
            raise WrongPhrase
        cards.lift(g.actor.person_id, form.words.data)
    except WrongPhrase:
        let_go()
        if is_typed:
            form.words.errors = [not_hers()]
        return _card_page(find_card(), form), 422
    db.session.commit()
    limits.give_back(phrase_limits())
    flash(_("Your phrase opens all that is yours again."))
    return redirect(url_for(".own_card"), 303)


def _card_page(card: OwnCard, form: PhraseForm) -> str:
    return render_template("accounts/own_card.html", card=card, form=form)


def _own_page(form: OwnPhraseForm, asked: tuple[int, int], words: tuple[str, ...] = ()) -> str:
    return own_page(form, asked, words, action="/moi/carte/retenue", start="/moi/carte")
