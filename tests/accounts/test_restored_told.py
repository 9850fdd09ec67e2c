"""What a session that organisers restored reads where it may not go: why, and what opens the rest again."""

from datetime import timedelta

import pytest
from flask import Flask

from entraide.clock import now
from entraide.members.queries import find_membership
from tests.accounts.carrying import hand_over, odile, take_own
from tests.accounts.locking import set_person
from tests.accounts.stepping import CONFIRM, see, show_number
from tests.accounts.test_restored_shut import restored as restored_by_word
from tests.lettering import at_work
from tests.members.cards import plain
from tests.people import Client
from tests.world import World

OWN = ("/moi/verrous", "/moi/donnees", "/moi/effacer")
WHY, ORGANISERS = "il n’ouvre donc que leur groupe", "deux personnes qui l’organisent peuvent aussi donner leur parole"
FRENCH = {"accept-language": "fr"}


def said(client: Client, path: str) -> str:
    return plain(client.get(path, headers=FRENCH).text)


@pytest.fixture
def restored(app: Flask, world: World) -> Client:
    """Marcelle gave Odile new words, and she took some of her own."""
    odile(app, world)
    client = Client(app)
    take_own(client, hand_over(app, world))
    return client


@pytest.mark.parametrize("path", OWN)
def test_what_is_shut_says_why_and_what_opens_it(restored: Client, path: str) -> None:
    page = said(restored, path)
    assert WHY in page
    assert ORGANISERS in page
    assert 'href="/moi/carte"' in restored.get(path).text


def test_whoever_has_a_mailbox_is_led_to_no_card(app: Flask, world: World) -> None:
    page = restored_by_word(app, world).get("/moi/donnees").text
    assert WHY in plain(page)
    assert 'href="/moi/carte"' not in page


def test_others_read_nothing_of_it_where_they_may_not_go(app: Flask, world: World) -> None:
    assert WHY not in said(Client(app).sign_in(world.lise), f"/g/{'A' * 22}")


def test_the_page_of_her_card_says_that_organisers_can_give_their_word(restored: Client) -> None:
    assert ORGANISERS in said(restored, "/moi/carte")


@pytest.mark.parametrize("path", ["/moi", "/moi/appareils", "/moi/protection", "/confidentialite", "/agenda"])
def test_no_link_leads_where_she_may_not_go(restored: Client, path: str) -> None:
    page = restored.get(path).text
    assert [own for own in OWN if f'href="{own}"' in page] == []


def test_who_keeps_the_group_is_led_to_no_lock_she_cannot_make(app: Flask, world: World) -> None:
    show_number(app, world)
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.ana_in_tilleuls).is_organiser = True
    set_person(app, world.ana.person_id, first_deed=now() - timedelta(days=15))
    ana = restored_by_word(app, world)
    assert see(ana, world) == CONFIRM
    assert ORGANISERS in said(ana, CONFIRM)
    assert 'href="/moi/verrous"' not in ana.get(CONFIRM).text
