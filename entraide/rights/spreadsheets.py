"""Writing sheets for spreadsheet programs: every cell a text or a whole number, none that is taken for a command.

A text that begins like a formula gets an apostrophe in front, in both files: a workbook may be saved as CSV later. A
telephone number in a workbook keeps its plus: digits and signs between them command nothing, and its cell is of the
kind *text*, so it is dialled as it was typed. In CSV, where a program guesses what a cell is, it gets one too.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
Cell = str | int | None
COMMANDING = "=+-@＝＋－＠\t\r"  # the wide ones too: some programs read them alike
PHONE = re.compile(r"\+[0-9][0-9 \u00a0\u202f./()-]*")
LONGEST = 32_000  # a cell of a workbook holds 32,767 characters
WIDEST = 48
OFF = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Sheet:
    """A table with a title that says nothing of the group; None: an empty cell."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet], at: datetime) -> bytes:
    """Write a workbook that names neither an author nor this program; nothing of it touches the disk."""
    import xlsxwriter  # 2 MiB that a web worker needs a few times a year

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **OFF}) as book:
        book.set_properties(dict.fromkeys(("title", "subject", "author", "company", "comments"), "") | {"created": at})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True})
        number = book.add_format({"valign": "top"})
        head = book.add_format({"bold": True, "num_format": "@", "text_wrap": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            page.freeze_panes(1, 0)
            for column, words in enumerate(sheet.head):
                page.set_column(column, column, _width(sheet, column))
                page.write_string(0, column, harmless(words), head)
            for row, cells in enumerate(sheet.rows, 1):
                for column, cell in enumerate(cells):
                    if isinstance(cell, int):
                        page.write_number(row, column, cell, number)
                    elif cell:
                        kept = clean(cell)
                        page.write_string(row, column, kept if PHONE.fullmatch(kept) else harmless(kept), text)
    return out.getvalue()


def table(sheet: Sheet) -> bytes:
    """Write one sheet as CSV: semicolons, every cell quoted, and the mark by which programs know UTF-8."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for cells in (sheet.head, *sheet.rows):
        writer.writerow(["" if cell is None else harmless(" ".join(clean(str(cell)).split())) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet could take for a command, spaces before it or not."""
    kept = clean(text)
    return f"'{kept}" if kept.lstrip(" \u00a0\u202f\n")[:1] in tuple(COMMANDING) else kept


def clean(text: str) -> str:
    """Leave out what no cell can hold; tabs stay, and are never the first sign of what stands alone in a cell."""
    return "".join(sign for sign in text if sign.isprintable() or sign in " \t\r\n\u00a0\u202f")[:LONGEST]


def _width(sheet: Sheet, column: int) -> int:
    longest = max((len(str(row[column] or "")) for row in sheet.rows), default=0)
    return min(WIDEST, max(longest, len(sheet.head[column])) + 2)
