"""An authenticator app: a seed that it keeps, and six digits of every half minute, each taken once."""

import hmac
from dataclasses import dataclass
from uuid import UUID, uuid4

import pyotp
from sqlalchemy import delete, select, update

from entraide.accounts.actions import hold_person
from entraide.accounts.locks.actions.codes import digits_of
from entraide.accounts.models import Lock, LockKind
from entraide.clock import now
from entraide.db import db
from entraide.settings import current
from entraide.vault import sealed

STEP = 30  # seconds


@dataclass(frozen=True)
class Seed:
    """What an app is told once: the address its camera reads, and the same to be typed; and which lock it makes."""

    address: str
    text: str
    lock_id: UUID


def make_app(person_id: UUID, name: str, *, is_doubted: bool = False) -> Seed:
    """Draw a seed; it counts once the app's first code was typed. `is_doubted`: as for a card's codes."""
    hold_person(person_id)
    waiting = delete(Lock).where(Lock.person_id == person_id, Lock.kind == LockKind.APP, Lock.proved.is_(None))
    db.session.execute(waiting, execution_options={"synchronize_session": False})
    row = Lock(id=uuid4(), person_id=person_id, kind=LockKind.APP, made=now(), counter=0)
    row.doubted_until = now() if is_doubted else None
    row.name_sealed = sealed.seal(person_id, f"lock name {row.id}", name)
    row.secret_sealed = sealed.seal(person_id, f"lock {row.id}", pyotp.random_base32())
    db.session.add(row)
    db.session.flush()
    return seed_of(row)


def seed_of(row: Lock) -> Seed:
    """Say again what an app is to keep, while it waits for its first code; it names the façade and nobody."""
    secret = _secret(row)
    name = current().site_name
    text = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return Seed(pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=name), text, row.id)


def check_app(person_id: UUID, typed: str) -> bool:
    """Take the present code of one of a person's apps, once; the try was counted before."""
    return find_shown(person_id, typed) is not None


def find_shown(person_id: UUID, typed: str) -> Lock | None:
    """Return which of a person's apps shows this code now, and take it, once; None for none."""
    found = select(Lock).where(Lock.person_id == person_id, Lock.kind == LockKind.APP, Lock.proved.is_not(None))
    return next((row for row in db.session.scalars(found).all() if take_step(row, typed)), None)


def take_step(row: Lock, typed: str) -> bool:
    """Take the code of this very half minute, if none was taken in it; of two forms sent at once, only one's."""
    step = int(now().timestamp()) // STEP
    wanted = pyotp.TOTP(_secret(row)).generate_otp(step)
    if not hmac.compare_digest(wanted.encode(), digits_of(typed).encode()):
        return False
    later = update(Lock).where(Lock.id == row.id, Lock.counter < step)
    later = later.values(counter=step, used=now().date())
    taken = db.session.scalar(later.returning(Lock.id), execution_options={"synchronize_session": False})
    db.session.expire(row)
    return taken is not None


def _secret(row: Lock) -> str:
    return sealed.unseal(row.person_id, f"lock {row.id}", row.secret_sealed or b"")
