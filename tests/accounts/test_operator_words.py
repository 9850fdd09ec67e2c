"""The operator's number and words for who lost hers in protected mode: 48 hours, a notice, and no mailbox again."""

import io
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide import worker
from entraide.accounts import losing
from entraide.accounts.models import Card, LockKind, Person, SignIn
from entraide.accounts.protection import is_protected
from entraide.db import db
from entraide.journal.models import Entry
from entraide.operations import losing_locks
from tests.accounts.carrying import Paper, asked_on, show, type_two, words_on
from tests.accounts.locking import add_app, kinds_in, set_person, share_mailbox
from tests.accounts.stepping import clock
from tests.members.cards import plain
from tests.people import Client, letters_to
from tests.rights.protecting import Protected, is_in, protect, show_words, world_lise
from tests.world import World

__all__ = ["clock"]
TWO_DAYS = timedelta(hours=48)
LOST = "/moi/acces"
NOTICE = "a remis de nouveaux mots pour votre carte"


@pytest.fixture
def lise(app: Flask, world: World, clock: time_machine.Traveller) -> Protected:
    return world_lise(app, world)


def handed(app: Flask, capsys: pytest.CaptureFixture[str], named: str, first_name: str = "") -> Paper:
    """Run the command, and read what it prints."""
    capsys.readouterr()
    losing_locks.hand_words(app, named, first_name)
    number, words, *_ = capsys.readouterr().out.splitlines()
    return Paper(number.removeprefix("Number: "), tuple(words.removeprefix("Six words: ").split()))


def enter(app: Flask, paper: Paper) -> Client:
    """Sign in with the operator's paper, and take words of one's own."""
    client = Client(app)
    page = show(client, paper.number, paper.phrase).get_data(as_text=True)
    words = words_on(page)
    assert len(asked_on(page)) == 2
    assert type_two(client, page, words).status_code == 303
    return client


@pytest.fixture
def paper(app: Flask, world: World, lise: Protected, capsys: pytest.CaptureFixture[str]) -> Paper:
    return handed(app, capsys, world.lise.email.upper())


def test_they_open_nothing_for_48_hours_then_everything_but_the_mailbox(
    app: Flask, world: World, lise: Protected, paper: Paper, clock: time_machine.Traveller
) -> None:
    clock.shift(TWO_DAYS - timedelta(seconds=1))
    assert show(Client(app), paper.number, paper.phrase).status_code == 422
    clock.shift(timedelta(seconds=1))
    client = enter(app, paper)
    assert is_in(client)
    with app.app_context():
        assert is_protected(world.lise.person_id)
        assert db.session.get_one(Person, world.lise.person_id).email_index is None


def test_they_are_good_for_one_sign_in(app: Flask, paper: Paper, clock: time_machine.Traveller) -> None:
    clock.shift(TWO_DAYS)
    enter(app, paper)
    assert show(Client(app), paper.number, paper.phrase).status_code == 422


def test_after_seven_days_they_open_nothing(
    app: Flask, world: World, paper: Paper, clock: time_machine.Traveller
) -> None:
    clock.shift(TWO_DAYS + timedelta(days=7))
    assert show(Client(app), paper.number, paper.phrase).status_code == 422
    clock.shift(timedelta(seconds=1))
    worker.run_jobs(app, worker.HOURLY)
    with app.app_context():
        card = db.session.scalars(select(Card)).one()
        assert (card.given_hmac, card.given_from, card.given_until) == (None, None, None)


def test_her_own_words_hold_until_then(
    app: Flask, lise: Protected, paper: Paper, clock: time_machine.Traveller
) -> None:
    clock.shift(TWO_DAYS)
    assert show(Client(app), lise.paper.number, lise.paper.phrase, ip="192.0.2.9").status_code == 303
    enter(app, paper)
    assert show(Client(app), lise.paper.number, lise.paper.phrase, ip="192.0.2.9").status_code == 422


def test_her_open_session_says_so_and_stops_it(
    app: Flask, lise: Protected, paper: Paper, clock: time_machine.Traveller
) -> None:
    assert NOTICE in plain(lise.client.get("/agenda").text)
    assert "Arrêter ces mots" in plain(lise.client.get(LOST).text)
    assert lise.client.post(f"{LOST}/arreter").location == LOST
    assert NOTICE not in plain(lise.client.get("/agenda").text)
    clock.shift(TWO_DAYS)
    assert show(Client(app), paper.number, paper.phrase).status_code == 422
    assert is_in(lise.client)


def test_that_they_were_used_is_told_on_the_sessions_before(
    app: Flask, lise: Protected, paper: Paper, clock: time_machine.Traveller
) -> None:
    clock.shift(TWO_DAYS)
    enter(app, paper)
    assert NOTICE in plain(lise.client.get("/agenda").text)
    assert "Quelqu’un s’est connecté avec les mots" in plain(lise.client.get(LOST).text)


