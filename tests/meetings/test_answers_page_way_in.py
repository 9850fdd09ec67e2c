"""A meeting's page: the way in online, to whom it is shown and from when on."""

from datetime import timedelta

import pytest
import time_machine

from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.meetings.details import Details
from entraide.meetings.models import Mode, Reply
from tests.meetings.answering import WHEN
from tests.meetings.tables import at_work, make_meeting


@pytest.fixture
def online(app, world):
    details = Details(title="Cercle", link="https://salle.example/9f3", dial_in="02 000 00 00")

    def make(**more):
        return make_meeting(app, world.tilleuls, starts_at=WHEN, mode=Mode.ONLINE, details=details, **more)

    return make


@pytest.mark.parametrize(
    ("name", "reply", "minutes", "is_shown"),
    [
        ("lise", Reply.YES, 61, False),
        ("lise", Reply.YES, 59, True),
        ("lise", Reply.YES, -119, True),
        ("lise", Reply.YES, -121, False),
        ("lise", Reply.MAYBE, 30, False),
        ("lise", Reply.NO, 30, False),
        ("ana", Reply.YES, 30, False),  # Lise herself has not answered
    ],
)
def test_the_way_in_is_shown_to_who_has_a_place_from_an_hour_before_to_the_end(
    world, client, say, online, name, reply, minutes, is_shown
):
    with time_machine.travel(WHEN - timedelta(days=2), tick=False) as clock:
        meeting = online()
        say(meeting, name, reply)
        clock.move_to(WHEN - timedelta(minutes=minutes))
        client.sign_in(world.lise)
        page = client.get(f"/rencontre/{short(meeting)}").get_data(as_text=True)
    assert ("salle.example" in page, "02 000 00 00" in page) == (is_shown, is_shown)


def test_who_waits_for_a_place_is_not_shown_the_way_in(world, client, say, online):
    with time_machine.travel(WHEN - timedelta(days=2), tick=False) as clock:
        meeting = online(places=1)
        say(meeting, "ana")
        say(meeting, "lise")
        clock.move_to(WHEN - timedelta(minutes=30))
        client.sign_in(world.lise)
        assert "salle.example" not in client.get(f"/rencontre/{short(meeting)}").get_data(as_text=True)


def test_the_group_may_open_the_way_in_earlier(app, world, client, say, online):
    with at_work(app, world.tilleuls):
        db.session.get(Group, world.tilleuls).link_minutes = 120
    with time_machine.travel(WHEN - timedelta(minutes=100), tick=False):
        meeting = online()
        say(meeting, "lise")
        client.sign_in(world.lise)
        assert "salle.example" in client.get(f"/rencontre/{short(meeting)}").get_data(as_text=True)


def test_where_answers_are_not_asked_every_member_is_shown_the_way_in(world, client, online):
    with time_machine.travel(WHEN - timedelta(minutes=30), tick=False):
        meeting = online(asked=Asked.NOT_ASKED)
        client.sign_in(world.lise)
        assert "salle.example" in client.get(f"/rencontre/{short(meeting)}").get_data(as_text=True)
