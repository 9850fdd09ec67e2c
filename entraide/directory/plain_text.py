"""Turn any text of a feed into plain text: no markup, no hidden characters, bounded."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST_RAW = 20_000
JOINERS = "\u200c\u200d"  # needed inside words of Persian and inside emoji

_SILENT = re.compile(r"<(script|style)\b[^<>]{0,1000}>.{0,20000}?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:/?(?:br|p|div|li|ul|ol|tr|h[1-6]))\b[^<>]{0,1000}>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:a|b|i|u|em|strong|span|font|small|sup|sub|wbr)\b[^<>]{0,5000}>", re.IGNORECASE)
_TAG = re.compile(r"<(?:/?[a-z][^<>]{0,5000}|!--.{0,2000}?--|[!?][^<>]{0,5000})>", re.IGNORECASE | re.DOTALL)
_CONTROL = {"Cc", "Cf", "Cs", "Co"}


def plain(text: str) -> str:
    """Return text without markup or hidden characters, in NFC; lines are kept, spaces inside them are single."""
    text = visible(text[:LONGEST_RAW])
    for _ in range(10):
        simpler = _without_markup(text)
        if simpler == text:
            break
        text = simpler
    else:
        text = _TAG.sub(" ", text).replace("<", " ")
    return tidy(text)


def visible(text: str) -> str:
    """Drop control characters, half surrogates, invisible marks and direction switches; keep line breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = (char for char in text.replace("\t", " ") if _is_kept(char))
    return unicodedata.normalize("NFC", "".join(kept))


def tidy(text: str) -> str:
    """Set single spaces within lines and at most one empty line between them."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def shorten(text: str, limit: int) -> str:
    """Cut a text to a limit of characters, at a space where there is one near."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, _, tail = cut.rpartition(" ")
    return (head if head and len(tail) < 40 else cut).rstrip() + "…"


def _is_kept(char: str) -> bool:
    if char == "\n" or char in JOINERS:
        return True
    return unicodedata.category(char) not in _CONTROL and ord(char) & 0xFFFE != 0xFFFE


def _without_markup(text: str) -> str:
    text = _SILENT.sub(" ", text)
    text = _BREAK.sub("\n", text)
    text = _TAG.sub(" ", _INLINE.sub("", text))
    return visible(html.unescape(text))
