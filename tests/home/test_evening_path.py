"""The first evening's path on the organiser's page: told from facts, put away for good, gone by itself."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.groups.actions import settle
from entraide.groups.models import Group, Settled
from entraide.members.actions.roster import give_role
from entraide.members.queries import find_membership
from tests.home.costs import statements_of
from tests.home.test_founding import found
from tests.lettering import at_work
from tests.meetings.tables import make_meeting
from tests.members.ways import make_way, write_to
from tests.people import Client
from tests.world import World

FRENCH = {"Accept-Language": "fr"}
MONTH = timedelta(days=31)


def page(client: Client, group_id: object) -> str:
    answer = client.get(f"/g/{short(group_id)}", headers=FRENCH)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


def stands(text: str) -> dict[str, str]:
    """Return how each step stands, in words, by its title."""
    steps = re.findall(r"<b>([^<]+)</b> <span class=\"tag[^\"]*\">(.*?)</span><br>", text, re.S)
    return {title: re.sub(r"<[^>]*>", "", tag).strip() for title, tag in steps}


def settled(app: Flask, world: World) -> list[str]:
    with app.app_context():
        return list(db.session.get_one(Group, world.tilleuls).settled)


def settle_all(app: Flask, world: World, *what: Settled) -> None:
    with at_work(app, world.tilleuls):
        for one in what:
            settle(world.tilleuls, one)


@pytest.fixture
def marcelle(client: Client, world: World) -> Client:
    return client.sign_in(world.marcelle)


def test_a_new_group_begins_with_its_dates(client: Client, world: World) -> None:
    group_id = found(client.sign_in(world.nina))
    how = stands(page(client, group_id))
    assert how["Les dates"] == "À faire"
    assert {stand for title, stand in how.items() if title != "Les dates"} == {"Ensuite"}


def test_what_was_done_is_told_from_facts(app: Flask, marcelle: Client, world: World) -> None:
    make_meeting(app, world.tilleuls)
    write_to(app, world, "iris@poste.example")
    text = page(marcelle, world.tilleuls)
    how = stands(text)
    assert how["Les dates"] == how["Les personnes"] == how["Les invitations"] == "C’est fait"
    assert "1 date est prévue." in text
    assert "4 membres avec vous." in text
    assert "1 lettre d’invitation est écrite." in text


def test_only_the_next_step_has_a_main_button(app: Flask, marcelle: Client, world: World) -> None:
    path = page(marcelle, world.tilleuls).split('id="evening"')[1].split("</section>")[0]
    assert len(re.findall(r'class="btn main"', path)) == 1


def test_letters_that_ran_out_stay_written(app: Flask, marcelle: Client, world: World) -> None:
    from entraide.members.jobs import forget_invitations

    write_to(app, world, "iris@poste.example")
    with time_machine.travel(now() + timedelta(days=15)):
        with app.app_context():
            forget_invitations()
        assert stands(page(Client(app).sign_in(world.marcelle), world.tilleuls))["Les invitations"] == "C’est fait"


def test_an_open_link_is_a_fact_too(app: Flask, marcelle: Client, world: World) -> None:
    make_way(app, world, uses="50")
    assert stands(page(marcelle, world.tilleuls))["Un lien et un texte pour votre discussion"] == "C’est fait"


def test_it_is_put_away_for_good(app: Flask, marcelle: Client, world: World) -> None:
    page(marcelle, world.tilleuls)
    answer = marcelle.post(f"/g/{short(world.tilleuls)}/installation", {"what": "evening"})
    assert answer.location == f"/g/{short(world.tilleuls)}"
    assert 'id="evening"' not in page(marcelle, world.tilleuls)
    assert settled(app, world) == ["evening"]


def test_it_goes_after_thirty_days(app: Flask, world: World) -> None:
    with time_machine.travel(now() + MONTH):
        assert 'id="evening"' not in page(Client(app).sign_in(world.marcelle), world.tilleuls)


def test_it_goes_when_everything_is_done(app: Flask, marcelle: Client, world: World) -> None:
    make_meeting(app, world.tilleuls)
    settle_all(app, world, *(one for one in Settled if one is not Settled.EVENING))
    assert 'id="evening"' not in page(marcelle, world.tilleuls)


def test_a_second_responsible_person_is_asked_for_once(app: Flask, marcelle: Client, world: World) -> None:
    assert "Une deuxième personne qui organise" in page(marcelle, world.tilleuls)
    marcelle.post(f"/g/{short(world.tilleuls)}/installation", {"what": "second"})
    assert "Une deuxième personne qui organise" not in page(marcelle, world.tilleuls)


def test_with_two_who_organise_it_is_done(app: Flask, marcelle: Client, world: World) -> None:
    with at_work(app, world.tilleuls):
        lise = find_membership(world.tilleuls, world.lise_in_tilleuls)
        give_role(lise, Role.ORGANISER, world.marcelle_in_tilleuls)
    assert stands(page(marcelle, world.tilleuls))["Une deuxième personne qui organise"] == "C’est fait"


@pytest.mark.parametrize("who", ["lise", "ana"])
def test_members_see_no_path(client: Client, world: World, who: str) -> None:
    assert 'id="evening"' not in page(client.sign_in(getattr(world, who)), world.tilleuls)


@pytest.mark.parametrize("typed", [{}, {"what": ""}, {"what": "roof"}, {"what": "\x00é"}, {"what": "x" * 9999}])
def test_what_is_no_step_settles_nothing(app: Flask, marcelle: Client, world: World, typed: dict[str, str]) -> None:
    answer = marcelle.post(f"/g/{short(world.tilleuls)}/installation", typed)
    assert answer.status_code == 303
    assert settled(app, world) == []


def test_what_is_settled_is_kept_beside_what_was(app: Flask, world: World) -> None:
    settle_all(app, world, Settled.SECOND, Settled.CHAT, Settled.CHAT)
    assert settled(app, world) == ["chat", "second"]


def test_every_link_of_the_path_leads_somewhere(app: Flask, marcelle: Client, world: World) -> None:
    for what in ("", *Settled):
        if what:
            settle_all(app, world, Settled(what))
        for link in re.findall(r'href="(/g/[^"#]+)"', page(marcelle, world.tilleuls)):
            assert marcelle.get(link).status_code in (200, 303), link


def test_the_path_costs_no_statement(app: Flask, marcelle: Client, world: World) -> None:
    make_meeting(app, world.tilleuls)
    there = f"/g/{short(world.tilleuls)}"
    with_path = statements_of(app, lambda: marcelle.get(there))
    settle_all(app, world, Settled.EVENING)
    assert statements_of(app, lambda: marcelle.get(there)) == with_path == 8


def test_after_founding_and_the_first_date_one_comes_to_the_path(client: Client, world: World) -> None:
    """Founding leads to the first meeting, and planning it to the group's page."""
    group_id = found(client.sign_in(world.nina))
    assert 'id="evening"' in page(client, group_id)
