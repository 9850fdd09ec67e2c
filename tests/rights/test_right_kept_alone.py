"""What a device that was signed out keeps: one right, for seven days, on her own devices alone, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from entraide import worker
from entraide.access.tokens import short
from entraide.accounts.models import Device, SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.locking import add_app
from tests.accounts.moving import lock, session_of
from tests.people import Client
from tests.rights.protecting import LOCKED, PAGE, by_code, is_in, protect, sign_in
from tests.world import World

UNDO, OTHERS = "/connexion/annuler", "/moi/appareils/fin"


def signed_out(app: Flask, world: World, *, days_ago: int = 8, device: Device = Device.OWN) -> tuple[Client, Client]:
    """Sign her phone out from a browser that came in by her mailbox; return both."""
    phone, thief = sign_in(app, world.lise, days_ago=days_ago, device=device), Client(app).sign_in(world.lise)
    thief.post(OTHERS)
    return phone, thief


def may_undo(client: Client) -> bool:
    return client.get(UNDO).status_code == 200


def test_before_protected_mode_there_is_nothing_to_undo(app: Flask, world: World) -> None:
    phone, _ = signed_out(app, world)
    assert not may_undo(phone)


@pytest.mark.parametrize(("days", "device"), [(6, Device.OWN), (0, Device.OWN), (0, Device.SHARED)])
def test_a_younger_device_or_one_of_others_keeps_nothing(app: Flask, world: World, days: int, device: Device) -> None:
    phone, thief = signed_out(app, world, days_ago=days, device=device)
    protect(thief)
    assert not may_undo(phone)


def test_it_opens_no_page_and_takes_no_form(app: Flask, world: World) -> None:
    phone, thief = signed_out(app, world)
    protect(thief)
    for path in ("/agenda", "/moi", "/moi/appareils", PAGE, "/g"):
        assert phone.get(path).headers["location"] == "/connexion"
    for path in ("/moi/appareils/tout", "/moi/protection/annuler", "/moi/effacer", "/moi/adresse"):
        assert phone.post(path, {"email": "autre@poste.example"}).headers["location"] == "/connexion"
    assert may_undo(phone)


def test_a_form_sent_from_it_is_not_kept(app: Flask, world: World) -> None:
    phone, _ = signed_out(app, world)
    phone.post("/moi/donnees/prenom", {"first_name": "Personne"})
    with phone.browser.session_transaction() as kept:
        assert "kept" not in kept


def test_its_page_names_nobody(app: Flask, world: World) -> None:
    phone, thief = signed_out(app, world)
    protect(thief)
    page = phone.get(UNDO).text + phone.get("/connexion").text
    for name in ("Lise", "Tilleuls", world.lise.email, "entraide"):
        assert name not in page.replace('content="entraide', "")


def test_signing_in_says_so_there_and_nowhere_else(app: Flask, world: World) -> None:
    phone, thief = signed_out(app, world)
    assert UNDO not in phone.get("/connexion").text
    protect(thief)
    assert f'href="{UNDO}"' in phone.get("/connexion").text
    assert UNDO not in Client(app).get("/connexion").text


@pytest.mark.parametrize(("later", "may"), [(timedelta(days=6, hours=23), True), (timedelta(days=7), False)])
def test_it_lasts_seven_days_before_the_mode_begins(app: Flask, world: World, later: timedelta, may: bool) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone, _ = signed_out(app, world)
        traveller.shift(later)
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        protect(Client(app).sign_in(world.lise))
        assert may_undo(phone) is may


@pytest.mark.parametrize(("later", "may"), [(timedelta(days=6, hours=23), True), (timedelta(days=7), False)])
def test_and_seven_days_after(app: Flask, world: World, later: timedelta, may: bool) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone, thief = signed_out(app, world)
        traveller.shift(timedelta(days=5))
        protect(thief)
        traveller.shift(later)
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        assert (phone.post(UNDO).status_code == 303) is may


def test_nothing_is_left_of_it_in_the_database_then(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        signed_out(app, world)
        traveller.shift(timedelta(days=7, hours=1, minutes=1))
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(SignIn.ended.is_not(None))) == 0


def test_once_used_it_is_gone_within_the_hour(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone, thief = signed_out(app, world)
        protect(thief)
        assert phone.post(UNDO).status_code == 303
        assert phone.post(UNDO).status_code == 404
        traveller.shift(timedelta(hours=1))
        protect(Client(app).sign_in(world.lise))
        assert not may_undo(phone)


def test_who_signs_in_there_within_the_hour_undoes_it_again(app: Flask, world: World) -> None:
    phone, thief = signed_out(app, world)
    protect(thief)
    phone.post(UNDO)
    by_code(app, phone, world.lise)
    again = Client(app).sign_in(world.lise)
    again.post(OTHERS)
    protect(again)
    assert phone.post(UNDO).status_code == 303


def test_who_signed_in_again_before_it_began_has_it_still(app: Flask, world: World) -> None:
    phone, thief = signed_out(app, world)
    by_code(app, phone, world.lise)
    assert is_in(phone)
    protect(thief)
    assert not is_in(phone)
    assert phone.post(UNDO).status_code == 303


def test_signed_in_again_it_is_young_for_all_else(app: Flask, world: World) -> None:
    phone, _ = signed_out(app, world)
    by_code(app, phone, world.lise)
    other = sign_in(app, world.lise, days_ago=8)
    phone.post(OTHERS)
    protect(phone)
    assert may_undo(other)


def test_two_devices_keep_it_each(app: Flask, world: World) -> None:
    tablet = sign_in(app, world.lise, days_ago=30)
    phone, thief = signed_out(app, world)
    protect(thief)
    assert phone.post(UNDO).status_code == 303
    protect(Client(app).sign_in(world.lise))
    assert tablet.post(UNDO).status_code == 303


@pytest.mark.parametrize("path", [OTHERS, "/moi/appareils/tout"])
def test_whoever_took_the_mailbox_does_not_end_it(app: Flask, world: World, path: str) -> None:
    phone, thief = signed_out(app, world)
    thief.post(path)
    thief = Client(app).sign_in(world.lise)
    protect(thief)
    thief.post(path)
    assert may_undo(phone)


def test_nor_by_its_line(app: Flask, world: World) -> None:
    phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
    line = f"/moi/appareils/{short(session_of(phone))}/fin"
    thief.post(line)
    assert thief.post(line).status_code == 404
    assert line not in thief.get("/moi/appareils").text
    protect(thief)
    assert thief.post(line).status_code == 404
    assert may_undo(phone)


@pytest.mark.parametrize(("hours", "may"), [(47, True), (48, False)])
def test_a_lock_made_since_ends_it_once_it_stood_for_two_days(app: Flask, world: World, hours: int, may: bool) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone, laptop = signed_out(app, world)
        made, _ = add_app(laptop)
        traveller.shift(timedelta(hours=hours))
        laptop.get("/moi/confirmer")
        assert laptop.post("/moi/confirmer", {"app_code": made.code}).status_code == 303
        protect(laptop, LOCKED)
        assert may_undo(phone) is may


def test_a_lock_that_has_stood_and_was_shown_leaves_nothing(app: Flask, world: World) -> None:
    phone, laptop = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
    lock(app, world.lise, since=timedelta(days=2))
    laptop.post(OTHERS)
    protect(laptop, LOCKED)
    assert not may_undo(phone)


def test_nor_does_protected_mode_begun_with_it_where_it_was_not_shown_before(app: Flask, world: World) -> None:
    lock(app, world.lise, since=timedelta(days=2))
    phone, laptop = signed_out(app, world)
    laptop.post(OTHERS)
    lock(app, world.lise, since=timedelta(days=2))  # shows it, on every session
    protect(laptop, LOCKED)
    assert not may_undo(phone)


def test_a_device_of_a_week_leaves_nothing(app: Flask, world: World) -> None:
    phone, tablet = sign_in(app, world.lise, days_ago=8), sign_in(app, world.lise, days_ago=8)
    tablet.post(OTHERS)
    protect(tablet)
    assert not may_undo(phone)


def test_it_takes_away_what_a_younger_one_left(app: Flask, world: World) -> None:
    tablet = sign_in(app, world.lise, days_ago=8)
    phone, laptop = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
    line = f"/moi/appareils/{short(session_of(phone))}/fin"
    laptop.post(line)
    assert line in tablet.get("/moi/appareils").text
    assert tablet.post(line).status_code == 303
    protect(tablet)
    assert not may_undo(phone)


def test_who_signs_a_device_out_on_it_leaves_nothing(app: Flask, world: World) -> None:
    phone = sign_in(app, world.lise, days_ago=8)
    sid = phone.browser.get_cookie("sid")
    assert sid is not None
    phone.post("/deconnexion")
    phone.browser.set_cookie("sid", sid.value)
    protect(Client(app).sign_in(world.lise))
    assert not may_undo(phone)
