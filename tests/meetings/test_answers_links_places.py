"""Taking or leaving an offered place by the link of its letter; the page says what became of it."""

from datetime import timedelta

import pytest
import time_machine

from entraide.access.tokens import Purpose
from entraide.meetings.models import Mode, Reply, Standing
from tests.meetings.linking import WHEN, ask, link, press, stranger, words
from tests.meetings.tables import answer_of, make_meeting, table_of

__all__ = ["link", "stranger"]


def lise(app, world, meeting):
    return answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls)


@pytest.fixture
def meeting(app, world, say):
    """A full weekend: Ana has the one place, Lise is first on the list, Jo second."""
    with time_machine.travel(WHEN - timedelta(days=5), tick=False) as clock:
        lasts = timedelta(days=1)
        meeting = make_meeting(app, world.tilleuls, places=1, starts_at=WHEN, lasts=lasts, mode=Mode.WEEKEND)
        for name in ("ana", "lise", "jo"):
            say(meeting, name)
            clock.shift(1)
        yield meeting


def test_an_offered_place_is_taken_by_its_link(app, world, meeting, link, stranger, say):
    say(meeting, "ana", Reply.NO)
    path = link(purpose=Purpose.PLACE)
    assert "Une place est libre pour vous" in words(ask(stranger, path))
    assert lise(app, world, meeting).standing is Standing.OFFERED
    press(stranger, path, reply="yes")
    assert lise(app, world, meeting).standing is Standing.SEATED


def test_an_offered_place_is_left_by_its_link_once_confirmed(app, world, meeting, link, stranger, say):
    say(meeting, "ana", Reply.NO)
    path = link(purpose=Purpose.PLACE)
    press(stranger, path, reply="no")
    assert table_of(app, world.tilleuls, meeting).offered == [world.lise_in_tilleuls]
    press(stranger, path, reply="no", confirmed="1")
    assert table_of(app, world.tilleuls, meeting).offered == [world.jo_in_tilleuls]


def test_the_page_of_a_place_says_what_became_of_it(app, world, meeting, link, stranger, say):
    path = link(purpose=Purpose.PLACE)
    assert "Vous êtes sur la liste d’attente" in words(ask(stranger, path))
    say(meeting, "ana", Reply.NO)
    say(meeting, "lise")
    assert "Vous avez une place" in words(ask(stranger, path))
    say(meeting, "lise", Reply.NO)
    assert "Vous avez laissé cette place" in words(ask(stranger, path))
