"""Protected mode: a mailbox that is not safe is set aside, and a card with six words opens the account (DECISIONS 6).

While it lasts the account is like one without e-mail: no letter finds an address, no code finds a person. The address
waits in columns of its own, under the same key and label.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from entraide.accounts import cards, own_phrases
from entraide.accounts.actions import LONG_AGO, hold_person, tell_readers
from entraide.accounts.ending import FETCHED, OLD, UNDO, end_open, end_other_sessions, is_old, keep_right
from entraide.accounts.locks.actions.keeping import LETTER
from entraide.accounts.models import AddressChange, Card, Challenge, Door, Person, SignIn
from entraide.accounts.own_phrases import Drawn
from entraide.accounts.queries import find_person, readers_of
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.journal.actions import note
from entraide.mail.actions import post, withdraw
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Kinds, Rendered
from entraide.vault import sealed


def draw(person_id: UUID) -> Drawn:
    """Show six words for a card that is made now; the mode begins once she typed two of them."""
    person = _unprotected(person_id)
    card = cards.card_of(person_id)
    if card is None:
        card = cards.make_card(person_id)
        card.handed = now()
    db.session.flush()
    return own_phrases.draw_own(card.id, person.language)


def begin(person_id: UUID, here: UUID, first: str, second: str, *, keeps_old: bool) -> None:
    """Set the mailbox aside once two of the words shown were typed, or raise WrongPhrase; NotFound: shown too long ago.

    What waits to be sent is withdrawn and every other session ends, but (`keeps_old`: no lock that has stood vouched
    for this) those on devices of her own for a week and more: from there it can be undone for seven days, as from those
    that were signed out and kept that right (ending.py); a change of address that waits takes no effect before they are
    over.
    """
    person = _unprotected(person_id)
    card = cards.card_of(person_id)
    if card is None or card.drawn_until is None or card.drawn_until <= now():
        raise NotFound
    own_phrases.keep_own(card, first, second)
    _forget_codes(person)
    if not keeps_old:
        end_other_sessions(person_id, here)
    person.kept_email_sealed, person.kept_email_index = person.email_sealed, person.email_index
    person.email_sealed = person.email_index = None
    person.protected_since = now()
    withdraw(person=person_id)
    if keeps_old:
        _keep_old_sessions(person_id, here)
        end_open(person_id, here)
    unsure = update(SignIn).where(SignIn.person_id == person_id).values(sure_since=LONG_AGO)  # codes count no more
    db.session.execute(unsure, execution_options={"synchronize_session": "fetch"})
    note("protection:begin", by=person_id)
    db.session.flush()


def end(person_id: UUID, here: UUID) -> None:
    """Take the mailbox back, for whoever is sure to be her; the card and its words open nothing any more.

    It gets a letter as about any change of how she signs in. Devices of her own, signed out by this, may undo it once
    it is begun anew: else whoever shut her out would end it and begin again.
    """
    take_back(person_id)
    let_end(person_id)
    end_other_sessions(person_id, here, softly=True)
    note("protection:end", by=person_id)
    post(LETTER, person=person_id)
    db.session.flush()


def choose_quick_exit(person_id: UUID | None, wanted: bool) -> None:
    """Let a person's pages be left quickly or not, whatever her groups have."""
    if person_id is None:
        raise NotFound
    find_person(person_id).quick_exit = wanted
    note("quick_exit:choose", by=person_id)
    db.session.flush()


def would_stay(person_id: UUID | None, here: UUID | None) -> list[UUID]:
    """Return the devices that could undo protected mode for seven days, were it begun without a lock that has stood."""
    could = is_old() | _has_right()
    found = select(SignIn.id).where(SignIn.person_id == person_id, SignIn.id != here, could)
    return list(db.session.scalars(found))


def undone_until(person_id: UUID | None) -> datetime | None:
    """Return until when an older device of hers may take protected mode back; None: none may, or there is none."""
    kept = (SignIn.person_id == person_id) & (SignIn.kept_until > now())
    found = select(func.max(SignIn.kept_until)).join(Person, Person.id == SignIn.person_id)
    return db.session.scalar(found.where(kept, Person.protected_since.is_not(None)))


def may_be_undone(person_id: UUID | None) -> bool:
    """Say whether an older device of hers may still take protected mode back."""
    return undone_until(person_id) is not None


