"""Whoever has no account asks for nothing: when her place ends, whichever way, her key and all under it end too."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.models import Person
from entraide.db import db
from entraide.members.models import CardField, Field, Membership, Status, Visibility
from entraide.rights.wiping import NOBODY
from entraide.vault import sealed
from entraide.vault.erasing import ErasureKind, path_of
from entraide.vault.erasure_file import read
from tests.conftest import Stage
from tests.members import cards
from tests.people import Client
from tests.rights.keeping import keep, moderation, press, remove
from tests.world import World

Way = Callable[[Flask, World], object]


def by_removal(app: Flask, world: World) -> None:
    assert remove(Client(app).sign_in(world.marcelle), world.tilleuls, world.odile_in_tilleuls) == 303


def by_closing(app: Flask, world: World) -> None:
    assert (
        Client(app).sign_in(world.marcelle).post(f"/g/{short(world.tilleuls)}/fermer", {"understood": "y"}).status_code
        == 303
    )


def by_closing_together(app: Flask, world: World) -> None:
    keep(app, world, "marcelle", "lise")
    marcelle, lise = (Client(app).sign_in(who) for who in (world.marcelle, world.lise))
    assert marcelle.post(moderation(world.tilleuls, "fermer")).status_code == 303
    assert press(lise, app, world.tilleuls, "confirmer") == 303


@pytest.mark.parametrize("way", [by_removal, by_closing, by_closing_together])
def test_her_key_is_forgotten_at_once_and_the_journal_of_erasures_says_so(
    stage: Stage, app: Flask, world: World, way: Way
) -> None:
    cards.fill(app, world.tilleuls, world.odile_in_tilleuls, {Field.PHONE: ("0470 00 00 00", Visibility.ORGANISERS)})
    keeper = cards.read(app, world.tilleuls, world.odile_in_tilleuls).person_id
    way(app, world)
    with app.app_context():
        scope.add(world.tilleuls)
        assert db.session.get(Person, keeper) is None
        assert sealed.store().fetch([keeper]) == {}
        assert db.session.scalars(select(CardField)).all() == []
        row = db.session.scalars(select(Membership).where(Membership.id == world.odile_in_tilleuls)).one()
        assert (row.person_id, row.status, row.name_sealed) == (NOBODY, Status.ENDED, None)
    assert [line.kind for line in read(path_of(stage.settings))] == [ErasureKind.MANAGED]


@pytest.mark.parametrize("way", [by_removal, by_closing])
def test_members_with_an_account_keep_theirs(app: Flask, world: World, way: Way) -> None:
    way(app, world)
    with app.app_context():
        assert db.session.get(Person, world.lise.person_id) is not None


def test_a_mailbox_is_not_shut_out_of_somebody_who_has_none(app: Flask, world: World) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    assert remove(marcelle, world.tilleuls, world.odile_in_tilleuls, "ban") == 422
    assert cards.read(app, world.tilleuls, world.odile_in_tilleuls).status is Status.ACTIVE
