"""Files that only who holds an offline identity can open: the age format, by streams of bounded size."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, Any

import pyrage
from pyrage import x25519

from entraide.errors import EntraideError

MAGIC = b"age-encryption.org/"


class Broken(EntraideError):
    """A copy was cut off or altered, or is none of ours."""


class WrongIdentity(EntraideError):
    """The identity given does not open this file."""


class NotAKey(EntraideError):
    """This is not a key of the age format."""


def recipients(texts: Iterable[str]) -> list[Any]:
    """Read public keys (age1…); several people may each hold an identity of their own."""
    found = []
    for text in filter(None, (text.strip() for text in texts)):
        try:
            found.append(x25519.Recipient.from_str(text))
        except pyrage.RecipientError as fault:
            raise NotAKey(f"backup_to names {text[:12]}…, which is not an age public key") from fault
    return found


def identities(text: str) -> list[Any]:
    """Read the identities of a file, or as typed from paper: spaces and small letters are forgiven."""
    found = []
    for line in text.splitlines():
        typed = "".join(line.split()).upper()
        if not typed or typed.startswith("#"):
            continue
        try:
            found.append(x25519.Identity.from_str(typed))
        except pyrage.IdentityError as fault:
            raise NotAKey("this is not an identity: it is one line that begins with AGE-SECRET-KEY-1") from fault
    if not found:
        raise NotAKey("no identity was given")
    return found


class _Pulled:
    """An iterator of bytes, read as a file is."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self.fault: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes; none at the end. A fault on the way is kept: age would lose its kind."""
        try:
            while not self._rest:
                self._rest = next(self._chunks)
        except StopIteration:
            return b""
        except BaseException as fault:
            self.fault = fault
            raise
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def encrypt(chunks: Iterator[bytes], out: IO[bytes], to: list[Any]) -> None:
    """Write chunks so that any one of the recipients can open them."""
    pulled = _Pulled(chunks)
    try:
        pyrage.encrypt_io(pulled, out, to)
    except (pyrage.EncryptError, OSError) as fault:
        raise pulled.fault or OSError(str(fault)) from fault


@contextmanager
def opened(file: Path, given: list[Any]) -> Iterator[IO[bytes]]:
    """Open a copy for reading: decrypted on the way where it is encrypted, never on a disk.

    Its end is proven when the context ends: until then nothing read may be taken for true.
    """
    with file.open("rb") as source:
        if source.read(len(MAGIC)) != MAGIC:
            source.seek(0)
            yield source
            return
        source.seek(0)
        if not given:
            raise WrongIdentity(f"{file.name} is encrypted: say what opens it, --identity FILE, or - to type it")
        with _decrypted(source, given, file.name) as plain:
            yield plain


@contextmanager
def _decrypted(source: IO[bytes], given: list[Any], name: str) -> Iterator[IO[bytes]]:
    reading, writing = os.pipe()
    faults: list[Exception] = []

    def work() -> None:
        try:
            with os.fdopen(writing, "wb") as out:
                pyrage.decrypt_io(source, out, given)
        except Exception as fault:
            faults.append(fault)

    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as plain:
            yield plain
            while plain.read(1 << 16):
                pass
    except Broken as fault:
        thread.join()
        raise _reason(faults, name) or fault from fault
    finally:
        thread.join()
    if reason := _reason(faults, name):
        raise reason


def _reason(faults: list[Exception], name: str) -> EntraideError | None:
    if not faults:
        return None
    if isinstance(faults[0], pyrage.DecryptError) and "matching" in str(faults[0]).lower():
        return WrongIdentity(f"this identity does not open {name}")
    return Broken(f"{name} was cut off or altered")
