"""Show a secret once, to be kept on paper: on the operator's own terminal, or as a page for a printer."""

import os
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path

import segno

from entraide.errors import EntraideError


class NotShown(EntraideError):
    """The secret was shown nowhere."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of paper: its lines, and what its QR code holds."""

    lines: tuple[str, ...]
    code: str


def show(sheets: list[Sheet], file: Path | None) -> None:
    """Print to a terminal, never into a pipe or a log; or write a page that only the operator can read."""
    if file is not None:
        _write(sheets, file)
        return
    if not sys.stdout.isatty():
        raise NotShown("this is a secret: run the command on a terminal, or give --html FILE for a printer")
    for sheet in sheets:
        print("\n".join(sheet.lines), end="\n\n")  # noqa: T201
        segno.make(sheet.code, error="m").terminal(sys.stdout, border=2, compact=True)


def _write(sheets: list[Sheet], file: Path) -> None:
    pages = "".join(
        f'<section style="break-after: page"><pre>{escape(chr(10).join(sheet.lines))}</pre>'
        f"{segno.make(sheet.code, error='m').svg_inline(scale=4, border=2)}</section>"
        for sheet in sheets
    )
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        raise NotShown(f"{file} cannot be made: {fault.strerror}") from fault
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(f'<!doctype html><meta charset="utf-8"><meta name="robots" content="noindex">{pages}')
    print(f"Print {file}, then erase it: who reads it holds the secret.")  # noqa: T201
