"""Reading persons, sign-ins and challenges; what is sealed comes out as frozen values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, case, func, or_, select

from entraide.access.tokens import fingerprint
from entraide.accounts.models import AddressChange, Card, Challenge, Device, KeptForm, Lock, Person, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.retention import Kept
from entraide.settings import current
from entraide.vault import sealed

SHARED_IDLE = timedelta(minutes=30)
SHARED_LIFE = timedelta(hours=12)
FORM_KEPT = timedelta(hours=1)
READY = re.compile(r"[a-z0-9_-]*")  # a ready answer or a number, as forms send them
CHOOSING = timedelta(minutes=30)  # after the code was typed, to say who one is
CHALLENGE_LIFE = timedelta(hours=6)  # a slow mail server may take the letter late; the code itself holds 10 minutes


@dataclass(frozen=True)
class Known:
    """One person who reads a mailbox, as shown to whoever proved to read it."""

    person_id: UUID
    first_name: str


@dataclass(frozen=True)
class OpenSession:
    """A line of "my devices"."""

    id: UUID
    label: str
    device: Device
    created: datetime
    seen: datetime
    is_kept: bool = False  # protected mode came from elsewhere and can be undone from here
    ended: datetime | None = None  # it was signed out, and may do nothing but that
    until: datetime | None = None


@dataclass(frozen=True)
class Found:
    """An open session with what pages need to know of its person; `handed`: when words for her card last were.

    `lock_made`: since when the newest of her locks counts; None where she has none.
    `lock_lifts_at`: when her locks go by the operator's command, while that is to come; from then on she has none.
    `words_from`: when words for her card open that the operator handed over, until a week after.
    """

    sign_in: SignIn
    language: str
    has_address: bool
    lock_made: datetime | None
    handed: datetime | None
    first_deed: datetime | None
    lock_lifts_at: datetime | None
    protected_since: datetime | None
    quick_exit: bool | None
    erase_at: datetime | None
    address_due: datetime | None
    words_from: datetime | None
    person: Person


_IS_KEPT = or_(Person.lock_lifts_at.is_(None), Person.lock_lifts_at > bindparam("at"))
_NEWEST_LOCK = select(func.max(Lock.proved)).where(Lock.person_id == SignIn.person_id).scalar_subquery()
_SIGN_IN = (
    select(
        SignIn,
        Person.language,
        Person.email_index.is_not(None),
        case((_IS_KEPT, _NEWEST_LOCK)),
        Card.handed,
        Person.first_deed,
        case((_IS_KEPT, Person.lock_lifts_at)),
        Person.protected_since,
        Person.quick_exit,
        Person.erase_at,
        AddressChange.due,
        case((Card.given_until > bindparam("at"), Card.given_from)),
        Person,
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(Card, Card.person_id == SignIn.person_id)
    .outerjoin(AddressChange, (AddressChange.person_id == SignIn.person_id) & AddressChange.done.is_(None))
    .where(SignIn.sid_hash == bindparam("sid_hash"))
)
"""Built once: every page asks it, and building takes longer than asking."""


def find_sign_in(sid: str) -> Found | None:
    """Find the open session of a cookie; None once it has run out."""
    row = db.session.execute(_SIGN_IN, {"sid_hash": fingerprint(sid), "at": now()}).one_or_none()
    return Found(*row) if row and not has_run_out(row[0]) else None


def is_open(sid: str) -> bool:
    """Say whether a cookie opens a session, before the request's own transaction has begun."""
    asked = select(SignIn.ended, SignIn.kept_until, SignIn.device, SignIn.seen, SignIn.created)
    with db.engine.connect() as connection:
        row = connection.execute(asked.where(SignIn.sid_hash == fingerprint(sid))).one_or_none()
    return row is not None and not has_run_out(row)


def has_run_out(row: SignIn | Row[*tuple[Any, ...]]) -> bool:
    """Say whether a session is over (DECISIONS 5)."""
    at = now()
    if row.ended is not None:
        return True  # it was signed out: all it may still do is undo protected mode
    if row.kept_until is not None and row.kept_until <= at:
        return True  # protected mode let it live to be undone from there
    if row.device is Device.OWN:
        return at - row.seen >= current().kept(Kept.SESSIONS)  # sliding
    return at - row.seen >= SHARED_IDLE or at - row.created >= SHARED_LIFE


