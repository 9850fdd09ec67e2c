"""Who is told what when everything is lost: she, organisers, and whoever stands at the door."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.db import db
from entraide.members.models import Vouching
from tests.accounts.locking import DOOR, page_of, prove_mailbox, set_person, share_mailbox
from tests.accounts.stepping import clock
from tests.accounts.vouching import BY_WORD, NOT_YET, TWO_DAYS, codes, page, vouched
from tests.lettering import at_work
from tests.people import Client, letters_to
from tests.world import World

__all__ = ["clock", "codes"]


def test_she_is_written_to_and_told_on_her_open_sessions(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    at_home, before = Client(app).sign_in(world.lise), len(letters_to(app, world.lise.email))
    vouched(app, world)
    assert len(letters_to(app, world.lise.email)) == before + 1
    assert "votre verrou est perdu" in page_of(at_home.get("/agenda"))


def test_organisers_are_not_told_who_has_a_lock(app: Flask, world: World) -> None:
    shown = page_of(Client(app).sign_in(world.marcelle).get(page(world)))
    assert all(f">{name}</option>" in shown for name in ("Ana des Tilleuls", "Jo-71", "Lise T."))


def test_an_organiser_finds_it_on_the_page_of_who_called(app: Flask, world: World) -> None:
    client, hers = Client(app).sign_in(world.marcelle), f"{page(world)}?membre={short(world.lise_in_tilleuls)}"
    path = f"/g/{short(world.tilleuls)}/membre/{{}}"
    assert hers in client.get(path.format(short(world.lise_in_tilleuls))).text
    assert f'<option selected value="{short(world.lise_in_tilleuls)}">' in client.get(hers).text
    assert page(world) not in client.get(path.format(short(world.paul_in_tilleuls))).text
    assert page(world) not in Client(app).sign_in(world.ana).get(path.format(short(world.lise_in_tilleuls))).text


def test_neither_oneself_nor_a_member_without_account_is_among_them(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.marcelle)
    for member in (world.paul_in_tilleuls, world.marcelle_in_tilleuls):
        assert client.post(page(world), {"member": short(member), "heard": "y"}).status_code == 422


def test_who_did_not_hear_her_begins_nothing(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.marcelle)
    assert client.post(page(world), {"member": short(world.lise_in_tilleuls)}).status_code == 422
    with at_work(app, world.tilleuls):
        assert db.session.scalars(select(Vouching)).all() == []


@pytest.mark.parametrize(("contact", "is_shown"), [("sos@poste.example", True), ("aide@entraide-deuil.example", False)])
def test_the_operators_contact_stands_there_unless_it_tells_the_theme(
    app: Flask, client: Client, world: World, contact: str, is_shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        app.extensions, "entraide.settings", replace(app.extensions["entraide.settings"], operator_contact=contact)
    )
    prove_mailbox(app, client, world.lise)
    assert (contact in page_of(client.get(DOOR))) is is_shown


def test_the_door_names_no_group_and_no_organiser(app: Flask, client: Client, world: World) -> None:
    prove_mailbox(app, client, world.lise)
    door = page_of(client.get(DOOR))
    assert "J’ai tout perdu" in door
    for name in ("Tilleuls", "Marcelle", "Jo "):
        assert name not in door


def test_the_door_is_the_same_for_who_was_vouched_for_and_who_is_not_here(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    share_mailbox(app, world.lise, world.ana)
    set_person(app, world.lise.person_id, hidden_in_mailbox=True)
    vouched(app, world)
    clock.shift(TWO_DAYS)
    pages = []
    for name in ("Lise", "Nobody"):
        client = Client(app)
        clock.shift(timedelta(minutes=1))
        assert prove_mailbox(app, client, world.ana, unlisted="1").location == DOOR
        assert client.post(f"{DOOR}/nom", {"first_name": name}).location == DOOR
        answer = client.post(BY_WORD, {"digits": "0" * 12})
        pages.append(re.sub(r'value="[^"]*"|numéro \d+', "", page_of(answer)))
    assert NOT_YET in pages[0]
    assert pages[0] == pages[1]
