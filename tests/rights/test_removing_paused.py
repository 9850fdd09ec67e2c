"""While something about an organiser is open, neither of the two says who somebody is (members/actions/decisions)."""

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from entraide.access.tokens import short
from entraide.accounts.models import Card
from entraide.db import db
from entraide.members.actions import vouching
from entraide.members.models import Vouching
from entraide.members.queries import find_membership
from tests.accounts.carrying import hand_page, odile, revision_on
from tests.lettering import at_work
from tests.members.cards import plain
from tests.members.ways import page
from tests.people import Client, letters_to
from tests.rights.keeping import keep, longer_here, moderation, press, propose, remove
from tests.world import World


@pytest.fixture
def marcelle(app: Flask, world: World) -> Client:
    """Marcelle keeps Les Tilleuls with Ana and Lise; Jo asks all three to vouch."""
    keep(app, world, "ana", "lise")
    longer_here(app, world, "ana", "lise")
    with at_work(app, world.tilleuls):
        vouching.ask(find_membership(world.tilleuls, world.jo_in_tilleuls))
    return Client(app).sign_in(world.marcelle)


@pytest.fixture
def ana(app: Flask, world: World, marcelle: Client) -> Client:
    """Ana, whose role Marcelle proposes to end."""
    assert propose(marcelle, world.tilleuls, world.ana_in_tilleuls) == 303
    return Client(app).sign_in(world.ana)


def vouch(app: Flask, world: World, who: Client) -> TestResponse:
    with at_work(app, world.tilleuls):
        jos = Vouching.membership_id == world.jo_in_tilleuls
        row = db.session.scalars(select(Vouching.id).where(jos)).one()
    return who.post(page(world.tilleuls, "acces", short(row)), {"seen": "y"})


def begin(world: World, who: Client) -> TestResponse:
    return who.post(page(world.tilleuls, "acces"), {"member": short(world.odile_in_tilleuls), "heard": "y"})


def words(app: Flask, world: World) -> int:
    with at_work(app, world.tilleuls):
        return sum(row.first_by_id is not None for row in db.session.scalars(select(Vouching)))


def hand(world: World, who: Client) -> TestResponse:
    path = hand_page(world)
    return who.post(path, {"revision": revision_on(who.get(path).text)})


def write_over(world: World, who: Client) -> TestResponse:
    path = page(world.tilleuls, "membre", short(world.odile_in_tilleuls), "adresse")
    revision = revision_on(who.get(path).text)
    return who.post(path, {"email": "odile@poste.example", "revision": revision})


def is_refused(world: World, who: Client, answer: TestResponse) -> bool:
    there = moderation(world.tilleuls)
    says = "Pas tant qu’une décision est ouverte entre vous et une autre personne"
    return (answer.status_code, answer.location) == (303, there) and says in plain(who.get(there).text)


def test_neither_vouches_for_somebody(app: Flask, world: World, marcelle: Client, ana: Client) -> None:
    assert [is_refused(world, who, vouch(app, world, who)) for who in (marcelle, ana)] == [True, True]
    assert words(app, world) == 0


def test_neither_begins_for_whoever_lost_a_card(app: Flask, world: World, marcelle: Client) -> None:
    odile(app, world)
    assert propose(marcelle, world.tilleuls, world.ana_in_tilleuls) == 303
    ana = Client(app).sign_in(world.ana)
    assert [is_refused(world, who, begin(world, who)) for who in (marcelle, ana)] == [True, True]
    with at_work(app, world.tilleuls):
        hers = Vouching.membership_id == world.odile_in_tilleuls
        assert db.session.scalars(select(Vouching).where(hers)).all() == []


def test_neither_hands_a_card_over(app: Flask, world: World, marcelle: Client, ana: Client) -> None:
    assert [is_refused(world, who, hand(world, who)) for who in (marcelle, ana)] == [True, True]
    with at_work(app, world.tilleuls):
        assert db.session.scalars(select(Card)).all() == []


def test_neither_restores_lost_words(app: Flask, world: World, marcelle: Client) -> None:
    client, _ = odile(app, world)
    assert propose(marcelle, world.tilleuls, world.ana_in_tilleuls) == 303
    assert is_refused(world, marcelle, hand(world, marcelle))
    assert client.get("/agenda").status_code == 200


def test_neither_writes_a_managed_membership_over(app: Flask, world: World, marcelle: Client, ana: Client) -> None:
    assert [is_refused(world, who, write_over(world, who)) for who in (marcelle, ana)] == [True, True]
    assert letters_to(app, "odile@poste.example") == []


def test_neither_is_offered_a_button_that_does_nothing(world: World, marcelle: Client, ana: Client) -> None:
    jo = moderation(world.tilleuls, "membre", world.jo_in_tilleuls)
    for who in (marcelle, ana):
        assert jo not in who.get(moderation(world.tilleuls)).text
        answer = who.get(jo)
        assert (answer.status_code, "<form" in answer.text.partition("<main")[2].partition("</main")[0]) == (200, False)
    assert jo in Client(marcelle.app).sign_in(world.lise).get(moderation(world.tilleuls)).text


def test_a_third_goes_on(app: Flask, world: World, ana: Client) -> None:
    lise = Client(app).sign_in(world.lise)
    assert vouch(app, world, lise).status_code == 200
    assert words(app, world) == 1
    assert hand(world, lise).status_code == 200


def test_once_it_is_settled_both_go_on(app: Flask, world: World, marcelle: Client, ana: Client) -> None:
    assert press(marcelle, app, world.tilleuls, "retirer") == 303
    assert vouch(app, world, ana).status_code == 200
    assert hand(world, marcelle).status_code == 200


def test_no_address_is_offered_to_be_let_in_again(app: Flask, world: World, marcelle: Client) -> None:
    assert remove(marcelle, world.tilleuls, world.jo_in_tilleuls, "ban") == 303
    there = moderation(world.tilleuls)
    assert "La laisser revenir" in marcelle.get(there).text
    assert propose(marcelle, world.tilleuls, world.ana_in_tilleuls) == 303
    assert "La laisser revenir" not in marcelle.get(there).text
