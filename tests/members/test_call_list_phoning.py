"""The phone list: whom one calls, and answering for them in one press, back to the list."""

from datetime import timedelta

import pytest
from flask import Flask

from entraide.access.tokens import short
from entraide.clock import now
from entraide.groups.models import Asked
from entraide.meetings.models import Reply
from tests.lettering import plan
from tests.meetings.tables import answer_of
from tests.meetings.telling import Tell
from tests.people import Client
from tests.world import World


@pytest.fixture
def tell(app: Flask, world: World) -> Tell:
    return Tell(app, world)


@pytest.fixture
def marcelle(tell: Tell) -> Client:
    return Client(tell.app).sign_in(tell.world.marcelle)


def page(tell: Tell, client: Client) -> str:
    return client.get(f"/g/{short(tell.world.tilleuls)}/appels").get_data(as_text=True)


def test_it_names_those_who_are_called_or_have_no_e_mail(tell: Tell, marcelle: Client) -> None:
    shown = page(tell, marcelle)
    assert "Odile P." in shown
    assert "Lise T." not in shown


def test_she_is_answered_for_in_one_press_and_one_returns_to_her(tell: Tell, marcelle: Client) -> None:
    world = tell.world
    meeting = plan(tell.app, world.tilleuls, now() + timedelta(days=3))
    path = f"/rencontre/{short(meeting)}/presences/{short(world.odile_in_tilleuls)}"
    assert path in page(tell, marcelle)
    answered = marcelle.post(path, {"reply": "yes", "back": "appels"})
    assert answered.headers["Location"].endswith(f"/appels#m-{short(world.odile_in_tilleuls)}")
    given = answer_of(tell.app, world.tilleuls, meeting, world.odile_in_tilleuls)
    assert given is not None
    assert (given.reply, given.by_id) == (Reply.YES, world.marcelle_in_tilleuls)
    assert 'value="yes" aria-pressed="true"' in page(tell, marcelle)


def test_the_next_four_dates_that_ask_are_there(tell: Tell, marcelle: Client) -> None:
    for days in range(1, 7):
        plan(tell.app, tell.world.tilleuls, now() + timedelta(days=days))
    plan(tell.app, tell.world.tilleuls, now() + timedelta(hours=3), asked=Asked.NOT_ASKED)
    assert page(tell, marcelle).count("/presences/") == 4


def test_it_prints_without_the_groups_name(tell: Tell, marcelle: Client) -> None:
    assert "ibromyalgie" not in page(tell, marcelle)
    assert "<title>Liste d’appel – Rendez-vous</title>" in page(tell, marcelle)
