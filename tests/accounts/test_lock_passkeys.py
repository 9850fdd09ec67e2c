"""The ceremony of a passkey: what is signed for another place, browser, moment or person opens nothing."""

import json
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.accounts.locks.actions import passkeys
from entraide.accounts.models import Lock, LockKind
from entraide.clock import now
from entraide.db import db
from tests.accounts.authenticator import Phone, written
from tests.accounts.locking import LOCKS, add_passkey, kinds_in, options_on
from tests.conftest import Stage
from tests.people import Client
from tests.world import World

HERE = "the cookie of this browser"


@pytest.fixture
def phone(client: Client, world: World) -> Phone:
    """Lise's, which the site knows."""
    return add_passkey(client.sign_in(world.lise))[0]


def shown(app: Flask, phone: Phone, world: World, *, strict: bool = False) -> bool:
    """Let a phone sign a fresh challenge, and ask whether Lise is believed."""
    with app.app_context():
        answer = phone.show(passkeys.showing_options(HERE, strict=strict))
        her = world.lise.person_id
        found = passkeys.check_passkey(HERE, answer, strict=strict, person_id=her)
        db.session.commit()
        return found is not None and found.person_id == her


def test_a_known_phone_opens(app: Flask, world: World, phone: Phone) -> None:
    assert shown(app, phone, world)
    assert shown(app, phone, world)


def test_another_origin_opens_nothing(app: Flask, world: World, phone: Phone) -> None:
    for origin in ("https://localhost", "http://localhost:81", "http://evil.example", "http://sub.localhost"):
        phone.origin = origin
        assert not shown(app, phone, world)


def test_another_rp_id_opens_nothing(app: Flask, world: World, phone: Phone) -> None:
    phone.rp_id = "evil.example"
    assert not shown(app, phone, world)


def test_a_signature_of_another_key_opens_nothing(app: Flask, world: World, phone: Phone) -> None:
    assert not shown(app, Phone(credential=phone.credential, counter=9), world)


def test_a_foreign_credential_opens_nothing(app: Flask, world: World, phone: Phone) -> None:
    theirs, _ = add_passkey(Client(app).sign_in(world.ana))
    assert not shown(app, theirs, world)


def test_its_handle_says_nothing_of_whose_it_is(app: Flask, world: World, phone: Phone) -> None:
    """Phones keep it in clear, and one that is lent or lost would join what groups keep apart."""
    ids = [getattr(world, name) for name in vars(world) if name.startswith("lise_in")] + [world.lise.person_id]
    assert len(phone.handle) >= 16
    assert not any(one.bytes in phone.handle or phone.handle in one.bytes for one in ids)


def test_a_foreign_handle_opens_nothing(app: Flask, world: World, phone: Phone) -> None:
    phone.handle = bytes(32)
    assert not shown(app, phone, world)


def test_a_counter_that_goes_back_opens_nothing(app: Flask, world: World, phone: Phone) -> None:
    phone.counter = 5
    assert shown(app, phone, world)
    phone.counter = 3
    assert not shown(app, phone, world)
    phone.counter, phone.counts = 0, False
    assert not shown(app, phone, world)


def test_a_device_that_counts_nothing_opens_each_time(app: Flask, client: Client, world: World) -> None:
    phone, _ = add_passkey(client.sign_in(world.lise), Phone(counts=False))
    assert shown(app, phone, world)
    assert shown(app, phone, world)


def test_who_keeps_a_group_must_be_verified(app: Flask, world: World, phone: Phone) -> None:
    phone.verifies = False
    assert not shown(app, phone, world, strict=True)
    assert shown(app, phone, world)


@pytest.mark.parametrize("counts", [True, False])  # most phones count nothing: the challenge alone tells a replay
def test_an_answer_works_once(app: Flask, client: Client, world: World, counts: bool) -> None:
    phone, _ = add_passkey(client.sign_in(world.lise), Phone(counts=counts))
    with app.app_context():
        answer = phone.show(passkeys.showing_options(HERE, strict=False))
        assert passkeys.check_passkey(HERE, answer, strict=False)
        assert not passkeys.check_passkey(HERE, answer, strict=False)


