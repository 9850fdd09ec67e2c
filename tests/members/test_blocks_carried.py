"""A door closed to somebody holds when she comes back under another name, and nothing tells which name it is."""

import json
import re

import pytest
from flask import Flask

from entraide.access.tokens import from_short, short
from entraide.members.actions import join, roster
from entraide.members.models import Visibility
from entraide.members.queries import find_membership
from tests.lettering import at_work
from tests.members import cards
from tests.members.facing import PHONE, block, group_of, lise_shows, person_of, read
from tests.members.test_taking_over import ask_over
from tests.members.ways import ENTRY
from tests.people import Client, code_in, letters_to
from tests.world import World

HERS = "/ma-fiche/personnes"


@pytest.fixture
def back(app: Flask, world: World) -> str:
    """Lise's card is open to the group, but not to Ana; who left and is here again, under this membership."""
    lise_shows(app, world, Visibility.GROUP)
    block(app, world, "lise", "ana")
    return come_back(app, world, "ana_in_tilleuls")


def come_back(app: Flask, world: World, left: str, name: str = "Capucine") -> str:
    with at_work(app, world.tilleuls):
        roster.end(find_membership(world.tilleuls, getattr(world, left)))
        return short(join(world.tilleuls, world.ana.person_id, name, consent_version="1").id)


def sees(app: Flask, world: World, who: object) -> bool:
    """Press *See* at Lise's."""
    return PHONE in Client(app).sign_in(who).post(f"{person_of(world)}/voir", {"purpose": "news"}).text


def page(app: Flask, world: World) -> str:
    return read(app, world, "lise", f"{group_of(world)}{HERS}")


def decide(app: Flask, world: World, key: str, deed: str = "unblock") -> int:
    return Client(app).sign_in(world.lise).post(f"{group_of(world)}{HERS}/{key}", {"deed": deed}).status_code


def keys_of(text: str) -> list[str]:
    return re.findall(rf'action="[^"]*{HERS}/([^"]+)"', text)


def own_data(app: Flask, world: World) -> str:
    said = Client(app).sign_in(world.lise).post("/moi/donnees", {"kind": "json"}).get_json()
    group = next(one for one in said["groups"] if one["membership"][0]["name"] == "Lise T.")
    told = [one for one in group["journal"] if one["deed"].startswith("number:")]
    return json.dumps([group["ties"], told])


def test_ones_own_page_does_not_carry_her_new_membership(app: Flask, world: World, back: str) -> None:
    text = page(app, world)
    assert "Quelqu’un qui a quitté le groupe" in cards.plain(text)
    assert back not in text


def test_the_line_stays_the_same_to_the_byte_when_she_comes_back(app: Flask, world: World) -> None:
    block(app, world, "lise", "ana")
    with at_work(app, world.tilleuls):
        roster.end(find_membership(world.tilleuls, world.ana_in_tilleuls))
    before = page(app, world)
    with at_work(app, world.tilleuls):
        join(world.tilleuls, world.ana.person_id, "Capucine", consent_version="1")
    assert page(app, world) == before


def test_nor_does_trying_ones_own_card_as_she_sees_it(app: Flask, world: World, back: str) -> None:
    assert PHONE in read(app, world, "lise", f"{group_of(world)}/ma-fiche?vu={back}")


@pytest.mark.parametrize("deed", ["unblock", "give", "leave", "take_back"])
def test_nor_does_a_form_sent_to_her(app: Flask, world: World, back: str, deed: str) -> None:
    with at_work(app, world.tilleuls):
        other = short(join(world.tilleuls, world.nina.person_id, "Violette", consent_version="1").id)
    assert decide(app, world, back, deed) == decide(app, world, other, deed) == 404


def test_nor_does_blocking_her_by_her_new_name(app: Flask, world: World, back: str) -> None:
    before = keys_of(page(app, world))
    lise = Client(app).sign_in(world.lise)
    assert lise.post(f"{group_of(world)}/membre/{back}/bloquer").status_code == 303
    assert set(keys_of(page(app, world))) == {*before, back}


def test_nor_do_ones_own_data(app: Flask, world: World) -> None:
    lise_shows(app, world, Visibility.ORGANISERS)
    block(app, world, "lise", "ana")
    before = own_data(app, world)
    come_back(app, world, "ana_in_tilleuls")
    assert Client(app).sign_in(world.ana).post(f"{person_of(world)}/numero").status_code == 303
    assert own_data(app, world) == before


def test_opened_again_it_is_open_to_whoever_she_is_now(app: Flask, world: World, back: str) -> None:
    assert not sees(app, world, world.ana)
    (key,) = keys_of(page(app, world))
    assert decide(app, world, key) == 303
    assert sees(app, world, world.ana)
    assert keys_of(page(app, world)) == []


def test_it_holds_for_a_third_name_too(app: Flask, world: World, back: str) -> None:
    with at_work(app, world.tilleuls):
        roster.end(find_membership(world.tilleuls, from_short(back)))
        join(world.tilleuls, world.ana.person_id, "Rose", consent_version="1")
    assert not sees(app, world, world.ana)
    assert len(keys_of(page(app, world))) == 1


def test_it_holds_when_she_takes_over_what_was_kept_for_somebody_without_account(app: Flask, world: World) -> None:
    lise_shows(app, world, Visibility.GROUP)
    block(app, world, "lise", "ana")
    with at_work(app, world.tilleuls):
        roster.end(find_membership(world.tilleuls, world.ana_in_tilleuls))
    client, link = Client(app), ask_over(app, world, world.ana.email)
    client.browser.post(link)
    client.get("/connexion/code")
    own = client.post("/connexion/code", {"code": code_in(letters_to(app, world.ana.email)[-1])}).location or ""
    own = client.post("/connexion/qui", {"who": "0"}).location or "" if own == "/connexion/qui" else own
    assert client.post(own, cards.form_of(client, own) | ENTRY | {"name": ""}).status_code == 303
    with at_work(app, world.tilleuls):
        assert find_membership(world.tilleuls, world.odile_in_tilleuls).person_id == world.ana.person_id
    assert not sees(app, world, world.ana)


def test_the_page_says_for_how_long_after_leaving_it_holds(app: Flask, world: World) -> None:
    text = cards.plain(read(app, world, "lise", f"{person_of(world, 'ana')}/bloquer"))
    assert "part et revient dans les 12 mois sous un autre nom" in text
