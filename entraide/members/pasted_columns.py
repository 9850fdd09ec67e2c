"""Guessing where a pasted table's people begin and what each column holds, by its header and by its cells."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from entraide.members import pasted_words as words
from entraide.members.models import Field
from entraide.members.pasted_contacts import ADDRESS, BROKEN, digits_of
from entraide.members.pasted_names import folded, is_given
from entraide.members.pasted_table import Table

LOOKED_AT = 10  # lines in which a header is looked for
SHOWN = 2  # cells of a column shown as examples


class Part(StrEnum):
    """What a column holds; all but the last are kept."""

    CALLED = "called"  # the name in this group itself
    FULL = "full"  # first name, then last name
    FULL_REVERSED = "full_reversed"
    FIRST = "first"
    LAST = "last"
    EMAIL = "email"
    PHONE = "phone"
    TOWN = "town"
    LANGUAGES = "languages"
    LEFT_OUT = "left_out"


class Why(StrEnum):
    """Why a column is left out, as far as its header tells."""

    HEALTH = "health"
    BIRTH = "birth"
    MONEY = "money"
    NUMBER = "number"
    NOTES = "notes"
    OTHERS = "others"
    STREET = "street"
    SWITCHED_OFF = "switched_off"  # a field that this group does not have
    UNKNOWN = "unknown"


ROSTER = {Part.TOWN: Field.TOWN, Part.LANGUAGES: Field.LANGUAGES}
NAMES = (Part.CALLED, Part.FULL, Part.FULL_REVERSED, Part.FIRST, Part.LAST)
LEFT = (
    (words.HEALTH, Why.HEALTH),
    (words.OTHERS, Why.OTHERS),
    (words.BIRTH, Why.BIRTH),
    (words.MONEY, Why.MONEY),
    (words.NOTES, Why.NOTES),
)
KEPT = (
    (words.EMAIL, Part.EMAIL),
    (words.PHONE, Part.PHONE),
    (words.CALLED, Part.CALLED),
    (words.TOWN, Part.TOWN),
    (words.LANGUAGES, Part.LANGUAGES),
)


@dataclass(frozen=True)
class Column:
    """A column as it is shown to whoever pasted it: its number in her spreadsheet, its header, what it is taken for."""

    number: int
    title: str
    part: Part
    why: Why | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Where the people begin (`header`: how many lines stand before them) and what each column holds."""

    header: int
    columns: tuple[Column, ...]


def parts_of(fields: Collection[Field]) -> tuple[Part, ...]:
    """Return what columns may hold in a group with these roster fields; a letter or a call reaches people anyway."""
    return tuple(part for part in Part if part not in ROSTER or ROSTER[part] in fields)


def guess(table: Table, fields: Collection[Field], header: int | None = None) -> Reading:
    """Guess what each column holds; `header` is how many lines stand before the people, where it is known."""
    found = header_of(table)
    header = found if header is None else min(header, len(table.lines))
    titles = table.lines[header - 1].cells if header else ()
    titles = titles if any(map(_is_known, titles)) else ("",) * len(table.columns)
    cells = [[line.cells[at] for line in table.lines[header:] if line.cells[at]] for at in range(len(table.columns))]
    columns = [
        _by_title(number, " ".join(title.split()), fields) for number, title in zip(table.columns, titles, strict=True)
    ]
    columns = [_by_cells(column, held) for column, held in zip(columns, cells, strict=True)]
    columns = _once(_names(columns, cells))
    return Reading(header, tuple(_with_examples(column, held) for column, held in zip(columns, cells, strict=True)))


def header_of(table: Table) -> int:
    """Return how many lines stand before the people: titles and the header; none where no line looks like one."""
    for at, line in enumerate(table.lines[:LOOKED_AT]):
        filled = [cell for cell in line.cells if cell]
        known = sum(_is_known(cell) for cell in filled)
        holds_people = any(ADDRESS.search(cell) or len(digits_of(cell)) >= 8 for cell in filled)
        enough = 1 if len(table.columns) == 1 or (at == 0 and len(table.columns) <= 3) else 2
        if known >= enough and not holds_people:
            return at + 1
    return 0


def _tokens(title: str) -> list[str]:
    return folded(re.sub(r"\be[- ]mail", "email", title, flags=re.I)).split()


def _is_known(title: str) -> bool:
    if not title or len(title) > 60:
        return False
    column = _by_title(1, title, tuple(Field))
    return column.part is not Part.LEFT_OUT or column.why not in (None, Why.UNKNOWN)


def _by_title(number: int, title: str, fields: Collection[Field]) -> Column:
    """Say what a header says; without one the column is unknown."""
    tokens = set(said := _tokens(title))
    is_reach = bool(tokens & words.EMAIL)
    for known, why in LEFT:
        if tokens & known:
            return Column(number, title, Part.LEFT_OUT, why)
    part = _name_by_title(said) or next((part for known, part in KEPT if tokens & known), None)
    if not is_reach and tokens & words.STREET:
        return Column(number, title, Part.LEFT_OUT, Why.STREET)
    if part in ROSTER and ROSTER[part] not in fields:
        return Column(number, title, Part.LEFT_OUT, Why.SWITCHED_OFF)
    if part is None and tokens & words.NUMBERS:
        return Column(number, title, Part.LEFT_OUT, Why.NUMBER)
    return Column(number, title, part or Part.LEFT_OUT, None if part else Why.UNKNOWN)


