"""Two members never bear one name: who comes in gets a number and learns nothing, who belongs is told."""

import pytest
from flask import Flask

from entraide.access.tokens import short
from tests.members import cards
from tests.members.cards import card_of, form_of, plain, roster_of
from tests.members.pasting import Pasting, fields_in
from tests.members.ways import enter, invited, make_way, organiser, page, places
from tests.people import Client
from tests.rights.keeping import waiting
from tests.world import World


def test_who_comes_in_by_letter_under_a_name_that_is_borne_gets_a_number(app: Flask, world: World) -> None:
    path = invited(app, world, world.nina.email)
    answer = enter(Client(app).sign_in(world.nina), path, name="LISE t.")
    assert answer.status_code == 303
    assert "LISE t. (2)" in places(app, world.tilleuls)


def test_the_waiting_room_takes_any_name(app: Flask, world: World) -> None:
    """A stranger must not learn by trying who belongs."""
    nina = Client(app).sign_in(world.nina)
    assert enter(nina, make_way(app, world), name="Lise T.").status_code == 303
    assert "(2)" not in " ".join(places(app, world.tilleuls))


def test_the_number_comes_when_she_is_let_in(app: Flask, world: World) -> None:
    enter(Client(app).sign_in(world.nina), make_way(app, world), name="Lise T.")
    client = organiser(app, world)
    row = waiting(app, world.tilleuls, world.nina.person_id)
    assert row is not None
    client.post(page(world.tilleuls, "demandes", short(row.id), "bienvenue"))
    assert {"Lise T.", "Lise T. (2)"} <= places(app, world.tilleuls).keys()


def test_a_member_does_not_take_anothers_name(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    form = form_of(client, card_of(world)) | {"name": "jo-71"}
    answer = client.post(card_of(world), form)
    assert answer.status_code == 422
    assert "a déjà ce nom" in plain(answer.text)
    assert "jo-71" in answer.text
    assert "Lise T." in places(app, world.tilleuls)


@pytest.mark.parametrize("name", ["Jo\ufe0f-71", "Jо-71", "Jo-71\u3164", "Ｊｏ-71", "JΟ-71"], ids=ascii)
def test_nor_one_that_nobody_could_tell_from_it(client: Client, world: World, name: str) -> None:
    client.sign_in(world.lise)
    assert client.post(card_of(world), form_of(client, card_of(world)) | {"name": name}).status_code == 422


@pytest.mark.parametrize("name", ["Анна", "Ελένη", "काव्या", "日本", "Søren", "💛"], ids=ascii)
def test_any_script_makes_a_name(client: Client, world: World, name: str) -> None:
    client.sign_in(world.lise)
    assert client.post(card_of(world), form_of(client, card_of(world)) | {"name": name}).status_code == 303
    assert name in client.get(roster_of(world)).text


def test_she_keeps_her_own(client: Client, world: World) -> None:
    client.sign_in(world.lise)
    assert client.post(card_of(world), form_of(client, card_of(world)) | {"name": "lise t."}).status_code == 303


def test_a_discreet_members_name_is_not_given_away(app: Flask, client: Client, world: World) -> None:
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, is_discreet=True)
    client.sign_in(world.lise)
    assert "Jo-71" not in client.get(roster_of(world)).text
    assert client.post(card_of(world), form_of(client, card_of(world)) | {"name": "Jo-71"}).status_code == 303


def test_an_organiser_is_told_when_she_writes_a_name_down_twice(app: Flask, world: World) -> None:
    client = organiser(app, world)
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, is_discreet=True)
    typed = {"name": "jo-71", "reach": "paper", "agreed": "y"}
    answer = client.post(page(world.tilleuls, "membres/sans-compte"), typed)
    assert answer.status_code == 422
    assert "a déjà ce nom" in plain(answer.text)


def test_where_a_member_takes_the_name_of_a_discreet_one_organisers_tell_the_two_apart(
    app: Flask, client: Client, world: World
) -> None:
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, is_discreet=True)
    client.sign_in(world.lise)
    client.post(card_of(world), form_of(client, card_of(world)) | {"name": "Jo-71"})
    borne = {name: row.id for name, row in places(app, world.tilleuls).items()}
    assert (borne["Jo-71"], borne["Jo-71 (2)"]) == (world.lise_in_tilleuls, world.jo_in_tilleuls)
    assert "(2)" in organiser(app, world).get(roster_of(world)).text
    assert "(2)" not in client.get(roster_of(world)).text


def test_two_discreet_members_of_one_name_are_told_apart_too(app: Flask, client: Client, world: World) -> None:
    for one in (world.jo_in_tilleuls, world.lise_in_tilleuls):
        cards.change(app, world.tilleuls, one, is_discreet=True)
    client.sign_in(world.lise)
    form = form_of(client, card_of(world)) | {"name": "JO-71", "is_discreet": "y"}
    assert client.post(card_of(world), form).status_code == 303
    assert {"JO-71", "Jo-71 (2)"} <= places(app, world.tilleuls).keys()


def test_a_discreet_one_who_shows_herself_again_is_distinct_already(app: Flask, client: Client, world: World) -> None:
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, is_discreet=True)
    client.sign_in(world.lise)
    client.post(card_of(world), form_of(client, card_of(world)) | {"name": "Jo-71"})
    jo = Client(app).sign_in(world.jo)
    form = form_of(jo, card_of(world))
    form.pop("is_discreet", None)
    assert jo.post(card_of(world), form).status_code == 303
    assert "Jo-71 (2)" in plain(client.get(roster_of(world)).text)


def test_whoever_a_pasted_list_brings_gets_a_name_of_her_own(app: Flask, world: World) -> None:
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, is_discreet=True)
    pasting = Pasting(app, world)
    fields = fields_in(
        pasting.rows("Nom complet\tTél\nZoé Un\t081/22.33.44\nZoé Deux\t081/22.33.45\nZoé Trois\t081/22.33.46")
    )
    names = sorted(name for name in fields if name.startswith("name-"))
    fields |= dict(zip(names, ["Jo-71", "Lise T.", "jo-71"], strict=True))
    fields |= {name.replace("name-", "kept-"): "y" for name in names}
    looked_at = pasting.client.post(pasting.path("coller/lignes"), fields)
    assert pasting.confirm(looked_at).status_code == 303
    assert {"Jo-71", "jo-71 (2)", "Jo-71 (3)", "Lise T.", "Lise T. (2)"} <= places(app, world.tilleuls).keys()
    assert places(app, world.tilleuls)["Jo-71 (3)"].id == world.jo_in_tilleuls
