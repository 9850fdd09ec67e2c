"""A form sent after the session had run out is shown again, filled, to the same person alone."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask, session
from sqlalchemy import select, update

from entraide.accounts import forms
from entraide.accounts.locks import forms as lock_forms
from entraide.accounts.models import Device, KeptForm, SignIn
from entraide.accounts.views.asking import next_page
from entraide.clock import now
from entraide.db import db
from tests.lettering import at_work
from tests.people import Client, code_in, letters_to
from tests.world import Somebody, World


@pytest.fixture
def late(client: Client, world: World) -> Iterator[time_machine.Traveller]:
    """Lise types for an hour on a shared device, then sends; the clock goes on from there."""
    client.sign_in(world.lise, Device.SHARED)
    client.get("/moi/appareils")
    with time_machine.travel(now() + timedelta(hours=1)) as traveller:
        assert (
            client.post("/moi/confirmer", {"word": "what I typed", "mode": "round_table", "once": "7xPbtE"}).location
            == "/connexion"
        )
        yield traveller


def sign_in_again(app: Flask, client: Client, somebody: Somebody) -> str:
    client.post("/connexion", {"email": somebody.email})
    return client.post("/connexion/code", {"code": code_in(letters_to(app, somebody.email)[-1])}).location or ""


def test_the_same_person_finds_it_filled(
    app: Flask, client: Client, world: World, late: time_machine.Traveller
) -> None:
    assert sign_in_again(app, client, world.lise) == "/moi/formulaire"
    page = client.get("/moi/formulaire").text
    assert 'value="what I typed"' in page
    assert 'action="/moi/confirmer"' in page


def test_she_reads_her_own_words_again_and_not_the_forms_ids(
    app: Flask, client: Client, world: World, late: time_machine.Traveller
) -> None:
    sign_in_again(app, client, world.lise)
    main = client.get("/moi/formulaire").text.split("<main", 1)[1]
    assert re.findall(r"<li>([^<]*)</li>", main) == ["what I typed"]


def test_somebody_else_at_the_same_browser_sees_nothing_of_it(
    app: Flask, client: Client, world: World, late: time_machine.Traveller
) -> None:
    sign_in_again(app, client, world.dov)
    answer = client.get("/moi/formulaire")
    assert answer.status_code == 303
    assert "what I typed" not in answer.text


def test_a_session_that_opens_one_group_alone_does_not_show_it(
    app: Flask, client: Client, world: World, late: time_machine.Traveller
) -> None:
    sign_in_again(app, client, world.lise)
    with at_work(app):
        db.session.execute(update(SignIn).values(only_group_id=world.passerelle))
    answer = client.get("/moi/formulaire")
    assert answer.status_code == 303
    assert "what I typed" not in answer.text


def test_it_is_forgotten_after_an_hour(app: Flask, client: Client, world: World, late: time_machine.Traveller) -> None:
    late.shift(timedelta(hours=1, minutes=1))
    sign_in_again(app, client, world.lise)
    assert client.get("/moi/formulaire").status_code == 303


def test_a_page_asked_for_later_finds_nothing_though_no_job_ran(
    client: Client, world: World, late: time_machine.Traveller
) -> None:
    late.shift(timedelta(minutes=59))
    assert "what I typed" in client.sign_in(world.lise).get("/moi/formulaire").text
    late.shift(timedelta(minutes=2))
    assert client.sign_in(world.lise).get("/moi/formulaire").status_code == 303


@pytest.mark.parametrize("field", sorted(forms.SECRETS | lock_forms.SECRETS))
def test_a_secret_is_never_kept(app: Flask, client: Client, world: World, field: str) -> None:
    client.sign_in(world.lise, Device.SHARED)
    client.get("/moi/appareils")
    with time_machine.travel(now() + timedelta(hours=1)):
        for fields in ({field: "nobody may read this"}, {field: "", "word": "beside one"}):
            assert client.post("/moi/confirmer", fields).location == "/connexion"
    with app.app_context():
        assert db.session.scalars(select(KeptForm)).all() == []


def test_it_can_be_forgotten_at_once(app: Flask, client: Client, world: World, late: time_machine.Traveller) -> None:
    sign_in_again(app, client, world.lise)
    client.post("/moi/formulaire/oublier")
    assert client.get("/moi/formulaire").status_code == 303


def test_once_shown_it_is_in_nobodys_way(
    app: Flask, client: Client, world: World, late: time_machine.Traveller
) -> None:
    sign_in_again(app, client, world.lise)
    client.get("/moi/formulaire")
    with client.browser.session_transaction() as kept:
        shown = dict(kept)
    assert led_to(app, {"kept": shown["kept"], "next": "/moi/donnees"}) == "/moi/formulaire"
    assert led_to(app, {**shown, "next": "/moi/donnees"}) == "/moi/donnees"


def led_to(app: Flask, browser: dict[str, str]) -> str:
    with app.test_request_context():
        session.update(browser)
        return next_page()
