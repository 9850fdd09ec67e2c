"""Meeting Guide feeds, as they are really written, become groups with weekly series."""

from __future__ import annotations

import calendar
import csv
import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from entraide.directory.drafts import Facet, Mode, Outcome, Reading, SeriesDraft, Tag, Unreadable
from entraide.directory.meeting_guide import read

SAMPLES = Path(__file__).parent / "samples"
TABLE = Path(__file__).parents[2] / "../shared/data/tsml-template.csv"
EDMONTON = Path(__file__).parents[2] / "../shared/data/mg-aa-edmonton.json"


def all_series(reading: Reading) -> list[SeriesDraft]:
    return [series for group in reading.groups for series in group.series]


def one(**fields: Any) -> Reading:
    """Read a feed of one whole row with these fields changed; None takes a field out."""
    whole = {
        "name": "Parole libre",
        "slug": "parole",
        "day": 1,
        "time": "19:00",
        "formatted_address": "12 rue des Tilleuls, Namur, Wallonie, Belgique",
    }
    return read([{name: value for name, value in (whole | fields).items() if value is not None}])


def series_with(**fields: Any) -> SeriesDraft:
    (series,) = all_series(one(**fields))
    return series


def notices(reading: Reading) -> set[str]:
    return {remark.code for report in reading.reports for remark in report.notices}


def reasons(reading: Reading) -> list[str]:
    return [remark.code for report in reading.reports for remark in report.reasons]


@pytest.fixture(scope="module")
def sloppy() -> Reading:
    return read((SAMPLES / "sloppy.json").read_bytes())


@pytest.fixture(scope="module")
def by_id(sloppy: Reading) -> dict[str, SeriesDraft]:
    return {series.external_id: series for series in all_series(sloppy)}


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


@pytest.mark.skipif(not TABLE.exists(), reason="the shared table is not here")
def test_every_row_of_a_real_table_comes_in_with_its_day_and_zone() -> None:
    reading = read(TABLE.read_bytes())
    lines = list(csv.DictReader(TABLE.read_text().splitlines()))
    series = {one.external_id: one for one in all_series(reading)}
    assert {report.outcome for report in reading.reports} == {Outcome.ACCEPTED}
    assert {slug: (calendar.day_name[one.weekday], one.zone) for slug, one in series.items()} == {
        line["Slug"]: (line["Day"], "America/Los_Angeles") for line in lines
    }


needs_edmonton = pytest.mark.skipif(not EDMONTON.exists(), reason="the shared real feed is not here")


@needs_edmonton
def test_every_meeting_of_a_real_feed_comes_in_on_its_day_and_hour() -> None:
    raw = json.loads(EDMONTON.read_bytes())
    reading = read(EDMONTON.read_bytes())
    found = Counter((series.weekday, series.starts) for series in all_series(reading))
    assert {report.outcome for report in reading.reports} == {Outcome.ACCEPTED}
    assert found == Counter(plainly_read(raw))
    assert sum(found.values()) == len(raw) == 315


def plainly_read(rows: Iterable[dict[str, Any]]) -> Iterable[tuple[int, time]]:
    """Read days and hours once more, by the standard library alone."""
    for row in rows:
        for day in row["day"]:
            yield (day - 1) % 7, datetime.strptime(row["time"], "%I:%M %p").time()


@needs_edmonton
def test_the_slugs_of_a_real_feed_stay_its_keys() -> None:
    raw = json.loads(EDMONTON.read_bytes())
    assert {series.external_id for series in all_series(read(raw))} == {row["slug"] for row in raw}


@needs_edmonton
def test_modes_of_a_real_feed_agree_with_a_count_of_its_own_fields() -> None:
    raw = json.loads(EDMONTON.read_bytes())
    counted: Counter[tuple[Mode, bool]] = Counter()
    for row in raw:
        is_exact = "TC" not in row["types"] and row["address"].count(",") >= 3
        if row["conference_url"]:
            counted[Mode.HYBRID if is_exact else Mode.ONLINE, False] += 1
        else:
            counted[Mode.ROUND_TABLE, not is_exact] += 1
    assert Counter((series.mode, series.is_paused) for series in all_series(read(raw))) == counted


@needs_edmonton
def test_no_text_of_a_real_feed_holds_a_link_to_join_a_passcode_or_a_number() -> None:
    shown = repr(read(EDMONTON.read_bytes()))
    for mark in ("zoom.us", "pwd", "REDACTED", "000-000", "example.invalid", "0000 0000"):
        assert mark not in shown


@needs_edmonton
def test_a_real_feed_s_monthly_words_are_told_row_by_row() -> None:
    reading = read(EDMONTON.read_bytes())
    told = [report for report in reading.reports if "monthly_words" in {remark.code for remark in report.notices}]
    assert len(told) == 77
