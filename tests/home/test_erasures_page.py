"""What was erased, in bands of people, by month that is over; and what a restore lost track of."""

from datetime import date

import pytest
from flask import Flask
from time_machine import travel

from entraide.vault.erasing import path_of
from entraide.vault.erasure_file import add, put, with_missing
from tests.conftest import Stage
from tests.people import Client
from tests.world import World


@pytest.fixture
def journal(stage: Stage, world: World) -> None:
    days = [date(2026, 9, 3)] * 2 + [date(2026, 10, 9)] * 7 + [date(2026, 11, 2)] * 30
    add(path_of(stage.settings), [(day, "person", f"{at:032x}") for at, day in enumerate(days, 1)])


@pytest.fixture
def page(app: Flask, journal: None, world: World) -> str:
    with travel("2026-11-22T10:00Z", tick=False):
        return Client(app).sign_in(world.nina).get("/serveur/effacements").text


def test_months_that_are_over_are_told_in_bands(page: str) -> None:
    assert "octobre 2026</dt><dd>de 5 à 19" in page
    assert "septembre 2026</dt><dd>moins de cinq, ou personne" in page


def test_the_month_that_runs_is_not_told(page: str) -> None:
    assert "novembre" not in page


def test_what_a_restore_lost_is_said_here_and_on_the_servers_page(stage: Stage, client: Client, journal: None) -> None:
    assert "sauvegarde sans la dernière trace" not in client.get("/serveur").text
    path = path_of(stage.settings)
    put(with_missing(path.read_bytes(), date(2026, 11, 20), 41), path)
    assert "2\u00a0effacements" in client.get("/serveur/effacements").text.replace(" effacements", "\u00a0effacements")
    assert "sauvegarde sans la dernière trace" in client.get("/serveur").text


def test_an_altered_journal_is_said_and_no_fault(stage: Stage, client: Client, journal: None) -> None:
    path = path_of(stage.settings)
    path.write_bytes(path.read_bytes().replace(b"person", b"nobody"))
    assert client.get("/serveur").status_code == 200
    assert "modifié ou perdu" in client.get("/serveur/effacements").text
