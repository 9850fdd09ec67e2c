"""Cards and phrases: how somebody without e-mail signs in (DECISIONS 6). Phrases are kept as HMACs, shown once."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import select, update

from entraide.accounts import phrases
from entraide.accounts.ending import end_other_sessions
from entraide.accounts.models import Card, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError, NotFound
from entraide.journal.actions import note
from entraide.vault import sealed

GIVEN_LIFE = timedelta(hours=24)
TOLD = timedelta(hours=48)  # how long a phrase handed over is told on open pages and to organisers
DIGITS = 8
NOBODY = UUID(int=0)


class WrongPhrase(EntraideError):
    """No card of ours, not its phrase, or no longer."""


@dataclass(frozen=True)
class Handed:
    """What an organiser hands over, shown this once."""

    number: str
    words: tuple[str, ...]
    until: datetime


@dataclass(frozen=True)
class Opened:
    """Whom a number and a phrase let in.

    `is_given`: somebody handed this phrase over; it lets her take one of her own, and nothing else. `given_in`: the
    group whose organiser did; None for the operator.
    `only_group`: the one group that her own phrase opens, where it stands for one that was restored.
    """

    card_id: UUID
    person_id: UUID
    is_given: bool = False
    given_in: UUID | None = None
    only_group: UUID | None = None


@dataclass(frozen=True)
class OwnCard:
    """A card as its holder sees it; never a word of its phrase."""

    id: UUID
    number: str
    handed: datetime
    is_restored: bool  # it opens one group, until the former phrase is shown too


def hand_over(person_id: UUID, group_id: UUID, language: str) -> Handed:
    """Draw a phrase for an organiser to hand over: whatever opened this account before opens it no more.

    The last phrase that opened everything is remembered: shown too, it gives the other groups back (`lift`).
    """
    card = card_of(person_id) or make_card(person_id)
    if card.own_hmac is not None and card.own_group_id is None:
        card.former_hmac = card.own_hmac
    card.own_hmac = card.own_group_id = None
    forget_drawn(card)
    words = phrases.draw(language)
    card.given_hmac = keyed(card.id, phrases.spelling(words, language))
    card.given_group_id, card.given_until, card.handed = group_id, now() + GIVEN_LIFE, now()
    card.given_from = None
    end_other_sessions(person_id, None)
    db.session.flush()
    return Handed(number_of(card), words, card.given_until)


def open_with(number: str, typed: str) -> Opened:
    """Return whom a card's number and phrase let in, or raise WrongPhrase; the try itself was counted before.

    The statements are the same for an unknown card and a wrong phrase.
    """
    found = select(Card).where(Card.number_index == index_of(number)).with_for_update()
    card = db.session.scalars(found).one_or_none()
    shown = _shown(card.id if card else NOBODY, typed)
    is_own = is_among(shown, card.own_hmac if card else None)
    is_given = is_among(shown, card.given_hmac if card else None)
    if card and is_own:
        return Opened(card.id, card.person_id, only_group=card.own_group_id)
    if card and is_given and card.given_until and (card.given_from or now()) <= now() < card.given_until:
        return Opened(card.id, card.person_id, is_given=True, given_in=card.given_group_id)
    raise WrongPhrase


def is_hers(person_id: UUID | None, typed: str) -> bool:
    """Say whether a person who is signed in shows her phrase again."""
    card = card_of(person_id)
    return card is not None and is_among(_shown(card.id, typed), card.own_hmac)


def lift(person_id: UUID | None, typed: str) -> None:
    """Open her other groups again, because the former phrase was shown too; or raise WrongPhrase."""
    card = card_of(person_id)
    if card is None or card.own_hmac is None or not is_among(_shown(card.id, typed), card.former_hmac):
        raise WrongPhrase
    card.own_group_id = card.former_hmac = None
    db.session.execute(
        update(SignIn).where(SignIn.person_id == card.person_id).values(only_group_id=None),
        execution_options={"synchronize_session": "fetch"},
    )
    note("card:lift", by=card.person_id, about=card.id)
    db.session.flush()


def take_back(person_id: UUID, group_id: UUID) -> None:
    """Let what this group's organisers handed over open nothing more: the person left the group, or it closed."""
    db.session.execute(
        update(Card)
        .where(Card.person_id == person_id, Card.given_group_id == group_id)
        .values(given_hmac=None, given_group_id=None, given_until=None, drawn_hmac=None, drawn_check=None),
        execution_options={"synchronize_session": "fetch"},
    )


def own_card(person_id: UUID | None) -> OwnCard:
    """Show a person her card, or raise NotFound: she has none, or never took a phrase of her own."""
    card = db.session.scalars(select(Card).where(Card.person_id == person_id)).one_or_none()
    if card is None or card.own_hmac is None:
        raise NotFound
    return OwnCard(card.id, number_of(card), card.handed, card.own_group_id is not None)


def index_of(number: str) -> bytes:
    """Return the blind index of a card number, however it is typed."""
    return sealed.blind("card " + digits_of(number))


def digits_of(number: str) -> str:
    """Return the digits of a typed number."""
    return "".join(sign for sign in number if sign in "0123456789")


def number_of(card: Card) -> str:
    """Open a card's number, as it is shown: 4 + 4."""
    number = sealed.unseal(card.person_id, "card number", card.number_sealed)
    return f"{number[:4]} {number[4:]}"


def card_of(person_id: UUID | None) -> Card | None:
    """Return a person's card, locked until this transaction ends; None where she has none."""
    found = select(Card).where(Card.person_id == person_id).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()


def make_card(person_id: UUID) -> Card:
    """Make a card that nothing opens yet, with a number that no other has."""
    number = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    while db.session.scalar(select(Card.id).where(Card.number_index == index_of(number))):
        number = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    number_sealed = sealed.seal(person_id, "card number", number)
    card = Card(id=uuid4(), person_id=person_id, number_index=index_of(number), number_sealed=number_sealed)
    db.session.add(card)
    return card


def forget_drawn(card: Card) -> None:
    """Let a phrase that was shown and not yet typed count no more."""
    card.drawn_hmac = card.drawn_check = card.drawn_until = card.drawn_ref_hash = None


def _shown(card_id: UUID, typed: str) -> list[bytes]:
    return [keyed(card_id, spelt) for spelt in phrases.read(typed)] or [keyed(card_id, "")]


def is_among(shown: list[bytes], kept: bytes | None) -> bool:
    """Compare in constant time; nothing is kept, nothing matches."""
    is_right = [hmac.compare_digest(one, kept or bytes(32)) for one in shown]
    return kept is not None and any(is_right)


def keyed(card_id: UUID, spelt: str) -> bytes:
    """Return what the database keeps: under a key that never changes, because phrases outlive the master key."""
    key = hmac.digest(sealed.store().named("index"), b"phrases of cards", sha256)
    return hmac.digest(key, card_id.bytes + spelt.encode(), sha256)
