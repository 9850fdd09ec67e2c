"""Protected mode, whole: what goes dead, what opens the account, what comes back."""

from datetime import timedelta

import time_machine
from flask import Flask

from entraide.access.tokens import Purpose, Signed, sign
from entraide.calendars.actions import connect
from entraide.calendars.models import Level
from entraide.clock import now
from entraide.db import db
from tests.accounts.carrying import show, type_two
from tests.lettering import plan
from tests.people import Client, code_in, letters_to
from tests.rights.protecting import (
    PAGE,
    by_card,
    code_letters,
    draw,
    is_in,
    show_words,
    sign_in,
    world_lise,
)
from tests.world import World


def test_nothing_changes_before_two_of_the_words_are_typed(app: Flask, world: World) -> None:
    draw(Client(app).sign_in(world.lise))
    assert code_letters(app, world.lise.email) == 1


def test_two_wrong_words_change_nothing(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.lise)
    page, _ = draw(client)
    assert type_two(client, page.text, ("abandon",) * 6, PAGE).status_code == 422
    assert code_letters(app, world.lise.email) == 1


def test_words_shown_too_long_ago_change_nothing(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        client = Client(app).sign_in(world.lise)
        page, paper = draw(client)
        traveller.shift(timedelta(minutes=31))
        assert type_two(client, page.text, paper.words, PAGE).status_code == 303
        assert code_letters(app, world.lise.email) == 1


def test_an_e_mailed_code_opens_nothing_and_no_letter_leaves(app: Flask, world: World) -> None:
    world_lise(app, world)
    assert code_letters(app, world.lise.email) == 0


def test_a_code_asked_for_before_opens_nothing_after(app: Flask, world: World) -> None:
    reader = Client(app)
    reader.post("/connexion", {"email": world.lise.email})
    code = code_in(letters_to(app, world.lise.email)[-1])
    world_lise(app, world)
    assert reader.post("/connexion/code", {"code": code}).status_code == 422
    assert not is_in(reader)


def test_the_sign_in_form_answers_as_for_anybody(app: Flask, world: World) -> None:
    world_lise(app, world)
    pages = set()
    for address in (world.lise.email, world.marcelle.email, "nobody@poste.example"):
        client = Client(app)
        answer = client.post("/connexion", {"email": address})
        pages.add((answer.status_code, answer.headers["location"], answer.data))
    assert len(pages) == 1


def test_a_code_for_new_people_makes_a_stranger_of_whoever_reads_the_mailbox(app: Flask, world: World) -> None:
    world_lise(app, world)
    assert code_letters(app, world.lise.email, "/creer") == 1
    reader = Client(app)
    reader.post("/creer", {"email": world.lise.email})
    code = code_in(letters_to(app, world.lise.email)[-1])
    assert reader.post("/connexion/code", {"code": code, "device": "own"}).status_code == 303
    assert "Tilleuls" not in reader.get("/g").text


def test_number_and_words_open_the_account(app: Flask, world: World) -> None:
    lise = world_lise(app, world)
    assert "Tilleuls" in by_card(app, lise.paper).get("/g").text


def test_every_other_device_is_signed_out_but_the_one_in_use(app: Flask, world: World) -> None:
    others = [sign_in(app, world.lise, days_ago=days) for days in (0, 6)]
    lise = world_lise(app, world)
    assert [is_in(one) for one in [lise.client, *others]] == [True, False, False]


def test_links_in_letters_are_dead_and_look_as_any_dead_link(app: Flask, world: World) -> None:
    with app.app_context():
        said = Signed(world.tilleuls, world.lise_in_tilleuls, None, 1, None)
        link = f"/u/{sign(Purpose.STOP, said)}"
    assert Client(app).get(link).status_code == 200
    world_lise(app, world)
    dead, absent = Client(app).get(link), Client(app).get("/u/x")
    assert (dead.status_code, dead.data) == (404, absent.data)


def test_a_calendar_is_emptied_and_not_refused(app: Flask, world: World) -> None:
    token = connected(app, world)
    world_lise(app, world)
    answer = Client(app).get(f"/c/{token}.ics")
    assert answer.status_code == 200
    assert "VEVENT" not in answer.text


def test_no_calendar_is_connected_in_protected_mode(app: Flask, world: World) -> None:
    client = world_lise(app, world).client
    assert "<form" not in client.get("/agenda/calendrier").text.partition("<main")[2].partition("</main>")[0]
    client.post("/agenda/calendrier", {"level": "full", "label": "x"})
    assert "/c/" not in client.get("/agenda/calendrier").text


def test_it_ends_only_for_whoever_shows_the_six_words(app: Flask, world: World) -> None:
    lise = world_lise(app, world)
    assert lise.client.post(f"{PAGE}/fin").headers["location"] == "/moi/confirmer"
    assert code_letters(app, world.lise.email) == 0
    assert show_words(lise.client, lise.paper).status_code == 303
    assert lise.client.post(f"{PAGE}/fin").headers["location"] == PAGE
    assert code_letters(app, world.lise.email) == 1


def test_at_its_end_the_card_opens_nothing_and_other_devices_are_out(app: Flask, world: World) -> None:
    lise = world_lise(app, world)
    other = by_card(app, lise.paper)
    show_words(lise.client, lise.paper)
    lise.client.post(f"{PAGE}/fin")
    assert not is_in(other)
    late = Client(app)
    late.get("/connexion/carte")
    assert show(late, lise.paper.number, lise.paper.phrase).status_code == 422


def test_links_and_calendars_stay_dead_after_it(app: Flask, world: World) -> None:
    token = connected(app, world)
    with app.app_context():
        link = f"/u/{sign(Purpose.STOP, Signed(world.tilleuls, world.lise_in_tilleuls, None, 1, None))}"
    lise = world_lise(app, world)
    show_words(lise.client, lise.paper)
    lise.client.post(f"{PAGE}/fin")
    assert Client(app).get(link).status_code == 404
    assert "VEVENT" not in Client(app).get(f"/c/{token}.ics").text


def test_the_address_comes_back_as_it_was_written(app: Flask, world: World) -> None:
    lise = world_lise(app, world)
    assert world.lise.email not in lise.client.get("/moi").text
    show_words(lise.client, lise.paper)
    lise.client.post(f"{PAGE}/fin")
    assert world.lise.email in lise.client.get("/moi").text


def connected(app: Flask, world: World) -> str:
    """Connect a calendar that shows a date before, and return its token."""
    plan(app, world.tilleuls, now() + timedelta(days=3))
    with app.app_context():
        token = connect(world.lise.person_id, "Phone", Level.FULL, "fr")
        db.session.commit()
    assert "VEVENT" in Client(app).get(f"/c/{token}.ics").text
    return token
