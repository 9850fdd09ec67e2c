"""What tests of imports share."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests.directory.bringing import Importer


@pytest.fixture
def november() -> Iterator[time_machine.Traveller]:
    """Tuesday 24 November 2026, ten in the morning in Brussels."""
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def bring_in(app: Flask, november: time_machine.Traveller, tmp_path: Path) -> Importer:
    """Bring rows of a feed in."""
    return Importer(app, tmp_path)