def is_protected(person_id: UUID) -> bool:
    """Say whether a person's mailbox is set aside."""
    found = select(Person.id).where(Person.id == person_id, Person.protected_since.is_not(None))
    return db.session.scalar(found) is not None


def is_set_aside(email_index: bytes) -> bool:
    """Say whether somebody said of this mailbox that it is not safe: nothing is sent there that she did not ask for."""
    found = select(Person.id).where(Person.kept_email_index == email_index, Person.protected_since.is_not(None))
    return db.session.scalar(found.limit(1)) is not None


def was_set_aside(
    email_index: ColumnElement[bytes | None] | InstrumentedAttribute[bytes | None],
) -> ColumnElement[bool]:
    """Say in SQL what `is_set_aside` says."""
    return exists().where(Person.kept_email_index == email_index, Person.protected_since.is_not(None))


def guarded(kinds: Kinds) -> Kinds:
    """Let no letter leave for a mailbox that was set aside, whatever its kind and whenever it was posted.

    A code that somebody asks for at the doors for new people leaves as for any unknown address: that it does not would
    tell that she belongs here. It opens nothing of hers.
    """
    return {name: replace(kind, render=partial(_unless_set_aside, name, kind)) for name, kind in kinds.items()}


def _unless_set_aside(name: str, kind: Kind, letter: Letter) -> Rendered | None:
    if letter.person_id is not None and is_protected(letter.person_id):
        return None
    made = kind.render(letter)
    is_to_an_address = letter.person_id is None and letter.membership_id is None
    if made is not None and is_to_an_address and name != "code" and is_set_aside(sealed.blind(made.to)):
        return None
    return made


def _unprotected(person_id: UUID) -> Person:
    person = hold_person(person_id)
    if person.protected_since is not None or person.email_index is None:
        raise NotFound
    return person


def take_back(person_id: UUID) -> None:
    """Restore the address, unless she gave another meanwhile; whoever reads that mailbox by now is told of her."""
    person = find_person(person_id)
    if person.protected_since is None:
        raise NotFound
    if person.email_index is None and person.kept_email_index is not None:
        tell_readers(person.kept_email_index, person)
        person.email_sealed, person.email_index = person.kept_email_sealed, person.kept_email_index
    person.kept_email_sealed = person.kept_email_index = person.protected_since = None
    card = delete(Card).where(Card.person_id == person_id)
    db.session.execute(card, execution_options={"synchronize_session": "fetch"})
    db.session.flush()


def _forget_codes(person: Person) -> None:
    """Let the codes asked for before open nothing, but for others who read the same mailbox."""
    of_hers: ColumnElement[bool] = (Challenge.door == Door.SURE) & (Challenge.person_id == person.id)
    if len(readers_of(person.email_index or b"")) == 1:
        of_hers = or_(of_hers, (Challenge.door == Door.SIGN_IN) & (Challenge.email_index == person.email_index))
    used = update(Challenge).where(of_hers).values(used=True)
    db.session.execute(used, execution_options={"synchronize_session": "fetch"})


def _has_right() -> ColumnElement[bool]:
    return SignIn.ended.is_not(None) & (SignIn.kept_until > now())


def _keep_old_sessions(person_id: UUID, here: UUID) -> None:
    """Keep them signed in; those that only go on from an old one, and those that are out already, keep their right."""
    others, until = (SignIn.person_id == person_id) & (SignIn.id != here), now() + UNDO
    kept = update(SignIn).where(others, or_(is_old() & (SignIn.created <= now() - OLD), _has_right()))
    rows = db.session.scalars(kept.values(kept_until=until).returning(SignIn.id), execution_options=FETCHED).all()
    has_more = keep_right(others, is_old(), SignIn.kept_until.is_(None), until=until)
    if rows or has_more:
        waits = (AddressChange.person_id == person_id) & AddressChange.done.is_(None) & (AddressChange.due < until)
        db.session.execute(update(AddressChange).where(waits).values(due=until), execution_options=FETCHED)


def let_end(person_id: UUID) -> None:
    """Let the sessions that could undo it be sessions like others again; what is signed out stays so."""
    kept = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended.is_(None)).values(kept_until=None)
    db.session.execute(kept, execution_options=FETCHED)
