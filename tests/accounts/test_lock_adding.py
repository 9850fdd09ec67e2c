"""Adding a lock: it counts once it was shown for the first time, and then tells its owner so."""

from datetime import timedelta

import time_machine
from flask import Flask

from entraide.accounts.models import Lock, LockCode, LockKind, Person, SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.authenticator import Phone
from tests.accounts.locking import LOCKS, add_app, add_card, add_passkey, codes_on, kinds_in, options_on, page_of
from tests.people import Client, letters_to, text_of
from tests.world import World


def test_an_app_counts_from_its_first_code(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    client.post(f"{LOCKS}/application")
    assert kinds_in(app, world.lise) == []
    add_app(client)
    assert kinds_in(app, world.lise) == [LockKind.APP]


def test_a_card_counts_from_its_first_code(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    client.post(f"{LOCKS}/carte")
    assert kinds_in(app, world.lise) == []
    codes, _ = add_card(client)
    assert len(codes) == 40
    assert kinds_in(app, world.lise) == [LockKind.CARD]


def test_a_passkey_counts_at_once(app: Flask, client: Client, world: World) -> None:
    add_passkey(client.sign_in(world.lise))
    assert kinds_in(app, world.lise) == [LockKind.PASSKEY]


def test_several_phones_may_each_have_one(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    add_passkey(client)
    add_passkey(client)
    assert kinds_in(app, world.lise) == [LockKind.PASSKEY] * 2


def test_with_the_first_lock_come_ten_codes_for_loss(client: Client, world: World) -> None:
    _, first = add_app(client.sign_in(world.lise))
    assert [len(code.replace("\xa0", "")) for code in codes_on(first)] == [24] * 10


def test_with_the_second_lock_comes_none(client: Client, world: World) -> None:
    add_app(client.sign_in(world.lise))
    _, second = add_passkey(client)
    assert second.location == LOCKS


def test_a_new_lock_ends_every_other_session(app: Flask, world: World) -> None:
    here, elsewhere = Client(app).sign_in(world.lise), Client(app).sign_in(world.lise)
    add_app(here)
    assert here.get("/moi").status_code == 200
    assert elsewhere.get("/moi").status_code == 303


def test_a_new_lock_is_told_by_a_letter_that_names_nothing(app: Flask, client: Client, world: World) -> None:
    add_app(client.sign_in(world.lise))
    letter = letters_to(app, world.lise.email)[-1]
    said = (str(letter["Subject"]) + text_of(letter)).lower()
    assert "vous connecter" in said or "connectez" in said
    for word in ("entraide", "verrou", "application", "tilleuls", "lise"):
        assert word not in said.replace(world.lise.email, "")


def test_a_passkey_is_named_by_the_facade_alone(client: Client, world: World) -> None:
    options = options_on(client.sign_in(world.lise).post(f"{LOCKS}/appareil"))
    assert "Rendez-vous" in options
    for word in ("lise", "Lise", "poste", "Tilleuls", str(world.lise.person_id), world.lise.person_id.hex):
        assert word not in options


def test_an_app_is_told_the_facade_alone(client: Client, world: World) -> None:
    from entraide.accounts.locks.actions.apps import make_app

    with client.app.app_context():
        address = make_app(world.lise.person_id, "").address
    assert address.startswith("otpauth://totp/Rendez-vous:Rendez-vous?secret=")


def test_papers_name_neither_product_nor_person(client: Client, world: World) -> None:
    client.sign_in(world.lise)
    for answer in (client.post(f"{LOCKS}/carte"), add_app(client)[1]):
        page = page_of(answer).lower()
        sheet = page[page.index('<section class="sheet">') :]
        for word in ("entraide", "lise", "tilleuls", "rendez-vous", "verrou"):
            assert word not in sheet
        assert "entraide" not in page


def test_nothing_of_a_lock_lies_readable(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    phone, _ = add_passkey(client)
    codes, _ = add_card(client)
    with app.app_context():
        kept = b"".join(
            bytes(value) if isinstance(value, bytes) else str(value).encode()
            for table in (Lock.__table__, LockCode.__table__)
            for row in db.session.execute(table.select())
            for value in row
        )
    assert (len(phone.credential), len(codes)) == (32, 40)
    assert phone.credential not in kept
    assert not any(code.replace("\xa0", "").encode() in kept for code in codes)


def test_a_card_not_tried_within_an_hour_never_counts(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    client.post(f"{LOCKS}/carte")
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        assert client.get(f"{LOCKS}/carte").location == LOCKS


def test_a_new_card_replaces_the_old_one(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    add_card(client)
    add_card(client)
    assert kinds_in(app, world.lise) == [LockKind.CARD]
    with app.app_context():
        assert db.session.query(LockCode).filter(LockCode.lock_id.is_not(None)).count() == 40


def test_a_session_that_organisers_restored_adds_no_lock(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    with app.app_context():
        db.session.query(SignIn).filter_by(person_id=world.lise.person_id).update({"only_group_id": world.tilleuls})
        db.session.commit()
    assert client.get(LOCKS).status_code == 404
    assert client.post(f"{LOCKS}/application").status_code == 404


def test_an_organisers_passkey_must_check_who_holds_it(app: Flask, client: Client, world: World) -> None:
    _, answer = add_passkey(client.sign_in(world.marcelle), Phone(verifies=False))
    assert answer.location == LOCKS
    assert kinds_in(app, world.marcelle) == []


def test_a_members_passkey_need_not(app: Flask, client: Client, world: World) -> None:
    add_passkey(client.sign_in(world.lise), Phone(verifies=False))
    assert kinds_in(app, world.lise) == [LockKind.PASSKEY]


def test_the_handle_of_a_passkey_is_not_the_person(app: Flask, client: Client, world: World) -> None:
    phone, _ = add_passkey(client.sign_in(world.lise))
    with app.app_context():
        person = db.session.get_one(Person, world.lise.person_id)
        assert phone.handle == person.passkey_handle != world.lise.person_id.bytes
        assert len(phone.handle) == 32
