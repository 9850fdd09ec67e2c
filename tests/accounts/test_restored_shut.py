"""What a session that organisers restored for their group never reaches: address, export, erasure, protection."""

import pytest
from flask import Flask
from sqlalchemy import update

from entraide.access.tokens import short
from entraide.accounts.models import SignIn
from entraide.calendars.actions import connect
from entraide.calendars.models import Level
from entraide.clock import now
from entraide.db import db
from entraide.mail.actions import post
from entraide.mail.models import Letter, State
from tests.people import Client
from tests.world import World

SHUT = {
    "/moi/adresse": {"email": "autre@poste.example"},
    "/moi/donnees": {"kind": "json"},
    "/moi/effacer": {"understood": "y"},
    "/moi/protection/mots": {},
    "/moi/verrous/carte": {},
    "/creer/groupe": {"kind": "talk"},
}


def restored(app: Flask, world: World) -> Client:
    """Sign Ana in, who is in two groups, by what the organisers of one restored; a code was typed just now."""
    client = Client(app).sign_in(world.ana)
    with app.app_context():
        db.session.execute(update(SignIn).values(only_group_id=world.tilleuls, sure_since=now()))
        db.session.commit()
    return client


@pytest.mark.parametrize("path", SHUT)
def test_it_is_absent_there(app: Flask, world: World, path: str) -> None:
    client = restored(app, world)
    absent = client.get(f"/g/{'A' * 22}")
    assert absent.status_code == 404
    answers = [client.post(path, SHUT[path])]
    if path not in ("/moi/protection/mots", "/moi/verrous/carte"):
        answers.append(client.get(path))
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert all(answer.data == absent.data for answer in answers)


def test_its_own_group_is_open_and_the_other_one_absent(app: Flask, world: World) -> None:
    client = restored(app, world)
    assert client.get(f"/g/{short(world.tilleuls)}").status_code == 200
    assert client.get(f"/g/{short(world.passerelle)}").status_code == 404


@pytest.fixture
def elsewhere(app: Flask, world: World) -> None:
    """A letter of her other group went to Ana, and her calendars of either group bear names."""
    with app.app_context():
        for group, label in ((world.passerelle, "La Passerelle"), (world.tilleuls, "Les Tilleuls")):
            connect(world.ana.person_id, label, Level.DISCREET, "fr", only_group=group)
        connect(world.ana.person_id, "Toutes mes dates", Level.DISCREET, "fr")
        for kind, group in (("welcomed", world.passerelle), ("lock_changed", None), ("keeping_told", world.tilleuls)):
            post(kind, person=world.ana.person_id, group=group)
        db.session.execute(update(Letter).values(state=State.SENT, sent_at=now()))
        db.session.commit()


def test_her_letters_and_calendars_of_other_groups_are_not_told(app: Flask, world: World, elsewhere: None) -> None:
    whole = Client(app).sign_in(world.ana).get("/moi/lettres").text
    assert whole.count("<li>") - restored(app, world).get("/moi/lettres").text.count("<li>") == 2
    seen = restored(app, world).get("/moi/apercu").text
    assert "Les Tilleuls" in seen
    assert "La Passerelle" not in seen
    assert "Toutes mes dates" not in seen
