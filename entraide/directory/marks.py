"""Marks: what stands in the database for a feed, a row and its content, and tells nothing without the index key."""

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from entraide.vault import sealed


def mark(what: str, *parts: str) -> str:
    """Return 64 hexadecimal digits for a thing of a kind: the same each time, on this instance only."""
    return _hmac(what, list(parts)).hex()


def digest(what: str, content: Mapping[str, Any]) -> bytes:
    """Return 32 bytes that change with any of the values; they cannot be compared with a published feed."""
    return _hmac(what, content)


def _hmac(what: str, content: Any) -> bytes:
    text = json.dumps([what, content], sort_keys=True, default=str)
    return hmac.digest(sealed.store().named("index"), b"import\0" + text.encode(), sha256)
