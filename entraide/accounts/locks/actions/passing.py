"""Standing at the door: whose lock is asked for, once a code or a phrase was right."""

from uuid import UUID, uuid4

from entraide.access.tokens import fingerprint
from entraide.accounts.cards import Opened
from entraide.accounts.locks.queries import known_without
from entraide.accounts.models import Challenge, Device, Door
from entraide.accounts.queries import find_person
from entraide.clock import now
from entraide.db import db
from entraide.vault import sealed

NO_MAILBOX = bytes(32)


def ask_lock_of(challenge: Challenge, person_id: UUID) -> None:
    """Let the code alone open nothing: this person's lock is asked for first."""
    challenge.person_id = person_id
    db.session.flush()


def name(challenge: Challenge, first_name: str) -> None:
    """Ask for the lock of who is left out of this mailbox's list under a first name, or of nobody at all."""
    ask_lock_of(challenge, known_without(challenge.email_index, first_name))


def ask_lock_after_phrase(opened: Opened, device: Device, ref: str) -> None:
    """Let a card's phrase alone open nothing: its holder's lock is asked for first, in this browser."""
    challenge = Challenge(
        id=uuid4(),
        ref_hash=fingerprint(ref),
        door=Door.CARD,
        email_index=NO_MAILBOX,
        person_id=opened.person_id,
        only_group_id=opened.only_group,
        language=find_person(opened.person_id).language,
        created=now(),
        proved=now(),
        device=device,
        used=False,
    )
    sealed.create(challenge.id)
    challenge.email_sealed = sealed.seal(challenge.id, "email", "")
    db.session.add(challenge)
    db.session.flush()
