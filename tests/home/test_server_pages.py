"""The server's page for people, and what watches over it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import OperationalError

from entraide.accounts.actions import ask_code
from entraide.accounts.models import Door
from entraide.clock import now
from entraide.db import db
from entraide.home.queries import server
from tests.people import Client
from tests.world import World


@pytest.fixture
def given(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    def give(**values: Any) -> None:
        changed = replace(app.extensions["entraide.settings"], **values)
        monkeypatch.setitem(app.extensions, "entraide.settings", changed)

    return give


def test_a_process_that_answers_is_healthy(client: Client) -> None:
    assert client.get("/healthz").get_data(as_text=True) == "ok\n"


def test_the_oldest_due_letter_is_told_in_seconds(app: Flask, client: Client) -> None:
    with app.app_context():
        ask_code("lise@poste.example", Door.SIGN_IN, "ref", "fr")
        db.session.commit()
    with time_machine.travel(now() + timedelta(minutes=7), tick=False):
        told = client.get("/readyz").get_json()
    assert told["letters_due"] == 1
    assert 419 <= told["oldest_due_letter_seconds"] <= 421
    assert told["letters_are_late"]


def test_a_letter_for_tomorrow_is_not_due(client: Client, world: World) -> None:
    assert client.get("/readyz").get_json()["oldest_due_letter_seconds"] == 0


def test_figures_are_told_to_this_machine_alone(client: Client) -> None:
    elsewhere = client.get("/readyz", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert (elsewhere.status_code, elsewhere.get_data(as_text=True)) == (200, "ready\n")


def test_a_proxy_that_nobody_counted_does_not_pass_for_this_machine(client: Client) -> None:
    through = client.get("/readyz", headers={"X-Forwarded-For": "192.0.2.7"})
    assert through.get_data(as_text=True) == "ready\n"


def test_a_database_that_does_not_answer_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(server, "outbox", fail)
    assert client.get("/readyz").status_code == 503


def test_the_servers_page_tells_who_runs_it_and_where(client: Client, given: Any) -> None:
    given(operator="ASBL Les Lilas", operator_contact="02 555 01 23", server_place="Namur", backup_to=("age1x",))
    page = client.get("/serveur").get_data(as_text=True)
    for words in ("ASBL Les Lilas", "02 555 01 23", "Namur", "30", "7"):
        assert words in page


def test_the_facades_host_shows_the_page_to_signed_in_people_only(client: Client, world: World, given: Any) -> None:
    given(directory_url="")
    assert client.get("/serveur").status_code == 404
    assert client.sign_in(world.lise).get("/serveur").status_code == 200


def test_every_signed_in_page_leads_to_the_servers_page(client: Client, world: World) -> None:
    assert 'href="/serveur"' in client.sign_in(world.lise).get("/agenda").get_data(as_text=True)


def test_pages_before_sign_in_do_not_lead_to_it(client: Client) -> None:
    assert 'href="/serveur"' not in client.get("/connexion").get_data(as_text=True)


@pytest.mark.parametrize(
    ("copies", "words"),
    [("none", "Rien d’autre ne copie son disque."), ("chaque nuit", "chaque nuit"), ("", "n’est pas écrit")],
)
def test_what_else_copies_the_disk_is_said_in_words(given: Any, client: Client, copies: str, words: str) -> None:
    given(snapshots=copies)
    assert words in client.get("/serveur").text
    assert "none" not in client.get("/serveur").text.partition("<main")[2].partition("</main")[0]
