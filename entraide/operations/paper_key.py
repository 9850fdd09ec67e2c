"""The paper key: the master key as 24 numbered words, whole or as two halves that tell nothing alone.

The words are those of BIP 39, which carry a check of their own; each sheet also bears eight letters,
made from the whole key, by which typed words are known to give that very key again.
"""

import os
import re
import secrets
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask_babel import gettext as _
from mnemonic import Mnemonic
from sqlalchemy.exc import DatabaseError

from entraide import clock
from entraide.errors import EntraideError
from entraide.operations.rotating import beside
from entraide.operations.sheets import Sheet, show
from entraide.settings import Settings, master_key
from entraide.vault.masters import COMING
from entraide.vault.store import KeyStore, Shredded, WrongMasterKey

WORDS = 24
PRINTED = "master-key-printed"  # in the instance folder: when, for the doctor
LISTS = {"fr": "french", "en": "english"}
_CHECK = re.compile(r"[0-9A-F]{4}-?[0-9A-F]{4}")
_NUMBER = re.compile(r"\d{1,2}[.):]?")


class NotTheKey(EntraideError):
    """What was typed is not the key of a sheet."""


def print_key(settings: Settings, *, halves: bool, file: Path | None) -> None:
    """Show the master key for paper; needs the app's context for its words."""
    if beside(settings, COMING).exists():
        raise NotTheKey("the master key is being changed: type `rotate-keys` again, then print the new one")
    show(sheets(settings, master_key(settings), halves=halves), file)
    (settings.instance / PRINTED).write_text(clock.now().isoformat(), "ascii")


def sheets(settings: Settings, key: bytes, *, halves: bool) -> list[Sheet]:
    """Return the sheet of the key, or two that give it together only: one of them is pure chance."""
    parts = [key]
    if halves:
        pad = secrets.token_bytes(len(key))
        parts = [pad, _xor(pad, key)]
    made = []
    for number, part in enumerate(parts, start=1):
        words, check = _words(part, settings.language), check_of(key)
        whole = _("Paper key of %(host)s, %(day)s", host=settings.host, day=clock.today().isoformat())
        half = _(
            "Half %(number)s of 2. Alone it opens nothing; the other half is kept by somebody else.", number=number
        )
        lines = (whole, *((half,) if halves else ()), "", *_numbered(words), "", _("Check: %(check)s", check=check), "")
        made.append(Sheet((*lines, *_advice()), " ".join((*words, check))))
    return made


def _advice() -> tuple[str, ...]:
    return (
        _("These words open everything that this server keeps. Keep them on paper, as you keep a house key:"),
        _("apart from every back-up, in nobody's mailbox, on no photograph."),
        _("When the server's key is lost, type them with: python -m entraide key enter"),
    )


def _numbered(words: list[str]) -> list[str]:
    """Return six lines of four numbered words, read downwards."""
    rows = len(words) // 4
    return ["".join(f"{n + 1:2}. {words[n]:12}" for n in range(row, len(words), rows)).rstrip() for row in range(rows)]


def check_of(key: bytes) -> str:
    """Return the eight letters that a sheet bears: made from the key, telling nothing of it."""
    made = HKDF(SHA256(), 4, salt=None, info=b"entraide paper").derive(key).hex().upper()
    return f"{made[:4]}-{made[4:]}"


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _words(part: bytes, language: str) -> list[str]:
    listed = Mnemonic(LISTS.get(language, "english")).to_mnemonic(part)
    return unicodedata.normalize("NFC", listed).split()


@dataclass(frozen=True)
class Typed:
    """One sheet as typed: 32 bytes, and its check."""

    part: bytes
    check: str


def enter(settings: Settings) -> None:
    """Make the master key file from typed words: those of one sheet, or of two halves in any order.

    Refuses to overwrite a file, and words that do not open the key store where there is one.
    """
    file = Path(settings.master_key_file)
    if not settings.master_key_file:
        raise NotTheKey("say first where the key shall lie: ENTRAIDE_MASTER_KEY_FILE")
    if file.exists():
        raise NotTheKey(f"{file} is there already, and is left as it is")
    key = key_from(_typed_lines())
    _check_fits(settings, key)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(key.hex() + "\n")
    print(f"The key is back in {file}.")  # noqa: T201


def _typed_lines() -> Iterator[str]:
    if sys.stdin.isatty():
        print("Type the 24 words and the check below them; numbers may stay. Then press Enter.")  # noqa: T201
    yield from sys.stdin


def key_from(lines: Iterator[str]) -> bytes:
    """Read sheets until they give the key; raise NotTheKey with one sentence."""
    typed = _sheets_in(lines)
    one = next(typed, None)
    if one is None:
        raise NotTheKey("that is not a whole sheet: 24 words, then the check of eight letters")
    if check_of(one.part) == one.check:
        return one.part
    if sys.stdin.isatty():
        print("This is one half. Now the other.")  # noqa: T201
    other = next(typed, None)
    if other is None:
        raise NotTheKey("these words are one half of a key: the other half is needed too")
    key = _xor(one.part, other.part)
    if not one.check == other.check == check_of(key):
        raise NotTheKey("these two sheets do not belong together")
    return key


def _sheets_in(lines: Iterator[str]) -> Iterator[Typed]:
    words: list[str] = []
    for line in lines:
        for token in line.split():
            if len(words) == WORDS and _CHECK.fullmatch(check := token.upper()):
                yield Typed(_part(words), f"{check[:4]}-{check[-4:]}")
                words = []
            elif not _NUMBER.fullmatch(token):
                words.append(token)
            if len(words) > WORDS:
                raise NotTheKey("after 24 words comes the check of eight letters, as ABCD-1234")
    if words:
        raise NotTheKey(f"that is not a whole sheet: {len(words)} words of 24, then the check of eight letters")


def _part(typed: list[str]) -> bytes:
    """Turn 24 words into 32 bytes; accents and capitals do not count, and four letters are enough."""
    unknown = set(range(WORDS))
    for language in LISTS.values():
        book = Mnemonic(language)
        listed = {_folded(word)[:4]: word for word in book.wordlist}
        words = [listed.get(_folded(word)[:4], "") for word in typed]
        fits = [
            bool(word) and _folded(word).startswith(_folded(given)) for word, given in zip(words, typed, strict=True)
        ]
        unknown = min(unknown, {number for number, fit in enumerate(fits) if not fit}, key=len)
        if all(fits):
            try:
                return bytes(book.to_entropy(words))
            except ValueError:
                continue
    if unknown:
        number = min(unknown)
        raise NotTheKey(f"word {number + 1}, « {typed[number]} », is not one of the list's")
    raise NotTheKey("one of these words is not the one on the paper, or two are swapped: their check does not agree")


def _folded(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def _check_fits(settings: Settings, key: bytes) -> None:
    if settings.keys_url.startswith("sqlite:///") and not Path(settings.keys_url.removeprefix("sqlite:///")).exists():
        return
    store = KeyStore(settings.keys_url, key)
    try:
        store.named("index")
    except WrongMasterKey as fault:
        raise NotTheKey("these words are a key, but not the one of this server's store") from fault
    except (Shredded, DatabaseError):
        return  # there is no store yet: a back-up comes next
    finally:
        store.engine.dispose()
