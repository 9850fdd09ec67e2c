"""A number that was given or refused on one page, and answered once more on another that is older."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from entraide.access.tokens import short
from entraide.members.models import Visibility
from tests.members.cards import plain
from tests.members.facing import PHONE, ask, block, decide, group_of, lise_shows, seen
from tests.people import Client
from tests.world import World

BEFORE = "Vous y aviez déjà répondu"


@pytest.fixture
def given(app: Flask, world: World) -> Client:
    """Lise said yes to Ana, and has the page open from before."""
    lise_shows(app, world, Visibility.ME)
    ask(app, world, "ana")
    assert decide(app, world, "lise", "ana", "give") == 303
    return Client(app).sign_in(world.lise)


def answer_again(client: Client, world: World, deed: str, who: str = "ana") -> TestResponse:
    return client.post(
        f"{group_of(world)}/ma-fiche/personnes/{short(getattr(world, f'{who}_in_tilleuls'))}", {"deed": deed}
    )


def test_a_late_no_says_that_the_number_was_given(app: Flask, world: World, given: Client) -> None:
    answer = answer_again(given, world, "leave")
    assert answer.location == f"{group_of(world)}/ma-fiche/personnes"
    page = plain(given.get(answer.location).text)
    assert BEFORE in page
    assert "Le cacher de nouveau" in page
    assert PHONE in seen(app, world, "ana")


def test_a_second_yes_says_it_too(world: World, given: Client) -> None:
    assert BEFORE in plain(given.get(answer_again(given, world, "give").location).text)


def test_of_whom_she_blocks_nothing_is_told_by_it(app: Flask, world: World, given: Client) -> None:
    block(app, world, "lise", "ana")
    assert answer_again(given, world, "give").status_code == 404
    assert answer_again(given, world, "give", "jo").status_code == 404
