"""Where a Meeting Guide row meets, at a place or by a link, is computed from what it really gives."""

from __future__ import annotations

import pytest

from entraide.directory.drafts import Mode, SeriesDraft
from tests.directory.guiding import all_series, by_id, notices, one, series_with, sloppy

__all__ = ["by_id", "sloppy"]


def test_the_mode_is_computed_and_the_feed_s_word_is_not_believed(by_id: dict[str, SeriesDraft]) -> None:
    assert (by_id["ligne"].mode, by_id["41:mon"].mode) == (Mode.ONLINE, Mode.ROUND_TABLE)


def test_a_place_and_a_link_make_a_hybrid() -> None:
    assert series_with(conference_url="zoom.us/j/123").mode is Mode.HYBRID


def test_a_number_to_dial_in_makes_a_meeting_online() -> None:
    series = series_with(conference_phone="+32 2 555 01 02,,123#", approximate="yes")
    assert (series.mode, series.phone) == (Mode.ONLINE, "+32 2 555 01 02,,123#")


def test_a_closed_place_without_a_link_pauses_the_series(by_id: dict[str, SeriesDraft]) -> None:
    assert [by_id[slug].is_paused for slug in ("travaux", "nuit")] == [True, False]


def test_a_closed_place_with_a_link_is_online() -> None:
    series = series_with(types=["TC"], conference_url="https://meet.jit.si/parole")
    assert (series.mode, series.is_paused) == (Mode.ONLINE, False)


def test_a_link_to_no_meeting_service_is_kept_but_not_believed() -> None:
    reading = one(conference_url="https://group.example/page")
    (series,) = all_series(reading)
    assert (series.mode, series.join_link) == (Mode.ROUND_TABLE, "https://group.example/page")
    assert notices(reading) == {"unknown_provider"}


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "ftp://zoom.us/j/1", "https://me:word@zoom.us/j/1", "https://[", "mailto:a@b.example"],
)
def test_what_is_no_web_link_never_becomes_one(link: str) -> None:
    assert not series_with(conference_url=link).join_link.startswith(("java", "ftp", "https://me", "https://[", "mail"))
