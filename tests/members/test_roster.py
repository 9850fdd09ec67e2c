"""The roster: names in this group, what each shows, contact details never."""

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event

from entraide.access import scope
from entraide.access.tokens import short
from entraide.access.visibility import Viewer
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.queries import find_group
from entraide.members.models import Field, Reach, Visibility
from entraide.members.queries import places_of
from entraide.members.queries.between import viewer_as
from entraide.members.queries.cards import find_in_sight
from entraide.members.queries.roster import roster
from tests.members import cards
from tests.members.cards import page, roster_of
from tests.people import Client
from tests.world import World

PHONE, MAIL = "0470 11 22 33", "lise.cachee@poste.example"


@pytest.fixture
def lise_shows_all(app: Flask, world: World) -> None:
    cards.fill(
        app,
        world.tilleuls,
        world.lise_in_tilleuls,
        {
            Field.PHONE: (PHONE, Visibility.GROUP),
            Field.EMAIL: (MAIL, Visibility.GROUP),
            Field.FIRST_NAME: ("Élise", Visibility.GROUP),
            Field.WORD: ("Un mot pour les organisateurs", Visibility.ORGANISERS),
        },
    )


def test_a_member_reads_every_name_of_her_group(client: Client, world: World) -> None:
    text = page(client.sign_in(world.lise), roster_of(world))
    assert all(name in text for name in ("Marcelle T.", "Lise T.", "Ana des Tilleuls", "Jo-71", "Odile P."))


def test_who_waits_is_not_in_it(client: Client, world: World) -> None:
    assert "Paul" not in page(client.sign_in(world.marcelle), roster_of(world))


def test_names_stand_in_the_order_of_the_alphabet(app: Flask, client: Client, world: World) -> None:
    text = page(client.sign_in(world.lise), roster_of(world))
    names = ("Ana des Tilleuls", "Jo-71", "Lise T.", "Marcelle T.", "Odile P.")
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)


@pytest.mark.parametrize("who", ["marcelle", "ana", "lise"])
@pytest.mark.usefixtures("lise_shows_all")
def test_contact_details_never_stand_in_it(client: Client, world: World, who: str) -> None:
    text = client.sign_in(getattr(world, who)).get(roster_of(world)).text
    assert PHONE not in text
    assert MAIL not in text


@pytest.mark.usefixtures("lise_shows_all")
def test_what_is_shown_to_the_group_stands_beside_the_name(client: Client, world: World) -> None:
    assert "Élise" in page(client.sign_in(world.ana), roster_of(world))


@pytest.mark.usefixtures("lise_shows_all")
def test_what_is_shown_to_organisers_is_for_them_alone(app: Flask, world: World) -> None:
    assert "Un mot" not in page(Client(app).sign_in(world.ana), roster_of(world))
    assert "Un mot" in page(Client(app).sign_in(world.marcelle), roster_of(world))


@pytest.mark.usefixtures("lise_shows_all")
def test_the_button_stands_only_where_there_is_something_to_ask_for(client: Client, world: World) -> None:
    text = client.sign_in(world.ana).get(roster_of(world)).text
    assert re.findall(r"/membre/([\w-]{22})#voir", text) == [short(world.lise_in_tilleuls)]


@pytest.mark.usefixtures("lise_shows_all")
def test_the_ceiling_hides_what_was_shown_to_the_group(app: Flask, client: Client, world: World) -> None:
    cards.lower_ceiling(app, world.tilleuls)
    text = client.sign_in(world.ana).get(roster_of(world)).text
    assert "Élise" not in text
    assert "#voir" not in text


@pytest.mark.usefixtures("lise_shows_all")
def test_a_field_the_group_switched_off_is_shown_to_nobody(app: Flask, client: Client, world: World) -> None:
    cards.change_group(app, world.tilleuls, roster_fields=["word"])
    text = client.sign_in(world.marcelle).get(roster_of(world)).text
    assert "Élise" not in text
    assert f"{short(world.lise_in_tilleuls)}#voir" not in text


def test_a_discreet_member_is_counted_and_not_named(app: Flask, client: Client, world: World) -> None:
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, is_discreet=True)
    text = client.sign_in(world.lise).get(roster_of(world)).text
    assert "Jo-71" not in text
    assert short(world.jo_in_tilleuls) not in text
    assert "5 " in cards.plain(text)


