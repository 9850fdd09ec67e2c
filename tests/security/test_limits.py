"""Limits hold however an address is written, and nobody can spend those of somebody else."""

from datetime import timedelta
from hashlib import sha256

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from entraide.access import limits
from entraide.access.limits import Attempt, Limit
from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.mail.models import Letter
from tests.people import Client, code_in, deliver
from tests.world import World

SPELLINGS = ["lise@po" + "\ufe00" * count + "ste.example" for count in range(8)]  # these signs say nothing


def codes_posted(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Letter).where(Letter.kind == "code")) or 0


def ask(client: Client, address: str, ip: str = "192.0.2.7") -> None:
    assert client.post("/connexion", {"email": address}, environ_base={"REMOTE_ADDR": ip}).status_code == 303


def test_five_letters_an_hour_leave_however_the_address_is_spelt(app: Flask) -> None:
    client = Client(app)
    for spelling in SPELLINGS:
        ask(client, spelling)
    assert codes_posted(app) == 5


def test_who_is_refused_spends_nothing_of_what_others_may_ask(app: Flask, world: World) -> None:
    client = Client(app)
    for _ in range(40):
        ask(client, world.lise.email)
    ask(Client(app), world.lise.email, "198.51.100.1")
    assert codes_posted(app) == 6


def test_a_refused_attempt_counts_for_none_of_its_limits(app: Flask) -> None:
    here, all_ = Limit("here", "a", 1), Limit("all", "", 2)
    with app.app_context():
        assert [limits.spend([here, all_]) for _ in range(5)] == [True, False, False, False, False]
        assert limits.spend([Limit("here", "b", 1), all_]) is True


def test_a_stranger_cannot_use_up_a_groups_invitations(app: Flask, world: World) -> None:
    address = f"/g/{short(world.tilleuls)}/inviter"
    for stranger in (Client(app), Client(app).sign_in(world.nina), Client(app).sign_in(world.lise)):
        for _ in range(21):
            stranger.post(address, {"addresses": "a@poste.example"})
            stranger.browser.post(address)
    assert Client(app).sign_in(world.marcelle).post(address, {"addresses": "b@poste.example"}).status_code == 303


def test_a_cookie_that_is_no_text_of_ours_is_answered(app: Flask) -> None:
    client = Client(app)
    client.browser.set_cookie("ref", "é.é")
    assert client.post("/connexion", {"email": "lise@poste.example"}).status_code == 303


def test_a_challenge_takes_five_tries_over_its_whole_life(app: Flask, world: World) -> None:
    client = Client(app)
    with time_machine.travel(now(), tick=False) as traveller:
        ask(client, world.lise.email)
        for _ in range(5):
            client.post("/connexion/code", {"code": "00000000"})
        traveller.shift(timedelta(hours=2))
        code = code_in(deliver(app)[-1])
        assert client.post("/connexion/code", {"code": code}).status_code == 422


@pytest.mark.parametrize(("minutes", "status"), [(5, 200), (31, 404)])
def test_a_typed_code_waits_only_a_while_for_its_reader_to_say_who_she_is(
    app: Flask, world: World, minutes: int, status: int
) -> None:
    client = Client(app)
    with time_machine.travel(now(), tick=False) as traveller:
        client.post("/creer", {"email": world.lise.email})
        assert client.post("/connexion/code", {"code": code_in(deliver(app)[-1])}).status_code == 303
        traveller.shift(timedelta(minutes=minutes))
        assert client.get("/connexion/qui").status_code == status


def test_counters_do_not_tell_which_network_asked(app: Flask) -> None:
    limit = Limit("spoken codes from here", "192.0.2.7", 1)
    with app.app_context():
        limits.spend([limit])
        assert db.session.scalars(select(Attempt.key)).one() != sha256(b"spoken codes from here\0192.0.2.7").hexdigest()


FOR_SESSIONS = ["/moi/adresse", "/moi/confirmer", "/moi/verrous/application", "/creer/groupe"]


def counters(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Attempt)) or 0


@pytest.mark.parametrize("address", FOR_SESSIONS)
def test_cookies_that_open_no_session_leave_no_counters_behind(app: Flask, address: str) -> None:
    browser = Client(app).browser
    for number in range(5):
        browser.set_cookie("sid", f"invented-{number}")
        assert browser.post(address, data={"email": "a@poste.example"}).status_code in (303, 400)
    assert counters(app) == 0


def test_a_session_that_ran_out_is_counted_no_more(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.lise)
    client.post("/moi/verrous/application")
    before = counters(app)
    with time_machine.travel(now() + timedelta(days=181)):
        for address in FOR_SESSIONS:
            client.browser.post(address)
    assert 0 < before == counters(app)
