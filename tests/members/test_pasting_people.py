"""One row a person: couples, merged cells, capitals, numbers that a spreadsheet spoiled, and nothing invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.members.models import Reach
from entraide.members.pasted_columns import guess
from entraide.members.pasted_contacts import Odd, addresses_in, meant, numbers_in, odd, spelled
from entraide.members.pasted_names import Name, called, people_in, told_apart
from entraide.members.pasted_rows import Remark, Row, rows_of, sources
from entraide.members.pasted_table import Table, read_table
from entraide.members.pasted_words import HOSTS
from tests.members.pasted_sheet import SHEET


def rows(text: str) -> list[Row]:
    table = read_table(text)
    assert isinstance(table, Table)
    reading = guess(table, ())
    parts = {column.number: column.part for column in reading.columns}
    return rows_of(sources(table, reading.header, parts), has_last="last" in parts.values())


def names(full: str, *, is_reversed: bool = False) -> list[str]:
    return [called(one) for one in people_in(full, "", "", is_reversed=is_reversed).people]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("Jean et Marie Dupont", ["Jean D.", "Marie D."]),
        ("Jean/Marie", ["Jean", "Marie"]),
        ("Jan en Marie Peeters", ["Jan P.", "Marie P."]),
        ("Hans und Heidi Müller", ["Hans M.", "Heidi M."]),
        ("M. et Mme Dupont", ["M. Dupont", "Mme Dupont"]),
        ("Jean Dupont\nZoé Martin", ["Jean D.", "Zoé M."]),
        ("Dupont, Jean et Marie", ["Jean D.", "Marie D."]),
        ("DUPONT Marie-Claire", ["Marie-Claire D."]),
        ("MARIE DUPONT", ["Marie D."]),
        ("dupont, marie", ["Marie D."]),
        ("Dr Luc Van den Berg", ["Luc V."]),
        ("Famille Dupont", ["Famille Dupont"]),
        ("Odette", ["Odette"]),
    ],
)
def test_names_are_read_as_lists_hold_them(cell: str, wanted: list[str]) -> None:
    assert names(cell) == wanted


def test_the_last_name_may_come_first() -> None:
    assert names("Dupont Jean & Marie", is_reversed=True) == ["Jean D.", "Marie D."]


def test_words_in_brackets_are_no_name_and_are_said() -> None:
    assert people_in("Marie Dupont (va mieux)", "", "", is_reversed=False).aside == "va mieux"


def test_people_of_one_name_are_told_apart() -> None:
    people = [Name("Marie", "Dupont"), Name("Marie", "Dumont"), Name("Marie", "Dupont"), Name("Luc", "")]
    assert told_apart(people, ["luc"]) == ["Marie Dup.", "Marie Dum.", "Marie Dup. 2", "Luc 2"]


@given(st.lists(st.tuples(st.sampled_from(["Marie", "Jean"]), st.sampled_from(["D", "Du", "Dupont", "", "Dumont"]))))
@settings(max_examples=80)
def test_no_two_people_go_by_one_name(people: list[tuple[str, str]]) -> None:
    found = told_apart([Name(*one) for one in people])
    assert len({name.casefold() for name in found}) == len(people)


@pytest.mark.parametrize(
    ("cell", "wanted", "strange"),
    [
        ("0475.12.34.56", ["0475 12 34 56"], [None]),
        ("0475/12.34.56", ["0475 12 34 56"], [None]),
        ("+32 (0)475 12 34 56", ["+32 475 12 34 56"], [None]),
        ("'0475123456", ["0475123456"], [None]),
        ("0475 12 34 56 / 081/22.33.44", ["0475 12 34 56", "081 22 33 44"], [None, None]),
        ("gsm 0475123456 ou 081223344", ["0475123456", "081223344"], [None, None]),
        ("475123456", ["475123456"], [Odd.LOST_START]),
        ("475123456.0", ["475123456"], [Odd.LOST_START]),
        ("4.75E+08", ["4.75E+08"], [Odd.BROKEN]),
        ("4,75E+08", ["4.75E+08"], [Odd.BROKEN]),
        ("12345", ["12345"], [Odd.SHORT]),
        ("néant", [], []),
    ],
)
def test_numbers_are_tidied_and_never_completed(cell: str, wanted: list[str], strange: list[Odd | None]) -> None:
    found = numbers_in(cell).texts
    assert list(found) == wanted
    assert [odd(number) for number in found] == strange


@pytest.mark.parametrize(
    ("cell", "wanted", "rest"),
    [
        ("a@x.example; b@x.example", ("a@x.example", "b@x.example"), ""),
        ("Marie <m@x.example>", ("m@x.example",), "Marie"),
        ("marie(at)x.example", ("marie(at)x.example",), ""),
        ("pas d’e-mail", (), ""),
        ("via sa fille", (), "via sa fille"),
    ],
)
def test_addresses_are_found_in_a_cell(cell: str, wanted: tuple[str, ...], rest: str) -> None:
    found = addresses_in(cell)
    assert (found.texts, found.rest) == (wanted, rest)


@given(st.sampled_from([host for host in HOSTS if len(host) > 7]), st.integers(0, 5))
@settings(max_examples=60)
def test_a_slip_in_a_well_known_host_is_asked_about_and_the_host_itself_is_not(host: str, at: int) -> None:
    swapped = host[:at] + host[at + 1] + host[at] + host[at + 2 :]
    assert meant(f"marie@{host}") == ""
    if swapped != host and swapped not in HOSTS and spelled(f"marie@{swapped}"):
        assert meant(f"marie@{swapped}") == f"marie@{host}"


def test_the_old_list_becomes_twenty_nine_people() -> None:
    found = rows(SHEET)
    assert len(found) == 29
    assert {(row.line, row.name, row.reach) for row in found if row.line in (6, 10, 14, 18)} == {
        (6, "Jean D.", Reach.EMAIL),
        (6, "Odile D.", Reach.EMAIL),
        (10, "Georgette M.", Reach.PAPER),
        (14, "Simone L.", Reach.EMAIL),
        (18, "Gérard S.", Reach.PHONE),
    }


def test_a_couple_on_one_address_is_two_people_and_it_is_said() -> None:
    jean, odile = (row for row in rows(SHEET) if row.line == 6)
    assert jean.email == odile.email == "durand@maison.example"
    assert [said.remark for said in jean.said] == [said.remark for said in odile.said] == [Remark.SHARED]


def test_two_people_with_two_addresses_get_each_her_own() -> None:
    found = {row.name: row.email for row in rows(SHEET) if row.line == 26}
    assert found == {"Nadine R.": "nadine@poste.example", "Michel R.": "michel@poste.example"}


def test_what_merged_cells_leave_empty_comes_from_the_line_above_is_said_and_not_ticked() -> None:
    (simone,) = (row for row in rows(SHEET) if row.line == 14)
    assert (simone.email, simone.name, simone.is_kept) == ("paul.leroy@poste.example", "Simone L.", False)
    assert [(said.remark, said.text) for said in simone.said] == [(Remark.FROM_ABOVE, "13")]


def test_somebody_of_another_family_takes_nothing_from_the_line_above() -> None:
    found = rows("Nom\tPrénom\tMail\nDupont\tJean\tjean@x.example\nMartin\tLuc\t")
    assert [row.reach for row in found] == [Reach.EMAIL, Reach.PAPER]


def test_a_second_address_or_number_and_other_words_are_said_and_not_kept() -> None:
    said = {row.line: [(one.remark, one.text) for one in row.said] for row in rows(SHEET)}
    assert said[16] == [(Remark.OTHER_ADDRESS, "jose.hubert@travail.example")]
    assert said[18] == [(Remark.OTHER_NUMBER, "02 511 22 33")]
    assert said[22] == [(Remark.NOT_KEPT, "fille de Rita")]
    assert said[27] == [(Remark.NOT_KEPT, "via sa fille")]


def test_a_heading_among_the_names_is_shown_and_left_out() -> None:
    found = rows("Nom\tMail\nComité\nMarie Dupont\ta@x.example")
    assert [(row.name, row.is_kept) for row in found] == [("Comité", False), ("Marie D.", True)]


def test_the_sum_below_the_list_is_shown_and_left_out() -> None:
    found = rows("Nom\tPrénom\tMail\nDupont\tMarie\ta@x.example\nTotal\t17\t")
    assert [(row.name, row.is_kept) for row in found] == [("Marie D.", True), ("Total", False)]


def test_an_address_among_the_names_is_an_address() -> None:
    (marie, luc) = rows("Marie Dupont <marie@x.example>\nLuc Peeters 0470 00 00 01")
    assert (marie.name, marie.email, luc.name, luc.phone) == ("Marie D.", "marie@x.example", "Luc P.", "0470 00 00 01")
