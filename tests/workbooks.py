"""Reading a workbook as a spreadsheet program does, cell by cell."""

import re
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Workbook:
    """Its sheets by title, each row by row; the kinds of cells there are; every part of the file as text."""

    sheets: dict[str, list[list[str]]]
    kinds: set[str]
    parts: dict[str, str]

    @property
    def text(self) -> str:
        """Every cell, and whatever stands around them."""
        cells = "\n".join(cell for rows in self.sheets.values() for row in rows for cell in row)
        return "\n".join([cells, *self.sheets, *self.parts.values()])


def read(body: bytes) -> Workbook:
    """Open a workbook."""
    with ZipFile(BytesIO(body)) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    shared = ElementTree.fromstring(parts.get("xl/sharedStrings.xml", "<sst/>"))
    texts = ["".join(part.text or "" for part in one.iter(f"{MAIN}t")) for one in shared]
    titles = [one.attrib["name"] for one in ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet")]
    kinds: set[str] = set()
    sheets = {
        title: _rows(ElementTree.fromstring(parts[f"xl/worksheets/sheet{number}.xml"]), texts, kinds)
        for number, title in enumerate(titles, 1)
    }
    return Workbook(sheets, kinds, parts)


def _rows(sheet: ElementTree.Element, texts: list[str], kinds: set[str]) -> list[list[str]]:
    rows = []
    for row in sheet.iter(f"{MAIN}row"):
        cells: dict[int, str] = {}
        for cell in row:
            kinds.add("formula" if cell.find(f"{MAIN}f") is not None else cell.get("t", "number"))
            value = cell.findtext(f"{MAIN}v") or ""
            cells[_column(cell.attrib["r"])] = texts[int(value)] if cell.get("t") == "s" else value
        rows.append([cells.get(at, "") for at in range(max(cells) + 1)])
    return rows


def _column(name: str) -> int:
    at = 0
    for letter in re.sub(r"\d", "", name):
        at = at * 26 + ord(letter) - 64
    return at - 1
