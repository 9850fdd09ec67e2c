"""A new address that somebody else reads, people without an address, and two changes at once."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from entraide.accounts import moving, queries
from entraide.accounts.models import AddressChange, Challenge, Person
from entraide.clock import now
from entraide.db import db, writing
from tests.accounts.carrying import hand_over, odile, show, take_own
from tests.accounts.moving import NEW, WAITED, address, is_waiting, lock, move, prove, session_of
from tests.members.ways import invited
from tests.people import Client, deliver, letters_to
from tests.world import World

FRENCH = {"accept-language": "fr"}


def words(answer) -> str:
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def bare(answer) -> str:
    """Return a page without what differs at each request."""
    return re.sub(r'value="[^"]+"', "", words(answer))


def old_lock(app: Flask, client: Client, world: World) -> Client:
    client.sign_in(world.lise)
    lock(app, world.lise, since=timedelta(days=3))
    return client


def test_until_the_code_is_typed_nothing_tells_who_reads_a_mailbox(app: Flask, world: World) -> None:
    pages = []
    for typed in (NEW, world.ana.email):
        client = Client(app).sign_in(world.lise)
        asked = client.post("/moi/adresse", {"email": typed}, headers=FRENCH)
        pages.append((asked.status_code, asked.location, bare(client.get("/connexion/code", headers=FRENCH))))
        [letter] = letters_to(app, typed)
        pages[-1] += (str(letter["Subject"]), re.sub(r"\d{4} \d{4}", "", letter.as_string().split("\n\n")[0][-40:]))
    assert pages[0][:4] == pages[1][:4]


def test_who_moves_into_a_shared_mailbox_is_told_before_and_gives_a_name(
    app: Flask, client: Client, world: World
) -> None:
    prove(app, old_lock(app, client, world), world.ana.email)
    assert "lit aussi cette boîte mail" in words(client.get("/moi/adresse/suite", headers=FRENCH))
    nameless = client.post("/moi/adresse/suite", {"first_name": " "}, headers=FRENCH)
    assert nameless.status_code == 422
    assert "un nom qui vous distingue" in words(nameless)
    assert client.post("/moi/adresse/suite", {"first_name": "Lison"}).location == "/moi"
    assert address(app, world.lise) == world.ana.email


def test_a_mailbox_of_ones_own_asks_for_no_name(app: Flask, client: Client, world: World) -> None:
    prove(app, old_lock(app, client, world))
    assert "lit aussi cette boîte mail" not in words(client.get("/moi/adresse/suite", headers=FRENCH))
    assert client.post("/moi/adresse/suite").location == "/moi"


def test_the_other_reader_is_told_at_her_next_visit(app: Flask, client: Client, world: World) -> None:
    prove(app, old_lock(app, client, world), world.ana.email)
    client.post("/moi/adresse/suite", {"first_name": "Lison"})
    with app.app_context():
        ana, lise = (db.session.get_one(Person, one.person_id) for one in (world.ana, world.lise))
        assert (ana.mailbox_notice, lise.mailbox_notice) == (True, False)


def test_who_came_to_a_mailbox_meanwhile_is_told_too(app: Flask, client: Client, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        for name in ("lise", "ana"):
            move(app, Client(app).sign_in(getattr(world, name)))
            traveller.shift(timedelta(minutes=1))
        traveller.shift(WAITED)
        deliver(app)
        assert address(app, world.lise) == address(app, world.ana) == NEW
    with app.app_context():
        assert all(db.session.get_one(Person, one.person_id).mailbox_notice for one in (world.lise, world.ana))


def test_somebody_with_a_card_gives_an_address_of_her_own(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        client, own = odile(app, world)
        client.post("/moi/confirmer", {"words": own.phrase})
        assert move(app, client, "odile@poste.example").location == "/moi"
        traveller.shift(WAITED)
        deliver(app)
        assert "odile@poste.example" in words(client.get("/moi"))
        assert show(Client(app), own.number, own.phrase).status_code == 303


def test_without_a_fresh_phrase_no_address_is_added(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        client, _ = odile(app, world)
        traveller.shift(timedelta(minutes=11))
        assert client.post("/moi/adresse", {"email": NEW}).location == "/moi/confirmer"


def test_what_organisers_restored_changes_no_address(app: Flask, world: World) -> None:
    odile(app, world)
    client = Client(app)
    take_own(client, hand_over(app, world))
    assert client.get("/moi/adresse").status_code == 404
    assert client.post("/moi/adresse", {"email": NEW}).status_code == 404


def test_new_words_from_an_organiser_stop_a_change_that_waits(app: Flask, world: World) -> None:
    client, own = odile(app, world)
    client.post("/moi/confirmer", {"words": own.phrase})
    move(app, client, "odile@poste.example")
    hand_over(app, world)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AddressChange)) == 0


def test_an_invitation_follows_its_mailbox(app: Flask, client: Client, world: World) -> None:
    """A letter to the former address asks whoever reads that mailbox; one to the new address is hers to take."""
    typed = (world.nina.email, NEW)
    former, new = (invited(app, world, one) for one in typed)
    client.sign_in(world.nina)
    lock(app, world.nina, since=timedelta(days=3))
    move(app, client)
    assert client.get(f"{new}/entrer").status_code == 200
    assert client.get(f"{former}/entrer").status_code == 404


def test_asked_twice_the_later_counts_and_its_time_begins_anew(app: Flask, client: Client, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        move(app, client.sign_in(world.lise))
        traveller.shift(timedelta(hours=47))
        client.get("/moi")
        again = Client(app).sign_in(world.lise)
        move(app, again, "second@autre.example")
        traveller.shift(timedelta(hours=2))
        deliver(app)
        assert address(app, world.lise) == world.lise.email
        traveller.shift(WAITED)
        deliver(app)
        assert address(app, world.lise) == "second@autre.example"


@pytest.mark.parametrize("at_once", [True, False])
def test_of_two_changes_at_once_both_come_after_one_another(app: Flask, world: World, at_once: bool) -> None:
    """Two browsers press at the same moment: one change at most waits or holds, and no page fails."""
    clients = [Client(app).sign_in(world.lise) for _ in range(2)]
    if at_once:
        lock(app, world.lise, since=timedelta(days=3))
    wanted = [NEW, "second@autre.example"]
    for client, typed in zip(clients, wanted, strict=True):
        prove(app, client, typed)
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda one=one: answers.append(one.post("/moi/adresse/suite").status_code))
        for one in clients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if at_once:
        assert sorted(answers) in ([303, 303], [303, 404])
        held = address(app, world.lise)
        assert held in wanted
        assert sum(client.get("/moi").status_code == 200 for client in clients) == 1
        assert held in words(next(client for client in clients if client.get("/moi").status_code == 200).get("/moi"))
    else:
        assert answers == [303, 303]
        assert is_waiting(app, world.lise)


def test_a_session_ended_while_its_form_was_under_way_moves_nothing(app: Flask, client: Client, world: World) -> None:
    prove(app, client.sign_in(world.lise))
    mine = session_of(client)
    with app.app_context():
        writing()
        challenge = db.session.scalars(select(Challenge).where(Challenge.proved.is_not(None))).one()
        db.session.delete(queries.find_own_session(world.lise.person_id, mine))
        db.session.flush()
        with pytest.raises(moving.NotFound):
            moving.move(challenge, mine, "", at_once=True)
