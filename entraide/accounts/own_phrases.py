"""A phrase of one's own: drawn and shown once, hers as soon as two of its words were typed."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from entraide.access.tokens import fingerprint
from entraide.accounts import phrases
from entraide.accounts.cards import Opened, WrongPhrase, card_of, forget_drawn, is_among, keyed
from entraide.accounts.models import Card
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.journal.actions import note

SHOWN_LIFE = timedelta(minutes=30)  # to write six words down and type two of them


@dataclass(frozen=True)
class Drawn:
    """A phrase of her own, shown this once, and which two of its words she types to show that she has it."""

    words: tuple[str, ...]
    asked: tuple[int, int]


def draw_own(card_id: UUID, language: str, ref: str | None = None) -> Drawn:
    """Draw a phrase of her own; it counts once she typed two of its words, in the browser with this `ref`."""
    card = db.session.get_one(Card, card_id)
    words = phrases.draw(language)
    spelt = phrases.spelling(words, language)
    card.drawn_hmac = keyed(card.id, spelt)
    card.drawn_check = keyed(card.id, "asked " + _two_of(spelt, _asked(card.drawn_hmac)))
    card.drawn_until = now() + SHOWN_LIFE
    card.drawn_ref_hash = fingerprint(ref) if ref else None
    db.session.flush()
    return Drawn(words, _asked(card.drawn_hmac))


def find_drawn(ref: str) -> Card:
    """Find the card whose own phrase was shown in this browser a while ago, or raise NotFound."""
    found = select(Card).where(Card.drawn_ref_hash == fingerprint(ref)).with_for_update()
    card = db.session.scalars(found).one_or_none()
    if card is None or card.given_hmac is None or not _is_fresh(card):
        raise NotFound
    return card


def find_own_drawn(person_id: UUID | None) -> Card:
    """Find one's card while a new phrase of one's own waits to be typed, or raise NotFound."""
    card = card_of(person_id)
    if card is None or card.own_hmac is None or not _is_fresh(card):
        raise NotFound
    return card


def asked_of(card: Card) -> tuple[int, int]:
    """Return which two words of a drawn phrase are asked for, counted from 1."""
    return _asked(card.drawn_hmac or b"\0\0")


def keep_own(card: Card, first: str, second: str) -> Opened:
    """Make the drawn phrase her own, or raise WrongPhrase; what an organiser handed over is dead from now on.

    Where organisers restored a phrase that she had, hers opens their group alone until the former one is shown too.
    """
    shown = [keyed(card.id, f"asked {spelt}") for spelt in phrases.read(f"{first} {second}", 2)]
    if phrases.count(first) != 1 or not is_among(shown, card.drawn_check) or not _is_fresh(card):
        raise WrongPhrase
    is_given, given_in = card.given_hmac is not None, card.given_group_id if card.given_hmac else None
    if given_in is not None:
        card.own_group_id = given_in if card.former_hmac else None
    card.own_hmac = card.drawn_hmac
    card.given_hmac = card.given_group_id = None
    if card.given_from is None:  # that the operator's were used is told for a week
        card.given_until = None
    forget_drawn(card)
    note("card:own", by=card.person_id, about=card.id)
    db.session.flush()
    return Opened(card.id, card.person_id, is_given, given_in, card.own_group_id)


def _is_fresh(card: Card) -> bool:
    return card.drawn_hmac is not None and card.drawn_until is not None and now() < card.drawn_until


def _asked(drawn: bytes) -> tuple[int, int]:
    """Choose two places of six by a phrase's own HMAC: nobody need remember them."""
    first = drawn[0] % phrases.WORDS
    second = (first + 1 + drawn[1] % (phrases.WORDS - 1)) % phrases.WORDS
    return min(first, second) + 1, max(first, second) + 1


def _two_of(spelt: str, asked: tuple[int, int]) -> str:
    name, *words = spelt.split()
    return " ".join([name, *(words[place - 1] for place in asked)])
