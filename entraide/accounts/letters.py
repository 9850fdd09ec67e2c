"""What the letters about accounts say."""

from datetime import date
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from entraide.accounts.actions import code_handed_over, draw_code
from entraide.accounts.models import AddressChange, Challenge, ChallengeCode, Door, Person
from entraide.accounts.queries import address_of, find_person, listed_readers, readers_of
from entraide.db import db
from entraide.errors import NotFound
from entraide.mail.models import Letter
from entraide.mail.notes import Reader, given, note
from entraide.mail.rendering import Kind, Rendered, compose, language
from entraide.settings import current
from entraide.vault import sealed


def code(letter: Letter) -> Rendered | None:
    """Write the code's letter; nothing for an address that signing in does not know."""
    challenge = _challenge(letter)
    if challenge is None or _is_unwanted(challenge):
        return None
    latest = select(ChallengeCode.code_sealed).where(ChallengeCode.challenge_id == challenge.id)
    code_sealed = db.session.scalar(latest.order_by(ChallengeCode.made.desc()).limit(1))
    if code_sealed is None:
        return None
    digits = sealed.unseal(challenge.id, "code", code_sealed)
    with language(challenge.language):
        text, html = compose("code", code=f"{digits[:4]} {digits[4:]}", language=challenge.language)
        subject = _("Your code")
    return Rendered(_mailbox(challenge), subject, text, html)


def draw(letter: Letter) -> None:
    """Draw the fresh code that this delivery attempt carries."""
    challenge = _challenge(letter)
    if challenge is not None and not _is_unwanted(challenge):
        draw_code(challenge)


def handed_over(letter: Letter) -> None:
    """Start the ten minutes when the next mail server took the letter."""
    if (challenge := _challenge(letter)) is not None:
        code_handed_over(challenge)


def _challenge(letter: Letter) -> Challenge | None:
    return db.session.get(Challenge, letter.subject_id) if letter.subject_id else None


def _mailbox(challenge: Challenge) -> str:
    """Return the address as its reader proved it: what was typed now may be spelt like it and be somebody else's.

    Not as one proved it who is in no list: that would tell of her. Without her lock the code opens nothing of hers.
    """
    for reader in readers_of(challenge.email_index):
        if not reader.hidden_in_mailbox and (address := address_of(reader)):
            return address
    return sealed.unseal(challenge.id, "email", challenge.email_sealed)


def _is_unwanted(challenge: Challenge) -> bool:
    if challenge.used or challenge.proved:
        return True
    if challenge.door is Door.SIGN_IN:
        return not listed_readers(challenge.email_index) and not _names_somebody(challenge)
    return challenge.door is Door.SURE and not readers_of(challenge.email_index)


def _names_somebody(challenge: Challenge) -> bool:
    """Say whether a name was typed, as by who is in no list: whichever it is, the code leaves, for any address at all.

    Did it leave for the right name alone, the mailbox's reader would try names until one came.
    """
    kept = challenge.first_name_sealed
    return bool(kept and sealed.unseal(challenge.id, "first_name", kept))


def address_waits(letter: Letter) -> Reader | None:
    """Tell the present mailbox that another is to follow it, and where to stop that; it names none."""
    change = _change(letter)
    if change.done is not None:
        return None
    due = change.due.astimezone(ZoneInfo(current().timezone))
    return reader_of(find_person(change.person_id), "/moi/adresse", due=due)


def address_left(letter: Letter) -> Reader | None:
    """Tell the former mailbox that nothing comes there any more, and what to do if that was somebody else's doing."""
    change = _change(letter)
    if change.former_sealed is None:
        return None
    former = sealed.unseal(change.person_id, "email", change.former_sealed)
    return Reader(former, find_person(change.person_id).language, "/connexion")


def address_taken(letter: Letter) -> Reader | None:
    """Tell the new mailbox that letters come there from now on."""
    change = _change(letter)
    person = find_person(change.person_id)
    return reader_of(person) if person.email_index == change.email_index else None


def _change(letter: Letter) -> AddressChange:
    if (row := db.session.get(AddressChange, given(letter.subject_id))) is None:
        raise NotFound
    return row


def person_of(letter: Letter) -> Person:
    """Find whom a letter is for, or raise NotFound."""
    return find_person(given(letter.person_id))


def reader_of(person: Person, path: str = "", stop_path: str = "", **dates: date) -> Reader | None:
    """Return a person as who reads a note; None where no letter reaches her."""
    address = address_of(person)
    return Reader(address, person.language, path, stop_path, dates) if address else None


KINDS = {
    "address_left": note(address_left, _l("Your address has changed"), template="address_left"),
    "address_taken": note(address_taken, _l("This address is yours from now on"), template="address_taken"),
    "address_waits": note(address_waits, _l("Your address changes in two days"), template="address_waits"),
    "code": Kind(code, before=draw, taken=handed_over),
}
