"""The waiting room: what somebody sees there, and how she comes out of it."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.access import scope
from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.journal.models import Entry
from entraide.meetings.details import Details, seal
from entraide.meetings.models import Asked, Meeting, MeetingStatus, Mode
from entraide.members.models import Membership, Status
from entraide.members.queries import readers_of
from entraide.worker import once
from tests.members.cards import plain
from tests.members.ways import organiser, page, places
from tests.people import Client, deliver, letters_to
from tests.world import World


def room(world: World) -> str:
    return f"/attente/{short(world.tilleuls)}"


def paul(app: Flask, world: World) -> Client:
    return Client(app).sign_in(world.paul)


def request_of(world: World, deed: str) -> str:
    return page(world.tilleuls, "demandes", short(world.paul_in_tilleuls), deed)


def test_it_shows_when_the_next_meeting_is_and_nothing_else(app: Flask, world: World) -> None:
    plan_meeting(app, world)
    shown = paul(app, world).get(room(world)).text
    assert re.search(r"de\s15\sh\sà\s17\sh", shown)
    assert not re.search(r"fibromyalgie|tilleuls|marcelle|lise|salle", shown, re.I)


def test_without_a_date_it_says_so(app: Flask, world: World) -> None:
    assert "Aucune date" in paul(app, world).get(room(world)).text


def test_every_other_page_of_the_group_is_absent(app: Flask, world: World) -> None:
    client = paul(app, world)
    for path in pages_of(app, world):
        assert client.get(path).status_code == 404, path


def pages_of(app: Flask, world: World) -> list[str]:
    """Return every address under the group that can be looked at, read from the routes themselves."""
    ids = {"group_id": world.tilleuls, "membership_id": world.lise_in_tilleuls, "invitation_id": world.lise_in_tilleuls}
    adapter = app.url_map.bind("localhost")
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/g/<") and "GET" in (rule.methods or ()) and rule.arguments <= ids.keys()
    ]
    leaving = [rule for rule in rules if rule.rule.endswith("/quitter")]  # whoever waits may leave, too
    built = [adapter.build(rule.endpoint, {k: ids[k] for k in rule.arguments}) for rule in rules if rule not in leaving]
    assert len(built) > 5
    return built


@pytest.mark.parametrize("deed", ["bienvenue", "inconnue"])
def test_nobody_who_waits_lets_herself_in(app: Flask, world: World, deed: str) -> None:
    assert paul(app, world).post(request_of(world, deed)).status_code == 404


@pytest.mark.parametrize("deed", ["bienvenue", "inconnue"])
def test_a_member_lets_nobody_in(app: Flask, world: World, deed: str) -> None:
    assert Client(app).sign_in(world.lise).post(request_of(world, deed)).status_code == 403


def test_an_outsider_finds_no_waiting_room(app: Flask, world: World) -> None:
    assert Client(app).sign_in(world.dov).get(room(world)).status_code == 404
    assert Client(app).get(room(world)).location == "/connexion"


def test_whoever_waits_gets_no_letters_of_the_group(app: Flask, world: World) -> None:
    with app.app_context():
        scope.add(world.tilleuls)
        assert world.paul_in_tilleuls not in {reader.membership_id for reader in readers_of(world.tilleuls)}


def test_organisers_see_who_waits_and_since_when(app: Flask, world: World) -> None:
    since = places(app, world.tilleuls)["Paul W."].joined
    shown = plain(organiser(app, world).get(page(world.tilleuls, "demandes")).text)
    assert re.search(rf"Paul W\. Attend depuis le (?:\S+\s)?{since.day}", shown)
    assert "Lise" not in shown


def test_once_met_she_is_a_member(app: Flask, world: World) -> None:
    organiser(app, world).post(request_of(world, "bienvenue"))
    row = places(app, world.tilleuls)["Paul W."]
    assert (row.status, row.waits_until) == (Status.ACTIVE, None)


def test_then_the_groups_name_and_the_consent_are_shown(app: Flask, world: World) -> None:
    organiser(app, world).post(request_of(world, "bienvenue"))
    client = paul(app, world)
    welcome = client.get(room(world)).location
    shown = client.get(welcome).text
    assert "Fibromyalgie Les Tilleuls" in shown
    assert "Ce site garde" in shown
    assert client.post(welcome).location == page(world.tilleuls)
    assert places(app, world.tilleuls)["Paul W."].consent_version == "2026-11"


def test_the_letter_that_says_so_names_nothing(app: Flask, world: World) -> None:
    with time_machine.travel(now().replace(hour=11)):
        organiser(app, world).post(request_of(world, "bienvenue"))
        [letter] = letters_to(app, world.paul.email)
    assert letter["Subject"] == "C’est fait"
    assert not re.search(r"fibromyalgie|tilleuls|marcelle|paul w", letter.as_string(), re.I)


def test_it_says_where_such_letters_stop(app: Flask, world: World) -> None:
    with time_machine.travel(now().replace(hour=11)):
        organiser(app, world).post(request_of(world, "bienvenue"))
        [letter] = letters_to(app, world.paul.email)
    stop = str(letter["List-Unsubscribe"]).strip(" <>").removeprefix("http://localhost")
    assert Client(app).get(stop).status_code == 200


def test_met_twice_is_met_once(app: Flask, world: World) -> None:
    client = organiser(app, world)
    assert [client.post(request_of(world, "bienvenue")).status_code for _ in range(2)] == [303, 404]
    with app.app_context():
        assert db.session.query(Entry).filter_by(deed="member:welcome").count() == 1


def test_unknown_to_everybody_her_name_is_erased_and_nothing_is_written(app: Flask, world: World) -> None:
    organiser(app, world).post(request_of(world, "inconnue"))
    assert "Paul W." not in places(app, world.tilleuls)
    assert deliver(app) == []
    assert paul(app, world).get(room(world)).status_code == 404


def test_she_may_stop_waiting(app: Flask, world: World) -> None:
    client = paul(app, world)
    client.get(room(world))
    assert client.post(f"{room(world)}/fin").status_code == 303
    assert "Paul W." not in places(app, world.tilleuls)
    assert client.post(f"{room(world)}/fin").status_code == 404


def test_a_member_cannot_stop_waiting(app: Flask, world: World) -> None:
    assert Client(app).sign_in(world.lise).post(f"{room(world)}/fin").status_code == 404


def test_after_fourteen_days_the_waiting_ends_and_the_name_is_erased(app: Flask, world: World) -> None:
    with time_machine.travel(now() + timedelta(days=14, minutes=1)):
        once(app)
        assert paul(app, world).get(room(world)).status_code == 404
    with app.app_context():
        scope.add(world.tilleuls)
        row = db.session.get_one(Membership, (world.tilleuls, world.paul_in_tilleuls))
        assert (row.status, row.name_sealed) == (Status.ENDED, None)


def test_the_day_before_she_still_waits(app: Flask, world: World) -> None:
    with time_machine.travel(now() + timedelta(days=13)):
        once(app)
        assert paul(app, world).get(room(world)).status_code == 200


@pytest.mark.parametrize(("deed", "noted"), [("bienvenue", "member:welcome"), ("inconnue", "member:turn_away")])
def test_what_an_organiser_says_is_noted(app: Flask, world: World, deed: str, noted: str) -> None:
    organiser(app, world).post(request_of(world, deed))
    with app.app_context():
        [entry] = db.session.query(Entry).filter_by(deed=noted)
        assert (entry.by_id, entry.about_id) == (world.marcelle_in_tilleuls, world.paul_in_tilleuls)


def plan_meeting(app: Flask, world: World) -> None:
    """Put a meeting with a place into next week, 15 to 17 h in Brussels; an earlier one is cancelled."""
    from uuid import uuid4
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Brussels")
    day = now().astimezone(zone).replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=7)
    with app.app_context():
        scope.add(world.tilleuls)
        for start, status in ((day, MeetingStatus.PLANNED), (day - timedelta(days=3), MeetingStatus.CANCELLED)):
            meeting_id = uuid4()
            words = Details(place="Salle des Tilleuls")
            db.session.add(
                Meeting(
                    group_id=world.tilleuls,
                    id=meeting_id,
                    original_start=start,
                    starts_at=start if status is MeetingStatus.PLANNED else start + timedelta(hours=1),
                    ends_at=start + timedelta(hours=2),
                    zone="Europe/Brussels",
                    mode=Mode.ROUND_TABLE,
                    status=status,
                    asked=Asked.USEFUL,
                    details_sealed=seal(world.tilleuls, f"meeting {meeting_id}", words),
                    created=now(),
                    changed=now(),
                )
            )
        db.session.commit()
