"""A form that was kept and then sent is offered no more; one that was refused still is."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.access.tokens import short
from entraide.accounts.models import Person
from entraide.clock import now
from entraide.db import db
from tests.accounts.locking import add_app
from tests.people import Client
from tests.world import World

FORM, TYPED = "/moi/formulaire", {"email": "odile@poste.example", "revision": "1"}


@pytest.fixture
def page(world: World) -> str:
    return f"/g/{short(world.tilleuls)}/membre/{short(world.odile_in_tilleuls)}"


@pytest.fixture
def marcelle(app: Flask, world: World, page: str) -> Client:
    """Send an organiser, whose days without a lock are over, through making one; what she typed is kept."""
    with app.app_context():
        db.session.get_one(Person, world.marcelle.person_id).first_deed = now() - timedelta(days=20)
        db.session.commit()
    client = Client(app).sign_in(world.marcelle)
    asked = client.post(f"{page}/adresse", TYPED, headers={"Referer": f"http://localhost{page}"})
    assert asked.location == "/moi/confirmer"
    client.get("/moi/confirmer")
    add_app(client)
    return client


def test_one_press_leads_back_from_the_lock_to_what_was_typed(marcelle: Client, page: str) -> None:
    assert marcelle.get("/moi/retour").location == FORM
    assert TYPED["email"] in marcelle.get(FORM).text
    assert marcelle.post(f"{page}/adresse", TYPED).status_code == 303


def test_sent_it_is_offered_no_more(marcelle: Client, page: str) -> None:
    marcelle.get("/moi/retour")
    marcelle.get(FORM)
    assert marcelle.post(f"{page}/adresse", TYPED).status_code == 303
    assert marcelle.get(FORM).location == "/agenda"


def test_refused_it_is_there_still(marcelle: Client, page: str) -> None:
    marcelle.get("/moi/retour")
    marcelle.get(FORM)
    assert marcelle.post(f"{page}/adresse", TYPED | {"email": "no address"}).status_code == 422
    assert TYPED["email"] in marcelle.get(FORM).text


def test_another_form_sent_meanwhile_leaves_it(marcelle: Client) -> None:
    marcelle.get("/moi/retour")
    marcelle.get(FORM)
    assert marcelle.post("/moi/appareils/fin").status_code == 303
    assert TYPED["email"] in marcelle.get(FORM).text


def test_asked_for_the_lock_once_more_it_waits_again(marcelle: Client, page: str) -> None:
    marcelle.get("/moi/retour")
    marcelle.get(FORM)
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert marcelle.post(f"{page}/adresse", TYPED).location == "/moi/confirmer"
        assert TYPED["email"] in marcelle.get(FORM).text


def test_forgotten_it_leads_back_to_the_page_it_stood_on(marcelle: Client, page: str) -> None:
    marcelle.get("/moi/retour")
    marcelle.get(FORM)
    assert marcelle.post(f"{FORM}/oublier").location == page
