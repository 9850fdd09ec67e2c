"""Reading what was pasted or uploaded as lines of cells: pure, and no text and no bytes make it fail."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 200_000  # bytes: a thousand people with addresses take half of it
MOST_LINES = 1000
MOST_COLUMNS = 60
MARKS = ("\t", ";", "|", ",")  # what parts cells, the surest first: commas stand in names and addresses too


class Unreadable(StrEnum):
    """Why nothing could be read; each has a sentence that says what to do."""

    EMPTY = "empty"
    LONG = "long"
    WIDE = "wide"
    SPREADSHEET = "spreadsheet"
    PDF = "pdf"
    PICTURE = "picture"
    OTHER = "other"


@dataclass(frozen=True)
class Line:
    """One line of the table, with its number as the spreadsheet counts it; as many cells as there are columns."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Lines and columns that hold something; `columns` are their numbers as the spreadsheet counts them."""

    columns: tuple[int, ...]
    lines: tuple[Line, ...]


FIRST_BYTES = (
    (b"PK\x03\x04", Unreadable.SPREADSHEET),  # xlsx, ods, numbers: all are archives
    (b"\xd0\xcf\x11\xe0", Unreadable.SPREADSHEET),  # xls
    (b"%PDF", Unreadable.PDF),
    (b"\x89PNG", Unreadable.PICTURE),
    (b"\xff\xd8\xff", Unreadable.PICTURE),
    (b"GIF8", Unreadable.PICTURE),
    (b"\x00\x00\x00\x18ftyp", Unreadable.PICTURE),
    (b"\x00\x00\x00\x1cftyp", Unreadable.PICTURE),
    (b"\x00\x00\x00\x20ftyp", Unreadable.PICTURE),
    (b"{\\rtf", Unreadable.OTHER),
    (b"\x1f\x8b", Unreadable.OTHER),
    (b"BEGIN:VCARD", Unreadable.OTHER),
)
BYTE_ORDERS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
ACCENTS = frozenset("éèêëàâäçîïôöùûüœßñÉÈÊËÀÂÄÇÎÏÔÖÙÛÜ’°€")  # what a list of names holds beside plain letters
UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff\u00ad]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def text_of(raw: bytes) -> str | Unreadable:
    """Read a file's bytes as text: UTF-8, UTF-16, Windows-1252 or Mac Roman; or say what kind of file it is."""
    for start, kind in FIRST_BYTES:
        if raw.startswith(start):
            return kind
    if len(raw) > 2 * LONGEST:
        return Unreadable.LONG
    text = _decoded(raw)
    return Unreadable.OTHER if "\x00" in text else text


def read_table(text: str) -> Table | Unreadable:
    """Read a text as a table: what parts its cells is guessed, empty lines and columns are left out."""
    if len(text.encode("utf-8", "replace")) > LONGEST:
        return Unreadable.LONG
    text, mark = _without_announcement(_plain(text))
    rows = [[_tidy(cell) for cell in row] for row in cells_of(text, mark or _mark_of(text))]
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    if not numbered:
        return Unreadable.EMPTY
    width = max(len(row) for _, row in numbered)
    filled = [at for at in range(width) if any(at < len(row) and row[at] for _, row in numbered)]
    if len(filled) > MOST_COLUMNS or len(numbered) > MOST_LINES:
        return Unreadable.WIDE if len(filled) > MOST_COLUMNS else Unreadable.LONG
    lines = [Line(number, tuple(row[at] if at < len(row) else "" for at in filled)) for number, row in numbered]
    return Table(tuple(at + 1 for at in filled), tuple(lines))


def cells_of(text: str, mark: str) -> list[list[str]]:
    """Part a text at `mark` (empty: nowhere) and at line ends; within quotes both are text.

    A quote that opens a cell and is never closed before its end is a quote like any other.
    """
    rows, row, at = list[list[str]](), list[str](), 0
    ends = re.compile(f"[{re.escape(mark)}\n]")
    while True:
        cell, at = _cell(text, at, mark, ends)
        row.append(cell)
        if at >= len(text):
            return [*rows, row]
        if text[at] == "\n":
            rows.append(row)
            row = []
        at += 1


def _cell(text: str, at: int, mark: str, ends: re.Pattern[str]) -> tuple[str, int]:
    start = at
    while start < len(text) and text[start] == " ":
        start += 1
    if start < len(text) and text[start] == '"' and (closed := _quoted(text, start, mark)):
        return closed
    found = ends.search(text, at)
    end = found.start() if found else len(text)
    return text[at:end], end


def _quoted(text: str, start: int, mark: str) -> tuple[str, int] | None:
    """Return what stands between quotes and where the cell ends; None where the quote is only a sign."""
    at = start + 1
    while (at := text.find('"', at)) >= 0:
        if text[at + 1 : at + 2] == '"':
            at += 2
            continue
        end = at + 1
        while end < len(text) and text[end] == " ":
            end += 1
        is_closed = end == len(text) or text[end] in f"{mark}\n"
        return (text[start + 1 : at].replace('""', '"'), end) if is_closed else None
    return None


def _mark_of(text: str) -> str:
    """Return the sign that parts cells in at least half of the lines; empty for a list of one column."""
    for mark in MARKS:
        rows = [row for row in cells_of(text, mark) if any(cell.strip() for cell in row)]
        if rows and 2 * sum(len(row) > 1 for row in rows) >= len(rows):
            return mark
    return ""


def _without_announcement(text: str) -> tuple[str, str]:
    """Take off the first line by which a spreadsheet announces what parts its cells: sep=;"""
    if found := re.match(r"sep=(.)\n", text):
        return text[found.end() :], found[1]
    return text, ""


def _plain(text: str) -> str:
    """Return a text with one kind of line ends, without signs that nobody sees."""
    text = re.sub("\r\n?|[\x0b\x0c\u2028\u2029]", "\n", text)
    return CONTROL.sub("", UNSEEN.sub(lambda sign: " " if sign[0] == "\u202f" else "", text))


def _tidy(cell: str) -> str:
    """Return a cell without doubled spaces; lines within it stay lines."""
    lines = (" ".join(line.split()) for line in cell.split("\n"))
    return "\n".join(line for line in lines if line)


def _decoded(raw: bytes) -> str:
    for start, name in BYTE_ORDERS:
        if raw.startswith(start):
            return raw[len(start) :].decode(name, "replace")
    if name := _wide(raw):
        return raw.decode(name, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return max((_western(raw), raw.decode("mac_roman")), key=_likeness)


def _wide(raw: bytes) -> str:
    """Return which UTF-16 it is that came without its mark; empty where hardly every second byte is zero."""
    sample = raw[:2000]
    half = max(1, len(sample) // 2)
    names: dict[str, Callable[[], int]] = {
        "utf-16-le": lambda: sample[1::2].count(0),
        "utf-16-be": lambda: sample[0::2].count(0),
    }
    return next((name for name, zeros in names.items() if zeros() > 0.6 * half), "")


def _western(raw: bytes) -> str:
    """Read Windows-1252; the five bytes it does not know are those of Latin-1."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def _likeness(text: str) -> int:
    """Say how much a text looks like names: accents count for it, other strange signs against it."""
    return sum(1 if sign in ACCENTS else -2 for sign in text if ord(sign) > 127 and sign != "\u00a0")