def _name_by_title(said: list[str]) -> Part | None:
    if words.EMAIL & set(said) or words.PHONE & set(said):
        return None
    if any(pair in (("first", "name"), ("given", "name")) for pair in pairwise(said)):
        return Part.FIRST
    if {"last", "name"} <= set(said) or words.LAST & set(said):
        return Part.LAST
    first = next((at for at, word in enumerate(said) if word in words.FIRST), None)
    last = next((at for at, word in enumerate(said) if word in words.NAME), None)
    if first is not None:
        return Part.FIRST if last is None else (Part.FULL_REVERSED if last < first else Part.FULL)
    return Part.FULL if last is not None or words.FULL & set(said) else None


def _by_cells(column: Column, held: Sequence[str]) -> Column:
    """Say what the cells of an unknown column show: addresses always, numbers only where no header says otherwise."""
    if column.part is not Part.LEFT_OUT or column.why is not Why.UNKNOWN or not held:
        return column
    if 2 * sum(bool(ADDRESS.search(cell)) for cell in held) >= len(held):
        return replace(column, part=Part.EMAIL, why=None)
    if column.title:
        return column
    if 2 * sum(_is_date(cell) for cell in held) >= len(held):
        return replace(column, why=Why.BIRTH)
    if 2 * sum(_is_number(cell) for cell in held) >= len(held):
        return replace(column, part=Part.PHONE, why=None)
    return column


def _names(columns: list[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Settle the columns of names: « Nom » beside a first name is a last name; without headers their words tell."""
    found = [at for at, column in enumerate(columns) if column.part in NAMES]
    if not found:
        found = [
            at
            for at, column in enumerate(columns)
            if column.why is Why.UNKNOWN and not column.title and _is_words(cells[at])
        ][:2]
        if len(found) == 2 and all(_is_single(cells[at]) for at in found):
            first = max(reversed(found), key=lambda at: _given(cells[at], 0))  # neither: « Nom | Prénom » is usual
            parts = {at: Part.FIRST if at == first else Part.LAST for at in found}
        else:
            mixed = [at for at, column in enumerate(columns) if not column.title and _is_mixed(cells[at])]
            parts = dict.fromkeys((found or mixed)[:1], Part.FULL)
        columns = [
            replace(column, part=parts[at], why=None) if at in parts else column for at, column in enumerate(columns)
        ]
    has_first = any(column.part is Part.FIRST for column in columns)
    for at, column in enumerate(columns):
        if column.part is Part.FULL and has_first and column.title:
            columns[at] = replace(column, part=Part.LAST)
        elif column.part is Part.FULL and _given(cells[at], -1) > _given(cells[at], 0):
            columns[at] = replace(column, part=Part.FULL_REVERSED)
    return columns


def _once(columns: list[Column]) -> list[Column]:
    """Keep one column of each kind, the first; of addresses and numbers all."""
    seen: set[Part] = set()
    settled = []
    for column in columns:
        group = Part.FULL if column.part is Part.FULL_REVERSED else column.part
        again = group in seen and group not in (Part.EMAIL, Part.PHONE, Part.LEFT_OUT)
        settled.append(replace(column, part=Part.LEFT_OUT, why=Why.UNKNOWN) if again else column)
        seen.add(group)
    return settled


def _with_examples(column: Column, held: Sequence[str]) -> Column:
    if column.part is Part.LEFT_OUT:
        return column  # what is not kept is not shown again either
    return replace(column, examples=tuple(" ".join(cell.split())[:40] for cell in held[:SHOWN]))


def _is_date(cell: str) -> bool:
    return bool(re.fullmatch(r"\d{1,2}[./ -]\d{1,2}[./ -](?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}|(?:19|20)\d\d", cell))


def _is_number(cell: str) -> bool:
    if BROKEN.search(cell):
        return True
    is_plain = re.fullmatch(r"[\w\s.:()+'’/,;&-]+", cell) and not re.match(r"[A-Z]{2}\d\d", cell)
    return bool(is_plain) and len(digits_of(cell)) >= 8 and len(re.findall(r"[^\W\d_]", cell)) <= 12


def _is_words(held: Sequence[str]) -> bool:
    return bool(held) and 2 * sum(not re.search(r"\d", cell) and len(cell) <= 60 for cell in held) >= len(held)


def _is_mixed(held: Sequence[str]) -> bool:
    """Say whether names stand in one cell with addresses or numbers: « Marie Dupont <marie@…> »."""
    rest = [re.findall(r"[^\W\d_]{3,}", ADDRESS.sub(" ", cell)) for cell in held]
    return bool(held) and 2 * sum(bool(words) for words in rest) >= len(held)


def _is_single(held: Sequence[str]) -> bool:
    return 3 * sum(len(cell.split()) == 1 for cell in held) >= 2 * len(held)


def _given(held: Sequence[str], at: int) -> float:
    """Return in how many of the cells the first word, or the last, is a well-known first name."""
    split = [said for cell in held if (said := cell.split())]
    return sum(is_given(said[at]) for said in split) / max(1, len(split))
