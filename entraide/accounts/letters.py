"""What the letters about accounts say."""

from flask_babel import gettext as _
from sqlalchemy import select

from entraide.accounts.actions import code_handed_over, draw_code
from entraide.accounts.models import Challenge, ChallengeCode, Door
from entraide.accounts.queries import address_of, readers_of
from entraide.db import db
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Rendered, compose, language
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
    return challenge.door is not Door.NEW and not readers_of(challenge.email_index)


KINDS = {"code": Kind(code, before=draw, taken=handed_over)}
