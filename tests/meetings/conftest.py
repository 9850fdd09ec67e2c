"""What tests of meetings begin with."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from entraide.meetings.actions import answers
from entraide.meetings.models import Reply
from entraide.meetings.queries.meetings import find_meeting
from tests.meetings.tables import at_work
from tests.world import World

Say = Callable[..., None]


@pytest.fixture
def say(app: Flask, world: World) -> Say:
    """Answer a meeting of Les Tilleuls as one of its members, on the site."""

    def say(meeting_id: UUID, name: str, reply: Reply = Reply.YES, guests: int | None = None) -> None:
        with at_work(app, world.tilleuls):
            answers.answer(find_meeting(meeting_id), getattr(world, f"{name}_in_tilleuls"), reply, guests)

    return say
