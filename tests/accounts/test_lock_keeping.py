"""Keeping locks: their names, their removal, what is asked for before, what goes with the last one."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from entraide.access.tokens import short
from entraide.accounts import locks
from entraide.accounts.actions import LONG_AGO
from entraide.accounts.locks.jobs import forget_unshown
from entraide.accounts.models import Lock, LockChallenge, LockCode, LockKind, Person, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.journal.models import Entry
from tests.accounts.locking import LOCKS, add_app, add_card, add_passkey, codes_on, kinds_in, page_of, recovery_of
from tests.people import Client, letters_to
from tests.world import Somebody, World


def path_of(app: Flask, person: Somebody, kind: LockKind) -> str:
    with app.app_context():
        return f"{LOCKS}/{short(db.session.query(Lock.id).filter_by(person_id=person.person_id, kind=kind).scalar())}"


def forget_steps(app: Flask) -> None:
    """Let every session be one that showed nothing lately."""
    with app.app_context():
        db.session.execute(update(SignIn).values(sure_since=LONG_AGO, lock_since=None))
        db.session.commit()


def test_the_page_lists_locks_by_their_names(app: Flask, client: Client, world: World) -> None:
    add_app(client.sign_in(world.lise))
    client.post(path_of(app, world.lise, LockKind.APP) + "/nom", {"name": "Le vieux téléphone"})
    assert "Le vieux téléphone" in page_of(client.get(LOCKS))


def test_a_name_has_forty_characters_at_most(app: Flask, client: Client, world: World) -> None:
    add_app(client.sign_in(world.lise))
    path = path_of(app, world.lise, LockKind.APP)
    assert client.post(path + "/nom", {"name": "x" * 41}).status_code == 422
    assert client.post(path + "/nom", {"name": "\x00\x1b"}).status_code == 303


def test_the_codes_left_on_a_card_are_said(client: Client, world: World) -> None:
    add_card(client.sign_in(world.lise))
    assert "39 codes" in page_of(client.get(LOCKS))


def test_codes_on_a_card_are_none_for_loss(app: Flask, client: Client, world: World) -> None:
    add_card(client.sign_in(world.lise))
    with app.app_context():
        assert locks.recovery_left(world.lise.person_id) == 10


def test_a_removed_lock_opens_nothing(app: Flask, client: Client, world: World) -> None:
    card, _ = add_card(client.sign_in(world.lise))
    add_app(client)
    client.post(path_of(app, world.lise, LockKind.CARD) + "/retirer")
    assert kinds_in(app, world.lise) == [LockKind.APP]
    with app.app_context():
        assert not any(locks.check_card(world.lise.person_id, code) for code in card)
        assert locks.recovery_left(world.lise.person_id) == 10


def test_with_the_last_lock_go_the_codes_for_loss_and_the_guarded_door(
    app: Flask, client: Client, world: World
) -> None:
    add_app(client.sign_in(world.lise))
    client.post(f"{LOCKS}/porte", {"at_door": "y", "is_hidden": "y", "first_name": "Lise"})
    path = path_of(app, world.lise, LockKind.APP)
    assert "dernier verrou" in page_of(client.get(path))
    client.post(path + "/retirer")
    with app.app_context():
        person = db.session.get_one(Person, world.lise.person_id)
        assert not person.lock_at_door
        assert not person.hidden_in_mailbox
        assert db.session.query(LockCode).count() == 0


def test_removing_ends_other_sessions_and_is_told(app: Flask, client: Client, world: World) -> None:
    add_app(client.sign_in(world.lise))
    elsewhere = Client(app).sign_in(world.lise)
    told = len(letters_to(app, world.lise.email))
    client.post(path_of(app, world.lise, LockKind.APP) + "/retirer")
    assert elsewhere.get("/moi").status_code == 303
    assert len(letters_to(app, world.lise.email)) == told + 1


def test_nobody_touches_anothers_lock(app: Flask, client: Client, world: World) -> None:
    add_app(Client(app).sign_in(world.ana))
    path = path_of(app, world.ana, LockKind.APP)
    client.sign_in(world.lise)
    assert client.get(path).status_code == 404
    assert client.post(path + "/nom", {"name": "à moi"}).status_code == 404
    assert client.post(path + "/retirer").status_code == 404
    assert kinds_in(app, world.ana) == [LockKind.APP]


@pytest.mark.parametrize("deed", ["appareil", "application", "carte", "secours", "porte"])
def test_each_deed_asks_for_a_step_first(app: Flask, client: Client, world: World, deed: str) -> None:
    add_app(client.sign_in(world.lise))
    forget_steps(app)
    assert client.post(f"{LOCKS}/{deed}").location == "/moi/confirmer"


def test_without_a_lock_a_fresh_code_is_asked_for_first(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    forget_steps(app)
    assert client.post(f"{LOCKS}/carte").location == "/moi/confirmer"


def test_with_a_lock_a_fresh_code_is_not_enough_to_remove_it(app: Flask, client: Client, world: World) -> None:
    add_app(client.sign_in(world.lise))
    forget_steps(app)
    fresh = Client(app).sign_in(world.lise)
    assert fresh.post(path_of(app, world.lise, LockKind.APP) + "/retirer").location == "/moi/confirmer"
    assert kinds_in(app, world.lise) == [LockKind.APP]


def test_codes_for_loss_can_be_renewed(app: Flask, client: Client, world: World) -> None:
    _, first = add_app(client.sign_in(world.lise))
    old = recovery_of(first)
    new = recovery_of(client.post(f"{LOCKS}/secours"))
    with app.app_context():
        assert not locks.use_recovery_code(world.lise.person_id, old[0])
        assert locks.use_recovery_code(world.lise.person_id, new[0])


def test_wrong_first_codes_are_counted(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    codes = codes_on(client.post(f"{LOCKS}/carte"))
    for _ in range(5):
        assert client.post(f"{LOCKS}/carte/fin", {"code": "0"}).status_code == 422
    answers = [client.post(f"{LOCKS}/carte/fin", {"code": code}) for code in codes]
    assert {answer.status_code for answer in answers} == {422}
    assert "quinze minutes" in page_of(answers[0])


def test_an_app_page_shows_its_seed_again_after_a_wrong_code(client: Client, world: World) -> None:
    client.sign_in(world.lise)
    client.post(f"{LOCKS}/application")
    shown = page_of(client.get(f"{LOCKS}/application"))
    again = page_of(client.post(f"{LOCKS}/application/fin", {"code": "nothing"}))
    seed = shown[shown.index('id="seed">') :][:60]
    assert seed in again


def test_the_way_back_from_a_wrong_code_leads_to_that_page(client: Client, world: World) -> None:
    client.sign_in(world.lise)
    assert client.post(f"{LOCKS}/application").location == f"{LOCKS}/application"
    client.post(f"{LOCKS}/application/fin", {"code": "nothing"})
    assert 'id="seed">' in client.get(f"{LOCKS}/application").text


def test_whoever_came_in_by_her_mailbox_is_not_shown_the_seed_of_her_app(
    app: Flask, client: Client, world: World
) -> None:
    client.sign_in(world.lise).post(f"{LOCKS}/application")
    thief = Client(app).sign_in(world.lise)
    assert thief.get(f"{LOCKS}/application").location == LOCKS
    assert thief.post(f"{LOCKS}/application/fin", {"code": "123456"}).location == LOCKS
    assert 'id="seed">' in client.get(f"{LOCKS}/application").text


def test_what_was_shown_too_long_ago_is_begun_again(client: Client, world: World) -> None:
    client.sign_in(world.lise)
    client.post(f"{LOCKS}/application")
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        assert client.post(f"{LOCKS}/application/fin", {"code": "123456"}).location == LOCKS


def test_what_was_never_shown_is_forgotten(app: Flask, client: Client, world: World) -> None:
    add_app(client.sign_in(world.lise))
    for path in ("application", "carte", "defi"):
        client.post(f"{LOCKS}/{path}")
    with time_machine.travel(now() + timedelta(hours=1), tick=False), app.app_context():
        forget_unshown()
        assert [row.proved is not None for row in db.session.query(Lock)] == [True]
        assert db.session.query(LockCode).filter(LockCode.lock_id.is_not(None)).count() == 0
        assert db.session.query(LockChallenge).count() == 0


def test_each_deed_is_noted_without_a_word_of_it(app: Flask, client: Client, world: World) -> None:
    add_app(client.sign_in(world.lise))
    client.post(path_of(app, world.lise, LockKind.APP) + "/retirer")
    with app.app_context():
        deeds = {deed for (deed,) in db.session.query(Entry.deed)}
    assert {"lock:add", "lock:remove", "session:lock", "recovery:draw", "session:end_others"} <= deeds


def test_ten_locks_are_enough(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    for _ in range(10):
        add_passkey(client)
    assert client.post(f"{LOCKS}/appareil").location == LOCKS
    assert len(kinds_in(app, world.lise)) == 10


def test_where_the_address_is_a_number_no_passkey_is_offered(
    app: Flask, client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(world.lise)
    assert "/moi/verrous/appareil" in page_of(client.get(LOCKS))
    monkeypatch.setattr("entraide.accounts.locks.actions.passkeys.are_possible", lambda: False)
    assert "/moi/verrous/appareil" not in page_of(client.get(LOCKS))
    assert client.post(f"{LOCKS}/appareil").status_code == 404
