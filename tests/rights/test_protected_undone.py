"""Undoing protected mode gives nothing to who began it, nor to a session that only organisers' words opened."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from entraide.access.tokens import fingerprint
from entraide.accounts.locks.actions import codes
from entraide.accounts.models import LockCode, SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.carrying import type_two
from tests.accounts.locking import add_app, codes_on
from tests.people import Client
from tests.rights.protecting import LOCKED, PAGE, draw, is_in, show_words, sign_in, world_lise
from tests.world import World

UNDO = f"{PAGE}/annuler"


def test_a_session_that_one_groups_organisers_opened_undoes_nothing(app: Flask, world: World) -> None:
    restored = sign_in(app, world.lise, days_ago=8)
    cookie = restored.browser.get_cookie("sid")
    assert cookie is not None
    with app.app_context():
        its = update(SignIn).where(SignIn.sid_hash == fingerprint(cookie.value))
        db.session.execute(its.values(only_group_id=world.tilleuls))
        db.session.commit()
    world_lise(app, world)
    assert not is_in(restored)


def test_codes_for_loss_drawn_meanwhile_are_dead(app: Flask, world: World) -> None:
    """Whoever began it may have made a lock and printed them: one would stand for every lock at the door."""
    phone = sign_in(app, world.lise, days_ago=8)
    intruder = world_lise(app, world)
    show_words(intruder.client, intruder.paper)
    _, made = add_app(intruder.client)
    printed = codes_on(made)
    assert len(printed) == 10
    assert phone.post(UNDO).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(LockCode)).all() == []
        assert not any(codes.use_recovery_code(world.lise.person_id, one) for one in printed)


def test_a_lock_shown_long_ago_does_not_vouch_for_it(app: Flask, client: Client, world: World) -> None:
    add_app(client.sign_in(world.lise))
    phone = sign_in(app, world.lise, days_ago=8)
    page, paper = draw(client, LOCKED)
    with app.app_context():
        hours_ago = now() - timedelta(hours=1)
        db.session.execute(update(SignIn).where(SignIn.lock_since.is_not(None)).values(lock_since=hours_ago))
        db.session.commit()
    assert type_two(client, page.text, paper.words, PAGE).status_code == 303
    assert is_in(phone)
