"""The master key, and while it is being changed the one that comes after it: which one wrapped a key, which opens it.

What is wrapped says by which: `version 2 | master's id 4 | nonce 12 | AES-256-GCM`; the first version named none.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NAMELESS, NAMED = b"\x01", b"\x02"
COMING, FORMER = ".new", ".old"  # beside the master key's own file


class Master:
    """One master key: what it wraps, and what is derived from it."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self._derived: dict[str, bytes] = {}
        self._wrapper = AESGCM(self.derive("wrap"))
        self.id = self.derive("id")[:4]
        self._mark = NAMED + self.id

    def derive(self, label: str) -> bytes:
        """Return the 32-byte key of a purpose."""
        if label not in self._derived:
            expand = HKDF(SHA256(), 32, salt=None, info=f"entraide {label}".encode())
            self._derived[label] = expand.derive(self.secret)
        return self._derived[label]

    def wrap(self, key: bytes, label: bytes) -> bytes:
        """Wrap a key for one owner or name."""
        nonce = os.urandom(12)
        return self._mark + nonce + self._wrapper.encrypt(nonce, key, label)

    def has_wrapped(self, wrapped: bytes) -> bool:
        """Whether a wrapped key names this master."""
        return wrapped[:5] == self._mark

    def unwrap(self, wrapped: bytes, label: bytes) -> bytes | None:
        """Return the key inside; None when another master wrapped it."""
        if wrapped[:1] == NAMED and not self.has_wrapped(wrapped):
            return None
        at = 5 if wrapped[:1] == NAMED else 1
        try:
            return self._wrapper.decrypt(wrapped[at : at + 12], wrapped[at + 12 :], label)
        except InvalidTag:
            return None


class Masters:
    """The masters this process knows: the file's, and the one beside it that is to come."""

    def __init__(self, first: bytes, file: Path | None) -> None:
        self._file = file
        self._seen = self._stamp()
        self.current = Master(first)
        self._known = {self.current.id: self.current}

    def __iter__(self) -> Iterator[Master]:
        """Yield the file's own first."""
        yield self.current
        yield from [one for one in list(self._known.values()) if one is not self.current]

    def add(self, secret: bytes) -> Master:
        """Know one more; return it."""
        made = Master(secret)
        return self._known.setdefault(made.id, made)

    def look(self) -> bool:
        """Read the file again if it was changed since; say whether it was."""
        if (stamp := self._stamp()) == self._seen:
            return False
        self.read()
        self._seen = stamp
        return True

    def read(self) -> None:
        """Read the file and the one beside it, forgetting every other master; a file that cannot be read is passed."""
        if self._file is None or (own := _secret_in(self._file)) is None:
            return
        self.current = Master(own)
        known = {self.current.id: self.current}
        if coming := _secret_in(self._file.with_name(self._file.name + COMING)):
            known |= {(made := Master(coming)).id: made}
        self._known = known

    def _stamp(self) -> tuple[int, int] | None:
        if self._file is None:
            return None
        try:
            found = os.stat(self._file)
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns


def _secret_in(file: Path) -> bytes | None:
    try:
        secret = bytes.fromhex(file.read_text("ascii").strip())
    except (OSError, ValueError):
        return None
    return secret if len(secret) == 32 else None
