"""« What they see » says what is so today: change a setting, and the page changes with it."""

import pytest
from flask import Flask

from entraide.access.tokens import short
from entraide.calendars.actions import connect
from entraide.calendars.models import Level
from entraide.db import db
from tests.accounts.locking import add_app, set_person, share_mailbox
from tests.home.costs import statements_of
from tests.meetings.tables import make_meeting
from tests.members.cards import plain
from tests.people import Client, deliver
from tests.rights.protecting import protect
from tests.world import World

PAGE, PAPER = "/moi/apercu", "/moi/apercu/imprimer"
GROUP = "Fibromyalgie Les Tilleuls"


def part(page: str, name: str) -> str:
    """Return one section of the page."""
    return page.partition(f'<h2 id="{name}">')[2].partition("</section>")[0]


@pytest.fixture
def lise(app: Flask, world: World) -> Client:
    make_meeting(app, world.tilleuls)
    return Client(app).sign_in(world.lise)


def test_six_parts_stand_in_order(lise: Client) -> None:
    page = lise.get(PAGE).text
    places = [
        page.index(f'<h2 id="{name}">') for name in ("mailbox", "locked", "calendar", "groups", "federation", "keeper")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("path", [PAGE, PAPER])
def test_its_title_says_nothing(lise: Client, path: str) -> None:
    title = lise.get(path).text.partition("<title>")[2].partition("</title>")[0]
    assert GROUP not in title
    assert "voit" not in title


def test_the_locked_phone_follows_her_level(lise: Client, world: World) -> None:
    shown = set()
    for level in ("very_discreet", "recognisable", "full"):
        lise.post(f"/g/{short(world.tilleuls)}/lettres", {"level": level})
        screen = part(lise.get(PAGE).text, "locked").partition('class="lock"')[2]
        screen = screen.partition("</p>\n")[2].partition("</div>")[0]
        assert screen in lise.get(f"/g/{short(world.tilleuls)}/lettres").text
        shown.add(screen)
    assert len(shown) == 3


def test_her_own_words_stand_there_too(lise: Client, world: World) -> None:
    lise.post(f"/g/{short(world.tilleuls)}/lettres/mots", {"words": "Club de lecture"})
    assert "Club de lecture" in part(lise.get(PAGE).text, "locked")


def test_calendars_are_named_with_what_each_shows(app: Flask, world: World, lise: Client) -> None:
    assert GROUP not in part(lise.get(PAGE).text, "calendar")
    with app.app_context():
        connect(world.lise.person_id, "Frigo", Level.FULL, "fr")
        db.session.commit()
    shown = part(lise.get(PAGE).text, "calendar")
    assert "Frigo" in shown
    assert GROUP in shown


def test_letters_that_left_are_counted_by_kind(app: Flask, world: World, lise: Client) -> None:
    marcelle = Client(app).sign_in(world.marcelle)
    marcelle.post(f"/g/{short(world.tilleuls)}/lettre-essai")
    assert "pour voir (" not in part(marcelle.get(PAGE).text, "mailbox")
    deliver(app)
    assert "<li>Une lettre, pour voir (1)</li>" in part(marcelle.get(PAGE).text, "mailbox")


def test_in_protected_mode_mailbox_phone_and_calendar_see_nothing(app: Flask, world: World, lise: Client) -> None:
    protect(lise)
    page = lise.get(PAGE).text
    assert 'class="lock"' not in page
    assert "mode protégé" in part(page, "mailbox")


def test_each_group_leads_to_what_others_see_of_her_there(app: Flask, world: World) -> None:
    ana = Client(app).sign_in(world.ana)
    page = part(ana.get(PAGE).text, "groups")
    for group in (world.tilleuls, world.passerelle):
        assert f"/g/{short(group)}/" in page
    for link in [piece.partition('"')[0] for piece in page.split('href="')[1:]]:
        assert ana.get(link).status_code == 200


def test_on_paper_no_group_is_named(app: Flask, world: World, lise: Client) -> None:
    with app.app_context():
        connect(world.lise.person_id, "Frigo", Level.FULL, "fr")
        db.session.commit()
    lise.post(f"/g/{short(world.tilleuls)}/lettres", {"level": "full"})
    paper = lise.get(PAPER).text
    assert "Frigo" in paper
    assert GROUP not in paper


ALONE = "Qui lit cette boîte mail peut demander un code et se connecter à votre place"


def test_it_says_whether_a_code_alone_signs_in(app: Flask, world: World, lise: Client) -> None:
    assert ALONE in plain(lise.get(PAGE).text)
    add_app(lise)
    assert ALONE in plain(lise.get(PAGE).text)
    set_person(app, world.lise.person_id, lock_at_door=True)
    assert ALONE not in plain(lise.get(PAGE).text)


def test_where_others_read_her_mailbox_a_lock_of_hers_is_asked_for(app: Flask, world: World, lise: Client) -> None:
    share_mailbox(app, world.ana, world.lise)
    assert ALONE in plain(lise.get(PAGE).text)
    add_app(lise)
    assert ALONE not in plain(lise.get(PAGE).text)
    assert statements_of(app, lambda: lise.get(PAGE)) <= 8


def test_who_belongs_to_no_group_reads_it_too(app: Flask, world: World) -> None:
    assert Client(app).sign_in(world.nina).get(PAGE).status_code == 200


def test_it_costs_eight_statements_at_most(app: Flask, world: World) -> None:
    ana = Client(app).sign_in(world.ana)
    ana.get(PAGE)
    assert statements_of(app, lambda: ana.get(PAGE)) <= 8
