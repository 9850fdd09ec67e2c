"""How words become the lines of a calendar: cleaned, escaped, folded."""

import re
import unicodedata
from urllib.parse import quote

from icalendar import vText

LONGEST = 75
"""Octets in a line before its line break (RFC 5545 3.1)."""

JOINER = "\u200d"
BREAKS = re.compile(r"[ \t\n]+")
URI_MARKS = "%:/?#[]@!$&'()*+,;=~"


class Words(vText):
    """Text of people: escaped as RFC 5545 3.3.11 says and no further, so that "C:\\Notes" stays itself."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def quiet(text: str) -> str:
    """Drop control characters, lone surrogates and blank edges, and make every kind of line break the same one."""
    lines = "\n".join(text.splitlines())
    kept = (char for char in lines if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def one_line(text: str) -> str:
    """Clean a title or a place, which programs show on one line; spaces that must not break stay as they are."""
    return BREAKS.sub(" ", quiet(text)).strip()


def uri(address: str) -> str:
    """Write an address in ASCII without spaces or quotes; one that was right already stays as it is."""
    return quote(quiet(address), safe=URI_MARKS)


def folded(line: str) -> bytes:
    """Encode one content line, folded at 75 octets, with its line break.

    A break stands neither inside a code point nor between a letter and its accent, an emoji and its joiner,
    a backslash and the letter it escapes.
    """
    if len(whole := line.encode()) <= LONGEST:
        return whole + b"\r\n"
    rows = [b""]
    for part in _inseparable(line):
        if len(rows[-1]) + len(part) > LONGEST:
            rows.append(b" ")
        rows[-1] += part
    return b"\r\n".join(rows) + b"\r\n"


def _inseparable(line: str) -> list[bytes]:
    """Cut a line into what readers see as single characters, none longer than a line can hold."""
    parts: list[str] = []
    for char in line:
        if parts and _belongs_to(parts[-1], char):
            parts[-1] += char
        else:
            parts.append(char)
    return [part.encode() for part in parts]


def _belongs_to(part: str, char: str) -> bool:
    joined = part == "\\" or part.endswith(JOINER) or char == JOINER or unicodedata.category(char).startswith("M")
    return joined and len((part + char).encode()) < LONGEST
