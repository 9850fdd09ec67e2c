"""*Voir*: one person's contact details, as far as she shows them, each time noted."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.journal.models import Entry
from entraide.members.models import Field, Visibility
from tests.members import cards
from tests.members.cards import see
from tests.people import Client
from tests.world import World

PHONE, MAIL = "0470 11 22 33", "lise.cachee@poste.example"


@pytest.fixture(autouse=True)
def lise_shows(app: Flask, world: World) -> None:
    shown = {Field.PHONE: (PHONE, Visibility.GROUP), Field.EMAIL: (MAIL, Visibility.ORGANISERS)}
    cards.fill(app, world.tilleuls, world.lise_in_tilleuls, shown)


def noted(app: Flask, deed: str) -> list[Entry]:
    with app.app_context():
        return list(db.session.scalars(select(Entry).where(Entry.deed == deed)))


def test_a_member_sees_what_is_shown_to_the_group(client: Client, world: World) -> None:
    status, text = see(client.sign_in(world.ana), world.tilleuls, world.lise_in_tilleuls)
    assert status == 200
    assert PHONE in text
    assert MAIL not in text


def test_an_organiser_sees_what_is_shown_to_organisers_too(client: Client, world: World) -> None:
    _, text = see(client.sign_in(world.marcelle), world.tilleuls, world.lise_in_tilleuls)
    assert PHONE in text
    assert MAIL in text


def test_each_look_is_noted_with_who_and_about_whom(app: Flask, client: Client, world: World) -> None:
    see(client.sign_in(world.ana), world.tilleuls, world.lise_in_tilleuls)
    [entry] = noted(app, "contact:see")
    assert (entry.by_id, entry.about_id) == (world.ana_in_tilleuls, world.lise_in_tilleuls)


def test_its_address_cannot_be_opened(client: Client, world: World) -> None:
    client.sign_in(world.ana)
    answer = client.get(f"/g/{short(world.tilleuls)}/membre/{short(world.lise_in_tilleuls)}/voir")
    assert answer.status_code in (404, 405)
    assert PHONE not in answer.text


def test_an_old_session_is_asked_for_a_fresh_code_first(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.ana)
    with time_machine.travel(now() + timedelta(minutes=11), tick=True):
        answer = client.post(f"/g/{short(world.tilleuls)}/membre/{short(world.lise_in_tilleuls)}/voir")
    assert answer.location == "/moi/confirmer"
    assert noted(app, "contact:see") == []


@pytest.mark.parametrize("who", ["jo", "odile", "paul"])
def test_where_nothing_is_shown_nobody_is_found(client: Client, world: World, who: str) -> None:
    status, _ = see(client.sign_in(world.ana), world.tilleuls, getattr(world, f"{who}_in_tilleuls"))
    assert status == 404


@pytest.mark.parametrize("who", ["dov", "nina", "paul"])
def test_outsiders_and_those_who_wait_find_nobody(client: Client, world: World, who: str) -> None:
    status, text = see(client.sign_in(getattr(world, who)), world.tilleuls, world.lise_in_tilleuls)
    assert status == 404
    assert PHONE not in text


def test_a_member_of_another_group_is_not_found_through_ones_own(client: Client, world: World) -> None:
    status, _ = see(client.sign_in(world.dov), world.passerelle, world.lise_in_tilleuls)
    assert status == 404


def test_a_discreet_member_is_not_found_by_fellow_members(app: Flask, client: Client, world: World) -> None:
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, is_discreet=True)
    assert see(client.sign_in(world.ana), world.tilleuls, world.lise_in_tilleuls)[0] == 404
    assert see(client.sign_in(world.marcelle), world.tilleuls, world.lise_in_tilleuls)[0] == 200


def test_whoever_shows_nothing_any_more_is_found_no_more(app: Flask, client: Client, world: World) -> None:
    cards.lower_ceiling(app, world.tilleuls)
    assert see(client.sign_in(world.ana), world.tilleuls, world.lise_in_tilleuls)[0] == 404


def many(app: Flask, world: World, count: int) -> list:
    made = cards.crowd(app, world.tilleuls, count)
    for membership_id in made:
        cards.fill(app, world.tilleuls, membership_id, {Field.PHONE: ("0470 00 00 00", Visibility.GROUP)})
    return made


def test_a_plain_member_sees_five_people_a_day(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.ana)
    statuses = [see(client, world.tilleuls, one)[0] for one in many(app, world, 6)]
    assert statuses == [200] * 5 + [429]


def test_the_sixth_person_is_refused_however_often_one_asks(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.ana)
    people = many(app, world, 6)
    for one in people:
        see(client, world.tilleuls, one)
    assert see(client, world.tilleuls, people[5])[0] == 429
    assert see(Client(app).sign_in(world.ana), world.tilleuls, people[5])[0] == 429


def test_looking_twice_at_one_person_counts_once(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.ana)
    people = many(app, world, 5)
    statuses = [see(client, world.tilleuls, one)[0] for one in [*people, *people]]
    assert statuses == [200] * 10


def test_the_next_day_there_are_five_more(app: Flask, client: Client, world: World) -> None:
    people = many(app, world, 6)
    client.sign_in(world.ana)
    for one in people[:5]:
        see(client, world.tilleuls, one)
    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        assert see(Client(app).sign_in(world.ana), world.tilleuls, people[5])[0] == 200


def test_organisers_may_call_everybody(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    assert {see(client, world.tilleuls, one)[0] for one in many(app, world, 7)} == {200}
