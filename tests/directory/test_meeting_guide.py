"""Meeting Guide feeds, as they are really written, become groups with weekly series."""

from __future__ import annotations

from datetime import UTC, datetime, time

from entraide.directory.drafts import Facet, Reading, SeriesDraft, Tag
from entraide.directory.meeting_guide import read
from tests.directory.guiding import SAMPLES, all_series, by_id, notices, one, series_with, sloppy

__all__ = ["by_id", "sloppy"]


def test_an_array_of_days_gives_a_series_each(by_id: dict[str, SeriesDraft]) -> None:
    assert (by_id["41:mon"].weekday, by_id["41:thu"].weekday) == (0, 3)


def test_the_day_may_be_a_word_a_digit_in_quotes_or_seven(by_id: dict[str, SeriesDraft]) -> None:
    assert [by_id[slug].weekday for slug in ("parole-samedi", "ligne", "nuit")] == [5, 1, 6]


def test_hours_are_read_as_written(by_id: dict[str, SeriesDraft]) -> None:
    starts = {slug: by_id[slug].starts for slug in ("41:mon", "parole-samedi", "nuit", "ligne")}
    assert starts == {"41:mon": time(19, 30), "parole-samedi": time(7, 30), "nuit": time(23, 30), "ligne": time(18, 30)}


def test_without_an_end_a_meeting_lasts_an_hour() -> None:
    assert (series_with(time="23:30").ends, series_with(time="23:30").minutes) == (time(0, 30), 60)


def test_an_end_before_the_start_lies_on_the_next_day(by_id: dict[str, SeriesDraft]) -> None:
    saturday = by_id["parole-samedi"]
    assert (saturday.ends_next_day, saturday.minutes) == (True, 16 * 60 + 45)


def test_an_end_equal_to_the_start_lies_on_the_next_day_and_says_so() -> None:
    reading = one(time="19:00", end_time="19:00")
    assert (all_series(reading)[0].minutes, notices(reading)) == (24 * 60, {"ends_next_day"})


def test_an_end_that_cannot_be_read_is_an_hour_after() -> None:
    reading = one(end_time="late")
    assert (all_series(reading)[0].minutes, notices(reading)) == (60, {"unknown_end"})


def test_the_three_ways_of_writing_the_last_change(by_id: dict[str, SeriesDraft]) -> None:
    changed = {by_id[slug].updated for slug in ("41:mon", "parole-samedi", "nuit")}
    assert changed == {datetime(2022, 8, 25, 11, 17, 7, tzinfo=UTC)}


def test_types_come_in_any_capitals_and_as_labels(by_id: dict[str, SeriesDraft]) -> None:
    tags = by_id["41:mon"].tags
    assert set(tags) >= {Tag(Facet.ATTENDANCE, "C"), Tag(Facet.FORMAT, "ST"), Tag(Facet.LANGUAGE, "FR")}


def test_an_unknown_type_stays_as_a_local_tag(by_id: dict[str, SeriesDraft]) -> None:
    assert Tag(Facet.LOCAL, "QX") in by_id["41:mon"].tags


def test_a_code_of_two_types_is_both_and_computed_ones_go() -> None:
    assert {tag.code for tag in series_with(types=["SPD", "ONL", "onl", ""]).tags} == {"SP", "D"}


def test_languages_are_iso_codes() -> None:
    assert series_with(types=["S", "FR", "KOR"]).languages == ("es", "fr", "ko")


def test_open_closed_or_not_said(by_id: dict[str, SeriesDraft]) -> None:
    answers = [by_id[slug].is_open for slug in ("41:mon", "parole-samedi", "nuit", "travaux")]
    assert answers == [False, True, None, None]


def test_the_row_s_own_zone_is_kept_and_none_is_invented(by_id: dict[str, SeriesDraft]) -> None:
    assert (by_id["41:mon"].zone, by_id["nuit"].zone) == ("Europe/Brussels", None)


def test_an_unknown_zone_is_left_out_and_told() -> None:
    assert (series_with(timezone="Mountain").zone, notices(one(timezone="Mountain"))) == (None, {"unknown_zone"})


def test_rows_of_one_group_meet_in_one_draft(sloppy: Reading) -> None:
    group = next(group for group in sloppy.groups if group.name == "Parole libre")
    assert {series.external_id for series in group.series} == {"41:mon", "41:thu", "parole-samedi"}


def test_the_same_name_in_another_region_is_another_group() -> None:
    rows = [{"name": "Parole", "slug": town, "day": 1, "time": "19:00", "region": town} for town in ("Huy", "Namur")]
    assert [group.region for group in read(rows).groups] == ["Huy", "Namur"]


def test_a_group_without_name_takes_the_meeting_s_without_its_day() -> None:
    rows = [
        {"name": f"{day} - Parole libre", "slug": day, "day": day, "time": "19:00"} for day in ("Mondays", "Thursday")
    ]
    assert [(group.name, len(group.series)) for group in read(rows).groups] == [("Parole libre", 2)]


def test_the_key_of_a_group_is_the_same_each_time_and_does_not_hold_its_name(sloppy: Reading) -> None:
    again = read((SAMPLES / "sloppy.json").read_text())
    assert again == sloppy
    assert not any("parole" in group.key.casefold() for group in again.groups)


def test_by_appointment_the_group_comes_in_without_series(sloppy: Reading) -> None:
    group = next(group for group in sloppy.groups if group.name == "Sur rendez-vous")
    assert (group.series, group.notes) == ((), "Demandez à l'accueil.\n\nLe soir surtout.")
