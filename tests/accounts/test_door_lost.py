"""Everything lost, and the lock asked for at the door: two organisers say six digits each, and one group opens."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import db
from entraide.members.actions import join, roster
from entraide.members.models import Vouching
from entraide.members.queries import find_membership
from tests.accounts.carrying import odile
from tests.accounts.carrying import show as show_card
from tests.accounts.locking import DOOR, LOCKS, add_app, is_in, page_of, prove_mailbox, set_person, share_mailbox
from tests.accounts.stepping import CONFIRM, TEN_MINUTES, clock
from tests.lettering import at_work
from tests.people import Client, letters_to
from tests.world import World

__all__ = ["clock"]
TWO_DAYS = timedelta(hours=48)
BY_WORD = f"{DOOR}/organisateurs"
NOT_YET = "Ces chiffres n’ouvrent rien"


@pytest.fixture(autouse=True)
def lost(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    """Lise asked for her lock at each sign-in, and lost it with everything; Marcelle and Jo keep Les Tilleuls."""
    with at_work(app, world.tilleuls):
        jo = find_membership(world.tilleuls, world.jo_in_tilleuls)
        roster.give_role(jo, Role.ORGANISER, world.marcelle_in_tilleuls)
        jo.organiser_since = now() - timedelta(days=7)
    client = Client(app).sign_in(world.lise)
    add_app(client)
    client.post(f"{LOCKS}/porte", {"at_door": "y"})
    client.post("/moi/appareils/tout")
    clock.shift(timedelta(days=1))


def page(world: World) -> str:
    return f"/g/{short(world.tilleuls)}/verrous-perdus"


def said(answer: TestResponse) -> str:
    """Return the six digits that an organiser is to say."""
    found = re.search(r"<b>(\d{3}\xa0\d{3})</b>", page_of(answer))
    assert found is not None, answer.status
    return found[1].replace("\xa0", " ")


def begin(app: Flask, world: World, organiser: str, who: str = "lise") -> TestResponse:
    client = Client(app).sign_in(getattr(world, organiser))
    return client.post(page(world), {"member": short(getattr(world, f"{who}_in_tilleuls")), "heard": "y"})


def vouched(app: Flask, world: World, who: str = "lise") -> str:
    """Let both organisers vouch for who called them; return the twelve digits."""
    return said(begin(app, world, "marcelle", who)) + said(begin(app, world, "jo", who))


def enter(app: Flask, client: Client, world: World, digits: str) -> TestResponse:
    assert prove_mailbox(app, client, world.lise).location == DOOR
    return client.post(BY_WORD, {"digits": digits})


def test_the_digits_of_two_open_the_group_after_48_hours(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS - timedelta(seconds=1))
    assert NOT_YET in page_of(enter(app, client, world, digits))
    assert not is_in(client)
    clock.shift(timedelta(seconds=1))
    assert client.post(BY_WORD, {"digits": digits}).location == f"{LOCKS}/perdu"
    assert client.get(f"/g/{short(world.tilleuls)}").status_code == 200


def test_the_two_sixes_may_be_typed_in_any_order(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    assert enter(app, client, world, digits[7:] + digits[:7]).status_code == 303


def test_whoever_reads_the_mailbox_gets_no_further_though_two_vouched(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    vouched(app, world)
    clock.shift(TWO_DAYS)
    assert enter(app, client, world, "").status_code == 422
    assert client.post(BY_WORD, {"digits": "123456123456"}).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize("half", [slice(0, 7), slice(7, 14)])
def test_what_one_organiser_said_is_not_enough(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, half: slice
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    assert enter(app, client, world, 2 * digits[half]).status_code == 422
    assert not is_in(client)


def test_only_one_organisers_word_opens_nothing(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    digits = said(begin(app, world, "marcelle"))
    assert begin(app, world, "marcelle").status_code == 303
    clock.shift(TWO_DAYS)
    assert enter(app, client, world, 2 * digits).status_code == 422


def test_five_wrong_tries_are_all_a_code_has(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, "000000000000")
    for _ in range(4):
        client.post(BY_WORD, {"digits": "000000000000"})
    assert "quinze minutes" in page_of(client.post(BY_WORD, {"digits": digits}))
    clock.shift(timedelta(minutes=1))
    assert enter(app, Client(app), world, digits).status_code == 303, "another code has tries of its own"


def test_her_other_groups_and_her_account_stay_shut(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    with at_work(app, world.passerelle):
        join(world.passerelle, world.lise.person_id, "L.", consent_version="1")
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, digits)
    assert client.get(f"/g/{short(world.tilleuls)}").status_code == 200
    assert client.get(f"/g/{short(world.passerelle)}").status_code == 404
    assert client.get(LOCKS).status_code == 404
    assert client.get("/moi/effacer").status_code == 404
    assert client.get("/moi/adresse").status_code == 404


def test_where_it_is_her_only_group_she_makes_another_lock_and_is_whole(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, digits)
    add_app(client)
    assert client.get(LOCKS).status_code == 200
    clock.shift(timedelta(minutes=1))
    assert enter(app, Client(app), world, digits).status_code == 422, "with a new lock it is over"


@pytest.mark.parametrize("who", ["an organiser", "she herself"])
def test_stopping_it_ends_the_session_it_let_in(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, who: str
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, digits)
    if who == "an organiser":
        with at_work(app, world.tilleuls):
            row = db.session.scalars(select(Vouching.id)).one()
        Client(app).sign_in(world.jo).post(f"{page(world)}/{short(row)}/arreter")
    else:
        Client(app).sign_in(world.lise).post(f"{LOCKS}/perdu/{short(world.tilleuls)}/arreter")
    assert not is_in(client)
    clock.shift(timedelta(minutes=1))
    assert enter(app, Client(app), world, digits).status_code == 422


def test_leaving_the_group_ends_it_too(app: Flask, client: Client, world: World, clock: time_machine.Traveller) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, digits)
    client.post(f"/g/{short(world.tilleuls)}/quitter")
    with app.app_context():
        assert db.session.scalars(select(SignIn.vouching_id).where(SignIn.vouching_id.is_not(None))).all() == []


def test_it_ends_no_other_session_of_hers(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    at_home = Client(app).sign_in(world.lise)
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, digits)
    at_home.post(f"{LOCKS}/perdu/{short(world.tilleuls)}/arreter")
    assert (is_in(client), is_in(at_home)) == (False, True)


def test_she_is_written_to_and_told_on_her_open_sessions(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    at_home, before = Client(app).sign_in(world.lise), len(letters_to(app, world.lise.email))
    vouched(app, world)
    assert len(letters_to(app, world.lise.email)) == before + 1
    assert "votre verrou est perdu" in page_of(at_home.get("/agenda"))


def test_a_call_list_opened_meanwhile_is_closed_with_it(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    with at_work(app, world.tilleuls):
        for name in ("lise", "ana"):
            member = find_membership(world.tilleuls, getattr(world, f"{name}_in_tilleuls"))
            roster.give_role(member, Role.ORGANISER, world.marcelle_in_tilleuls)
    at_home = Client(app).sign_in(world.lise)
    vouched(app, world)
    clock.shift(TWO_DAYS)
    with app.app_context():
        db.session.query(SignIn).filter_by(person_id=world.lise.person_id).update({"sure_since": now()})
        db.session.commit()
    numbers = f"/g/{short(world.tilleuls)}/appels/numeros"
    assert at_home.post(numbers).location != CONFIRM
    at_home.post(f"{LOCKS}/perdu/{short(world.tilleuls)}/arreter")
    clock.shift(TEN_MINUTES)
    assert at_home.post(numbers).location == CONFIRM


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


def test_the_door_names_no_group_and_no_organiser(app: Flask, client: Client, world: World) -> None:
    prove_mailbox(app, client, world.lise)
    door = page_of(client.get(DOOR))
    assert "J’ai tout perdu" in door
    for name in ("Tilleuls", "Marcelle", "Jo "):
        assert name not in door


@pytest.mark.parametrize(("contact", "is_shown"), [("sos@poste.example", True), ("aide@entraide-deuil.example", False)])
def test_the_operators_contact_stands_there_unless_it_tells_the_theme(
    app: Flask, client: Client, world: World, contact: str, is_shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        app.extensions, "entraide.settings", replace(app.extensions["entraide.settings"], operator_contact=contact)
    )
    prove_mailbox(app, client, world.lise)
    assert (contact in page_of(client.get(DOOR))) is is_shown


def test_organisers_are_not_told_who_has_a_lock(app: Flask, world: World) -> None:
    shown = page_of(Client(app).sign_in(world.marcelle).get(page(world)))
    assert all(f">{name}</option>" in shown for name in ("Ana des Tilleuls", "Jo-71", "Lise T."))


def test_neither_oneself_nor_a_member_without_account_is_among_them(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.marcelle)
    for member in (world.paul_in_tilleuls, world.marcelle_in_tilleuls):
        assert client.post(page(world), {"member": short(member), "heard": "y"}).status_code == 422


def test_who_did_not_hear_her_begins_nothing(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.marcelle)
    assert client.post(page(world), {"member": short(world.lise_in_tilleuls)}).status_code == 422
    with at_work(app, world.tilleuls):
        assert db.session.scalars(select(Vouching)).all() == []


def test_by_card_and_words_the_digits_pass_the_door_too(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    at_home, paper = odile(app, world)
    add_app(at_home)
    at_home.post(f"{LOCKS}/porte", {"at_door": "y"})
    clock.shift(timedelta(days=1))
    digits = vouched(app, world, "odile")
    clock.shift(TWO_DAYS)
    assert show_card(client, paper.number, paper.phrase).location == DOOR
    assert client.post(BY_WORD, {"digits": digits}).location == f"{LOCKS}/perdu"
    assert client.get(f"/g/{short(world.tilleuls)}").status_code == 200