def find_challenge(ref: str) -> Challenge:
    """Find the challenge this browser asked for, or raise NotFound."""
    row = db.session.scalars(select(Challenge).where(Challenge.ref_hash == fingerprint(ref))).one_or_none()
    if row is None or row.used or now() - row.created >= CHALLENGE_LIFE:
        raise NotFound
    return row


def find_proved(ref: str) -> Challenge:
    """Find the challenge whose code this browser typed a while ago, or raise NotFound."""
    row = find_challenge(ref)
    if row.proved is None or now() - row.proved >= CHOOSING:
        raise NotFound
    return row


def readers_of(email_index: bytes) -> Sequence[Person]:
    """Return the persons known at a mailbox, the first comer first; nobody whose mailbox is set aside."""
    found = (
        select(Person)
        .where(Person.email_index == email_index, Person.protected_since.is_(None))
        .order_by(Person.created, Person.id)
    )
    return db.session.scalars(found).all()


def known_readers(email_index: bytes) -> list[Known]:
    """Return who may be meant, by the first names each typed for this mailbox."""
    rows = readers_of(email_index)
    sealed.prepare(row.id for row in rows)
    return [
        Known(row.id, sealed.unseal(row.id, "first_name", row.first_name_sealed) if row.first_name_sealed else "")
        for row in rows
    ]


def listed_readers(email_index: bytes) -> list[Known]:
    """Return who is shown to whoever proved to read a mailbox: some asked to be left out, and show a lock instead."""
    hidden = {row.id for row in readers_of(email_index) if row.hidden_in_mailbox}
    return [reader for reader in known_readers(email_index) if reader.person_id not in hidden]


def find_person(person_id: UUID) -> Person:
    """Find one person, or raise NotFound."""
    if (row := db.session.get(Person, person_id)) is None:
        raise NotFound
    return row


def has_mailbox(person: Person) -> bool:
    """Say whether a person has an address, set aside or not: what organisers see of her stays the same."""
    return person.email_index is not None or person.protected_since is not None


def has_mailbox_in_sql() -> ColumnElement[bool]:
    """Say in SQL what `has_mailbox` says."""
    return or_(Person.email_index.is_not(None), Person.protected_since.is_not(None))


def address_of(person: Person) -> str | None:
    """Open a person's address; None for a managed member."""
    return sealed.unseal(person.id, "email", person.email_sealed) if person.email_sealed else None


def first_name_of(person: Person) -> str:
    """Open the first name a person typed for her mailbox."""
    return sealed.unseal(person.id, "first_name", person.first_name_sealed) if person.first_name_sealed else ""


def open_sessions(person_id: UUID) -> list[OpenSession]:
    """Return a person's open sessions, the last used first, and those that were signed out but for their one right."""
    rows = db.session.scalars(select(SignIn).where(SignIn.person_id == person_id).order_by(SignIn.seen.desc())).all()
    return [
        OpenSession(
            row.id,
            sealed.unseal(person_id, "label", row.label_sealed),
            row.device,
            row.created,
            row.seen,
            row.kept_until is not None,
            row.ended,
            row.kept_until,
        )
        for row in rows
        if not has_run_out(row) or (row.ended and row.kept_until and row.kept_until > now())
    ]


@dataclass(frozen=True)
class Unsent:
    """A form that came too late: where it was going, and what was typed."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def typed(self) -> tuple[str, ...]:
        """What she would know again: her own words, without the form's ids and ready answers."""
        return tuple(value for name, value in self.fields if name != "once" and not READY.fullmatch(value))


def find_kept_form(person_id: UUID, kept_id: UUID) -> KeptForm:
    """Find a form kept for this person within the hour, or raise NotFound."""
    row = db.session.get(KeptForm, kept_id)
    if row is None or row.person_id != person_id or now() - row.created >= FORM_KEPT:
        raise NotFound
    return row


def unsent(row: KeptForm) -> Unsent:
    """Open a kept form."""
    said = sealed.unseal_json(row.person_id, f"form {row.id}", row.form_sealed)
    return Unsent(said["path"], tuple((name, value) for name, value in said["fields"]))


def find_own_session(person_id: UUID, session_id: UUID) -> SignIn:
    """Find one of a person's own sessions, or raise NotFound."""
    own = (SignIn.id == session_id) & (SignIn.person_id == person_id)
    if (row := db.session.scalars(select(SignIn).where(own)).one_or_none()) is None:
        raise NotFound
    return row
