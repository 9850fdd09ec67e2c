"""A letter that says something was decided leads to a page that says what (members/actions/telling)."""

import pytest
from flask import Flask

from tests.members.cards import plain
from tests.people import Client, letters_to, text_of
from tests.rights.keeping import keep, longer_here, moderation, press, propose
from tests.world import Somebody, World


@pytest.fixture
def marcelle(app: Flask, world: World) -> Client:
    """Marcelle keeps Les Tilleuls with Ana and Lise, and proposes to end Ana's role."""
    keep(app, world, "ana", "lise")
    longer_here(app, world, "ana", "lise")
    client = Client(app).sign_in(world.marcelle)
    assert propose(client, world.tilleuls, world.ana_in_tilleuls) == 303
    return client


def led_to(app: Flask, who: Somebody) -> str:
    """Return where somebody's newest letter leads."""
    words = text_of(letters_to(app, who.email)[-1]).split()
    return next(word for word in words if word.startswith("http")).partition("://")[2].partition("/")[2]


def test_another_organiser_reads_what_is_proposed(app: Flask, world: World, marcelle: Client) -> None:
    path = "/" + led_to(app, world.lise)
    assert path == moderation(world.tilleuls)
    assert "Décision ouverte" in plain(Client(app).sign_in(world.lise).get(path).text)


def test_who_keeps_the_group_no_more_reads_who_does(app: Flask, world: World, marcelle: Client) -> None:
    lise = Client(app).sign_in(world.lise)
    assert press(lise, app, world.tilleuls, "confirmer") == 303
    page = Client(app).sign_in(world.ana).get("/" + led_to(app, world.ana))
    assert page.status_code == 200
    assert "Qui tient ce groupe" in plain(page.text)
