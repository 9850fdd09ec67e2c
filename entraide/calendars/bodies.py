"""Stored bodies of feeds: shut with a key that only the feed's token can make, and the token is not kept in clear."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
STEP = 1024
NONCE = 12


def shut(token: str, etag: str, body: bytes) -> bytes:
    """Encrypt a body for its ETag alone; padded, so that its length says little of how many meetings it holds."""
    nonce = os.urandom(NONCE)
    padded = body + b"\x80" + bytes(-(len(body) + 1) % STEP)
    return VERSION + nonce + _key(token).encrypt(nonce, padded, etag.encode())


def opened(token: str, etag: str, kept: bytes) -> bytes | None:
    """Open a stored body; None where it belongs to another token or ETag."""
    nonce, text = kept[1 : 1 + NONCE], kept[1 + NONCE :]
    try:
        padded = _key(token).decrypt(nonce, text, etag.encode())
    except (InvalidTag, ValueError):
        return None
    return padded[: padded.rindex(b"\x80")]


def _key(token: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"entraide feed body").derive(token.encode()))
