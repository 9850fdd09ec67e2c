"""Proving a mailbox by a code, becoming a person, starting and ending sessions."""

import hmac
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from entraide.access import tokens
from entraide.access.tokens import fingerprint
from entraide.accounts.ending import end_session
from entraide.accounts.models import Challenge, ChallengeCode, Device, Door, Person, SignIn
from entraide.accounts.queries import readers_of
from entraide.accounts.signs import sign_of_life
from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError, NotFound
from entraide.journal.actions import note
from entraide.mail.actions import post
from entraide.mail.models import Lane
from entraide.vault import sealed

CODE_LIFE = timedelta(minutes=10)
CODES_KEPT = 3
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # a session that no code was typed for


class WrongCode(EntraideError):
    """Not the code of this challenge, or no longer."""


def ask_code(
    address: str, door: Door, ref: str, language: str, *, person: UUID | None = None, first_name: str = ""
) -> None:
    """Keep a challenge for the asking browser and post its letter; `first_name`: of who is in no list (letters.py).

    The statements are the same for a known and an unknown address: what differs happens in the worker.
    """
    challenge = Challenge(
        id=uuid4(),
        ref_hash=fingerprint(ref),
        door=door,
        email_index=sealed.blind(address),
        person_id=person,
        language=language,
        created=now(),
        used=False,
    )
    sealed.create(challenge.id)
    challenge.email_sealed = sealed.seal(challenge.id, "email", address.strip())
    challenge.first_name_sealed = sealed.seal(challenge.id, "first_name", first_name)
    db.session.add(challenge)
    db.session.flush()
    post("code", about=challenge.id, lane=Lane.CODE, deadline=now() + timedelta(hours=6))


def draw_code(challenge: Challenge) -> None:
    """Make a fresh code for the next delivery attempt; only the last three of a challenge hold."""
    code = f"{secrets.randbelow(10**8):08}"
    made = ChallengeCode(
        id=uuid4(),
        challenge_id=challenge.id,
        code_hmac=_hmac(challenge.id, code),
        code_sealed=sealed.seal(challenge.id, "code", code),
        made=now(),
        until=now() + CODE_LIFE,
    )
    earlier = select(ChallengeCode.id).where(ChallengeCode.challenge_id == challenge.id)
    old = list(db.session.scalars(earlier.order_by(ChallengeCode.made.desc()).offset(CODES_KEPT - 1)))
    db.session.execute(delete(ChallengeCode).where(ChallengeCode.id.in_(old)))
    db.session.add(made)
    db.session.flush()


def code_handed_over(challenge: Challenge) -> None:
    """Count the ten minutes from now, and forget the code itself: its HMAC suffices."""
    latest = select(ChallengeCode).where(ChallengeCode.challenge_id == challenge.id)
    if row := db.session.scalars(latest.order_by(ChallengeCode.made.desc()).limit(1)).one_or_none():
        row.until = now() + CODE_LIFE
    db.session.execute(
        update(ChallengeCode).where(ChallengeCode.challenge_id == challenge.id).values(code_sealed=None),
        execution_options={"synchronize_session": False},
    )
    db.session.flush()


def prove(challenge: Challenge, typed: str, device: Device | None) -> None:
    """Accept a code once, or raise WrongCode; the try itself was counted before."""
    digits = "".join(sign for sign in typed if sign.isdigit())
    held = select(ChallengeCode.code_hmac).where(
        ChallengeCode.challenge_id == challenge.id, ChallengeCode.until > now()
    )
    wanted = [_hmac(challenge.id, digits, key) for key in sealed.store().accepted("codes")]
    is_right = [hmac.compare_digest(kept, one) for kept in db.session.scalars(held) for one in wanted]
    if not any(is_right) or not _first_to_prove(challenge, device):
        raise WrongCode
    db.session.execute(delete(ChallengeCode).where(ChallengeCode.challenge_id == challenge.id))
    db.session.flush()


def _first_to_prove(challenge: Challenge, device: Device | None) -> bool:
    """Note when the code was typed; of two forms sent at once, say so to one alone."""
    unproved = (Challenge.id == challenge.id) & Challenge.proved.is_(None)
    noted = update(Challenge).where(unproved).values(proved=now(), device=device).returning(Challenge.id)
    is_first = db.session.scalar(noted, execution_options={"synchronize_session": False}) is not None
    db.session.refresh(challenge)
    return is_first


