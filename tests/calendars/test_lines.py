"""How words become the lines of a calendar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.calendars.lines import Words, folded, one_line, quiet, uri


def rows(line: str) -> list[bytes]:
    return folded(line).removesuffix(b"\r\n").split(b"\r\n")


def test_control_characters_are_dropped():
    assert quiet("a\0b\x07c\x7fd\x9fe") == "abcde"


def test_half_an_emoji_is_dropped():
    assert quiet("ici \ud83d là") == "ici  là"


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085"])
def test_every_kind_of_line_break_becomes_the_same(line_break):
    assert quiet(f"porte bleue{line_break}code 12") == "porte bleue\ncode 12"


def test_a_title_stays_on_one_line():
    assert one_line("  Rencontre\n du\tmardi ") == "Rencontre du mardi"


def test_french_spaces_stay_unbreakable():
    assert one_line("Rencontre\u202f: « ce\u00a0soir »") == "Rencontre\u202f: « ce\u00a0soir »"


def test_blank_words_are_empty():
    assert quiet(" \t\u00a0\n") == one_line(" \t\u00a0\n") == ""


def test_words_are_escaped_and_nothing_else():
    assert Words("a,b;c\\d\ne:\"f'").to_ical() == b"a\\,b\\;c\\\\d\\ne:\"f'"


def test_a_backslash_before_a_capital_n_is_no_line_break():
    assert Words("C:\\Notes").to_ical() == b"C:\\\\Notes"


def test_a_right_address_stays_as_it_is():
    address = "https://salle.example/r%C3%A9union/a,b?pwd=x%2Cy&z=(1)#'haut'"
    assert uri(address) == address


def test_an_address_holds_no_space_accent_quote_or_line_break():
    assert uri(' https://salle.example/é "x"\r\nBEGIN:VEVENT\0') == (
        "https://salle.example/%C3%A9%20%22x%22%0ABEGIN:VEVENT"
    )


def test_a_line_of_75_octets_is_not_folded():
    assert rows("x" * 75) == [b"x" * 75]


def test_a_line_of_76_octets_is():
    assert rows("x" * 76) == [b"x" * 75, b" x"]


def test_an_accent_stays_with_its_letter():
    assert rows("x" * 74 + "e\u0301") == [b"x" * 74, b" e\xcc\x81"]


def test_a_family_stays_together():
    family = "👨\u200d👩\u200d👧"
    assert rows("x" * 70 + family) == [b"x" * 70, b" " + family.encode()]


def test_a_backslash_stays_with_what_it_escapes():
    assert rows("x" * 74 + "\\\\n") == [b"x" * 74, b" \\\\n"]


def test_a_letter_under_a_hundred_accents_is_cut_after_all():
    assert all(len(row) <= 75 for row in rows("e" + "\u0301" * 100))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=400))
def test_unfolding_gives_the_line_back_whatever_it_holds(line):
    assert folded(line).replace(b"\r\n ", b"") == line.encode() + b"\r\n"
    assert all(len(row) <= 75 for row in rows(line))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=400))
def test_every_row_of_a_folded_line_is_utf_8_by_itself(line):
    assert "".join(row.decode().removeprefix(" " * (number > 0)) for number, row in enumerate(rows(line))) == line


@given(st.text())
def test_what_was_made_quiet_stays_as_it_is(text):
    assert quiet(quiet(text)) == quiet(text)
    assert one_line(one_line(text)) == one_line(text)
