"""A block: the other finds a card that shows nothing, and nothing tells why."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.db import db
from entraide.journal.models import Entry
from entraide.members.actions import join, roster
from entraide.members.models import Visibility
from entraide.members.queries import find_membership
from entraide.members.queries.cards import rows_of
from tests.lettering import at_work
from tests.members import cards
from tests.members.facing import MAIL, PHONE, TOWN, ask, block, decide, group_of, lise_shows, person_of, read, seen
from tests.people import Client, letters_to
from tests.world import World

PAGES: dict[str, Callable[[Flask, World], str]] = {
    "the roster": lambda app, world: read(app, world, "ana", f"{group_of(world)}/membres"),
    "her page": lambda app, world: read(app, world, "ana", person_of(world)),
    "See": lambda app, world: seen(app, world, "ana"),
    "the page that blocks": lambda app, world: read(app, world, "ana", f"{person_of(world)}/bloquer"),
    "one's own arrangements": lambda app, world: read(app, world, "ana", f"{group_of(world)}/ma-fiche/personnes"),
    "what she sees of me": lambda app, world: read(
        app, world, "ana", f"{group_of(world)}/ma-fiche?vu={short(world.lise_in_tilleuls)}"
    ),
    "the agenda": lambda app, world: read(app, world, "ana", "/agenda"),
}


@pytest.fixture
def open_card(app: Flask, world: World) -> None:
    lise_shows(app, world, Visibility.GROUP)


def show_to_organisers(app: Flask, world: World) -> None:
    with at_work(app, world.tilleuls):
        for row in rows_of(find_membership(world.tilleuls, world.lise_in_tilleuls)):
            row.visibility = Visibility.ORGANISERS


@pytest.mark.usefixtures("open_card")
def test_the_blocked_reads_a_name_and_nothing_beside(app: Flask, world: World) -> None:
    block(app, world, "lise", "ana")
    text = read(app, world, "ana", f"{group_of(world)}/membres") + read(app, world, "ana", person_of(world))
    assert "Lise T." in text
    assert not any(value in text for value in (PHONE, MAIL, TOWN))
    assert seen(app, world, "ana").startswith("404")


@pytest.mark.usefixtures("open_card")
@pytest.mark.parametrize("name", PAGES)
def test_a_block_looks_like_a_card_shown_to_organisers_to_the_byte(app: Flask, world: World, name: str) -> None:
    block(app, world, "lise", "ana")
    blocked = PAGES[name](app, world)
    decide(app, world, "lise", "ana", "unblock")
    show_to_organisers(app, world)
    assert PAGES[name](app, world) == blocked


@pytest.mark.usefixtures("open_card")
@pytest.mark.parametrize("name", PAGES)
def test_a_question_to_her_looks_as_if_it_had_gone_out(app: Flask, world: World, name: str) -> None:
    block(app, world, "lise", "ana")
    ask(app, world, "ana")
    blocked = PAGES[name](app, world)
    decide(app, world, "lise", "ana", "unblock")
    show_to_organisers(app, world)
    assert PAGES[name](app, world) == blocked


def test_but_it_does_not_reach_her(app: Flask, world: World) -> None:
    lise_shows(app, world, Visibility.ORGANISERS)
    block(app, world, "lise", "ana")
    assert ask(app, world, "ana") == 303
    assert letters_to(app, world.lise.email) == []
    assert decide(app, world, "lise", "ana", "give") == 404


@pytest.mark.usefixtures("open_card")
def test_everybody_else_sees_what_they_saw(app: Flask, world: World) -> None:
    block(app, world, "lise", "ana")
    assert PHONE in seen(app, world, "jo")
    assert PHONE in seen(app, world, "marcelle")


@pytest.mark.usefixtures("open_card")
def test_it_goes_one_way(app: Flask, world: World) -> None:
    block(app, world, "ana", "lise")
    assert PHONE in seen(app, world, "ana")


@pytest.mark.usefixtures("open_card")
def test_an_organiser_keeps_an_organisers_sight(app: Flask, world: World) -> None:
    block(app, world, "lise", "marcelle")
    assert PHONE in seen(app, world, "marcelle")
    assert "organise le groupe" in read(app, world, "lise", f"{person_of(world, 'marcelle')}/bloquer")


@pytest.mark.usefixtures("open_card")
def test_ended_everything_is_as_before(app: Flask, world: World) -> None:
    before = [make(app, world) for make in PAGES.values()]
    block(app, world, "lise", "ana")
    decide(app, world, "lise", "ana", "unblock")
    assert [make(app, world) for make in PAGES.values()] == before


def test_a_number_given_is_taken_back_by_it_and_stays_so(app: Flask, world: World) -> None:
    lise_shows(app, world, Visibility.ME)
    ask(app, world, "ana")
    decide(app, world, "lise", "ana", "give")
    block(app, world, "lise", "ana")
    assert seen(app, world, "ana").startswith("404")
    decide(app, world, "lise", "ana", "unblock")
    assert seen(app, world, "ana").startswith("404")


@pytest.mark.usefixtures("open_card")
def test_who_leaves_and_comes_back_under_another_name_is_blocked_still(app: Flask, world: World) -> None:
    block(app, world, "lise", "ana")
    come_back(app, world)
    assert seen(app, world, "ana").startswith("404")


@pytest.mark.usefixtures("open_card")
def test_and_the_one_who_blocks_does_not_learn_the_new_name_by_it(app: Flask, world: World) -> None:
    block(app, world, "lise", "ana")
    back = come_back(app, world)
    mine = read(app, world, "lise", f"{group_of(world)}/ma-fiche/personnes")
    assert "Capucine" not in mine
    assert "Bloquée par vous" not in read(app, world, "lise", f"{group_of(world)}/membre/{back}")


def come_back(app: Flask, world: World) -> str:
    with at_work(app, world.tilleuls):
        roster.end(find_membership(world.tilleuls, world.ana_in_tilleuls))
        return short(join(world.tilleuls, world.ana.person_id, "Capucine", consent_version="1").id)


def test_oneself_nobody_blocks(app: Flask, world: World) -> None:
    assert block(app, world, "lise", "lise") in (403, 404)


def test_the_page_says_what_it_does_not_do(app: Flask, world: World) -> None:
    text = cards.plain(read(app, world, "lise", f"{person_of(world, 'ana')}/bloquer"))
    assert all(words in text for words in ("vous croiser dans la salle", "Personne n’en est averti"))


def test_the_page_of_a_block_that_stands_says_so_and_offers_its_end_alone(app: Flask, world: World) -> None:
    block(app, world, "lise", "ana")
    text = read(app, world, "lise", f"{person_of(world, 'ana')}/bloquer")
    assert "Vous bloquez Ana des Tilleuls" in cards.plain(text)
    assert text.count('value="unblock"') == 1
    assert f'action="{person_of(world, "ana")}/bloquer"' not in text


def test_a_second_block_changes_and_notes_nothing(app: Flask, world: World) -> None:
    block(app, world, "lise", "ana")
    with at_work(app, world.tilleuls):
        before = db.session.scalars(select(Entry.id).where(Entry.deed == "block:make")).all()
    lise = Client(app).sign_in(world.lise)
    assert "déjà" in lise.post(f"{person_of(world, 'ana')}/bloquer", follow_redirects=True).text
    with at_work(app, world.tilleuls):
        assert db.session.scalars(select(Entry.id).where(Entry.deed == "block:make")).all() == before


def test_for_whoever_has_no_account_the_page_says_that_nobody_can_be_blocked(app: Flask, world: World) -> None:
    text = cards.plain(read(app, world, "marcelle", f"{person_of(world, 'odile')}/personnes"))
    assert "Sans compte, cela ne se fait pas ici" in text
