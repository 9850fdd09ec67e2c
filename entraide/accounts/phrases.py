"""Phrases of six words, drawn from a list of 2,048 (BIP 39) and read however they are typed; 66 bits, no secret alone.

The list exists in French and English, not in German or Dutch: there the English one serves, whose words are short and
written without accents, and most readers learnt some at school.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from functools import cache

from mnemonic import Mnemonic

WORDS = 6
LISTS = {"fr": "french", "en": "english"}
START = 4  # letters that tell every word of a list from all others


def draw(language: str) -> tuple[str, ...]:
    """Draw six words in the list of a language, as they are written there."""
    return tuple(secrets.choice(_written(LISTS.get(language, "english"))) for _ in range(WORDS))


def read(typed: str, count: int = WORDS) -> tuple[str, ...]:
    """Return the one spelling of a typed phrase in each list that knows all its words; none where no list does.

    Accents, capitals, hyphens, numbers and spaces do not count; the first four letters say which word is meant.
    """
    parts = _parts(typed)
    found = []
    for name in LISTS.values():
        words = [_known(name, part) for part in parts]
        if len(words) == count and all(words):
            found.append(" ".join([name, *(word for word in words if word)]))
    return tuple(found)


def strange(typed: str) -> list[str]:
    """Return the typed words that stand in no list: what was misread or misspelt."""
    return [part for part in _parts(typed) if not any(_known(name, part) for name in LISTS.values())]


def count(typed: str) -> int:
    """Count the words of a typed phrase."""
    return len(_parts(typed))


def spelling(words: Sequence[str], language: str) -> str:
    """Return the one spelling of words drawn in the list of a language."""
    return " ".join([LISTS.get(language, "english"), *(_plain(word) for word in words)])


def _parts(typed: str) -> list[str]:
    return re.findall(r"[a-z]+", _plain(typed))


def _plain(text: str) -> str:
    """Return a text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold()).replace("œ", "oe")
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@cache
def _written(name: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(name).wordlist)


@cache
def _by_start(name: str) -> dict[str, str]:
    return {_plain(word)[:START]: _plain(word) for word in _written(name)}


def _known(name: str, part: str) -> str | None:
    """Return the word of a list that was meant; None for a beginning that several share."""
    by_start = _by_start(name)
    if (word := by_start.get(part[:START])) is not None:
        return word
    meant = [word for start, word in by_start.items() if start.startswith(part)]
    return meant[0] if len(meant) == 1 else None
