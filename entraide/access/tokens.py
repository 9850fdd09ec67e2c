"""Secrets in addresses: random ones kept as hashes, signed ones stored nowhere."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from entraide.clock import now
from entraide.errors import NotFound
from entraide.vault.sealed import store


class Purpose(StrEnum):
    """What a token is good for; the value is the first letter of its page (DECISIONS 20)."""

    ANSWER = "r"
    FEED = "c"
    INVITATION = "i"
    JOIN = "j"
    PLACE = "v"
    STOP = "u"


@dataclass(frozen=True)
class Signed:
    """What a signed link says: a membership, what about, and until when it holds (None: as long as she belongs)."""

    group_id: UUID
    membership_id: UUID
    about_id: UUID | None
    epoch: int
    until: datetime | None


def fresh() -> str:
    """Draw a token of 256 bits, 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> bytes:
    """Return what the database keeps of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def sign(purpose: Purpose, said: Signed) -> str:
    """Write a signed token for a link in a letter."""
    until = int(said.until.timestamp()) if said.until else 0
    ids = said.group_id.bytes + said.membership_id.bytes + (said.about_id.bytes if said.about_id else b"")
    return str(_serializer(purpose).dumps([urlsafe_b64encode(ids).decode(), said.epoch, until]))


def read(purpose: Purpose, token: str) -> Signed:
    """Read a signed token, or raise NotFound: forged, for another purpose, or expired."""
    try:
        packed, epoch, until = _serializer(purpose).loads(token)
        ids = urlsafe_b64decode(packed)
        parts = [UUID(bytes=ids[at : at + 16]) for at in range(0, len(ids), 16)]
        group_id, membership_id, *about = parts
    except (BadData, ValueError, TypeError, UnicodeError) as fault:
        raise NotFound from fault
    ends = datetime.fromtimestamp(until, UTC) if until else None
    if ends and ends <= now():
        raise NotFound
    return Signed(group_id, membership_id, about[0] if about else None, epoch, ends)


def _serializer(purpose: Purpose) -> URLSafeSerializer:
    salt = f"entraide {purpose.name.lower()}"
    return URLSafeSerializer(
        store().derive("links"), salt=salt, signer_kwargs={"digest_method": sha256, "key_derivation": "hmac"}
    )


def short(value: UUID) -> str:
    """Show an id as 22 URL-safe characters."""
    return urlsafe_b64encode(value.bytes).decode().rstrip("=")


def from_short(text: str) -> UUID:
    """Read an id shown as 22 characters; ValueError for anything that `short` does not write."""
    value = UUID(bytes=urlsafe_b64decode(text + "=="))
    if short(value) != text:
        raise ValueError(text)
    return value
