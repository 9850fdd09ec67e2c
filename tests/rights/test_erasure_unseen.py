"""Somebody who asked to be erased looks to her group as somebody who left: nobody is told which of the two it is."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.access.visibility import Visibility
from entraide.clock import now
from entraide.groups.queries import find_group
from entraide.meetings.models import Reply
from entraide.members.actions import roster
from entraide.members.queries import find_membership, name_of
from tests.calendars.subscribing import say
from tests.conftest import Stage
from tests.crawling import addresses, methods_of
from tests.lettering import at_work
from tests.meetings.cars import do, offers, takes
from tests.meetings.tables import make_meeting
from tests.members.facing import ask, block, decide, lise_shows
from tests.members.facing import seen as seen_by_jo
from tests.moments import Moment
from tests.people import Client
from tests.rights.test_erasure_asked import READ
from tests.world import World

Two = tuple[UUID, UUID]
NOT_READ = re.compile(rb'(name="(?:once|csrf_token)"[^>]* value=")[^"]+')


@pytest.fixture
def meetings(app: Flask, world: World) -> Iterator[Two]:
    """Jo took part in all that names somebody to others; no second passes from here."""
    lise_shows(app, world, Visibility.ORGANISERS)
    with time_machine.travel(now() - timedelta(days=2)):
        held, made = (make_meeting(app, world.tilleuls, starts_in=timedelta(days=days)) for days in (1, 9))
        for one in (held, made):
            say(app, world.tilleuls, one, world.jo_in_tilleuls, Reply.YES)
            do(app, world.tilleuls, one, offers(world.tilleuls, world.jo_in_tilleuls, shows_phone=True))
            do(app, world.tilleuls, one, takes(world.tilleuls, world.ana_in_tilleuls, world.jo_in_tilleuls))
            jo = Client(app).sign_in(world.jo)
            assert jo.post(f"/rencontre/{short(one)}/taches/cle/prendre").status_code == 303
    with at_work(app, world.tilleuls):
        jo = find_membership(world.tilleuls, world.jo_in_tilleuls)
        roster.give_role(jo, Role.ORGANISER, world.marcelle_in_tilleuls)
    seen_by_jo(app, world, "jo")
    assert ask(app, world, "jo") == decide(app, world, "lise", "jo", "give") == 303
    block(app, world, "ana", "jo")
    jo = Client(app).sign_in(world.jo)
    assert jo.post(f"/g/{short(world.tilleuls)}/tableur").status_code == 200
    with time_machine.travel(now(), tick=False):
        yield held, made


def shut(app: Flask, world: World) -> None:
    assert Client(app).sign_in(world.jo).post("/moi/effacer", READ).status_code == 200


def leave(app: Flask, world: World) -> None:
    assert Client(app).sign_in(world.jo).post(f"/g/{short(world.tilleuls)}/quitter").status_code == 303


def eyes(app: Flask, world: World) -> dict[str, Client]:
    names = ("marcelle", "lise", "ana")
    found = {name: Client(app).sign_in(getattr(world, name)) for name in names}
    for client in found.values():
        client.get("/affichage")
    return found


def seen(app: Flask, world: World, meetings: Two, clients: dict[str, Client]) -> dict[str, tuple[int, bytes]]:
    values = {
        "group_id": [short(world.tilleuls)],
        "membership_id": [short(world.jo_in_tilleuls)],
        "meeting_id": [short(meeting) for meeting in meetings],
        "duty": ["cle"],
    }
    found = {}
    for name, client in clients.items():
        for rule in app.url_map.iter_rules():
            if "GET" in methods_of(rule) and rule.arguments and rule.arguments <= values.keys():
                for path in addresses(rule, values):
                    answer = client.get(path)
                    found[f"{name} {path}"] = (answer.status_code, NOT_READ.sub(rb"\1", answer.get_data()))
    return found


def test_whoever_looks_reads_the_same_to_the_byte(stage: Stage, app: Flask, world: World, meetings: Two) -> None:
    clients, before = eyes(app, world), Moment(stage.engine, stage.keys)
    shut(app, world)
    here = seen(app, world, meetings, clients)
    before.put_back()
    leave(app, world)
    there = seen(app, world, meetings, clients)
    assert {name: (here[name], there[name]) for name in here if here[name] != there[name]} == {}


def test_coming_back_gives_her_name_back(app: Flask, world: World, meetings: Two) -> None:
    page = f"/g/{short(world.tilleuls)}/ma-fiche/ouvertures"
    shut(app, world)
    assert "Jo-71" not in Client(app).sign_in(world.lise).get(page).text
    assert Client(app).sign_in(world.jo).post("/moi/effacer/annuler").status_code == 303
    assert "Jo-71" in Client(app).sign_in(world.lise).get(page).text


def test_who_took_her_name_meanwhile_is_told_apart_from_her(app: Flask, world: World) -> None:
    shut(app, world)
    with at_work(app, world.tilleuls):
        roster.add_managed(
            find_group(world.tilleuls), world.marcelle_in_tilleuls, roster.Managed("Jo-71", roster.Reach.PAPER, "")
        )
    assert Client(app).sign_in(world.jo).post("/moi/effacer/annuler").status_code == 303
    with at_work(app, world.tilleuls):
        assert name_of(find_membership(world.tilleuls, world.jo_in_tilleuls)) == "Jo-71 (2)"