def test_an_answer_of_another_browser_opens_nothing(app: Flask, world: World, phone: Phone) -> None:
    with app.app_context():
        answer = phone.show(passkeys.showing_options(HERE, strict=False))
        passkeys.showing_options("another cookie", strict=False)
        assert not passkeys.check_passkey("another cookie", answer, strict=False)


def test_only_the_newest_challenge_of_a_browser_holds(app: Flask, world: World, phone: Phone) -> None:
    with app.app_context():
        answer = phone.show(passkeys.showing_options(HERE, strict=False))
        passkeys.showing_options(HERE, strict=False)
        assert not passkeys.check_passkey(HERE, answer, strict=False)


def test_a_challenge_holds_ten_minutes(app: Flask, world: World, phone: Phone) -> None:
    with app.app_context():
        answer = phone.show(passkeys.showing_options(HERE, strict=False))
        with time_machine.travel(now() + timedelta(minutes=10), tick=False):
            assert not passkeys.check_passkey(HERE, answer, strict=False)


def test_a_challenge_has_64_bytes(app: Flask, world: World) -> None:
    with app.app_context():
        assert len(json.loads(passkeys.showing_options(HERE, strict=False))["challenge"]) == 86


def test_what_was_signed_to_make_a_passkey_does_not_show_one(app: Flask, world: World, phone: Phone) -> None:
    with app.app_context():
        options = passkeys.making_options(world.lise.person_id, HERE, strict=False)
        assert not passkeys.check_passkey(HERE, phone.show(options), strict=False)


def test_at_the_door_a_device_that_verified_once_verifies_again(app: Flask, world: World, phone: Phone) -> None:
    phone.verifies = False
    with app.app_context():
        answer = phone.show(passkeys.showing_options(HERE, strict=False))
        assert not passkeys.check_passkey(HERE, answer, strict=False)


def test_options_at_the_door_name_no_credential(app: Flask, world: World, phone: Phone) -> None:
    with app.app_context():
        assert written(phone.credential) not in passkeys.showing_options(HERE, strict=False)
        assert written(phone.credential) in passkeys.showing_options(HERE, strict=False, person_id=world.lise.person_id)


def test_a_passkey_made_for_another_origin_is_not_kept(app: Flask, client: Client, world: World) -> None:
    add_passkey(client.sign_in(world.lise), Phone(origin="https://evil.example"))
    add_passkey(client, Phone(rp_id="evil.example"))
    assert kinds_in(app, world.lise) == []


def test_what_was_made_in_one_session_is_not_kept_in_another(app: Flask, client: Client, world: World) -> None:
    options = options_on(client.sign_in(world.lise).post(f"{LOCKS}/appareil"))
    other = Client(app).sign_in(world.lise)
    other.post(f"{LOCKS}/appareil/fin", {"answer": Phone().make(options)})
    assert kinds_in(app, world.lise) == []


def test_one_credential_is_one_persons(app: Flask, client: Client, world: World, phone: Phone) -> None:
    twin = Phone(credential=phone.credential, key=phone.key)
    add_passkey(Client(app).sign_in(world.ana), twin)
    assert kinds_in(app, world.ana) == []
    assert kinds_in(app, world.lise) == [LockKind.PASSKEY]


def test_a_counter_above_two_thousand_million_is_kept(app: Flask, world: World, phone: Phone) -> None:
    phone.counter = 4_000_000_000
    assert shown(app, phone, world)
    with app.app_context():
        assert db.session.query(Lock.counter).scalar() == 4_000_000_001


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "rawId", "type", "response", "userHandle", "signature"]), inner, max_size=5
        )
    ),
    max_leaves=8,
)


@given(answer=JSON.map(json.dumps) | st.text(max_size=50))
@settings(max_examples=60)
def test_any_answer_is_refused_kindly(stage: Stage, answer: str) -> None:
    with stage.app.app_context():
        passkeys.showing_options(HERE, strict=False)
        assert passkeys.check_passkey(HERE, answer, strict=False) is None
        passkeys.making_options(stage.world.lise.person_id, HERE, strict=False)
        assert passkeys.make_passkey(stage.world.lise.person_id, HERE, answer, "", strict=False) is None
        db.session.rollback()
