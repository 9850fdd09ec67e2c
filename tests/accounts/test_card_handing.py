"""A card is handed over in the room: shown once, good for one sign-in, after which only its owner knows the words."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from entraide.access.tokens import short
from entraide.accounts.actions import LONG_AGO
from entraide.accounts.models import Card, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.journal.models import Entry
from entraide.mail.models import Letter
from tests.accounts.carrying import hand_over, hand_page, odile, revision_on, show, take_own, type_two, words_on
from tests.lettering import at_work
from tests.members.cards import change, page, plain, read
from tests.people import Client
from tests.world import World


def test_an_organisers_words_lead_to_words_of_ones_own(app: Flask, world: World) -> None:
    paper = hand_over(app, world)
    client = Client(app)
    shown = show(client, paper.number, paper.phrase).text
    assert words_on(shown) != paper.words
    answer = type_two(client, shown, words_on(shown))
    assert (answer.status_code, answer.location) == (303, "/agenda")
    assert client.get(f"/g/{short(world.tilleuls)}").status_code == 200


def test_ones_own_words_let_in_and_the_organisers_are_dead(app: Flask, world: World) -> None:
    paper = hand_over(app, world)
    own = take_own(Client(app), paper)
    assert show(Client(app), own.number, own.phrase).status_code == 303
    assert show(Client(app), paper.number, paper.phrase).status_code == 422


def test_an_organisers_words_open_nothing_before_two_of_ones_own_are_typed(app: Flask, world: World) -> None:
    paper = hand_over(app, world)
    client = Client(app)
    shown = show(client, paper.number, paper.phrase).text
    assert client.get("/agenda").location == "/connexion"
    assert type_two(client, shown, ("abandon",) * 6).status_code == 422
    assert client.get("/agenda").location == "/connexion"
    assert type_two(client, shown, words_on(shown)).status_code == 303


def test_who_lost_the_words_before_writing_them_down_begins_again(app: Flask, world: World) -> None:
    paper = hand_over(app, world)
    client = Client(app)
    first = show(client, paper.number, paper.phrase).text
    second = show(client, paper.number, paper.phrase).text
    assert type_two(client, first, words_on(first)).status_code == 422
    assert type_two(client, second, words_on(second)).status_code == 303


def test_words_shown_in_one_browser_are_kept_in_no_other(app: Flask, world: World) -> None:
    paper = hand_over(app, world)
    shown = show(Client(app), paper.number, paper.phrase).text
    answer = type_two(Client(app), shown, words_on(shown))
    assert answer.location == "/connexion/carte"


def test_an_organisers_words_hold_for_a_day(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        paper = hand_over(app, world)
        traveller.shift(timedelta(hours=23, minutes=59))
        assert show(Client(app), paper.number, paper.phrase).status_code == 200
        traveller.shift(timedelta(minutes=1))
        assert show(Client(app), paper.number, paper.phrase, ip="198.51.100.1").status_code == 422


def test_a_page_sent_twice_leaves_the_paper_good(app: Flask, world: World) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    revision = revision_on(marcelle.get(hand_page(world)).text)
    paper = hand_over(app, world, marcelle)
    assert marcelle.post(hand_page(world), {"revision": revision}).status_code == 409
    assert show(Client(app), paper.number, paper.phrase).status_code == 200


def test_before_words_are_shown_the_page_says_that_earlier_ones_die(app: Flask, world: World) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    for _ in ("a first card", "words for it again"):
        page = plain(marcelle.get(hand_page(world), headers={"accept-language": "fr"}).text)
        assert "Ceux montrés avant et pas encore utilisés n’ouvrent alors plus rien" in page
        earlier = hand_over(app, world, marcelle)
    hand_over(app, world, marcelle)
    assert show(Client(app), earlier.number, earlier.phrase).status_code == 422


def test_of_two_organisers_at_once_one_hands_over(app: Flask, world: World) -> None:
    change(app, world.tilleuls, world.lise_in_tilleuls, is_organiser=True)
    both = [Client(app).sign_in(who) for who in (world.marcelle, world.lise)]
    revisions = [revision_on(one.get(hand_page(world)).text) for one in both]
    sent = [
        one.post(hand_page(world), {"revision": seen}).status_code for one, seen in zip(both, revisions, strict=True)
    ]
    assert sent == [200, 409]


def test_handing_over_needs_a_fresh_code(app: Flask, world: World) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    with at_work(app):
        db.session.execute(update(SignIn).values(sure_since=LONG_AGO))
    revision = revision_on(marcelle.get(hand_page(world)).text)
    assert marcelle.post(hand_page(world), {"revision": revision}).location == "/moi/confirmer"


def test_who_has_an_address_gets_no_card(app: Flask, world: World) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    assert marcelle.get(hand_page(world, world.lise_in_tilleuls)).status_code == 404
    assert marcelle.post(hand_page(world, world.lise_in_tilleuls), {"revision": "1"}).status_code == 404


def test_a_member_learns_from_no_refusal_who_has_no_address(app: Flask, world: World) -> None:
    ana = Client(app).sign_in(world.ana)
    asked = [
        (member, path)
        for member in (world.lise_in_tilleuls, world.odile_in_tilleuls)
        for path in (hand_page(world, member), hand_page(world, member).replace("/carte", "/adresse"))
    ]
    assert {ana.get(path).status_code for _, path in asked} == {403}


def test_the_paper_names_no_group(app: Flask, world: World) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    revision = revision_on(marcelle.get(hand_page(world)).text)
    shown = marcelle.post(hand_page(world), {"revision": revision}).text
    assert len(words_on(shown)) == 6
    assert "Tilleuls" not in shown
    assert "entraide" not in shown


def test_the_database_keeps_no_word(app: Flask, world: World) -> None:
    _, own = odile(app, world)
    with app.app_context():
        (row,) = db.session.execute(select(Card.__table__)).all()
    kept = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    assert [word for word in own.words if word.encode() in kept] == []


def test_it_is_journaled_and_nothing_is_written_to_anybody(app: Flask, world: World) -> None:
    hand_over(app, world)
    with app.app_context():
        deed = db.session.execute(select(Entry).where(Entry.deed == "card:hand")).scalar_one()
        assert (deed.by_id, deed.about_id) == (world.marcelle_in_tilleuls, world.odile_in_tilleuls)
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 0


def test_organisers_read_for_two_days_what_was_handed_over(app: Flask, world: World) -> None:
    roster = f"/g/{short(world.tilleuls)}/membres"
    with time_machine.travel(now(), tick=False) as traveller:
        hand_over(app, world)
        assert "Pour Odile P., par Marcelle T." in page(Client(app).sign_in(world.marcelle), roster)
        assert "Odile P., par" not in page(Client(app).sign_in(world.lise), roster)
        traveller.shift(timedelta(hours=48))
        assert "Odile P., par" not in page(Client(app).sign_in(world.marcelle), roster)


def test_she_is_then_a_member_in_her_own_right(app: Flask, world: World) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    keeping = hand_page(world).replace("/carte", "/sans-compte")
    hand_over(app, world, marcelle)
    assert marcelle.get(keeping).status_code == 200
    odile(app, world)
    assert marcelle.get(keeping).status_code == 404
    assert not read(app, world.tilleuls, world.odile_in_tilleuls).is_managed


def test_who_was_never_asked_is_asked_first(app: Flask, world: World) -> None:
    change(app, world.tilleuls, world.odile_in_tilleuls, consent_version=None, consent_day=None)
    client, paper = Client(app), hand_over(app, world)
    shown = show(client, paper.number, paper.phrase).text
    assert type_two(client, shown, words_on(shown)).location == f"/g/{short(world.tilleuls)}/bienvenue"


def test_words_come_in_the_groups_language(app: Flask, world: World) -> None:
    with at_work(app, world.tilleuls):
        db.session.execute(update(Group).where(Group.id == world.tilleuls).values(language="de"))
    marcelle = Client(app).sign_in(world.marcelle)
    revision = revision_on(marcelle.get(hand_page(world)).text)
    assert '<html lang="de"' in marcelle.post(hand_page(world), {"revision": revision}).text
