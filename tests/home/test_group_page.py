"""A group's private page: what its members find there, and what only its organisers do."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from entraide.access import tokens
from entraide.clock import now
from entraide.groups.models import Asked
from entraide.meetings.actions import answers
from entraide.meetings.details import Details
from entraide.meetings.models import Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.models import Reach
from entraide.members.queries import find_membership
from tests.home.costs import statements_of
from tests.meetings.tables import at_work, make_meeting, make_members
from tests.people import Client
from tests.world import World

FRENCH = {"Accept-Language": "fr"}


def page_of(group_id: UUID) -> str:
    return f"/g/{tokens.short(group_id)}"


def shown(client: Client, group_id: UUID) -> str:
    answer = client.get(page_of(group_id), headers=FRENCH)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


def test_a_member_finds_the_next_meetings_her_card_the_others_and_the_way_out(
    app: Flask, client: Client, world: World
) -> None:
    make_meeting(app, world.tilleuls, details=Details(title="Café-parole"))
    page = shown(client.sign_in(world.lise), world.tilleuls)
    assert "Café-parole" in page
    for way in ("ma-fiche", "membres", "quitter"):
        assert f'href="{page_of(world.tilleuls)}/{way}"' in page


def test_a_member_finds_no_tool_of_the_organisers(client: Client, world: World) -> None:
    page = shown(client.sign_in(world.lise), world.tilleuls)
    for way in ("rencontres/nouvelle", "inviter", "reglages", "demandes"):
        assert way not in page


def test_an_organiser_finds_the_tools(client: Client, world: World) -> None:
    page = shown(client.sign_in(world.marcelle), world.tilleuls)
    for way in ("rencontres/nouvelle", "inviter", "reglages", "membres", "demandes", "ma-fiche", "quitter"):
        assert f'href="{page_of(world.tilleuls)}/{way}"' in page


@pytest.mark.parametrize("who", ["dov", "nina", "paul"])
def test_the_page_does_not_exist_for_anyone_else(client: Client, world: World, who: str) -> None:
    client.sign_in(getattr(world, who))
    absent = client.get(f"/g/{tokens.short(world.lise.person_id)}")
    there = client.get(page_of(world.tilleuls))
    assert (there.status_code, there.data) == (404, absent.data)


def test_ones_own_name_is_the_one_of_this_group(client: Client, world: World) -> None:
    client.sign_in(world.ana)
    assert "Ana des Tilleuls" in shown(client, world.tilleuls)
    assert "Ana des Tilleuls" not in shown(client, world.passerelle)


def test_a_group_without_a_date_asks_its_organiser_for_one(client: Client, world: World) -> None:
    assert "Il ne manque qu’une date" in shown(client.sign_in(world.marcelle), world.tilleuls)


def test_the_organiser_reads_how_many_come_and_no_name(app: Flask, client: Client, world: World) -> None:
    meeting = make_meeting(app, world.tilleuls)
    with at_work(app, world.tilleuls):
        answers.answer(find_meeting(meeting), world.lise_in_tilleuls, Reply.YES, guests=1)
        answers.answer(find_meeting(meeting), world.jo_in_tilleuls, Reply.MAYBE)
    page = shown(client.sign_in(world.marcelle), world.tilleuls)
    assert "2 viennent" in page
    assert "1 peut-être" in page
    assert "3 autres membres" in page
    assert "Jo-71" not in page


def test_places_are_drawn_as_a_bar(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, 12)
    assert "12 places" in shown(client.sign_in(world.marcelle), world.tilleuls)


def test_where_answers_are_not_asked_nothing_is_counted(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.passerelle, asked=Asked.NOT_ASKED)
    page = shown(client.sign_in(world.dov), world.passerelle)
    assert "viennent" not in page
    assert "autre membre" not in page


def test_a_missing_headcount_is_to_do(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, starts_at=now() - timedelta(days=3))
    assert "Combien étiez-vous" in shown(client.sign_in(world.marcelle), world.tilleuls)


def test_a_headcount_of_long_ago_is_no_longer_asked_for(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, starts_at=now() - timedelta(days=20))
    assert "Combien étiez-vous" not in shown(client.sign_in(world.marcelle), world.tilleuls)


def test_members_are_counted_without_those_who_wait(client: Client, world: World) -> None:
    page = shown(client.sign_in(world.marcelle), world.tilleuls)
    assert re.search(r"<dt>Membres</dt><dd>5</dd>", page)


def test_the_title_of_the_page_holds_no_name(client: Client, world: World) -> None:
    for who in (world.lise, world.marcelle):
        [title] = re.findall(r"<title>(.*?)</title>", shown(client.sign_in(who), world.tilleuls))
        assert "Tilleuls" not in title


@pytest.mark.parametrize("who", ["lise", "marcelle"])
@pytest.mark.parametrize("many", [2, 200])
def test_it_costs_at_most_eight_statements(app: Flask, client: Client, world: World, who: str, many: int) -> None:
    make_members(app, world.tilleuls, many)
    for number in range(many):
        make_meeting(app, world.tilleuls, 3, starts_in=timedelta(days=1 + number % 100))
    client.sign_in(getattr(world, who))
    assert statements_of(app, lambda: client.get(page_of(world.tilleuls))) == 8


def test_the_list_of_groups_names_them_and_oneself_in_each(client: Client, world: World) -> None:
    page = client.sign_in(world.ana).get("/g").text
    for said in ("Fibromyalgie Les Tilleuls", "Ana des Tilleuls", "La Passerelle", "Lou"):
        assert said in page


def test_who_waits_finds_no_name_in_the_list(client: Client, world: World) -> None:
    page = client.sign_in(world.paul).get("/g").text
    assert "Tilleuls" not in page
    assert f"/attente/{tokens.short(world.tilleuls)}" in page


def test_who_belongs_nowhere_is_told_how_to_come_in(client: Client, world: World) -> None:
    page = client.sign_in(world.nina).get("/g").text
    assert 'href="/rejoindre"' in page
    assert 'href="/creer/groupe"' in page


def test_me_leads_to_each_card_and_shows_the_address(client: Client, world: World) -> None:
    page = client.sign_in(world.ana).get("/moi").text
    for group_id in (world.tilleuls, world.passerelle):
        assert f'href="{page_of(group_id)}/ma-fiche"' in page
    for there in (world.ana.email, "/agenda/calendrier", "/moi/appareils", "/affichage", "/deconnexion"):
        assert there in page


def test_who_gets_letters_is_led_to_what_they_say_and_who_gets_none_is_not(
    app: Flask, client: Client, world: World
) -> None:
    client.sign_in(world.lise)
    link = f'href="{page_of(world.tilleuls)}/lettres"'
    assert link in shown(client, world.tilleuls)
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.lise_in_tilleuls).reach = Reach.PHONE
    assert link not in shown(client, world.tilleuls)
