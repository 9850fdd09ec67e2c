"""What is not accepted leaves a line in the log: which page, which session, never what was typed (ASVS 16.3)."""

import logging
from collections.abc import Callable

import pytest

from entraide.access.tokens import short
from tests.people import Client
from tests.world import World

Deed = Callable[[Client, World], object]


def a_wrong_code(client: Client, world: World) -> None:
    client.post("/connexion", {"email": "lise@poste.example"})
    client.post("/connexion/code", {"code": "0000 0001"})


def a_wrong_phrase(client: Client, world: World) -> None:
    client.post("/connexion/carte", {"number": "1234 5678", "words": "un deux trois quatre cinq six"})


def a_forged_link(client: Client, world: World) -> None:
    client.get("/r/" + "x" * 64)


def a_foreign_group(client: Client, world: World) -> None:
    client.sign_in(world.lise).get(f"/g/{short(world.passerelle)}")


def a_role_one_has_not(client: Client, world: World) -> None:
    client.sign_in(world.lise).get(f"/g/{short(world.tilleuls)}/reglages")


def a_form_without_its_token(client: Client, world: World) -> None:
    client.sign_in(world.lise).post("/deconnexion", token="")


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (a_wrong_code, "refused: accounts.prove answered 422"),
        (a_wrong_phrase, "refused: accounts.enter_by_card answered 422"),
        (a_forged_link, "refused: meetings.by_link answered 404"),
        (a_foreign_group, "refused: home.group answered 404"),
        (a_role_one_has_not, "refused: groups.settings answered 403"),
        (a_form_without_its_token, "refused: accounts.sign_out answered 400"),
    ],
)
def test_it_is_told_by_page_and_session(
    client: Client, world: World, caplog: pytest.LogCaptureFixture, deed: Deed, said: str
) -> None:
    with caplog.at_level(logging.INFO, "entraide"):
        deed(client, world)
    lines = [record.getMessage() for record in caplog.records if record.name == "entraide"]
    assert any(line.startswith(said) for line in lines), lines
    typed = ("lise@", "0000", "1234", "trois", "xxx", short(world.passerelle))
    assert not [line for line in lines if any(word in line for word in typed)]


def test_tries_over_a_limit_are_told_apart(client: Client, world: World, caplog: pytest.LogCaptureFixture) -> None:
    client.post("/connexion", {"email": "lise@poste.example"})
    with caplog.at_level(logging.INFO, "entraide"):
        for _ in range(6):
            client.post("/connexion/code", {"code": "0000 0001"})
    told = [record.getMessage().split(":")[0] for record in caplog.records if "accounts.prove" in record.getMessage()]
    assert told == ["refused"] * 5 + ["over a limit"]


def test_what_went_well_leaves_no_line(client: Client, world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "entraide"):
        client.sign_in(world.lise).get("/agenda")
    assert caplog.text == ""
