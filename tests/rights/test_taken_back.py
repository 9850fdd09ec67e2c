"""Protected mode undone or ended: what was set up with it goes, what was there before stays, and one letter says so."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from entraide import worker
from entraide.accounts.models import Lock, Person
from entraide.clock import now
from entraide.db import db
from tests.accounts.locking import LOCKS, add_app, kinds_in
from tests.accounts.moving import NEW, WAITED, address, is_waiting, move
from tests.people import Client, letters_to, text_of
from tests.rights.protecting import LOCKED, PAGE, by_code, is_in, protect, show_words, sign_in, world_lise
from tests.world import World

UNDO, FROM_WITHIN = "/connexion/annuler", f"{PAGE}/annuler"


def test_an_address_moved_before_the_mode_is_moved_back(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
        move(app, thief)
        traveller.shift(WAITED)
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        assert address(app, world.lise) == NEW
        protect(thief)
        assert phone.post(UNDO).status_code == 303
        assert address(app, world.lise) == world.lise.email
        assert by_code(app, phone, world.lise).headers["location"] == "/agenda"


def test_moved_twice_it_goes_back_to_where_it_was(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
        for to in (NEW, "encore@autre.example"):
            thief = Client(app).sign_in(world.lise)
            move(app, thief, to)
            traveller.shift(WAITED)
            worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        protect(thief)
        phone.post(UNDO)
        assert address(app, world.lise) == world.lise.email


def test_the_mailbox_it_was_moved_to_gets_nothing_more(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
        move(app, thief)
        traveller.shift(WAITED)
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        before = len(letters_to(app, NEW))
        protect(thief)
        phone.post(UNDO)
        assert Client(app).post("/connexion", {"email": NEW}).status_code == 303
        assert len(letters_to(app, NEW)) == before


def test_an_address_that_waits_is_dropped(app: Flask, world: World) -> None:
    phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
    thief.post("/moi/appareils/fin")
    move(app, thief)
    protect(thief)
    phone.post(UNDO)
    assert not is_waiting(app, world.lise)


def test_it_does_not_come_while_a_device_that_is_out_may_undo_it(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
        thief.post("/moi/appareils/fin")
        move(app, thief)
        protect(thief)
        traveller.shift(timedelta(days=6))
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        phone.post(UNDO)
        assert address(app, world.lise) == world.lise.email


def test_an_address_she_moved_to_herself_stays(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone = sign_in(app, world.lise, days_ago=8)
        move(app, phone)
        traveller.shift(WAITED)
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        thief = Client(app).sign_in(world.lise)
        thief.post("/moi/appareils/fin")
        protect(thief)
        phone.post(UNDO)
        assert address(app, world.lise) == NEW


def test_nothing_is_erased_at_once_while_such_a_device_may_undo_it(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        sign_in(app, world.lise, days_ago=8)
        thief = Client(app).sign_in(world.lise)
        thief.post("/moi/appareils/fin")
        made = protect(thief)
        traveller.shift(timedelta(days=3))
        show_words(thief, made.paper)
        thief.post("/moi/effacer", {"understood": "y", "at_once": "y"})
        with app.app_context():
            assert db.session.get(Person, world.lise.person_id) is not None


def test_what_was_to_be_erased_since_is_kept_by_her(app: Flask, world: World) -> None:
    phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
    thief.post("/moi/appareils/fin")
    made = protect(thief)
    show_words(thief, made.paper)
    thief.post("/moi/effacer", {"understood": "y"})
    assert phone.post(UNDO).status_code == 303
    assert by_code(app, phone, world.lise).headers["location"] == "/agenda"
    assert is_in(phone)


def test_a_lock_shown_only_after_the_mode_began_goes_too(app: Flask, world: World) -> None:
    phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
    page = thief.post(f"{LOCKS}/carte")
    made = protect(thief)
    show_words(thief, made.paper)
    assert page.status_code == 200
    add_app(thief)
    assert phone.post(FROM_WITHIN).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Lock)).all() == []


def test_her_own_lock_that_had_stood_stays(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone = sign_in(app, world.lise, days_ago=8)
        mine, _ = add_app(phone)
        traveller.shift(timedelta(days=2, minutes=1))
        young = Client(app).sign_in(world.lise)
        young.post("/moi/appareils/fin")
        young.get("/moi/confirmer")
        young.post("/moi/confirmer", {"app_code": mine.code})
        protect(young, LOCKED)
        assert phone.get(UNDO).status_code == 404
        assert len(kinds_in(app, world.lise)) == 1


def test_ending_it_is_told_by_one_letter_in_the_words_of_any_other(app: Flask, world: World) -> None:
    lise = world_lise(app, world)
    before = len(letters_to(app, world.lise.email))
    show_words(lise.client, lise.paper)
    lise.client.post(f"{PAGE}/fin")
    told = letters_to(app, world.lise.email)[before:]
    assert [str(letter["Subject"]) for letter in told] == ["Votre façon de vous connecter"]
    assert "protég" not in text_of(told[0])


def test_undoing_it_is_told_by_the_same_letter(app: Flask, world: World) -> None:
    phone = sign_in(app, world.lise, days_ago=8)
    world_lise(app, world)
    before = len(letters_to(app, world.lise.email))
    phone.post(FROM_WITHIN)
    told = letters_to(app, world.lise.email)[before:]
    assert [str(letter["Subject"]) for letter in told] == ["Votre façon de vous connecter"]


def test_ended_in_favour_of_another_address_the_letter_goes_there(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        lise = world_lise(app, world)
        show_words(lise.client, lise.paper)
        move(app, lise.client)
        traveller.shift(WAITED)
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        show_words(lise.client, lise.paper)
        former = len(letters_to(app, world.lise.email))
        lise.client.post(f"{PAGE}/fin")
        assert len(letters_to(app, world.lise.email)) == former
        assert str(letters_to(app, NEW)[-1]["Subject"]) == "Votre façon de vous connecter"
