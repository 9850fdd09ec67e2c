"""What tests of imports share."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from entraide.members.actions import join
from tests.directory.bringing import Importer, only_group
from tests.world import World


@pytest.fixture
def november() -> Iterator[time_machine.Traveller]:
    """Tuesday 24 November 2026, ten in the morning in Brussels."""
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def bring_in(app: Flask, november: time_machine.Traveller, tmp_path: Path) -> Importer:
    """Bring rows of a feed in."""
    return Importer(app, tmp_path)


@pytest.fixture
def with_lise(app: Flask, world: World) -> Callable[[], None]:
    """Let Lise join the one group that came in."""

    def let_in() -> None:
        with only_group(app) as kept:
            join(kept.id, world.lise.person_id, "Lise", consent_version="1")

    return let_in
