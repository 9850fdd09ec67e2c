"""What changes who may enter, or who sees what, stands in the journal: its name, whose it was, what it was about."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from entraide.access.visibility import Visibility
from entraide.accounts.locks.actions import codes
from entraide.db import db
from entraide.journal.models import Entry
from entraide.members.actions import bans
from entraide.members.models import Ban
from entraide.members.queries.bans import mailbox_of
from tests.accounts.locking import LOCKS, add_app, codes_on
from tests.accounts.moving import move
from tests.lettering import at_work
from tests.members.facing import ask, block, decide, lise_shows
from tests.people import Client
from tests.rights.protecting import PAGE, protect, show_words
from tests.world import World

Deed = Callable[[Flask, World], object]


def noted(app: Flask) -> list[tuple[str, UUID | None, UUID | None]]:
    with app.app_context():
        return [(row.deed, row.by_id, row.about_id) for row in db.session.scalars(select(Entry).order_by(Entry.at))]


def mode(app: Flask, world: World) -> None:
    lise = protect(Client(app).sign_in(world.lise))
    show_words(lise.client, lise.paper)
    assert lise.client.post(f"{PAGE}/fin").status_code == 303


def locks(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.lise)
    _, made = add_app(client)
    with at_work(app):
        assert codes.use_recovery_code(world.lise.person_id, codes_on(made)[0])
    own = client.get(LOCKS).text.split(f'href="{LOCKS}/')[1].split('"')[0]
    assert client.post(f"{LOCKS}/{own}/retirer").status_code == 303


def sessions(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.lise)
    client.post("/moi/appareils/fin")
    client.post("/deconnexion")


def own_account(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.lise)
    assert client.post("/moi/donnees", {"kind": "json"}).status_code == 200
    move(app, client)
    client.post("/moi/adresse/garder")
    client.post(f"{PAGE}/quitter-vite/oui")


@pytest.mark.parametrize(
    ("deed", "names"),
    [
        (mode, {"session:start", "protection:begin", "protection:end", "card:own"}),
        (locks, {"lock:add", "session:lock", "recovery:draw", "recovery:use", "lock:remove"}),
        (sessions, {"session:start", "session:end_others", "session:end"}),
        (own_account, {"person:take", "address:ask", "address:stop", "quick_exit:choose"}),
    ],
    ids=["protected mode", "locks", "sessions", "one's own account"],
)
def test_what_opens_or_shuts_an_account_is_noted(app: Flask, world: World, deed: Deed, names: set[str]) -> None:
    deed(app, world)
    hers = {name for name, by, _ in noted(app) if by == world.lise.person_id}
    assert names <= hers


def test_what_stands_between_two_is_noted(app: Flask, world: World) -> None:
    lise_shows(app, world, Visibility.ME)
    ana, lise = world.ana_in_tilleuls, world.lise_in_tilleuls
    ask(app, world, "ana")
    decide(app, world, "lise", "ana", "give")
    decide(app, world, "lise", "ana", "take_back")
    block(app, world, "lise", "ana")
    decide(app, world, "lise", "ana", "unblock")
    assert {
        ("number:ask", ana, lise),
        ("number:give", lise, ana),
        ("number:take_back", lise, ana),
        ("block:make", lise, ana),
        ("block:end", lise, ana),
    } <= set(noted(app))


def test_a_ban_and_its_end_are_noted(app: Flask, world: World) -> None:
    with at_work(app, world.tilleuls):
        bans.ban(world.tilleuls, mailbox_of(world.nina.person_id) or b"", world.marcelle_in_tilleuls)
        row = db.session.scalars(select(Ban)).one()
        ban_id = row.id
        bans.lift(row, world.marcelle_in_tilleuls)
    marcelle = world.marcelle_in_tilleuls
    assert {("ban:make", marcelle, ban_id), ("ban:lift", marcelle, ban_id)} <= set(noted(app))
