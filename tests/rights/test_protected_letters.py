"""No letter leaves for a mailbox that is not safe: of no kind, whenever it was posted, whoever posted it."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from entraide import worker
from entraide.access.tokens import short
from entraide.accounts.actions import ask_code, make_person
from entraide.accounts.models import Door
from entraide.clock import now
from entraide.db import db
from entraide.mail.actions import post
from entraide.mail.models import Letter, State
from entraide.mail.rendering import Kind, Rendered
from tests.people import Client, deliver, letters_to, text_of
from tests.rights.protecting import PAGE, show_words, world_lise
from tests.world import World

pytestmark = pytest.mark.once

KINDS = sorted(worker.KINDS)
LINES = "Bonjour"


def letter(app: Flask, kind: str, **to: object) -> None:
    with app.app_context():
        post(kind, **to)  # type: ignore[arg-type]
        db.session.commit()


def always(address: str) -> Kind:
    """A kind whose letters are always true and wanted, so that nothing but the mode can hold them back."""
    return Kind(lambda _: Rendered(address, "Objet", LINES))


def states(app: Flask) -> set[State]:
    with app.app_context():
        return set(db.session.scalars(select(Letter.state)))


@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_of_any_kind_leaves(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    world_lise(app, world)
    monkeypatch.setattr(worker, "KINDS", {name: always(world.lise.email) for name in KINDS})
    hers = {"person": world.lise.person_id, "group": world.tilleuls, "membership": world.lise_in_tilleuls}
    letter(app, kind, **hers)
    assert deliver(app) == []
    assert states(app) == {State.DROPPED}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_letter_leaves_without_the_mode(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(worker, "KINDS", {name: always(world.lise.email) for name in KINDS})
    letter(app, kind, person=world.lise.person_id)
    assert len(deliver(app)) == 1


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"code"}))
def test_no_letter_to_her_address_alone_leaves(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    world_lise(app, world)
    monkeypatch.setattr(worker, "KINDS", {name: always(world.lise.email) for name in KINDS})
    letter(app, kind)
    assert deliver(app) == []


def test_what_waited_is_withdrawn_and_does_not_come_afterwards(app: Flask, world: World) -> None:
    hers = {"person": world.lise.person_id, "group": world.tilleuls, "membership": world.lise_in_tilleuls}
    letter(app, "trial", **hers)
    lise = world_lise(app, world)
    assert states(app) == set()
    show_words(lise.client, lise.paper)
    lise.client.post(f"{PAGE}/fin")
    subjects = [str(one["Subject"]) for one in letters_to(app, world.lise.email)]
    assert subjects == ["Votre façon de vous connecter"]  # that it ended, and nothing of what waited before


def test_a_letter_that_is_under_way_as_the_mode_begins_is_dropped(app: Flask, world: World) -> None:
    letter(app, "trial", person=world.lise.person_id, group=world.tilleuls, membership=world.lise_in_tilleuls)
    with app.app_context():
        db.session.execute(update(Letter).values(state=State.CLAIMED, lease_until=now()))
        db.session.commit()
    world_lise(app, world)
    assert deliver(app) == []
    assert states(app) == {State.DROPPED}


def test_who_shares_the_mailbox_gets_letters_as_before(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        other = make_person(world.lise.email, "Hugo", "fr").id
        db.session.commit()
    world_lise(app, world)
    monkeypatch.setattr(worker, "KINDS", {name: always(world.lise.email) for name in KINDS})
    letter(app, "trial", person=other)
    assert len(deliver(app)) == 1


def invite(app: Flask, world: World) -> str:
    """Let Dov ask Lise's address into La Passerelle; return the link that came, if one did."""
    before = len(letters_to(app, world.lise.email))
    dov = Client(app).sign_in(world.dov)
    assert dov.post(f"/g/{short(world.passerelle)}/inviter", {"addresses": world.lise.email}).status_code == 303
    came = letters_to(app, world.lise.email)[before:]
    return re.findall(r"/i/[\w-]+", text_of(came[0]))[0] if came else ""


def test_an_invitation_to_that_mailbox_does_not_leave(app: Flask, world: World) -> None:
    world_lise(app, world)
    assert invite(app, world) == ""


def test_an_invitation_that_came_before_is_dead(app: Flask, world: World) -> None:
    link = invite(app, world)
    assert Client(app).get(link).status_code == 200
    world_lise(app, world)
    dead, absent = Client(app).get(link), Client(app).get("/i/x")
    assert (dead.status_code, dead.data) == (404, absent.data)


def test_a_code_to_show_that_it_is_she_does_not_leave(app: Flask, world: World) -> None:
    world_lise(app, world)
    with app.app_context():
        ask_code(world.lise.email, Door.SURE, "a" * 43, "fr", person=world.lise.person_id)
        db.session.commit()
    assert deliver(app) == []
