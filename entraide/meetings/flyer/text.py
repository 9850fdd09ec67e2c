"""A flyer's text as words, numbers and signs, each with its place: what is not understood can be said as it stood."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 2000
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|[^\s]")
_BREAK = re.compile(r"[\n\r]")


@dataclass(frozen=True)
class Token:
    """One word, number or sign: `text` without accents and small, `start` and `end` in the text as typed."""

    text: str
    start: int
    end: int
    is_glued: bool  # no space stands before it
    is_line: bool  # it begins a line

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


class Text:
    """What was pasted, token by token; a place past the end is an empty token."""

    def __init__(self, typed: str) -> None:
        self.typed = unicodedata.normalize("NFC", typed[:LONGEST])
        folded = "".join(map(_folded, self.typed))
        self.tokens: list[Token] = []
        end = 0
        for found in _TOKEN.finditer(folded):
            between = self.typed[end : found.start()]
            is_glued, is_line = found.start() == end and end > 0, bool(_BREAK.search(between))
            self.tokens.append(Token(found[0], found.start(), found.end(), is_glued, is_line))
            end = found.end()

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, place: int) -> str:
        """Return the word, number or sign at a place; nothing past the end."""
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def number(self, place: int, most: int = 9999) -> int | None:
        """Return the number at a place, of four digits at most."""
        text = self.at(place)
        if not text or text[0] not in "0123456789" or len(text) > 4:
            return None
        return number if (number := int(text)) <= most else None

    def is_glued(self, place: int) -> bool:
        """Say whether nothing stands between this token and the one before."""
        return 0 <= place < len(self.tokens) and self.tokens[place].is_glued

    def is_line(self, place: int) -> bool:
        """Say whether a token begins a line."""
        return 0 <= place < len(self.tokens) and self.tokens[place].is_line

    def says(self, place: int, *words: str) -> bool:
        """Say whether these words stand here, one after the other."""
        return all(self.at(place + number) == word for number, word in enumerate(words))

    def skip(self, place: int, words: "set[str] | frozenset[str]") -> int:
        """Return the first place from here where none of these words or signs stands."""
        while self.at(place) in words and self.at(place):
            place += 1
        return place

    def as_typed(self, first: int, past: int) -> str:
        """Return what stands from one place to before another, as it was typed, on one line."""
        if not self.tokens[first:past]:
            return ""
        return " ".join(self.typed[self.tokens[first].start : self.tokens[past - 1].end].split())


def _folded(sign: str) -> str:
    """Return a letter small and without its accent, a digit of any script as ours; one sign for one sign."""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if sign in "’ʼ`´‘":
        return "'"
    plain = unicodedata.normalize("NFKD", sign)[:1].lower()
    return plain if len(plain) == 1 and plain.isalpha() else sign
