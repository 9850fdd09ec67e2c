"""New words for somebody in protected mode who lost hers, from the operator's hand (DECISIONS 6).

The rule. No letter goes to a mailbox that is not safe, and no organiser hands words to who has one: without words, lock
and open session there was no way back. The operator's command shows a number and six words at once, to be copied on
paper; they look the same whoever was named, known or not. For 48 hours they open nothing, then for seven days one
sign-in, at which she takes six words of her own. Her former words hold until then, a lock at the door is asked for all
the same, and the mailbox stays set aside: nothing here opens it again.

Who calls the operator may be the one who reads that mailbox, and an operator can tell no voice. So the paper is handed
to a person before him, never read out or sent; and what guards her are the 48 hours, and the notice on each of her open
sessions, which stops it there with one press and stays for seven days after, used or not. Who has no open session is
told by nothing: that is the price of a way back, and why it is never quicker.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, update

from entraide.accounts import cards, phrases
from entraide.accounts.locks.queries import TO_STOP
from entraide.accounts.losing import meant, only_one
from entraide.accounts.models import Card, Person
from entraide.clock import now
from entraide.db import db
from entraide.journal.actions import note
from entraide.settings import current
from entraide.vault import sealed

GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Promised:
    """What the operator copies on paper: it opens nothing before `opens_at`, and nothing after `until`."""

    number: str
    words: tuple[str, ...]
    opens_at: datetime
    until: datetime


@dataclass(frozen=True)
class Coming:
    """What an open session is told; `is_used`: somebody has signed in with those words."""

    opens_at: datetime
    is_used: bool


def promise(named: str, first_name: str = "") -> Promised:
    """Draw words for whoever in protected mode set this address aside, or has this card; others get words of nobody.

    Raise SeveralRead as `losing.lift` does. Asked again, the 48 hours begin again, and only the last words count.
    """
    language = current().language
    words, opens_at = phrases.draw(language), now() + TO_STOP
    until, number = opens_at + GOOD_FOR, _number_of_nobody(named)
    for person in only_one([one for one in meant(named) if one.protected_since is not None], first_name):
        card = cards.card_of(person.id) or _card_for(person)
        card.given_hmac = cards.keyed(card.id, phrases.spelling(words, language))
        card.given_group_id, card.given_from, card.given_until = None, opens_at, until
        number = cards.number_of(card)
        note("card:promise", about=person.id)
    db.session.flush()
    return Promised(number, words, opens_at, until)


def coming(person_id: UUID | None) -> Coming | None:
    """Say what the operator handed over for somebody's card, while it may be stopped or was just used."""
    card = db.session.scalars(select(Card).where(Card.person_id == person_id)).one_or_none()
    if card is None or card.given_from is None or card.given_until is None or card.given_until <= now():
        return None
    return Coming(card.given_from, card.given_hmac is None)


def stop(person_id: UUID) -> bool:
    """Let those words open nothing, or take note of the notice; say whether there was anything to stop."""
    hers = (Card.person_id == person_id) & Card.given_from.is_not(None)
    gone = update(Card).where(hers).values(given_hmac=None, given_from=None, given_until=None).returning(Card.id)
    is_stopped = db.session.scalar(gone, execution_options={"synchronize_session": False}) is not None
    if is_stopped:
        note("card:stop", by=person_id)
    return is_stopped


def _card_for(person: Person) -> Card:
    card = cards.make_card(person.id)
    card.handed = now()
    db.session.flush()
    return card


def _number_of_nobody(named: str) -> str:
    """Return the typed number, or for an address always the same one: drawn anew each time it would tell."""
    digits = cards.digits_of(named)
    if "@" in named or len(digits) != cards.DIGITS:
        key = hmac.digest(sealed.store().named("index"), b"numbers of nobody", sha256)
        drawn = int.from_bytes(hmac.digest(key, sealed.blind(named.strip()), sha256)) % 10**cards.DIGITS
        digits = f"{drawn:0{cards.DIGITS}}"
    return f"{digits[:4]} {digits[4:]}"
