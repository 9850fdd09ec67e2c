"""What would give a group away to whoever sees a letter: its name, its topics, the words of the field."""

import re
import unicodedata

from entraide.settings import FIELD_WORDS

_WORD = re.compile(r"\w{4,}")


def gives_away(text: str, name: str, topics: str) -> bool:
    """Say whether a text holds a group's whole name, a topic of it, or a word of the field; accents do not count."""
    folded = _fold(text)
    if FIELD_WORDS.search(folded) or (name.strip() and _fold(name.strip()) in folded):
        return True
    words = set(_WORD.findall(folded))
    return any(topic in words or (len(topic) > 5 and topic in folded) for topic in _WORD.findall(_fold(topics)))


def _fold(text: str) -> str:
    """Return the letters alone, small and without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
