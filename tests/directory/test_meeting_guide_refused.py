"""Meeting Guide rows and documents that are wrong are refused alone, mended or told; other dresses are read."""

from __future__ import annotations

import json
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from entraide.directory.drafts import Mode, Outcome, Reading, Unreadable
from entraide.directory.meeting_guide import read
from tests.directory.guiding import all_series, notices, one, series_with

SAMPLES = Path(__file__).parent / "samples"


def reasons(reading: Reading) -> list[str]:
    return [remark.code for report in reading.reports for remark in report.reasons]


@pytest.fixture(scope="module")
def sloppy() -> Reading:
    return read((SAMPLES / "sloppy.json").read_bytes())


def test_a_wrong_row_is_refused_alone_and_told_why(sloppy: Reading) -> None:
    assert reasons(sloppy) == ["unknown_day", "unknown_time", "no_slug", "duplicate_slug", "no_name", "not_a_row"]


def test_the_report_of_a_doubled_slug_names_the_first_row(sloppy: Reading) -> None:
    (remark,) = next(report.reasons for report in sloppy.reports if report.line == 11)
    assert remark.words % dict(remark.values) == "Row 3 has the same slug; give each meeting its own."


def test_every_row_has_its_report(sloppy: Reading) -> None:
    assert [report.line for report in sloppy.reports] == list(range(1, 14))
    assert sum(report.series for report in sloppy.reports) == len(all_series(sloppy))


def test_a_long_text_is_shortened_and_the_row_says_so() -> None:
    reading = one(notes="mot " * 5000)
    assert len(all_series(reading)[0].notes) <= 5000
    assert notices(reading) == {"shortened"}


def test_markup_and_hidden_characters_do_not_come_in() -> None:
    notes = "<p>Porte&nbsp;bleue</p><script>steal()</script>&lt;b&gt;Sonnez\u202e\x00\ud800 deux\u200b fois"
    assert series_with(notes=notes).notes == "Porte bleue\nSonnez deux fois"


def test_a_slug_unfit_for_an_address_is_replaced_for_good() -> None:
    first, second = (series_with(slug="Mardi soir / " + "x" * 80).external_id for _ in range(2))
    assert first == second
    assert len(first) <= 64


def test_monthly_words_are_proposed_and_the_series_stays_weekly() -> None:
    reading = one(notes="Open meeting last Monday of the month.")
    (proposal,) = all_series(reading)[0].proposals
    assert (proposal.kind, proposal.rule) == ("opens", "FREQ=MONTHLY;BYDAY=-1MO")
    assert notices(reading) == {"monthly_words"}


@pytest.mark.parametrize("dress", [lambda rows: {"meetings": rows}, lambda rows: json.dumps(rows).encode("utf-16")])
def test_other_dresses_of_the_same_rows(dress: Any) -> None:
    rows = json.loads((SAMPLES / "private.json").read_text())
    assert read(dress(rows)) == read(rows)


def test_the_table_form_is_read_by_its_english_headers() -> None:
    reading = read((SAMPLES / "table.csv").read_bytes())
    monday, friday = all_series(reading)
    assert (monday.external_id, monday.weekday, monday.starts, monday.is_open) == (
        "apres-le-travail",
        0,
        time(18),
        True,
    )
    assert (friday.minutes, friday.mode, friday.town) == (75, Mode.ONLINE, "Liège")


def test_a_sheet_of_lists_is_read_like_a_table() -> None:
    sheet = {"values": [["Name", "Slug", "Day", "Time"], ["Parole", "p", "Monday", "7:00 PM"], ["Court"]]}
    reading = read(sheet)
    assert [report.outcome for report in reading.reports] == [Outcome.ACCEPTED, Outcome.REFUSED]


@pytest.mark.parametrize(
    "document",
    [b"", b"hello", b"{}", b'"x"', b"\xff\x00\xfe", b"[1, 2", b"null", b"[" * 200_000, '{"a":' * 100_000, 7, None],
    ids=["empty", "words", "object", "text", "not utf-8", "cut", "null", "deep", "deep objects", "number", "none"],
)
def test_what_is_no_list_of_meetings_is_refused_in_one_sentence(document: Any) -> None:
    with pytest.raises(Unreadable, match=r"^This file .*\.$"):
        read(document)