def make_person(address: str, first_name: str, language: str) -> Person:
    """Make a person for a proved address; who already reads that mailbox is told at her next sign-in."""
    person = Person(id=uuid4(), language=language, created=now().date(), email_index=sealed.blind(address))
    sealed.create(person.id)
    for other in readers_of(sealed.blind(address)):
        other.mailbox_notice = True
    person.email_sealed = sealed.seal(person.id, "email", address.strip())
    person.first_name_sealed = sealed.seal(person.id, "first_name", first_name.strip()) if first_name.strip() else None
    db.session.add(person)
    db.session.flush()
    note("person:made", about=person.id)
    return person


def hold_person(person_id: UUID | None) -> Person:
    """Find a person anew, or raise NotFound, and hold her until this transaction ends: of two deeds one waits."""
    found = select(Person).where(Person.id == person_id).with_for_update(key_share=True)
    if (person := db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()) is None:
        raise NotFound
    return person


def choose_language(person: Person, language: str) -> None:
    """Write to a person in this language from now on."""
    person.language = language
    db.session.flush()


def make_keeper() -> Person:
    """Make the person row of a managed member: no address, no session, a key of its own."""
    return make_keepers(1)[0]


def make_keepers(many: int) -> list[Person]:
    """Make as many rows of managed members at once, their keys with one visit to the key store."""
    people = [Person(id=uuid4(), created=now().date()) for _ in range(many)]
    if people:
        sealed.create(*(person.id for person in people))
    db.session.add_all(people)
    db.session.flush()
    return people


def tell_readers(index: bytes, person: Person, *, knows: bool = False) -> None:
    """Let who reads a mailbox be told of somebody who reads it now, and her of them, unless she `knows`.

    Of who asked to be in no list nobody is told.
    """
    for other in readers_of(index):
        if other.id != person.id:
            other.mailbox_notice = other.mailbox_notice or not person.hidden_in_mailbox
            person.mailbox_notice = person.mailbox_notice or not (knows or other.hidden_in_mailbox)


def start_session(
    person_id: UUID,
    device: Device,
    label: str,
    *,
    is_sure: bool = True,
    only_group: UUID | None = None,
    with_lock: bool = False,
    lock_unchecked: bool = False,
    vouching_id: UUID | None = None,
    continues: bool = False,
) -> str:
    """Open a session and return the cookie's token, shown this once; `is_sure`: a code was typed for it.

    `only_group`: it opens this group alone, whose organisers restored the phrase it was opened by, or vouched for her
    (`vouching_id`). `with_lock`: her second lock was shown for it. `continues`: in a browser long hers (ending.py).
    """
    token = tokens.fresh()
    at = now()
    row = SignIn(
        id=uuid4(),
        sid_hash=fingerprint(token),
        person_id=person_id,
        device=device,
        created=at,
        seen=at,
        sure_since=at if is_sure else LONG_AGO,
        lock_since=at if with_lock else None,
        lock_unchecked=lock_unchecked,
        only_group_id=only_group,
        vouching_id=vouching_id,
        continues=continues,
        label_sealed=sealed.seal(person_id, "label", label),
    )
    db.session.add(row)
    db.session.flush()
    db.session.execute(sign_of_life(person_id), execution_options={"synchronize_session": False})
    note("session:start", by=person_id, about=row.id)
    return token


def be_sure(row: SignIn) -> None:
    """Note that the person just showed again that she reads her mailbox."""
    row.sure_since = now()
    row.kept_until = None
    note("session:sure", by=row.person_id, about=row.id)
    db.session.flush()


def renew(row: SignIn) -> str:
    """Give a session another token, shown this once: whoever showed again that it is she leaves the old one dead."""
    token = tokens.fresh()
    row.sid_hash = fingerprint(token)
    db.session.flush()
    return token


def end_vouched_sessions(vouching_ids: Iterable[UUID]) -> None:
    """End the sessions that two organisers' word let in: it holds no more."""
    let_in = SignIn.vouching_id.in_(list(vouching_ids))
    for row in db.session.scalars(select(SignIn).where(let_in)).all():
        end_session(row)


def finish(challenge: Challenge) -> None:
    """Close a challenge that did its work, or raise NotFound: another form sent at once closed it.

    The address it held is unreadable once its key goes (housekeeping).
    """
    open_still = (Challenge.id == challenge.id) & Challenge.used.is_(False)
    closed = update(Challenge).where(open_still).values(used=True).returning(Challenge.id)
    if db.session.scalar(closed, execution_options={"synchronize_session": False}) is None:
        raise NotFound
    db.session.refresh(challenge)


def _hmac(challenge_id: UUID, code: str, key: bytes | None = None) -> bytes:
    return hmac.digest(key or sealed.store().derive("codes"), challenge_id.bytes + code.encode(), sha256)
