"""Whatever a file holds, it is read or refused in words; nothing else is ever raised."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.directory.drafts import Outcome, Reading, Unreadable
from entraide.directory.meeting_guide import read

FIELDS = [
    *(
        "name",
        "slug",
        "id",
        "day",
        "time",
        "end_time",
        "timezone",
        "updated",
        "url",
        "types",
        "notes",
        "entity",
        "author",
    ),
    *(
        "formatted_address",
        "address",
        "city",
        "state",
        "postal_code",
        "country",
        "latitude",
        "approximate",
        "coordinates",
    ),
    *(
        "region",
        "sub_region",
        "regions",
        "location",
        "location_notes",
        "group",
        "group_notes",
        "conference_url",
        "email",
    ),
    *("conference_url_notes", "conference_phone", "conference_phone_notes", "contact_1_name", "attendance_option"),
]
WORDS = st.sampled_from(
    [
        "11:00 AM",
        "0730",
        "18:00:00",
        "Monday",
        "O",
        "onl",
        "",
        "https://zoom.us/j/1?pwd=x",
        "[",
        "\ud800",
        "\x00",
        "NaN",
    ]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | WORDS
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
rows = st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=12), values, max_size=12)
whole_rows = st.builds(
    lambda row, slug: {"name": "N", "day": 1, "time": "19:00"} | row | {"slug": slug}, rows, st.integers()
)


def read_or_refused(document: Any) -> Reading | None:
    with contextlib.suppress(Unreadable):
        return read(document)
    with pytest.raises(Unreadable, match=r"^This file .*\.$"):
        read(document)
    return None


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(content)
    read_or_refused(b"[" + content)
    read_or_refused(b'[{"name": "' + content + b'"}]')
    read_or_refused(b"Name,Day,Time\n" + content)


@given(values)
def test_any_json_is_read_or_refused(document: Any) -> None:
    read_or_refused(document)
    read_or_refused(json.dumps(document).encode())


@given(st.lists(rows | whole_rows | values, max_size=5))
def test_any_rows_give_one_report_each(feed: list[Any]) -> None:
    reading = read(feed)
    assert [report.line for report in reading.reports] == list(range(1, len(feed) + 1))
    assert all(bool(report.reasons) == (report.outcome is Outcome.REFUSED) for report in reading.reports)
    assert sum(report.series for report in reading.reports) == sum(len(group.series) for group in reading.groups)


@given(st.lists(whole_rows, max_size=5))
def test_what_comes_in_can_be_stored_and_has_unique_keys(feed: list[Any]) -> None:
    reading = read(feed)
    series = [series for group in reading.groups for series in group.series]
    assert len({one.external_id for one in series}) == len(series)
    assert len({group.key for group in reading.groups}) == len(reading.groups)
    for one in series:
        for text in (one.title, one.notes, one.place, one.address, one.join_link, one.phone, one.join_notes):
            assert "\x00" not in text.encode().decode()
        assert 0 <= one.weekday <= 6
        assert 0 < one.minutes <= 24 * 60


@given(st.lists(whole_rows, max_size=5))
def test_reading_twice_gives_the_same(feed: list[Any]) -> None:
    assert read(feed) == read(feed)


@pytest.mark.parametrize(
    "content",
    [
        b'[{"slug": 1' + b"0" * 5000 + b', "name": "N", "day": 1, "time": "19:00"}]',
        b'[{"slug": "a", "name": "N", "day": NaN, "time": 1e999}]',
        b'[{"slug": "a", "name": "\\ud800\\udfff\\ud800", "day": 1, "time": "19:00"}]',
        b'[{"slug": "a", "name": ' + b"[" * 300 + b"]" * 300 + b', "day": 1, "time": "19:00"}]',
        b'Name,Day\n"' + b"x" * 200_000,
    ],
    ids=["huge number", "not a number", "surrogates", "nested", "endless cell"],
)
def test_sharp_corners_of_json_and_tables(content: bytes) -> None:
    read_or_refused(content)


@pytest.mark.parametrize(
    "piece",
    ["<", "<script", "password ", "1 ", "a@", "1.", "(", "call a ", "&lt;", "zoom.us/", "first ", "\u0301", "12 of "],
)
def test_a_field_full_of_one_thing_is_read_like_any_other(piece: str) -> None:
    notes = piece * (20_000 // len(piece))
    reading = read([{"slug": "a", "name": "N", "day": 1, "time": "19:00", "notes": notes, "location": notes}])
    assert reading.reports[0].outcome is Outcome.ACCEPTED
