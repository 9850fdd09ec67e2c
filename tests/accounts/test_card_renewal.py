"""New words in the room for lost ones: whatever stood ends, and what organisers restore opens their own group alone."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.calendars.actions import connect
from entraide.calendars.models import Feed, Level
from entraide.calendars.queries.feeds import id_of
from entraide.clock import now
from entraide.db import db
from entraide.groups.queries import find_group
from entraide.members.actions import join, ways_in
from entraide.members.models import InvitationKind, Reach
from entraide.members.queries import find_membership
from entraide.rights import actions as rights
from entraide.vault import sealed
from tests.accounts.carrying import Paper, hand_over, odile, show, take_own, type_two, words_on
from tests.lettering import at_work
from tests.members.cards import page, read
from tests.people import Client
from tests.world import World

WRONG = "abandon ability able about above absent"


def odiles_id(app: Flask, world: World) -> UUID:
    return read(app, world.tilleuls, world.odile_in_tilleuls).person_id


def belongs_to_both(app: Flask, world: World) -> None:
    """Let Odile belong to La Passerelle too."""
    person = odiles_id(app, world)
    with at_work(app, world.passerelle):
        join(world.passerelle, person, "O.", reach=Reach.PAPER, consent_version="1")


@pytest.fixture
def before(app: Flask, world: World) -> tuple[Client, Paper]:
    """Odile has words of her own, and belongs to two groups."""
    client, own = odile(app, world)
    belongs_to_both(app, world)
    return client, own


@pytest.fixture
def restored(app: Flask, world: World, before: tuple[Client, Paper]) -> Client:
    """Marcelle gave Odile new words, and she took some of her own."""
    client = Client(app)
    take_own(client, hand_over(app, world))
    return client


def test_the_number_stays_and_all_that_stood_is_dead(app: Flask, world: World, before: tuple[Client, Paper]) -> None:
    client, own = before
    assert client.get("/agenda").status_code == 200
    paper = hand_over(app, world)
    assert paper.number == own.number
    assert client.get("/agenda").location == "/connexion"
    assert show(Client(app), own.number, own.phrase).status_code == 422


def test_handed_over_twice_the_last_paper_counts(app: Flask, world: World) -> None:
    first, second = hand_over(app, world), hand_over(app, world)
    assert show(Client(app), first.number, first.phrase).status_code == 422
    assert show(Client(app), second.number, second.phrase).status_code == 200


def test_first_words_open_every_group(before: tuple[Client, Paper], world: World) -> None:
    client, _ = before
    assert client.get(f"/g/{short(world.passerelle)}").status_code == 200


def test_what_organisers_restored_opens_their_group_alone(app: Flask, world: World, restored: Client) -> None:
    assert restored.get(f"/g/{short(world.tilleuls)}").status_code == 200
    assert restored.get(f"/g/{short(world.passerelle)}").status_code == 404
    for address in ("/agenda", "/g", "/moi"):
        assert "Passerelle" not in restored.get(address).text


def test_so_does_every_later_session_by_these_words(app: Flask, world: World, before: tuple[Client, Paper]) -> None:
    own = take_own(Client(app), hand_over(app, world))
    client = Client(app)
    assert show(client, own.number, own.phrase).status_code == 303
    assert client.get(f"/g/{short(world.passerelle)}").status_code == 404


def test_other_groups_stay_shut_to_restored_words(app: Flask, world: World, restored: Client) -> None:
    with at_work(app, world.passerelle):
        group = find_group(world.passerelle)
        link = ways_in.open_way(group, world.dov_in_passerelle, InvitationKind.LINK, timedelta(days=1), 5)
        token = sealed.unseal(group.id, f"invitation {link.id}", link.token_sealed or b"")
    assert restored.get(f"/j/{token}/entrer").status_code == 404
    assert restored.get("/creer/groupe").status_code == 404


def test_restored_words_connect_a_calendar_of_their_group_only(app: Flask, world: World, restored: Client) -> None:
    person = odiles_id(app, world)
    with at_work(app):
        feed = id_of(connect(person, "zq all of mine", Level.FULL, "fr"))
    assert "zq all of mine" not in restored.get("/agenda/calendrier").text
    assert restored.get(f"/agenda/calendrier/{short(feed)}").status_code == 404
    answer = restored.post("/agenda/calendrier", {"level": "full", "label": "ici"})
    assert answer.status_code == 303
    assert restored.get(answer.location or "").status_code == 200
    with app.app_context():
        made = db.session.scalars(select(Feed).where(Feed.id != feed)).one()
        assert made.only_group_id == world.tilleuls


def test_without_its_group_a_restored_session_opens_nothing(app: Flask, world: World, restored: Client) -> None:
    assert restored.post(f"/g/{short(world.tilleuls)}/quitter").status_code == 303
    assert restored.get("/agenda").status_code == 200
    assert restored.get("/agenda/calendrier").status_code == 404


def test_nobody_learns_from_restored_words_whether_there_are_other_groups(app: Flask, world: World) -> None:
    odile(app, world)
    pages = []
    for prepare in (lambda: None, lambda: belongs_to_both(app, world)):
        prepare()
        client = Client(app)
        take_own(client, hand_over(app, world))
        answers = [client.get(path).text for path in ("/moi/carte", "/moi", "/g", "/moi/donnees")]
        pages.append([re.sub(r'name="csrf_token" value="[^"]+"', "", text) for text in answers])
    assert pages[0] == pages[1]


def test_the_former_words_shown_too_open_everything_again(
    app: Flask, world: World, before: tuple[Client, Paper]
) -> None:
    _, former = before
    client = Client(app)
    own = take_own(client, hand_over(app, world))
    assert client.post("/moi/carte/ancienne", {"words": WRONG}).status_code == 422
    assert client.post("/moi/carte/ancienne", {"words": former.phrase}).status_code == 303
    assert client.get(f"/g/{short(world.passerelle)}").status_code == 200
    assert "anciens mots" not in page(client, "/moi/carte")
    again = Client(app)
    show(again, own.number, own.phrase)
    assert again.get(f"/g/{short(world.passerelle)}").status_code == 200
    assert show(Client(app), own.number, former.phrase).status_code == 422


def test_the_former_words_are_remembered_however_often_new_ones_are_lost(
    app: Flask, world: World, before: tuple[Client, Paper]
) -> None:
    _, former = before
    for _ in range(2):
        client = Client(app)
        take_own(client, hand_over(app, world))
    assert client.get(f"/g/{short(world.passerelle)}").status_code == 404
    assert client.post("/moi/carte/ancienne", {"words": former.phrase}).status_code == 303


def test_five_guesses_at_the_former_words_then_fifteen_minutes(restored: Client, before: tuple[Client, Paper]) -> None:
    for _ in range(5):
        restored.post("/moi/carte/ancienne", {"words": WRONG})
    assert restored.post("/moi/carte/ancienne", {"words": before[1].phrase}).status_code == 422


def test_open_pages_tell_for_two_days_that_access_was_restored(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        client, _ = odile(app, world)
        assert "a remis de nouveaux mots" not in page(client, "/agenda")
        client = Client(app)
        take_own(client, hand_over(app, world))
        assert "a remis de nouveaux mots" in page(client, "/agenda")
        traveller.shift(timedelta(hours=48))
        assert "a remis de nouveaux mots" not in page(client, "/agenda")


def test_one_takes_other_words_oneself_and_other_devices_are_signed_out(app: Flask, world: World) -> None:
    client, own = odile(app, world)
    other = Client(app)
    show(other, own.number, own.phrase)
    shown = client.post("/moi/carte/phrase").text
    assert show(Client(app), own.number, own.phrase).status_code == 303, "the former ones hold until two are typed"
    assert type_two(client, shown, ("abandon",) * 6, "/moi/carte/retenue").status_code == 422
    assert type_two(client, shown, words_on(shown), "/moi/carte/retenue").status_code == 303
    assert other.get("/agenda").location == "/connexion"
    assert client.get("/agenda").status_code == 200
    assert show(Client(app), own.number, own.phrase).status_code == 422
    assert show(Client(app), own.number, " ".join(words_on(shown))).status_code == 303


def test_words_shown_half_an_hour_ago_are_asked_for_anew(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        client, _ = odile(app, world)
        shown = client.post("/moi/carte/phrase").text
        traveller.shift(timedelta(minutes=31))
        type_two(client, shown, words_on(shown), "/moi/carte/retenue")
        assert "Demandez-en d’autres" in client.get("/moi/carte").text


def test_what_was_handed_over_is_dead_once_the_person_left(app: Flask, world: World) -> None:
    paper = hand_over(app, world)
    browser = Client(app)
    shown = show(browser, paper.number, paper.phrase).text
    with at_work(app, world.tilleuls):
        rights.leave(find_membership(world.tilleuls, world.odile_in_tilleuls))
    assert type_two(browser, shown, words_on(shown)).location == "/connexion/carte"
    assert show(Client(app), paper.number, paper.phrase).status_code == 422


def test_and_once_the_group_is_closed(app: Flask, world: World) -> None:
    _, own = odile(app, world)
    paper = hand_over(app, world)
    with at_work(app, world.tilleuls):
        rights.close(find_group(world.tilleuls), world.marcelle_in_tilleuls)
    for words in (own.phrase, paper.phrase):
        assert show(Client(app), paper.number, words).status_code == 422


def test_whoever_left_still_signs_in_by_words_of_her_own_and_finds_nothing(app: Flask, world: World) -> None:
    client, own = odile(app, world)
    assert client.post(f"/g/{short(world.tilleuls)}/quitter").status_code == 303
    again = Client(app)
    assert show(again, own.number, own.phrase).status_code == 303
    assert again.get(f"/g/{short(world.tilleuls)}").status_code == 404


MISSING, EMPTY, NOT_THESE = "Écrivez ce mot.", "Écrivez ces deux mots.", "Ce ne sont pas ces deux mots"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", ""), [EMPTY]),
        (("abandon", ""), [MISSING]),
        (("abandon", "abandon"), [NOT_THESE]),
    ],
)
def test_what_is_wrong_with_two_words_is_one_thing(
    app: Flask, world: World, typed: tuple[str, str], said: list[str]
) -> None:
    client, _ = odile(app, world)
    client.post("/moi/carte/phrase")
    fields = dict(zip(("first_word", "second_word"), typed, strict=True))
    answer = client.post("/moi/carte/retenue", fields, headers={"accept-language": "fr"})
    assert answer.status_code == 422
    summary = answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert [words for words in (MISSING, EMPTY, NOT_THESE) for _ in range(summary.count(words))] == said
