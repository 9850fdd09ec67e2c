"""Seal and open values under their owner's key.

A sealed value is `version 1 | nonce 12 | AES-256-GCM`, bound to its owner and field; the text inside is padded to
steps of 64 bytes, so that its length says little.
"""

import hmac
import json
import os
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from entraide.db import db, kept
from entraide.errors import EntraideError
from entraide.vault.store import VERSION, KeyStore, Shredded

STEP = 64


class Tampered(EntraideError):
    """A sealed value does not belong to this owner and field."""


def store() -> KeyStore:
    """Return the running app's key store."""
    return cast(KeyStore, kept("vault"))


def create(*owners: UUID) -> None:
    """Make keys for new owners, committed at once: before anything is sealed under them."""
    store().create(owners)


def prepare(owners: Iterable[UUID]) -> None:
    """Fetch the keys of many owners in one query; they are forgotten with this unit of work's session."""
    at_hand = _at_hand()
    if missing := set(owners) - at_hand.keys():
        at_hand |= store().fetch(missing)


def seal(owner: UUID, field: str, value: str) -> bytes:
    """Seal a text under its owner's key, for this field only."""
    text = value.encode() + b"\x80"
    nonce = os.urandom(12)
    padded = text + bytes(-len(text) % STEP)
    return VERSION + nonce + _key(owner).encrypt(nonce, padded, _label(owner, field))


def unseal(owner: UUID, field: str, value: bytes) -> str:
    """Open a sealed text, or raise Shredded (its owner was erased) or Tampered."""
    return opener(owner)(field, value)


def opener(owner: UUID, of: UUID | None = None) -> Callable[[str, bytes], str]:
    """Return what opens one owner's texts, field by field, each sealed "of" one thing: its key is looked up once."""
    key, prefix, suffix = _key(owner), f"{spelt(owner)}:", f" {spelt(of)}" if of else ""

    def open_(field: str, value: bytes) -> str:
        try:
            padded = key.decrypt(value[1:13], value[13:], f"{prefix}{field}{suffix}".encode())
        except InvalidTag as fault:
            raise Tampered(field) from fault
        return padded[: padded.rindex(b"\x80")].decode()

    return open_


@lru_cache(maxsize=8192)
def spelt(one: UUID) -> str:
    """Return an id as labels spell it; every roster spells the same hundreds."""
    return str(one)


def seal_json(owner: UUID, field: str, value: Any) -> bytes:
    """Seal a value that JSON can write."""
    return seal(owner, field, json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def unseal_json(owner: UUID, field: str, value: bytes) -> Any:
    """Open what seal_json sealed."""
    return json.loads(unseal(owner, field, value))


def fold_address(address: str) -> str:
    """Return the one spelling under which an e-mail address is known."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def blind(address: str) -> bytes:
    """Return the blind index of an address: 32 bytes that only the index key can make."""
    return hmac.digest(store().named("index"), fold_address(address).encode(), sha256)


def shred(*owners: UUID) -> None:
    """Forget owners' keys for good; call it after the erasing transaction was committed."""
    at_hand = _at_hand()
    for owner in owners:
        at_hand.pop(owner, None)
    store().shred(owners)


def _at_hand() -> dict[UUID, AESGCM]:
    at_hand: dict[UUID, AESGCM] = db.session().info.setdefault("keys", {})
    return at_hand


def _key(owner: UUID) -> AESGCM:
    at_hand = _at_hand()
    if (key := at_hand.get(owner)) is None:
        at_hand |= store().fetch([owner])
        key = at_hand.get(owner)
    if key is None:
        raise Shredded
    return key


def _label(owner: UUID, field: str) -> bytes:
    return f"{owner}:{field}".encode()