def test_no_letter_is_posted(app: Flask, world: World, lise: Protected, paper: Paper) -> None:
    assert letters_to(app, world.lise.email) == []


def test_it_opens_no_session_and_is_noted(app: Flask, world: World, lise: Protected, paper: Paper) -> None:
    with app.app_context():
        assert len(db.session.scalars(select(SignIn)).all()) == 1
        assert db.session.scalar(select(Entry.about_id).where(Entry.deed == "card:promise")) == world.lise.person_id


def test_what_is_printed_looks_the_same_for_known_and_unknown(
    app: Flask, world: World, lise: Protected, capsys: pytest.CaptureFixture[str]
) -> None:
    for named in (world.lise.email, world.nina.email, "nobody@poste.example", "1234 5678"):
        first, second = (handed(app, capsys, named) for _ in range(2))
        assert first.number == second.number
        assert (len(first.words), first.words == second.words) == (6, False)
        assert len(first.number) == 9


def test_by_the_number_of_her_card_she_is_found_too(
    app: Flask, lise: Protected, capsys: pytest.CaptureFixture[str], clock: time_machine.Traveller
) -> None:
    paper = handed(app, capsys, lise.paper.number)
    assert plain(paper.number) == plain(lise.paper.number)
    clock.shift(TWO_DAYS)
    assert is_in(enter(app, paper))


def test_asked_again_the_hours_begin_again_and_the_last_words_count(
    app: Flask, world: World, paper: Paper, capsys: pytest.CaptureFixture[str], clock: time_machine.Traveller
) -> None:
    clock.shift(TWO_DAYS)
    again = handed(app, capsys, world.lise.email)
    for one in (paper, again):
        assert show(Client(app), one.number, one.phrase).status_code == 422
    clock.shift(TWO_DAYS)
    assert is_in(enter(app, again))


def test_who_is_not_in_protected_mode_gets_words_of_nobody(
    app: Flask, world: World, capsys: pytest.CaptureFixture[str], clock: time_machine.Traveller
) -> None:
    paper = handed(app, capsys, world.lise.email)
    clock.shift(TWO_DAYS)
    assert show(Client(app), paper.number, paper.phrase).status_code == 422


def test_a_lock_at_the_door_is_asked_for_all_the_same(
    app: Flask, world: World, lise: Protected, paper: Paper, clock: time_machine.Traveller
) -> None:
    show_words(lise.client, lise.paper)
    add_app(lise.client)
    set_person(app, world.lise.person_id, lock_at_door=True)
    clock.shift(TWO_DAYS)
    client = Client(app)
    page = show(client, paper.number, paper.phrase).get_data(as_text=True)
    assert type_two(client, page, words_on(page)).location == "/connexion/verrou"
    assert not is_in(client)


def test_her_lock_is_lifted_by_the_address_she_set_aside(
    app: Flask, world: World, lise: Protected, clock: time_machine.Traveller
) -> None:
    show_words(lise.client, lise.paper)
    add_app(lise.client)
    losing_locks.lift(app, world.lise.email)
    assert "votre verrou est perdu" in plain(lise.client.get("/agenda").text)
    clock.shift(TWO_DAYS)
    worker.run_jobs(app, worker.OFTEN)
    assert kinds_in(app, world.lise) == []
    assert letters_to(app, world.lise.email) == []


def test_signing_out_by_that_address_leaves_the_sessions_that_tell_her(
    app: Flask, world: World, lise: Protected
) -> None:
    losing_locks.sign_out(app, world.lise.email, everybody=False)
    assert is_in(lise.client)


def test_of_several_the_first_name_says_whose(
    app: Flask, world: World, capsys: pytest.CaptureFixture[str], clock: time_machine.Traveller
) -> None:
    share_mailbox(app, world.ana, world.jo)
    for who in (world.ana, world.jo):
        protect(Client(app).sign_in(who))
    with pytest.raises(losing.SeveralRead):
        losing_locks.hand_words(app, world.jo.email)
    paper = handed(app, capsys, world.jo.email, "jo")
    clock.shift(TWO_DAYS)
    client = enter(app, paper)
    with app.app_context():
        newest = select(SignIn.person_id).order_by(SignIn.created.desc()).limit(1)
        assert db.session.scalar(newest) == world.jo.person_id
    assert is_in(client)


def test_the_address_may_come_from_standard_input(
    app: Flask, world: World, lise: Protected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{world.lise.email}\n"))
    losing_locks.hand_words(app, None)
    assert NOTICE in plain(lise.client.get("/agenda").text)
    assert LockKind.APP not in kinds_in(app, world.lise)
