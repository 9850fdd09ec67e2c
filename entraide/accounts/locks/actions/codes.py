"""Codes on paper: a card of forty, asked for by number, and ten longer ones for the day when everything is lost."""

import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select, update

from entraide.accounts.actions import hold_person
from entraide.accounts.locks.queries import CODES, RECOVERY_CODES, keyed
from entraide.accounts.models import Lock, LockCode, LockKind
from entraide.clock import now
from entraide.db import db
from entraide.journal.actions import note
from entraide.vault import sealed

DIGITS = "0123456789"
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LOOKS_LIKE = str.maketrans("018", "OIB")  # what may be read instead of a letter
RECOVERY_LENGTH = 24


@dataclass(frozen=True)
class DrawnCard:
    """A card of forty codes, shown this once, and the number whose code shows that she has it."""

    codes: tuple[str, ...]
    asked: int


def draw_card(person_id: UUID, name: str, *, is_doubted: bool = False) -> DrawnCard:
    """Draw forty codes; they count once one of them was typed, and then replace those of an earlier card.

    `is_doubted`: only a device that checked nobody was shown for it.
    """
    hold_person(person_id)
    waiting = delete(Lock).where(Lock.person_id == person_id, Lock.kind == LockKind.CARD, Lock.proved.is_(None))
    db.session.execute(waiting, execution_options={"synchronize_session": False})
    card = Lock(id=uuid4(), person_id=person_id, kind=LockKind.CARD, made=now())
    card.doubted_until = now() if is_doubted else None
    card.name_sealed = sealed.seal(person_id, f"lock name {card.id}", name)
    card.counter = secrets.randbelow(CODES) + 1
    db.session.add(card)
    db.session.flush()
    codes = [f"{secrets.randbelow(10**8):08}" for _ in range(CODES)]
    db.session.add_all(
        LockCode(person_id=person_id, lock_id=card.id, number=at, code_hmac=keyed(person_id, f"{card.id} {at}", code))
        for at, code in enumerate(codes, 1)
    )
    db.session.flush()
    return DrawnCard(tuple(codes), card.counter)


def check_card(person_id: UUID, typed: str) -> bool:
    """Take the code of the card's asked number, once, and ask for another from now on; the try was counted before."""
    card = select(Lock).where(Lock.person_id == person_id, Lock.kind == LockKind.CARD, Lock.proved.is_not(None))
    row = db.session.scalars(card.execution_options(populate_existing=True)).one_or_none()
    return take_asked(person_id, row, typed)


def take_asked(person_id: UUID, card: Lock | None, typed: str) -> bool:
    """Take the code that this card is asked for; of two forms sent at once, say so to one alone.

    The statements are the same without a card.
    """
    lock_id, asked = (card.id, card.counter) if card else (person_id, 0)
    found = select(LockCode).where(LockCode.lock_id == lock_id, LockCode.number == asked)
    code = db.session.scalars(found).one_or_none()
    shown = keyed(person_id, f"{lock_id} {asked}", digits_of(typed))
    is_right = hmac.compare_digest(code.code_hmac if code else bytes(32), shown)
    if code is None or not is_right or not _is_first(LockCode.id == code.id):
        return False
    unused = select(LockCode.number).where(LockCode.lock_id == lock_id, LockCode.used.is_(None))
    left = list(db.session.scalars(unused))
    following = update(Lock).where(Lock.id == lock_id)
    following = following.values(counter=secrets.choice(left) if left else 0, used=now().date())
    db.session.execute(following, execution_options={"synchronize_session": "fetch"})
    return True


def draw_recovery(person_id: UUID) -> tuple[str, ...]:
    """Draw ten codes for loss, shown this once; the earlier ones are dead."""
    forget_recovery(person_id)
    codes = tuple("".join(secrets.choice(BASE32) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES))
    db.session.add_all(
        LockCode(person_id=person_id, number=at, code_hmac=keyed(person_id, "recovery", code))
        for at, code in enumerate(codes, 1)
    )
    note("recovery:draw", by=person_id)
    db.session.flush()
    return codes


def use_recovery_code(person_id: UUID, typed: str) -> bool:
    """Take a code for loss, once; it removes nothing by itself. The try was counted before."""
    kept = keyed(person_id, "recovery", letters_of(typed))
    is_hers = (LockCode.person_id == person_id) & LockCode.lock_id.is_(None)
    if not _is_first(is_hers & (LockCode.code_hmac == kept)):
        return False
    note("recovery:use", by=person_id)
    db.session.flush()
    return True


def forget_recovery(person_id: UUID) -> None:
    """Let a person's codes for loss open nothing more."""
    theirs = delete(LockCode).where(LockCode.person_id == person_id, LockCode.lock_id.is_(None))
    db.session.execute(theirs, execution_options={"synchronize_session": False})


def digits_of(typed: str) -> str:
    """Return the digits of a typed code, however it is grouped."""
    return "".join(sign for sign in typed if sign in DIGITS)


def letters_of(typed: str) -> str:
    """Return a typed code for loss in its one spelling."""
    return "".join(sign for sign in typed.upper().translate(LOOKS_LIKE) if sign in BASE32)


def _is_first(which: ColumnElement[bool]) -> bool:
    """Note that a code was used; false where somebody did so before, be it at the same moment."""
    unused = update(LockCode).where(which, LockCode.used.is_(None))
    taken = unused.values(used=now()).returning(LockCode.id)
    return db.session.scalar(taken, execution_options={"synchronize_session": False}) is not None
