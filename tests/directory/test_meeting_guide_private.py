"""Nothing private of a Meeting Guide feed comes in where others could read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from entraide.directory.drafts import Reading, SeriesDraft
from entraide.directory.meeting_guide import read
from tests.directory.guiding import all_series, notices

SAMPLES = Path(__file__).parent / "samples"


def secrets_of(series: SeriesDraft) -> str:
    return "\n".join((series.join_link, series.phone, series.join_notes))


@pytest.fixture(scope="module")
def private() -> Reading:
    return read((SAMPLES / "private.json").read_bytes())


def test_no_person_s_address_number_or_name_comes_in(private: Reading) -> None:
    (series,) = all_series(private)
    everything = repr(private) + secrets_of(series)
    for mark in ("Canaryann", "Canarybob", "Canaryeve", "canary.", "canary-", "@mail", "0101", "0103", "0104", "12 34"):
        assert mark not in everything


def test_passcodes_are_kept_only_where_members_see_them(private: Reading) -> None:
    (series,) = all_series(private)
    assert "CANARY" not in repr(private)
    assert all(f"CANARY0{number}" in secrets_of(series) for number in range(1, 8))


def test_what_is_not_private_stays_readable(private: Reading) -> None:
    (series,) = all_series(private)
    assert (series.title, series.place, series.place_notes) == ("Talk group", "Parish hall", "Side door.")
    assert series.notes.splitlines()[0] == "Room 2."
    assert series.notes.endswith("Tea at seven.")


def test_the_row_says_what_was_taken_out(private: Reading) -> None:
    told = {"contacts_left_out", "contributions_left_out", "contact_removed", "secret_moved"}
    assert told <= notices(private)
