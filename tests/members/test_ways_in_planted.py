"""What an organiser calls herself is known in her group: where it tells of the group, strangers get an initial."""

import pytest
from flask import Flask

from entraide.members.queries import find_membership
from entraide.vault import sealed
from tests.lettering import all_of, at_work
from tests.members.ways import MIMI, link_to, make_spoken, make_way, write_to
from tests.people import Client, letters_to
from tests.world import World

PLANTED = ("Fibromyalgie-Marcelle T.", "Entraide T.", "FIBROMYALGIES T.")


@pytest.fixture(params=PLANTED)
def planted(app: Flask, world: World, request: pytest.FixtureRequest) -> str:
    """Marcelle calls herself so that her name says what the group is."""
    with at_work(app, world.tilleuls):
        marcelle = find_membership(world.tilleuls, world.marcelle_in_tilleuls)
        marcelle.name_sealed = sealed.seal(marcelle.person_id, f"name {marcelle.id}", request.param)
    return str(request.param)


def tells(text: str) -> bool:
    return any(word in text.casefold() for word in ("fibromyalgie", "entraide"))


def test_a_letter_of_invitation_does_not_say_it(app: Flask, world: World, planted: str) -> None:
    write_to(app, world, MIMI)
    (letter,) = letters_to(app, MIMI)
    assert not tells(all_of(letter))
    assert f"{planted[0]}. vous écrit" in str(letter["Subject"])


def test_nor_does_the_page_behind_its_link(app: Flask, world: World, planted: str) -> None:
    write_to(app, world, MIMI)
    assert not tells(Client(app).get(link_to(app, MIMI)).text)


def test_nor_does_a_link_for_many(app: Flask, world: World, planted: str) -> None:
    assert not tells(Client(app).get(make_way(app, world)).text)


def test_nor_does_a_code_said_aloud(app: Flask, world: World, planted: str) -> None:
    visitor = Client(app)
    answer = visitor.post("/rejoindre", {"code": make_spoken(app, world)})
    assert answer.status_code == 303
    assert not tells(visitor.get(answer.location).text)
