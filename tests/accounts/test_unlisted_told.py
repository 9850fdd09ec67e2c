"""Who asked to be in no list: nothing that others at her mailbox read, and none of her own letters, tells of her."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from entraide.accounts.actions import make_person, tell_readers
from entraide.accounts.models import Person
from entraide.db import db
from tests.accounts.locking import LOCKS, add_app, page_of, set_person, share_mailbox
from tests.lettering import at_work, moment, plan, subject_of, words_of
from tests.meetings.posting import SATURDAY, TUESDAY
from tests.members.ways import press, reader, write_to
from tests.people import Client, letters_to, text_of
from tests.world import World

NAME = "Bergamote"


@pytest.fixture(autouse=True)
def hidden(app: Flask, world: World) -> Iterator[None]:
    """Lise is in no list, and finds her way back by a name nobody guesses."""
    with time_machine.travel(moment(SATURDAY, 10), tick=False):
        client = Client(app).sign_in(world.lise)
        add_app(client)
        client.post(f"{LOCKS}/porte", {"is_hidden": "y", "first_name": NAME})
        yield


def test_what_others_see_says_the_same_with_her_at_that_mailbox(app: Flask, client: Client, world: World) -> None:
    add_app(client.sign_in(world.ana))
    before = page_of(client.get("/moi/apercu"))
    assert "se connecter à votre place" in before
    share_mailbox(app, world.lise, world.ana)
    assert page_of(client.get("/moi/apercu")) == before


def test_her_own_page_says_that_a_code_alone_opens_nothing(app: Flask, client: Client, world: World) -> None:
    assert "Un code seul n’ouvre rien" in page_of(client.sign_in(world.lise).get("/moi/apercu"))


@pytest.mark.parametrize("is_hidden", [True, False])
def test_who_comes_to_her_mailbox_is_told_of_the_listed_alone(app: Flask, world: World, is_hidden: bool) -> None:
    share_mailbox(app, world.ana, world.lise)
    set_person(app, world.lise.person_id, hidden_in_mailbox=is_hidden)
    with app.app_context():
        ana, lise = (db.session.get_one(Person, one.person_id) for one in (world.ana, world.lise))
        tell_readers(ana.email_index or b"", ana)
        assert (ana.mailbox_notice, lise.mailbox_notice) == (not is_hidden, True)


def test_nobody_is_told_of_her_when_she_comes(app: Flask, world: World) -> None:
    share_mailbox(app, world.lise, world.ana)
    with app.app_context():
        ana, lise = (db.session.get_one(Person, one.person_id) for one in (world.ana, world.lise))
        tell_readers(lise.email_index or b"", lise)
        assert not ana.mailbox_notice


def test_her_letters_do_not_tell_the_name_that_brings_a_code(app: Flask, world: World) -> None:
    with at_work(app):
        make_person(world.lise.email, "Pierre", "fr")
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    came = letters_to(app, world.lise.email)
    assert any("date" in subject_of(letter) for letter in came)
    assert not [letter for letter in came if NAME in words_of(letter)]


def test_others_letters_name_nobody_because_of_her(app: Flask, world: World) -> None:
    share_mailbox(app, world.lise, world.ana)
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    dates = [letter for letter in letters_to(app, world.ana.email) if "date" in subject_of(letter)]
    assert [words_of(letter)[:9] for letter in dates] == ["Bonjour,\n", "Bonjour,\n"]


def test_an_invitation_leads_her_mailbox_on_as_one_where_nobody_is_known(app: Flask, world: World) -> None:
    """Anybody may found a group and invite an address: the button must not tell whether it is known."""
    pages = []
    for address in (world.lise.email, "nobody@poste.example"):
        write_to(app, world, address)
        [path] = re.findall(r"/i/[\w-]+(?=\s)", "\n".join(text_of(letter) for letter in letters_to(app, address)))
        pages.append(page_of(press(reader(app), path)).replace(path, ""))
    assert pages[0] == pages[1]
    assert "Fibromyalgie Les Tilleuls" in pages[0]
