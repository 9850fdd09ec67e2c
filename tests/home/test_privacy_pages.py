"""What the pages about keeping and reading say, as it is."""

import pytest

from entraide.accounts import moving
from entraide.home.keeping_words import WORDS
from entraide.retention import TABLE, Kept
from tests.members.cards import plain
from tests.people import Client
from tests.world import World


@pytest.fixture
def lise(client: Client, world: World) -> Client:
    return client.sign_in(world.lise)


def test_every_line_of_the_table_has_its_words() -> None:
    assert WORDS.keys() == TABLE.keys() == set(Kept)


@pytest.mark.parametrize("said", ["Ce qui reste d’un groupe fermé", "Votre ancienne adresse e-mail"])
def test_the_page_of_durations_says_what_is_kept_after_an_end(lise: Client, said: str) -> None:
    assert said in plain(lise.get("/durees").text)


@pytest.mark.parametrize(
    "said",
    [
        "30 minutes après la dernière utilisation",
        "12 heures après votre connexion, même si vous vous en servez",
        "180 jours après la dernière utilisation",
    ],
)
def test_the_page_of_durations_says_how_long_sessions_last(lise: Client, said: str) -> None:
    assert said in plain(lise.get("/durees").text)


def test_a_former_address_is_kept_as_long_as_the_table_says() -> None:
    assert moving.KEPT.days == TABLE[Kept.FORMER].days


@pytest.mark.parametrize(
    "said",
    [
        "Si un groupe écarte une adresse, il garde 24 mois une trace illisible de cette adresse, le jour",
        "qui l’a décidé, dans ce groupe seulement ; un effacement n’y change rien.",
        "Un signe de vie",
        "Les reçus",
        "Le journal",
        "dont vous avez dit qu’elle n’est pas sûre",
    ],
)
def test_the_page_of_privacy_says_what_stays_of_somebody(lise: Client, said: str) -> None:
    assert said in plain(lise.get("/confidentialite").text)


def test_a_year_is_said_in_months_as_on_every_other_page(client: Client) -> None:
    said = plain(client.get("/durees").text)
    assert "12 mois" in said
    assert "24 mois" in said
    assert "365 jours" not in said
