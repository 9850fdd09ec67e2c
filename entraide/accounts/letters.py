"""What the letters about accounts say."""

from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import select

from entraide.accounts.actions import code_handed_over, draw_code
from entraide.accounts.locks.queries import unlisted_at
from entraide.accounts.models import AddressChange, Challenge, ChallengeCode, Door
from entraide.accounts.queries import address_of, find_person, listed_readers, readers_of
from entraide.db import db
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Rendered, address_of_page, compose, language
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
    """Return the address as its reader proved it: what was typed now may be spelt like it and be somebody else's."""
    for reader in readers_of(challenge.email_index):
        if address := address_of(reader):
            return address
    return sealed.unseal(challenge.id, "email", challenge.email_sealed)


def _is_unwanted(challenge: Challenge) -> bool:
    if challenge.used or challenge.proved:
        return True
    if challenge.door is Door.SIGN_IN:
        return not listed_readers(challenge.email_index) and _unlisted(challenge) is None
    return challenge.door is Door.SURE and not readers_of(challenge.email_index)


def _unlisted(challenge: Challenge) -> UUID | None:
    """Return who named herself and is in no list; where nobody is listed, a letter to anybody else would tell."""
    kept = challenge.first_name_sealed
    first_name = sealed.unseal(challenge.id, "first_name", kept) if kept else ""
    return unlisted_at(challenge.email_index, first_name) if first_name else None


def address_waits(letter: Letter) -> Rendered | None:
    """Tell the present mailbox that another is to follow it, and where to stop that; it names none."""
    change = _change(letter)
    if change is None or change.done is not None:
        return None
    person = find_person(change.person_id)
    if (address := address_of(person)) is None:
        return None
    due = change.due.astimezone(ZoneInfo(current().timezone))
    return _about_address("address_waits", address, person.language, due=due, page=address_of_page("/moi/adresse"))


def address_left(letter: Letter) -> Rendered | None:
    """Tell the former mailbox that nothing comes there any more, and what to do if that was somebody else's doing."""
    change = _change(letter)
    if change is None or change.former_sealed is None:
        return None
    former = sealed.unseal(change.person_id, "email", change.former_sealed)
    return _about_address("address_left", former, find_person(change.person_id).language)


def address_taken(letter: Letter) -> Rendered | None:
    """Tell the new mailbox that letters come there from now on."""
    change = _change(letter)
    if change is None:
        return None
    person = find_person(change.person_id)
    address = address_of(person)
    is_there = person.email_index == change.email_index
    return _about_address("address_taken", address, person.language) if address and is_there else None


def _about_address(name: str, to: str, code: str, **values: object) -> Rendered:
    with language(code):
        text, html = compose(name, language=code, **values)
        subject = {
            "address_waits": _("Your address changes in two days"),
            "address_left": _("Your address has changed"),
            "address_taken": _("This address is yours from now on"),
        }[name]
    return Rendered(to, subject, text, html)


def _change(letter: Letter) -> AddressChange | None:
    return db.session.get(AddressChange, letter.subject_id) if letter.subject_id else None


KINDS = {
    "address_left": Kind(address_left),
    "address_taken": Kind(address_taken),
    "address_waits": Kind(address_waits),
    "code": Kind(code, before=draw, taken=handed_over),
}
