"""The link that stops letters: opened it asks, pressed it stops, and it says nothing of the group."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import Purpose, Signed, sign
from entraide.db import Model, db
from entraide.groups.models import Asked
from entraide.journal.models import Entry
from entraide.members.models import Membership, Status
from entraide.settings import FIELD_WORDS
from tests.lettering import answer, at_work, moment, plan, set_member
from tests.people import Client, letters_to
from tests.world import World

TUESDAY = date(2037, 11, 24)


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment(date(2037, 11, 1), 10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def page(app: Flask, world: World) -> str:
    """The path of the stop page at the foot of a letter to Lise."""
    plan(app, world.tilleuls, moment(TUESDAY, 14), announce=True)
    [letter] = letters_to(app, world.lise.email)
    return str(letter["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost")


def wants_letters(app: Flask, group: object, membership: object) -> bool:
    with at_work(app, group):  # type: ignore[arg-type]
        found = select(Membership.wants_letters).where(Membership.id == membership)
        return bool(db.session.scalar(found))


def everything(app: Flask) -> dict[str, list[str]]:
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(str(tuple(row)) for row in connection.execute(table.select()))
            for table in Model.metadata.sorted_tables
        }


def test_opening_the_link_changes_nothing(app: Flask, client: Client, page: str) -> None:
    before = everything(app)
    for _ in range(3):
        assert client.get(page).status_code == 200
        assert client.head(page).status_code == 200
    assert everything(app) == before


def test_its_button_stops_the_letters(app: Flask, client: Client, world: World, page: str) -> None:
    assert 'method="post"' in client.get(page).text
    assert client.browser.post(page).status_code == 200
    assert not wants_letters(app, world.tilleuls, world.lise_in_tilleuls)
    assert wants_letters(app, world.tilleuls, world.jo_in_tilleuls)


def test_a_mail_program_stops_them_in_one_click(app: Flask, world: World, page: str) -> None:
    answer = app.test_client().post(page, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert not wants_letters(app, world.tilleuls, world.lise_in_tilleuls)


def test_one_click_may_come_as_a_form_with_parts(app: Flask, world: World, page: str) -> None:
    body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    answer = app.test_client().post(page, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 200
    assert not wants_letters(app, world.tilleuls, world.lise_in_tilleuls)


def test_stopped_letters_stay_unsent(app: Flask, world: World, page: str) -> None:
    app.test_client().post(page)
    plan(app, world.tilleuls, moment(TUESDAY + timedelta(days=1), 14), announce=True)
    assert len(letters_to(app, world.lise.email)) == 1


def test_there_is_a_way_back(app: Flask, client: Client, world: World, page: str) -> None:
    client.browser.post(page)
    assert "/connexion" in client.get(page).text
    client.browser.post(page, data={"again": "1"})
    assert wants_letters(app, world.tilleuls, world.lise_in_tilleuls)


def test_the_page_is_neutral(client: Client, page: str) -> None:
    for shown in (client.get(page), client.browser.post(page)):
        text = shown.get_data(as_text=True)
        assert [word for word in ("Tilleuls", "ibromyalgie", "Lise", "Marcelle") if word in text] == []
        assert FIELD_WORDS.search(text) is None
        assert shown.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in shown.headers


def test_stopping_is_noted_once(app: Flask, world: World, page: str) -> None:
    for _ in range(2):
        app.test_client().post(page)
    with app.app_context():
        noted = db.session.scalars(select(Entry.by_id).where(Entry.deed == "letters:stop")).all()
    assert noted == [world.lise_in_tilleuls]


@pytest.mark.parametrize("wrong", ["/u/nonsense", "/u/", "/u/..", "/u/%00", "/u/" + "a" * 5000])
def test_a_forged_link_is_absent(client: Client, wrong: str) -> None:
    assert client.get(wrong).status_code == 404
    assert client.browser.post(wrong).status_code == 404


def test_a_link_for_another_purpose_is_absent(app: Flask, client: Client, world: World) -> None:
    with app.app_context():
        token = sign(Purpose.ANSWER, Signed(world.tilleuls, world.lise_in_tilleuls, None, 1, None))
    assert client.get(f"/u/{token}").status_code == 404


@pytest.mark.parametrize("values", [{"status": Status.ENDED}, {"link_epoch": 2}])
def test_the_link_dies_with_the_membership_or_its_epoch(
    app: Flask, client: Client, world: World, page: str, values: dict[str, object]
) -> None:
    set_member(app, world.tilleuls, world.lise_in_tilleuls, **values)
    assert client.get(page).status_code == 404
    assert client.browser.post(page).status_code == 404


def test_the_link_of_a_letter_for_two_groups_stops_both(
    app: Flask, client: Client, world: World, traveller: time_machine.Traveller
) -> None:
    here = plan(app, world.tilleuls, moment(TUESDAY, 14))
    answer(app, world.tilleuls, here, world.ana_in_tilleuls)
    plan(app, world.passerelle, moment(TUESDAY, 19), asked=Asked.NOT_ASKED)
    set_member(app, world.passerelle, world.ana_in_passerelle, wants_day_before=True)
    traveller.move_to(moment(TUESDAY - timedelta(days=1), 9))
    [letter] = letters_to(app, world.ana.email)
    page = str(letter["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost")
    assert "aucune de vos dates" in client.get(page).text
    client.browser.post(page)
    assert not wants_letters(app, world.tilleuls, world.ana_in_tilleuls)
    assert not wants_letters(app, world.passerelle, world.ana_in_passerelle)
    assert wants_letters(app, world.passerelle, world.dov_in_passerelle)
