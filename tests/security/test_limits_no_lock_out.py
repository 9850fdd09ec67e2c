"""Whoever spends all limits on somebody stops new letters at most: sessions, open codes and known browsers live on."""

import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from entraide import create_app
from entraide.access import limits
from entraide.access.limits import Attempt, Limit
from entraide.access.tokens import short
from entraide.accounts.models import Challenge
from entraide.clock import now
from entraide.db import db
from tests.accounts.carrying import odile, show
from tests.conftest import Stage
from tests.people import Client, code_in, deliver, letters_to
from tests.world import World

FRENCH = {"accept-language": "fr"}


def ask(client: Client, address: str, ip: str = "192.0.2.7") -> None:
    client.get("/connexion")
    assert client.post("/connexion", {"email": address}, environ_base={"REMOTE_ADDR": ip}).status_code == 303


def spend_all(app: Flask, address: str) -> None:
    """Ask for codes to an address from many networks until none leaves any more."""
    for network in range(30):
        ask(Client(app), address, f"198.51.100.{network}")
    deliver(app)


def codes(app: Flask, address: str) -> int:
    return sum(letter["Subject"] == "Votre code" for letter in letters_to(app, address))


def challenges(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Challenge)) or 0


def sign_in(app: Flask, client: Client, address: str, ip: str = "192.0.2.7") -> str:
    ask(client, address, ip)
    answer = client.post("/connexion/code", {"code": code_in(letters_to(app, address)[-1]), "device": "own"})
    return str(answer.location)


def test_an_attacker_stops_new_letters_and_nothing_else(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        signed_in, waiting, known = Client(app).sign_in(world.lise), Client(app), Client(app)
        assert sign_in(app, known, world.lise.email) == "/agenda"
        known.post("/deconnexion")
        traveller.shift(timedelta(minutes=1))
        ask(waiting, world.lise.email)
        code = code_in(letters_to(app, world.lise.email)[-1])
        spend_all(app, world.lise.email)
        traveller.shift(timedelta(minutes=1))
        sent = codes(app, world.lise.email)
        ask(Client(app), world.lise.email, "203.0.113.9")
        assert codes(app, world.lise.email) == sent
        assert signed_in.get("/agenda").status_code == 200
        assert waiting.post("/connexion/code", {"code": code}).location == "/agenda"
        assert sign_in(app, known, world.lise.email) == "/agenda"


def test_a_browser_that_signed_in_before_has_five_letters_of_its_own(app: Flask, world: World) -> None:
    first, second = Client(app), Client(app)
    for client in (first, second):
        sign_in(app, client, world.lise.email)
        client.post("/deconnexion")
    for _ in range(8):
        ask(first, world.lise.email)
    before = codes(app, world.lise.email)
    ask(second, world.lise.email)
    assert codes(app, world.lise.email) == before + 1


def test_asked_once_too_often_the_last_code_still_opens(app: Flask, world: World) -> None:
    client = Client(app)
    with time_machine.travel(now(), tick=False) as traveller:
        for _ in range(5):
            traveller.shift(timedelta(seconds=1))
            ask(client, world.lise.email)
            last = code_in(letters_to(app, world.lise.email)[-1])
        for _ in range(3):
            ask(client, world.lise.email)
        assert client.post("/connexion/code", {"code": last}).location == "/agenda"


@pytest.mark.parametrize("door", ["/connexion", "/creer"])
def test_over_the_limit_nothing_is_kept_and_the_page_is_the_same(app: Flask, world: World, door: str) -> None:
    pages = []
    for _ in range(7):
        client = Client(app)
        client.post(door, {"email": world.lise.email})
        pages.append(client.get("/connexion/code", headers=FRENCH).text.replace(client.token, ""))
    assert challenges(app) == 5
    assert len(set(pages)) == 1


def test_known_and_unknown_addresses_run_out_alike(app: Flask, world: World) -> None:
    kept = []
    for address in (world.lise.email, "nobody@poste.example"):
        before = challenges(app)
        spend_all(app, address)
        kept.append(challenges(app) - before)
    assert kept == [20, 20]


def test_tries_from_elsewhere_do_not_shut_a_card(app: Flask, world: World) -> None:
    _, own = odile(app, world)
    for network in range(20):
        for _ in range(6):
            show(Client(app), own.number, "abandon ability able about above absent", ip=f"198.51.100.{network}")
    assert show(Client(app), own.number, own.phrase, ip="192.0.2.9").status_code == 303


def test_a_stranger_cannot_use_up_what_a_group_may_paste_or_send(app: Flask, world: World) -> None:
    group, nobody = short(world.tilleuls), Client(app)
    for path in (f"/g/{group}/membres/coller/enregistrer", f"/g/{group}/membres/liste-apportee/{group}/encore"):
        for _ in range(3):
            nobody.browser.post(path)
    with app.app_context():
        keys = set(db.session.scalars(select(Attempt.key)))
        hers = {Limit(what, f"{world.tilleuls} hers", 1).key for what in ("lists", "rows")}
        everybodys = {Limit(what, str(world.tilleuls), 1).key for what in ("lists", "rows")}
    assert keys.isdisjoint(hers | everybodys)


def test_counters_outlive_the_process(stage: Stage, app: Flask) -> None:
    limit = Limit("to outlive", "somebody", 2)
    with app.app_context():
        assert [limits.spend([limit]) for _ in range(2)] == [True, True]
    again = create_app(stage.settings, testing=True)
    with again.app_context():
        assert limits.spend([limit]) is False
        db.engine.dispose()
    again.extensions["entraide.vault"].engine.dispose()


def test_threads_spend_no_more_than_there_is(stage: Stage, app: Flask) -> None:
    held: list[bool] = []

    def spend() -> None:
        with app.app_context():
            held.append(limits.spend([Limit("at once", "", 5)]))

    threads = [threading.Thread(target=spend) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(held) == 5
