"""What another member chose in silence stays out of everything about me: a block, a question left, a number hidden."""

from flask import Flask

from entraide.members.models import Visibility
from tests.members.facing import ask, block, decide, lise_shows
from tests.people import Client
from tests.world import World


def deeds_told(app: Flask, world: World, who: str) -> list[str]:
    said = Client(app).sign_in(getattr(world, who)).post("/moi/donnees", {"kind": "json"}).get_json()
    return [one["deed"] for group in said["groups"] for one in group["journal"]]


def test_who_is_blocked_does_not_read_it_in_her_own_data(app: Flask, world: World) -> None:
    assert block(app, world, "lise", "jo") == 303
    assert "block:make" not in deeds_told(app, world, "jo")
    assert "block:make" in deeds_told(app, world, "lise")


def test_a_question_left_and_a_number_hidden_again_are_not_told(app: Flask, world: World) -> None:
    lise_shows(app, world, Visibility.ORGANISERS)
    ask(app, world, "jo")
    assert decide(app, world, "lise", "jo", "give") == 303
    assert decide(app, world, "lise", "jo", "take_back") == 303
    assert {"number:ask", "number:give"} <= set(deeds_told(app, world, "jo"))
    assert "number:take_back" not in deeds_told(app, world, "jo")
