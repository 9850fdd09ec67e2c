"""Protected mode is no weapon: who reads her mailbox can begin it, and her own old device takes it back."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from entraide.access.tokens import short
from entraide.accounts.models import Card, Device, Lock, LockKind, Person, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.vault import sealed
from tests.accounts.carrying import show
from tests.conftest import Stage
from tests.people import Client
from tests.rights.protecting import (
    LOCKED,
    PAGE,
    WORDS,
    Protected,
    by_card,
    code_letters,
    draw,
    is_in,
    protect,
    show_words,
    sign_in,
    world_lise,
)
from tests.world import World

UNDO, END = f"{PAGE}/annuler", f"{PAGE}/fin"


def with_lock(app: Flask, world: World, *, days_ago: int = 0) -> None:
    """Give Lise a lock that she has shown once."""
    with app.app_context():
        hers = world.lise.person_id
        db.session.add(
            Lock(
                person_id=hers,
                kind=LockKind.CARD,
                name_sealed=sealed.seal(hers, "lock name", "Card"),
                made=now() - timedelta(days=days_ago),
                proved=now() - timedelta(days=days_ago),
            )
        )
        db.session.commit()


def test_a_device_of_her_own_signed_in_a_week_ago_undoes_it(app: Flask, world: World) -> None:
    phone = sign_in(app, world.lise, days_ago=8)
    intruder = world_lise(app, world)
    assert is_in(phone)
    assert phone.post(UNDO).status_code == 303
    assert code_letters(app, world.lise.email) == 1
    assert not is_in(intruder.client)
    assert is_in(phone)
    late = Client(app)
    late.get("/connexion/carte")
    assert show(late, intruder.paper.number, intruder.paper.phrase).status_code == 422


def test_every_page_of_that_device_says_so(app: Flask, world: World) -> None:
    phone = sign_in(app, world.lise, days_ago=8)
    world_lise(app, world)
    assert f'href="{PAGE}"' in phone.get("/agenda").text
    assert f'action="{UNDO}"' in phone.get(PAGE).text


@pytest.mark.parametrize(("days", "device"), [(6, Device.OWN), (0, Device.OWN), (0, Device.SHARED), (8, Device.SHARED)])
def test_no_other_device_undoes_it(app: Flask, world: World, days: int, device: Device) -> None:
    other = sign_in(app, world.lise, days_ago=days, device=device)
    world_lise(app, world)
    assert not is_in(other)


def test_the_device_that_began_it_undoes_nothing_without_the_words(app: Flask, world: World) -> None:
    lise = protect(sign_in(app, world.lise, days_ago=30))
    assert lise.client.post(UNDO).status_code == 404
    assert code_letters(app, world.lise.email) == 0


def test_after_seven_days_that_device_is_signed_out(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone = sign_in(app, world.lise, days_ago=8)
        world_lise(app, world)
        traveller.shift(timedelta(days=6, hours=23))
        assert is_in(phone)
        traveller.shift(timedelta(hours=2))
        assert phone.post(UNDO).headers["location"] == "/connexion"
        assert not is_in(phone)


def test_it_stays_signed_in_where_she_shows_her_words(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone = sign_in(app, world.lise, days_ago=8)
        lise = world_lise(app, world)
        assert show_words(phone, lise.paper).status_code == 303
        traveller.shift(timedelta(days=8))
        assert is_in(phone)
        assert phone.post(UNDO).status_code == 404


@pytest.mark.parametrize("path", ["/moi/appareils/fin", "/moi/appareils/tout"])
def test_whoever_began_it_does_not_sign_that_device_out(app: Flask, world: World, path: str) -> None:
    phone = sign_in(app, world.lise, days_ago=8)
    intruder = world_lise(app, world)
    intruder.client.post(path)
    assert is_in(phone)


def test_it_is_not_signed_out_by_its_line_among_the_devices_either(app: Flask, world: World) -> None:

    phone = sign_in(app, world.lise, days_ago=8)
    intruder = world_lise(app, world)
    with app.app_context():
        kept = db.session.scalars(select(SignIn.id).where(SignIn.kept_until.is_not(None))).one()
    assert intruder.client.post(f"/moi/appareils/{short(kept)}/fin").status_code == 404
    assert f"{short(kept)}/fin" not in intruder.client.get("/moi/appareils").text
    assert is_in(phone)


def test_she_signs_that_device_out_herself(app: Flask, world: World) -> None:
    phone = sign_in(app, world.lise, days_ago=8)
    world_lise(app, world)
    sid = phone.browser.get_cookie("sid")
    phone.post("/moi/appareils/tout")
    assert sid is not None
    phone.browser.set_cookie("sid", sid.value)
    assert not is_in(phone)


def test_other_words_taken_meanwhile_do_not_sign_it_out(app: Flask, world: World) -> None:
    phone = sign_in(app, world.lise, days_ago=8)
    intruder = world_lise(app, world)
    show_words(intruder.client, intruder.paper)
    intruder.client.post("/moi/carte/phrase")
    assert is_in(phone)


def test_a_lock_made_meanwhile_goes_with_it(app: Flask, world: World) -> None:
    phone = sign_in(app, world.lise, days_ago=8)
    world_lise(app, world)
    with_lock(app, world)
    assert phone.post(UNDO).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Lock)).all() == []


def test_a_lock_from_before_stays(app: Flask, world: World) -> None:
    phone = sign_in(app, world.lise, days_ago=8)
    draw(Client(app).sign_in(world.lise))
    with_lock(app, world)
    intruder = Client(app).sign_in(world.lise)
    assert intruder.post(WORDS).headers["location"] == PAGE
    assert intruder.post(LOCKED).headers["location"] == "/moi/confirmer"
    assert code_letters(app, world.lise.email) == 1
    assert is_in(phone)


def test_who_has_a_lock_is_asked_for_it_and_no_device_is_kept(app: Flask, world: World) -> None:
    with_lock(app, world, days_ago=2)
    phone, here = sign_in(app, world.lise, days_ago=8), sign_in(app, world.lise)
    assert here.post(LOCKED).headers["location"] == "/moi/confirmer"
    with app.app_context():
        db.session.execute(update(SignIn).values(lock_since=now()))
        db.session.commit()
    protect(here, LOCKED)
    assert not is_in(phone)
    assert code_letters(app, world.lise.email) == 0


def test_a_session_that_one_group_opened_begins_and_ends_nothing(app: Flask, world: World) -> None:

    lise = world_lise(app, world)
    with app.app_context():
        db.session.execute(update(SignIn).values(only_group_id=world.tilleuls))
        db.session.commit()
    for path in (WORDS, LOCKED, PAGE, END):
        assert lise.client.post(path).status_code == 404
    assert f'action="{END}"' not in lise.client.get(PAGE).text


STEPS = ["begin", "begin wrong", "end", "end unsure", "undo", "card", "week"]


@given(steps=st.lists(st.sampled_from(STEPS), max_size=7))
@settings(max_examples=12)
def test_whatever_is_done_there_is_one_way_in_and_never_two(stage: Stage, steps: list[str]) -> None:
    stage.reset()
    app, world = stage.app, stage.world
    with time_machine.travel(now(), tick=False) as traveller:
        phone = sign_in(app, world.lise, days_ago=8)
        lise: Protected | None = None
        for step in steps:
            here = lise.client if lise else Client(app).sign_in(world.lise)
            if step == "begin" and lise is None:
                lise = protect(here)
            elif step == "begin wrong" and lise is None:
                draw(here)
                here.post(PAGE, {"first_word": "abandon", "second_word": "ability"})
            elif step == "end unsure":
                here.post(END)
            elif step == "end" and lise is not None:
                show_words(here, lise.paper)
                assert here.post(END).headers["location"] == PAGE
                lise, phone = None, sign_in(app, world.lise, days_ago=8)
            elif step == "undo" and lise is not None and phone.post(UNDO).headers.get("location") == PAGE:
                lise = None
            elif step == "card" and lise is not None:
                assert is_in(by_card(app, lise.paper))
            elif step == "week":
                traveller.shift(timedelta(days=8))
            with app.app_context():
                person = db.session.get_one(Person, world.lise.person_id)
                card = db.session.scalars(select(Card).where(Card.own_hmac.is_not(None))).one_or_none()
                assert (person.email_index is None) == (card is not None) == (lise is not None)
                assert (person.kept_email_index is not None) == (person.protected_since is not None)
                assert (person.protected_since is not None) == (lise is not None)
