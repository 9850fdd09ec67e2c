"""Whoever was shut out takes no chair in the waiting room: she could keep it full, and organisers would see nobody."""

import pytest
from flask import Flask

from entraide.accounts.actions import make_person
from entraide.db import db
from entraide.members.actions import entering
from tests.members.ways import enter, make_way, organiser
from tests.people import Client
from tests.rights.keeping import remove, waiting
from tests.world import World


def test_the_unheard_do_not_fill_the_room(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering, "ROOM", 2)  # Paul waits already
    assert remove(organiser(app, world), world.tilleuls, world.lise_in_tilleuls, "ban") == 303
    path = make_way(app, world)
    with app.app_context():
        others = [make_person(world.lise.email, name, "fr").id for name in ("Une", "Deux")]
        db.session.commit()
    for person_id in others:
        assert enter(Client(app).sign_in(person_id), path).status_code == 303
    enter(Client(app).sign_in(world.nina), path)
    assert waiting(app, world.tilleuls, world.nina.person_id) is not None