def test_organisers_read_a_discreet_members_name_and_nothing_beside(app: Flask, client: Client, world: World) -> None:
    cards.fill(app, world.tilleuls, world.jo_in_tilleuls, {Field.FIRST_NAME: ("Joseph", Visibility.GROUP)})
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, is_discreet=True)
    text = page(client.sign_in(world.marcelle), roster_of(world))
    assert "Jo-71" in text
    assert "Joseph" not in text


def test_a_member_without_account_is_marked_for_organisers_only(app: Flask, world: World) -> None:
    mark = f"/membre/{short(world.odile_in_tilleuls)}/sans-compte"
    assert mark in Client(app).sign_in(world.marcelle).get(roster_of(world)).text
    assert mark not in Client(app).sign_in(world.lise).get(roster_of(world)).text


@pytest.mark.parametrize("who", ["dov", "nina", "paul"])
@pytest.mark.parametrize("path", ["membres", "membres/sans-compte", "roles", "ma-fiche"])
def test_outsiders_and_those_who_wait_learn_nothing(client: Client, world: World, who: str, path: str) -> None:
    client.sign_in(getattr(world, who))
    assert client.get(f"/g/{short(world.tilleuls)}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["membres/sans-compte", "roles"])
def test_a_member_cannot_open_what_organisers_keep(client: Client, world: World, path: str) -> None:
    assert client.sign_in(world.lise).get(f"/g/{short(world.tilleuls)}/{path}").status_code == 403


def test_the_printed_list_holds_names_and_no_contact_details(app: Flask, client: Client, world: World) -> None:
    cards.fill(app, world.tilleuls, world.odile_in_tilleuls, {Field.PHONE: (PHONE, Visibility.ORGANISERS)})
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, is_discreet=True)
    text = client.sign_in(world.marcelle).post(f"{roster_of(world)}/imprimer").text
    assert "Odile P." in text
    assert "Jo-71" not in text
    assert PHONE not in text


def test_the_ids_seen_in_two_groups_have_nothing_in_common(app: Flask, world: World) -> None:
    for group, ana in ((world.tilleuls, world.ana_in_tilleuls), (world.passerelle, world.ana_in_passerelle)):
        cards.fill(app, group, ana, {Field.PHONE: (PHONE, Visibility.GROUP)})
    seen = []
    for who, group in ((world.lise, world.tilleuls), (world.dov, world.passerelle)):
        client = Client(app).sign_in(who)
        text = "".join(client.get(f"/g/{short(group)}/{path}").text for path in ("membres", "ma-fiche"))
        seen.append(set(re.findall(r"(?<![\w-])[\w-]{22}(?![\w-])", text)))
        assert not any(short(somebody.person_id) in text for somebody in (world.lise, world.dov, world.ana))
    assert short(world.ana_in_tilleuls) in seen[0]
    assert short(world.ana_in_passerelle) in seen[1]
    assert not seen[0] & seen[1]


@pytest.mark.parametrize("who", ["marcelle", "lise", "ana", "jo", "paul", "dov"])
def test_who_stands_in_the_list_is_who_may_be_found(app: Flask, world: World, who: str) -> None:
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, is_discreet=True)
    with app.app_context():
        scope.add(world.tilleuls)
        places = {place.group_id: place for place in places_of(getattr(world, who).person_id)}
        place = places.get(world.tilleuls)
        viewer = viewer_as(world.tilleuls, place and place.membership_id, place.roles if place else frozenset())
        listed = {line.membership_id for line in roster(find_group(world.tilleuls), viewer).lines}
        assert listed == {one for one in _everybody(world) if _can_find(world, one, viewer)}


def _everybody(world: World) -> list[UUID]:
    return [one for name, one in vars(world).items() if "_in_" in name]


def _can_find(world: World, membership_id: UUID, viewer: Viewer) -> bool:
    try:
        find_in_sight(world.tilleuls, membership_id, viewer)
    except NotFound:
        return False
    return True


def test_a_roster_costs_the_same_at_two_and_at_two_hundred(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    counts = []
    for more in (0, 200):
        cards.crowd(app, world.tilleuls, more)
        statements: list[str] = []

        def note(*said: object, into: list[str] = statements) -> None:
            into.append(str(said[2]))

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        client.get(roster_of(world))
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len([one for one in statements if one.upper().startswith("SELECT")]))
    assert counts[0] == counts[1]
    assert counts[0] <= 6


def test_members_do_not_read_whom_letters_do_not_reach(app: Flask, client: Client, world: World) -> None:
    here = roster_of(world)
    before = client.sign_in(world.lise).get(here).data
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, reach=Reach.PAPER)
    assert client.get(here).data == before
    assert Client(app).sign_in(world.marcelle).get(here).text.count('/carte"') == 1
