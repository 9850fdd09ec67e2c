"""Meeting Guide feeds, read, and what was said of their rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from entraide.directory.drafts import Reading, SeriesDraft
from entraide.directory.meeting_guide import read

SAMPLES = Path(__file__).parent / "samples"


def all_series(reading: Reading) -> list[SeriesDraft]:
    """Return the series of all groups."""
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
    """Read the one series of a whole row with these fields changed."""
    (series,) = all_series(one(**fields))
    return series


def notices(reading: Reading) -> set[str]:
    """Return what was remarked on any row."""
    return {remark.code for report in reading.reports for remark in report.notices}


@pytest.fixture(scope="module")
def sloppy() -> Reading:
    return read((SAMPLES / "sloppy.json").read_bytes())


@pytest.fixture(scope="module")
def by_id(sloppy: Reading) -> dict[str, SeriesDraft]:
    return {series.external_id: series for series in all_series(sloppy)}
