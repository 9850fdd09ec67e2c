"""Open a Meeting Guide document, whatever its dress: a JSON array, a JSON object around it, a sheet, a CSV table."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import Any

from entraide.directory import remarks
from entraide.directory.drafts import Unreadable

LARGEST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 100_000
_COLUMNS = {"name", "slug", "id", "day", "time"}


def rows_of(document: Any) -> list[Any]:
    """Return the rows, unchecked; bytes and text are parsed, the rest is taken as parsed JSON. Raises Unreadable."""
    if isinstance(document, bytes | bytearray | memoryview):
        document = _text(bytes(document))
    if isinstance(document, str):
        document = _parsed(document)
    rows = _list_in(document)
    if len(rows) > MOST_ROWS:
        raise Unreadable(remarks.TOO_LARGE)
    return rows


def _text(content: bytes) -> str:
    if len(content) > LARGEST_BYTES:
        raise Unreadable(remarks.TOO_LARGE)
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(remarks.NOT_UTF8) from None


def _parsed(text: str) -> Any:
    if not text.lstrip("\ufeff \t\r\n").startswith(("[", "{")):
        return _table(text)
    try:
        return json.loads(text.lstrip("\ufeff"), parse_int=_whole, parse_float=_finite, parse_constant=lambda _: None)
    except RecursionError:
        raise Unreadable(remarks.TOO_DEEP) from None
    except ValueError:
        raise Unreadable(remarks.NOT_JSON) from None


def _list_in(document: Any) -> list[Any]:
    if isinstance(document, dict) and isinstance(document.get("meetings"), list):
        document = document["meetings"]
    elif isinstance(document, dict) and isinstance(document.get("values"), list):
        document = _sheet(document["values"])
    if not isinstance(document, list | tuple):
        raise Unreadable(remarks.NOT_A_LIST)
    return list(document)


def _table(text: str) -> list[Any]:
    try:
        lines = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        raise Unreadable(remarks.NOT_JSON) from None
    return _sheet([line for line in lines if any(cell.strip() for cell in line)])


def _sheet(lines: list[Any]) -> list[Any]:
    header = lines[0] if lines and isinstance(lines[0], list) else []
    names = [name.strip() if isinstance(name, str) else "" for name in header]
    if len(_COLUMNS & {name.casefold() for name in names}) < 2:
        raise Unreadable(remarks.NOT_JSON)
    return [dict(zip(names, line, strict=False)) if isinstance(line, list) else line for line in lines[1:]]


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) < 19 else digits


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None
