"""Secrets in addresses: random ones kept as hashes, sealed ones stored nowhere."""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from struct import Struct, error
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

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
    STAY = "s"
    STOP = "u"


LAYOUT = Struct("!16s16s16sIQ")


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
    """Write a token for a link in a letter, sealed for its purpose: whoever reads the letter learns no id from it."""
    until = int(said.until.timestamp()) if said.until else 0
    about = said.about_id.bytes if said.about_id else bytes(16)
    words = LAYOUT.pack(said.group_id.bytes, said.membership_id.bytes, about, said.epoch, until)
    nonce = os.urandom(12)
    return _written(nonce + _seal().encrypt(nonce, words, purpose.name.encode()))


def read(purpose: Purpose, token: str) -> Signed:
    """Read such a token, or raise NotFound: forged, for another purpose, or expired."""
    try:
        sealed = _bytes_of(token)
        words = _opened(sealed[:12], sealed[12:], purpose.name.encode())
        group, membership, about, epoch, until = LAYOUT.unpack(words)
    except (ValueError, error) as fault:
        raise NotFound from fault
    ends = datetime.fromtimestamp(until, UTC) if until else None
    if ends and ends <= now():
        raise NotFound
    about_id = UUID(bytes=about) if any(about) else None
    return Signed(UUID(bytes=group), UUID(bytes=membership), about_id, epoch, ends)


def _seal() -> AESGCM:
    return AESGCM(store().derive("links"))


def _opened(nonce: bytes, words: bytes, purpose: bytes) -> bytes:
    """Open a link by today's key, or by one from before the master key was changed; else NotFound."""
    for key in store().accepted("links"):
        try:
            return AESGCM(key).decrypt(nonce, words, purpose)
        except InvalidTag:
            continue
    raise NotFound


def short(value: UUID) -> str:
    """Show an id as 22 URL-safe characters."""
    return _written(value.bytes)


def from_short(text: str) -> UUID:
    """Read an id shown as 22 characters; ValueError for anything that `short` does not write."""
    return UUID(bytes=_bytes_of(text))


def _written(value: bytes) -> str:
    """Write bytes in URL-safe characters alone: mail programs may drop signs at the end of an address."""
    return urlsafe_b64encode(value).decode().rstrip("=")


def _bytes_of(text: str) -> bytes:
    """Read what `_written` wrote; ValueError for any other spelling of the same bytes."""
    value = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _written(value) != text:
        raise ValueError(text)
    return value
