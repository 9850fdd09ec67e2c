"""Coming in by eight digits said aloud: to the waiting room, for two hours, and not by guessing."""

import pytest
import time_machine
from flask import Flask

from entraide.clock import now
from entraide.db import db
from entraide.members.models import Invitation
from tests.members.ways import MIMI, enter, make_spoken, prove, room
from tests.people import Client
from tests.world import World


def test_eight_digits_said_aloud_lead_to_the_waiting_room(app: Flask, client: Client, world: World) -> None:
    code = make_spoken(app, world)
    path = client.post("/rejoindre", {"code": code}).location
    assert path.startswith("/j/")
    prove(app, client, path, MIMI)
    assert enter(client, path).location == room(world)


@pytest.mark.parametrize("typed", ["{0}{1}", " {0} - {1} ", "{0}.{1}"])
def test_they_may_be_typed_as_one_likes(app: Flask, client: Client, world: World, typed: str) -> None:
    code = make_spoken(app, world)
    assert client.post("/rejoindre", {"code": typed.format(*code.split())}).status_code == 303


@pytest.mark.parametrize("typed", ["", "0000 0000", "abc", "\x00", "١٢٣٤٥٦٧٨", "9" * 41])
def test_other_digits_lead_nowhere(app: Flask, client: Client, world: World, typed: str) -> None:
    make_spoken(app, world)
    assert client.post("/rejoindre", {"code": typed}).status_code == 422


def test_after_two_hours_they_lead_nowhere(app: Flask, client: Client, world: World) -> None:
    code = make_spoken(app, world)
    with time_machine.travel(now().timestamp() + 7201):
        assert client.post("/rejoindre", {"code": code}).status_code == 422


def test_typed_in_time_there_is_an_hour_to_finish(app: Flask, client: Client, world: World) -> None:
    path = client.post("/rejoindre", {"code": make_spoken(app, world)}).location
    with time_machine.travel(now().timestamp() + 3500):
        assert client.get(path).status_code == 200
    with time_machine.travel(now().timestamp() + 3700):
        assert client.get(path).status_code == 404


def test_after_twenty_wrong_codes_the_form_points_to_the_other_way(app: Flask, client: Client, world: World) -> None:
    code = make_spoken(app, world)
    for _ in range(20):
        client.post("/rejoindre", {"code": "0000 0000"})
    refused = client.post("/rejoindre", {"code": code})
    assert refused.status_code == 422
    assert "scanner" in refused.text


def test_right_codes_are_not_counted(app: Flask, world: World) -> None:
    code = make_spoken(app, world)
    answers = [Client(app).post("/rejoindre", {"code": code}).status_code for _ in range(25)]
    assert set(answers) == {303}


def test_a_whole_network_of_addresses_shares_a_hundred_tries(app: Flask, client: Client, world: World) -> None:
    code = make_spoken(app, world)
    for at in range(100):
        where = {"REMOTE_ADDR": f"2001:db8:1:{at:x}::1"}
        client.post("/rejoindre", {"code": "0000 0000"}, environ_overrides=where)
    near = client.post("/rejoindre", {"code": code}, environ_overrides={"REMOTE_ADDR": "2001:db8:1:ffff::1"})
    far = client.post("/rejoindre", {"code": code}, environ_overrides={"REMOTE_ADDR": "2001:db8:2::1"})
    assert (near.status_code, far.status_code) == (422, 303)


def test_the_database_alone_does_not_give_the_digits_away(app: Flask, world: World) -> None:
    from entraide.access.tokens import fingerprint

    digits = make_spoken(app, world).replace(" ", "")
    with app.app_context():
        row = db.session.query(Invitation).one()
        assert row.token_hash != fingerprint(digits)
        assert digits.encode() not in (row.token_sealed or b"")
