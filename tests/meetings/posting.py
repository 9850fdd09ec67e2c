"""Deeds that meetings' letters tell of, and what Lise then reads."""

from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from entraide.meetings.actions import planning
from entraide.meetings.queries.meetings import find_meeting
from tests.lettering import at_work, moment, subject_of
from tests.people import letters_to
from tests.world import World

SATURDAY = date(2037, 11, 21)
TUESDAY = date(2037, 11, 24)


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    """It is Saturday, ten in the morning."""
    with time_machine.travel(moment(SATURDAY, 10), tick=False) as traveller:
        yield traveller


def subjects(app: Flask, world: World) -> list[str]:
    """Return what Lise reads on her lock screen."""
    return [subject_of(letter) for letter in letters_to(app, world.lise.email)]


def last(app: Flask, world: World) -> EmailMessage:
    """Return the last letter that Lise got."""
    return letters_to(app, world.lise.email)[-1]


def cancel(app: Flask, world: World, meeting: UUID) -> None:
    """Cancel a meeting of Les Tilleuls."""
    with at_work(app, world.tilleuls):
        planning.cancel(find_meeting(meeting))
