"""A moment between two seconds, to which feeds date their changes; its day is two weeks ahead."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from tests.calendars.subscribing import found_long_ago

NOW = datetime(2026, 11, 10, 9, 30, 15, 400_000, tzinfo=UTC)
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def traveller(app: Flask) -> Iterator[time_machine.Traveller]:
    found_long_ago(app)
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
