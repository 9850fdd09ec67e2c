"""Another address: proved by a code, then at once with an old lock, after 48 hours without."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.clock import now
from entraide.db import db
from entraide.mail.actions import post
from tests.accounts.moving import NEW, WAITED, address, is_waiting, lock, move, prove
from tests.people import Client, code_in, deliver, letters_to, text_of
from tests.world import World

FRENCH = {"accept-language": "fr"}


def words(answer) -> str:
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def subjects(app: Flask, to: str) -> list[str]:
    return [str(letter["Subject"]) for letter in letters_to(app, to)]


def test_without_a_lock_the_address_holds_after_two_days(app: Flask, client: Client, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        assert move(app, client.sign_in(world.lise)).location == "/moi"
        deliver(app)
        assert address(app, world.lise) == world.lise.email
        traveller.shift(WAITED)
        deliver(app)
        assert address(app, world.lise) == NEW


@pytest.mark.parametrize(("since", "now_at"), [(timedelta(days=3), NEW), (timedelta(hours=1), "lise@poste.example")])
def test_with_a_lock_that_has_stood_two_days_it_holds_at_once(
    app: Flask, client: Client, world: World, since: timedelta, now_at: str
) -> None:
    client.sign_in(world.lise)
    lock(app, world.lise, since=since)
    move(app, client)
    assert address(app, world.lise) == now_at


def test_until_then_the_present_mailbox_signs_in_and_the_new_one_does_not(app: Flask, world: World) -> None:
    move(app, Client(app).sign_in(world.lise))
    for typed, opens in ((world.lise.email, True), (NEW, False)):
        before = len(letters_to(app, typed))
        Client(app).post("/connexion", {"email": typed})
        assert (len(letters_to(app, typed)) > before) is opens


def test_the_new_mailbox_signs_in_and_the_former_does_not(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        move(app, Client(app).sign_in(world.lise))
        traveller.shift(WAITED)
        deliver(app)
        stranger = Client(app)
        former = len(letters_to(app, world.lise.email))
        stranger.post("/connexion", {"email": world.lise.email})
        assert len(letters_to(app, world.lise.email)) == former
        traveller.shift(timedelta(minutes=1))
        stranger.post("/connexion", {"email": NEW})
        code = code_in(letters_to(app, NEW)[-1])
        assert stranger.post("/connexion/code", {"code": code}).location == "/agenda"


def test_both_mailboxes_are_told_and_no_letter_names_the_other_address(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        move(app, Client(app).sign_in(world.lise))
        assert subjects(app, world.lise.email) == ["Votre adresse change dans deux jours"]
        traveller.shift(WAITED)
        deliver(app)
        assert subjects(app, world.lise.email)[1:] == ["Votre adresse a changé"]
        assert "/connexion" in text_of(letters_to(app, world.lise.email)[-1])  # a device long hers undoes it there
        assert subjects(app, NEW) == ["Votre code", "Cette adresse est la vôtre désormais"]
        for mailbox, other in ((world.lise.email, NEW), (NEW, world.lise.email)):
            for letter in letters_to(app, mailbox):
                assert other not in letter.as_string()
                assert all(told not in text_of(letter) for told in ("Tilleuls", "Lise", "entraide"))


def test_every_open_page_says_that_a_change_waits(app: Flask, client: Client, world: World) -> None:
    other = Client(app).sign_in(world.lise)
    move(app, client.sign_in(world.lise))
    for page in ("/agenda", "/moi/appareils"):
        assert "Une autre adresse a été donnée pour vos lettres" in words(other.get(page, headers=FRENCH))
    assert NEW not in words(other.get("/moi/adresse", headers=FRENCH))


def test_any_session_can_stop_it(app: Flask, client: Client, world: World) -> None:
    other = Client(app).sign_in(world.lise)
    with time_machine.travel(now(), tick=False) as traveller:
        move(app, client.sign_in(world.lise))
        assert other.post("/moi/adresse/garder").status_code == 303
        traveller.shift(WAITED)
        deliver(app)
        assert address(app, world.lise) == world.lise.email
        assert "Votre adresse a changé" not in subjects(app, world.lise.email)


@pytest.mark.parametrize("path", ["/moi/appareils/fin", "/moi/appareils/tout"])
def test_ending_the_session_that_asked_stops_it(app: Flask, client: Client, world: World, path: str) -> None:
    other = Client(app).sign_in(world.lise)
    move(app, client.sign_in(world.lise))
    assert is_waiting(app, world.lise)
    other.post(path)
    assert not is_waiting(app, world.lise)


def test_signing_out_oneself_does_not_stop_it(app: Flask, client: Client, world: World) -> None:
    move(app, client.sign_in(world.lise))
    client.post("/deconnexion")
    assert is_waiting(app, world.lise)


def test_all_other_sessions_end_when_it_holds(app: Flask, client: Client, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        other = Client(app).sign_in(world.lise)
        move(app, client.sign_in(world.lise))
        assert other.get("/agenda").status_code == 200
        traveller.shift(WAITED)
        deliver(app)
        assert (client.get("/agenda").status_code, other.get("/agenda").status_code) == (200, 303)


def test_a_code_asked_for_with_the_former_address_opens_nothing(app: Flask, client: Client, world: World) -> None:
    stranger = Client(app)
    client.sign_in(world.lise)
    lock(app, world.lise, since=timedelta(days=3))
    prove(app, client)
    stranger.post("/connexion", {"email": world.lise.email})
    code = code_in(letters_to(app, world.lise.email)[-1])
    client.post("/moi/adresse/suite")
    assert stranger.post("/connexion/code", {"code": code}).status_code == 422


def test_letters_that_wait_go_to_the_new_address(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    lock(app, world.lise, since=timedelta(days=3))
    prove(app, client)
    with app.app_context():
        post("welcomed", group=world.tilleuls, membership=world.lise_in_tilleuls, person=world.lise.person_id)
        db.session.commit()
    client.post("/moi/adresse/suite")
    assert "C’est fait" in subjects(app, NEW)


def test_the_present_address_is_not_taken_again(client: Client, world: World) -> None:
    answer = client.sign_in(world.lise).post("/moi/adresse", {"email": world.lise.email.upper()}, headers=FRENCH)
    assert answer.status_code == 422
    assert "déjà à cette adresse" in words(answer)


def test_the_code_opens_nothing_for_another_person_or_browser(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise).post("/moi/adresse", {"email": NEW})
    code = code_in(letters_to(app, NEW)[-1])
    assert Client(app).sign_in(world.lise).post("/connexion/code", {"code": code}).status_code == 422
    client.sign_in(world.ana)
    assert client.post("/connexion/code", {"code": code}).status_code == 422
    assert client.get("/moi/adresse/suite").status_code == 404


@pytest.mark.parametrize("typed", ["", "x", "a\x00@b.example", "é@é", "a" * 400 + "@b.example"])
def test_what_is_no_address_is_refused_kindly(client: Client, world: World, typed: str) -> None:
    assert client.sign_in(world.lise).post("/moi/adresse", {"email": typed}).status_code == 422
