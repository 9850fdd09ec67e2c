"""A lock added by a device that checks nobody: on others' data it counts two days later, and loosens nothing."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.accounts.locks.queries import is_doubted
from entraide.accounts.models import Lock, LockKind, SignIn
from entraide.accounts.standing import vouches
from entraide.clock import now
from entraide.db import db
from tests.accounts.authenticator import Phone
from tests.accounts.locking import LOCKS, App, add_app, add_card, add_passkey, kinds_in, page_of
from tests.accounts.stepping import CONFIRM, TEN_MINUTES, clock, forget_code, see, type_code
from tests.accounts.test_lock_unchecked import come_in, key, promote
from tests.people import Client
from tests.world import World

__all__ = ["clock", "key"]
TWO_DAYS = timedelta(hours=48)
IN_TWO_DAYS = "dans deux jours"
SHOW_ANOTHER = "D’ici là, montrez-en un autre"


@pytest.fixture
def keeper(app: Flask, client: Client, world: World, key: Phone) -> Client:
    """Whoever has Lise's key in hand and reads her mailbox; Lise keeps a group by now."""
    promote(app, world)
    come_in(app, client, world, key)
    return client


def lock_of(app: Flask, world: World, kind: LockKind) -> str:
    with app.app_context():
        hers = (Lock.person_id == world.lise.person_id) & (Lock.kind == kind)
        return short(db.session.scalars(select(Lock.id).where(hers, Lock.proved.is_not(None))).one())


def show_code(client: Client, made: App, clock: time_machine.Traveller) -> str:
    clock.shift(timedelta(minutes=1))
    answer = client.post(CONFIRM, {"app_code": made.code})
    return answer.location or page_of(answer)


def test_it_opens_nothing_of_others_for_two_days(
    app: Flask, keeper: Client, world: World, clock: time_machine.Traveller
) -> None:
    made, answer = add_app(keeper)
    assert IN_TWO_DAYS in page_of(keeper.get(answer.location))
    assert see(keeper, world, "ana") == CONFIRM
    assert SHOW_ANOTHER in show_code(keeper, made, clock)
    assert see(keeper, world, "ana") == CONFIRM
    clock.shift(TWO_DAYS)
    assert see(keeper, world, "ana") == CONFIRM
    show_code(keeper, made, clock)
    assert see(keeper, world, "ana") == "done"


@pytest.mark.parametrize("kind", [LockKind.CARD, LockKind.PASSKEY])
def test_nor_does_a_card_or_a_passkey_that_checks(
    app: Flask, keeper: Client, world: World, kind: LockKind, clock: time_machine.Traveller
) -> None:
    made = add_card(keeper)[0] if kind is LockKind.CARD else add_passkey(keeper)[0]
    assert see(keeper, world, "ana") == CONFIRM
    page = page_of(keeper.get(CONFIRM))
    if isinstance(made, Phone):
        shown = {"answer": made.show(keeper.post(f"{LOCKS}/defi").get_data(as_text=True))}
    else:
        asked = int(page.split("numéro ")[1].split("<")[0].split()[0].rstrip(".,"))
        shown = {"card_code": made[asked - 1]}
    assert SHOW_ANOTHER in page_of(keeper.post(CONFIRM, shown))
    assert see(keeper, world, "ana") == CONFIRM


def test_another_added_by_it_waits_as_well(
    app: Flask, keeper: Client, world: World, clock: time_machine.Traveller
) -> None:
    made, _ = add_app(keeper)
    clock.shift(TWO_DAYS - timedelta(minutes=5))
    assert keeper.post(f"{LOCKS}/carte").location == CONFIRM
    show_code(keeper, made, clock)
    type_code(app, world.lise, now())
    add_card(keeper)
    clock.shift(timedelta(minutes=5))
    assert see(keeper, world, "ana") == CONFIRM
    show_code(keeper, made, clock)
    assert see(keeper, world, "ana") == "done", "the first one's two days are over"
    with app.app_context():
        card = db.session.scalars(select(Lock).where(Lock.kind == LockKind.CARD)).one()
        assert is_doubted(card)


def test_begun_with_the_key_it_waits_though_its_first_code_is_typed_without(
    app: Flask, keeper: Client, world: World, clock: time_machine.Traveller
) -> None:
    """The first code asks for no step: typed in a session where no lock was shown, it must not count for more."""
    keeper.post(f"{LOCKS}/carte")
    with app.app_context():
        db.session.query(SignIn).update({"lock_unchecked": False, "lock_since": None})
        db.session.query(Lock).filter(Lock.proved.is_(None)).one()
        db.session.commit()
    asked = page_of(keeper.get(f"{LOCKS}/carte"))
    assert "carte" in asked
    with app.app_context():
        assert db.session.scalars(select(Lock.doubted_until).where(Lock.proved.is_(None))).one() is not None


def test_no_lock_is_taken_away_and_no_code_for_loss_drawn_by_the_key_alone(
    app: Flask, keeper: Client, world: World
) -> None:
    add_app(keeper)
    for kind in (LockKind.PASSKEY, LockKind.APP):
        assert keeper.post(f"{LOCKS}/{lock_of(app, world, kind)}/retirer").location == CONFIRM
    assert keeper.post(f"{LOCKS}/secours").location == CONFIRM
    assert kinds_in(app, world.lise) == [LockKind.APP, LockKind.PASSKEY]


def test_a_plain_member_removes_such_a_key_by_itself(app: Flask, client: Client, world: World, key: Phone) -> None:
    come_in(app, client, world, key)
    assert client.post(f"{LOCKS}/{lock_of(app, world, LockKind.PASSKEY)}/retirer").location == LOCKS
    assert kinds_in(app, world.lise) == []


def test_a_new_card_does_not_end_the_one_she_has(
    app: Flask, client: Client, world: World, key: Phone, clock: time_machine.Traveller
) -> None:
    come_in(app, client, world, key)
    key.verifies = True
    forget_code(app, world.lise)
    see(client, world, "ana")
    client.post(CONFIRM, {"answer": key.show(client.post(f"{LOCKS}/defi").get_data(as_text=True))})
    add_card(client)
    hers = lock_of(app, world, LockKind.CARD)
    promote(app, world)
    key.verifies = False
    clock.shift(TEN_MINUTES)
    other = Client(app)
    clock.shift(timedelta(minutes=1))
    come_in(app, other, world, key)
    other.post(f"{LOCKS}/carte")
    assert kinds_in(app, world.lise) == [LockKind.CARD, LockKind.PASSKEY]
    with app.app_context():
        assert db.session.scalars(select(Lock.id).where(Lock.proved.is_(None))).all() == []
    assert lock_of(app, world, LockKind.CARD) == hers


def test_her_lock_that_checks_adds_one_that_counts_at_once(
    app: Flask, client: Client, world: World, key: Phone, clock: time_machine.Traveller
) -> None:
    promote(app, world)
    key.verifies = True
    come_in(app, client, world, key)
    add_app(client)
    assert see(client, world, "ana") == "done"


def test_what_nobody_takes_back_is_not_decided_by_such_a_key(
    app: Flask, client: Client, world: World, key: Phone, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=3))
    come_in(app, client, world, key)
    with app.app_context():
        row = db.session.scalars(select(SignIn).order_by(SignIn.created.desc()).limit(1)).one()
        assert not vouches(row)
        row.lock_unchecked = False
        assert vouches(row)
