"""A form sent from an older page, or kept open too long: one press opens its page again."""

import pytest

from tests.members.cards import card_of, form_of
from tests.people import Client
from tests.world import World

AGAIN = "Rouvrir la page"


@pytest.fixture
def stale(client: Client, world: World) -> dict[str, str]:
    """Lise's card in a window that stayed open while she changed it in another."""
    client.sign_in(world.lise)
    old = form_of(client, card_of(world))
    assert client.post(card_of(world), old | {"name": "Lise T."}).status_code == 303
    return old


def sent(client: Client, world: World, fields: dict[str, str], came_from: str) -> str:
    answer = client.post(card_of(world), fields, headers={"Referer": f"http://localhost{came_from}"})
    assert answer.status_code == 409
    return str(answer.text)


def test_the_page_it_stood_on_is_one_press_away(client: Client, world: World, stale: dict[str, str]) -> None:
    page = sent(client, world, stale, card_of(world))
    assert f'href="{card_of(world)}">{AGAIN}' in page
    assert "vous dans une autre fenêtre" in page


@pytest.mark.parametrize("came_from", ["/moi/adresse/garder", "/nowhere", ""])
def test_an_address_that_only_takes_forms_is_no_way_back(
    client: Client, world: World, stale: dict[str, str], came_from: str
) -> None:
    assert AGAIN not in sent(client, world, stale, came_from)


def test_a_page_of_another_site_is_no_way_back(client: Client, world: World, stale: dict[str, str]) -> None:
    answer = client.post(card_of(world), stale, headers={"Referer": f"http://elsewhere.example{card_of(world)}"})
    assert AGAIN not in answer.text


def test_a_page_open_too_long_is_opened_again(client: Client, world: World) -> None:
    client.sign_in(world.lise)
    answer = client.post(card_of(world), token="stale", headers={"Referer": f"http://localhost{card_of(world)}"})
    assert (answer.status_code, AGAIN in answer.text) == (400, True)
