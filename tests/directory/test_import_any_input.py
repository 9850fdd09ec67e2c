"""Whatever a feed holds, each row is stored or refused in words, and a second run changes nothing."""

import json
from contextlib import suppress
from typing import Any

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.directory.drafts import Outcome, Unreadable
from tests.directory.bringing import Importer, contents, row

STRANGE = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(categories=["Cc", "Cs", "Cf", "So", "Lo"]), max_size=20),
    st.sampled_from(["\x00", "\ud800", "é" * 6000, "<b>", "'; drop table series; --", "%(num)d", "{}", "\u202e", "²"]),
    st.none(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.lists(st.one_of(st.integers(-1, 8), st.text(max_size=5)), max_size=4),
)
FIELDS = st.sampled_from(
    [
        *("name", "slug", "day", "time", "end_time", "timezone", "types", "notes", "group", "group_notes", "entity"),
        *("region", "location", "location_notes", "formatted_address", "conference_url", "conference_phone", "updated"),
    ]
)
ROWS = st.lists(st.dictionaries(FIELDS, STRANGE, max_size=5), min_size=1, max_size=4)


@settings(max_examples=40)
@given(changes=ROWS)
def test_any_row_is_stored_or_refused(app: Flask, bring_in: Importer, changes: list[dict[str, Any]]) -> None:
    rows = [row(slug=f"n{number}") | change for number, change in enumerate(changes)]
    content = json.dumps(rows).encode()
    first = bring_in(content=content)
    before = contents(app)
    second = bring_in(content=content)
    refused = [line.outcome is Outcome.REFUSED for line in first.lines]
    assert [line.outcome is Outcome.REFUSED for line in second.lines] == refused
    assert {line.outcome for line in second.lines} <= {Outcome.SAME, Outcome.REFUSED}
    assert contents(app) == before


@settings(max_examples=60)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(app: Flask, bring_in: Importer, content: bytes) -> None:
    before = contents(app)
    with suppress(Unreadable):
        report = bring_in(content=content)
        assert {line.outcome for line in report.lines} <= {Outcome.REFUSED}
    assert contents(app) == before
