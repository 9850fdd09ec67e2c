"""Real Meeting Guide feeds come in whole, as a count of their own fields says."""

from __future__ import annotations

import calendar
import csv
import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from entraide.directory.drafts import Mode, Outcome
from entraide.directory.meeting_guide import read
from tests.directory.guiding import all_series

TABLE = Path(__file__).parents[2] / "../shared/data/tsml-template.csv"
EDMONTON = Path(__file__).parents[2] / "../shared/data/mg-aa-edmonton.json"


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
