"""What was pasted or uploaded is read as lines of cells, whatever it is."""

import csv
import io
from collections import Counter
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.members.pasted_columns import Part, guess
from entraide.members.pasted_rows import rows_of, sources
from entraide.members.pasted_table import LONGEST, Table, Unreadable, cells_of, read_table, text_of

NAMES = "Nom;Prénom;Mail\nLefèvre;Zoé;zoe@poste.example\nGoossens;Noël;noel@poste.example\n"
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"]), max_size=12).map(str.strip)


def table(text: str) -> Table:
    found = read_table(text)
    assert isinstance(found, Table)
    return found


def cells(text: str) -> list[tuple[str, ...]]:
    return [line.cells for line in table(text).lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_a_file_is_read_in_whatever_it_was_written(encoding: str) -> None:
    assert text_of(NAMES.encode(encoding)) == NAMES


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        (b"PK\x03\x04\x14\x00", Unreadable.SPREADSHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", Unreadable.SPREADSHEET),
        (b"%PDF-1.7", Unreadable.PDF),
        (b"\x89PNG\r\n", Unreadable.PICTURE),
        (b"\xff\xd8\xff\xe0", Unreadable.PICTURE),
        (b"{\\rtf1", Unreadable.OTHER),
        (b"a\x00\x00b\x00", Unreadable.OTHER),
    ],
)
def test_another_kind_of_file_is_known_by_its_first_bytes(first: bytes, kind: Unreadable) -> None:
    assert text_of(first + b"\x01" * 20) is kind


@pytest.mark.parametrize("mark", ["\t", ";", ",", "|"])
def test_tabs_semicolons_commas_and_bars_part_cells(mark: str) -> None:
    assert cells(f"Marie{mark}marie@poste.example\nJean{mark}0470 00 00 01") == [
        ("Marie", "marie@poste.example"),
        ("Jean", "0470 00 00 01"),
    ]


def test_marks_quotes_and_line_breaks_within_quotes_are_text() -> None:
    assert cells('"Dupont, Marie","dite ""Mimi""","a@poste.example\nb@poste.example"\nx,y,z') == [
        ("Dupont, Marie", 'dite "Mimi"', "a@poste.example\nb@poste.example"),
        ("x", "y", "z"),
    ]


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    assert cells('"Mimi\tmarie@poste.example\nJean\tjean@poste.example') == [
        ('"Mimi', "marie@poste.example"),
        ("Jean", "jean@poste.example"),
    ]


def test_empty_lines_and_columns_are_left_out_and_the_others_keep_their_numbers() -> None:
    found = table("\n\t\t\nMarie\t\tmarie@poste.example\n\n\nJean\t\t")
    assert [line.number for line in found.lines] == [3, 6]
    assert found.columns == (1, 3)


def test_a_spreadsheets_announcement_is_no_line_of_the_list() -> None:
    assert cells("sep=;\r\nMarie;a,b\r\nJean;c") == [("Marie", "a,b"), ("Jean", "c")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Unreadable.EMPTY),
        (" \n\t\n\u200b\n", Unreadable.EMPTY),
        ("x" * (LONGEST + 1), Unreadable.LONG),
        ("Marie\n" * 1001, Unreadable.LONG),
        ("\t".join("abc" for _ in range(61)), Unreadable.WIDE),
    ],
)
def test_what_is_empty_or_too_much_is_refused(text: str, why: Unreadable) -> None:
    assert read_table(text) is why


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_no_bytes_make_it_fail(raw: bytes) -> None:
    text = text_of(raw)
    if isinstance(text, str):
        read_table(text)


TEXTS = st.text(st.sampled_from("aé@.+0479E/,;|\t\n\"'()&- \x00\ud800"), max_size=200) | st.text(max_size=120)


@given(TEXTS)
@settings(max_examples=200)
def test_no_text_makes_it_fail_up_to_the_last_row(text: str) -> None:
    found = read_table(text)
    if isinstance(found, Table):
        reading = guess(found, ())
        for row in rows_of(sources(found, reading.header, dict.fromkeys(found.columns, Part.FULL)), has_last=False):
            assert len(row.name) <= 60


@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=8))
@settings(max_examples=150)
def test_what_a_spreadsheet_writes_is_read_back_cell_by_cell(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(rows)
    read = [[" ".join(cell.split()) for cell in row] for row in cells_of(written.getvalue(), "\t")]
    assert read == [[" ".join(cell.split()) for cell in row] for row in rows] + [[""]]


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8),
    st.lists(st.sampled_from(list(Part)), min_size=6, max_size=6),
)
@settings(max_examples=150)
def test_every_cell_of_a_kept_column_stands_in_exactly_one_line(rows: list[list[str]], parts: list[Part]) -> None:
    found = read_table("\n".join("\t".join(cell.replace('"', "") for cell in row) for row in rows))
    if not isinstance(found, Table):
        return
    chosen = dict(zip(found.columns, parts, strict=False))
    kept = [
        (line.number, chosen[number], cell)
        for line in found.lines
        for number, cell in zip(found.columns, line.cells, strict=True)
        if cell and chosen[number] is not Part.LEFT_OUT
    ]
    made = sources(found, 0, chosen)
    assert Counter(kept) == Counter(
        (one.number, part, cell) for one in made for part in one.cells for cell in one.cells[part]
    )
    people = rows_of(made, has_last=Part.LAST in chosen.values())
    assert {row.line for row in people} == {one.number for one in made}


NASTY = ['"', '"a\t', '""\t', "a@", "1 ", "1/", "&", "(", "' ", "0.", "e1", ", ", "a/", "a b;"]


@pytest.mark.parametrize("nasty", NASTY)
def test_a_hostile_list_is_read_in_good_time(nasty: str) -> None:
    begun = perf_counter()
    found = read_table(nasty * (60_000 // len(nasty)))
    if isinstance(found, Table):
        rows_of(sources(found, 0, dict.fromkeys(found.columns, Part.FULL)), has_last=False)
        rows_of(sources(found, 0, dict.fromkeys(found.columns, Part.PHONE)), has_last=False)
        rows_of(sources(found, 0, dict.fromkeys(found.columns, Part.EMAIL)), has_last=False)
    assert perf_counter() - begun < 5
