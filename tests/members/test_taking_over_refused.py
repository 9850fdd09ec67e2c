"""What does not lead to somebody's membership: another mailbox, another way, another time."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from entraide.access.tokens import short
from entraide.accounts.actions import LONG_AGO
from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import db
from entraide.members.actions.roster import end
from entraide.members.models import Invitation
from entraide.members.queries import find_membership
from tests.accounts.carrying import hand_over, odile, revision_on, show, type_two, words_on
from tests.lettering import at_work
from tests.members.cards import form_of, read
from tests.members.pasting import without_tokens
from tests.members.test_taking_over import NEW, ask_over, ask_page, keeper, press
from tests.members.ways import ENTRY, invited, places
from tests.people import Client, letters
from tests.world import World


def test_a_member_under_another_name_keeps_both_and_the_organiser_is_told_nothing(app: Flask, world: World) -> None:
    link, before = ask_over(app, world, world.lise.email), keeper(app, world)
    lise, marcelle = Client(app).sign_in(world.lise), Client(app).sign_in(world.marcelle)
    seen = marcelle.get(f"/g/{short(world.tilleuls)}/inviter").text
    assert "déjà membre" in lise.get(f"{link}/reprendre").text
    answer = lise.post(f"{link}/reprendre", ENTRY)
    assert (answer.status_code, "déjà membre" in answer.text) == (409, True)
    assert keeper(app, world) == before
    after = marcelle.get(f"/g/{short(world.tilleuls)}/inviter").text
    assert without_tokens(seen) == without_tokens(after)


def test_a_letter_is_good_once(app: Flask, world: World) -> None:
    link = ask_over(app, world)
    assert press(Client(app), link) == 303
    assert Client(app).browser.post(f"{link}/reprise", data=ENTRY).status_code == 410
    assert Client(app).browser.get(link).status_code == 410


def test_somebody_elses_letter_leads_nowhere(app: Flask, world: World) -> None:
    link = ask_over(app, world, world.nina.email)
    for somebody in (world.dov, world.lise):
        assert Client(app).sign_in(somebody).get(f"{link}/reprendre").status_code == 404
        assert Client(app).sign_in(somebody).post(f"{link}/reprendre", ENTRY).status_code == 404


def test_another_sites_form_signs_nobody_in(app: Flask, world: World) -> None:
    link = ask_over(app, world)
    answer = Client(app).browser.post(f"{link}/reprise", data=ENTRY, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 404


def test_such_a_letter_makes_no_second_membership(app: Flask, world: World) -> None:
    before = set(places(app, world.tilleuls))
    link = ask_over(app, world)
    assert Client(app).browser.post(link, data=ENTRY).status_code == 200
    mine = ask_over(app, world, world.nina.email)
    nina = Client(app).sign_in(world.nina)
    assert nina.post(f"{mine}/entrer", ENTRY).status_code == 404
    assert set(places(app, world.tilleuls)) == before


def test_an_ordinary_letter_takes_nothing_over(app: Flask, world: World) -> None:
    link = invited(app, world, world.nina.email)
    nina = Client(app).sign_in(world.nina)
    assert nina.get(f"{link}/reprendre").status_code == 404
    assert Client(app).browser.post(f"{link}/reprise", data=ENTRY).status_code == 404


def test_a_second_address_closes_the_letter_to_the_first(app: Flask, world: World) -> None:
    first = ask_over(app, world, "odille@poste.example")
    second = ask_over(app, world)
    assert Client(app).browser.get(first).status_code == 404
    assert press(Client(app), second) == 303


def test_it_replaces_an_invitation_to_the_same_mailbox(app: Flask, world: World) -> None:
    ordinary = invited(app, world, NEW)
    link = ask_over(app, world)
    assert Client(app).browser.get(ordinary).status_code == 404
    assert press(Client(app), link) == 303


def test_whoever_said_not_to_know_the_organiser_is_left_alone(app: Flask, world: World) -> None:
    link = invited(app, world, NEW)
    Client(app).browser.post(f"{link}/refus")
    sent = len(letters(app))
    ask_again(app, world)
    assert len(letters(app)) == sent


def ask_again(app: Flask, world: World) -> None:
    """Ask, whether or not a letter leaves for it."""
    marcelle = Client(app).sign_in(world.marcelle)
    revision = revision_on(marcelle.get(ask_page(world)).text)
    assert marcelle.post(ask_page(world), {"email": NEW, "revision": revision}).status_code == 303


def test_who_took_words_of_her_own_meanwhile_is_hers_already(app: Flask, world: World) -> None:
    link = ask_over(app, world)
    odile(app, world)
    assert Client(app).browser.post(f"{link}/reprise", data=ENTRY).status_code == 404


def test_a_card_opens_nothing_once_the_membership_was_taken_over(app: Flask, world: World) -> None:
    paper = hand_over(app, world)
    assert press(Client(app), ask_over(app, world)) == 303
    assert show(Client(app), paper.number, paper.phrase).status_code == 422


def test_nor_does_a_phrase_shown_before(app: Flask, world: World) -> None:
    paper, browser = hand_over(app, world), Client(app)
    shown = show(browser, paper.number, paper.phrase).text
    assert press(Client(app), ask_over(app, world)) == 303
    assert type_two(browser, shown, words_on(shown)).location == "/connexion/carte"


def test_an_ended_membership_is_taken_over_by_nobody(app: Flask, world: World) -> None:
    link = ask_over(app, world)
    with at_work(app, world.tilleuls):
        end(find_membership(world.tilleuls, world.odile_in_tilleuls))
    assert Client(app).browser.post(f"{link}/reprise", data=ENTRY).status_code == 404


def test_whoever_left_after_the_letter_does_not_come_back_by_it(app: Flask, world: World) -> None:
    link = ask_over(app, world, world.jo.email)
    with at_work(app, world.tilleuls):
        end(find_membership(world.tilleuls, world.jo_in_tilleuls))
        sent = db.session.scalars(select(Invitation).where(Invitation.for_id.is_not(None))).one()
        sent.created -= timedelta(days=1)
    jo = Client(app).sign_in(world.jo)
    assert jo.post(f"{link}/reprendre", ENTRY).status_code == 410
    assert read(app, world.tilleuls, world.odile_in_tilleuls).is_managed


@pytest.mark.parametrize("email", ["", "odile", "odile@", "a" * 400 + "@poste.example", "\0@x.y", "é@é"])
def test_what_is_no_address_is_refused_kindly(app: Flask, world: World, email: str) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    revision = revision_on(marcelle.get(ask_page(world)).text)
    assert marcelle.post(ask_page(world), {"email": email, "revision": revision}).status_code == 422


def test_asking_needs_a_fresh_code_and_a_page_that_stands(app: Flask, world: World) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    assert marcelle.post(ask_page(world), {"email": NEW, "revision": "999"}).status_code == 409
    with at_work(app):
        db.session.execute(update(SignIn).values(sure_since=LONG_AGO))
    assert marcelle.post(ask_page(world), {"email": NEW, "revision": "1"}).location == "/moi/confirmer"
    assert now() > LONG_AGO
    assert form_of(marcelle, ask_page(world))["email"] == ""
