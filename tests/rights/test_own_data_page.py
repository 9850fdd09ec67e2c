"""The page of everything about oneself: it leads to each card by its group's name, unless names are hidden."""

from tests.people import Client
from tests.world import World


def test_each_card_is_found_by_its_group_s_name(client: Client, world: World) -> None:
    page = client.sign_in(world.ana).get("/moi/donnees").text
    assert "fiche\u00a0: Fibromyalgie Les Tilleuls" in page


def test_with_names_hidden_cards_are_counted(client: Client, world: World) -> None:
    client.sign_in(world.ana).post("/affichage/noms")
    page = client.get("/moi/donnees").text
    assert "Mon nom et ma fiche dans le groupe 1" in page
    assert "Les Tilleuls" not in page
