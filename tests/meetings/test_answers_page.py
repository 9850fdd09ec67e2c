"""A meeting's page: what it says and to whom, and what pressing an answer there does."""

import re
from datetime import date, time, timedelta

import pytest
import time_machine

from entraide.access.tokens import short
from entraide.meetings.actions import answers
from entraide.meetings.actions.planning import DayPlan
from entraide.meetings.details import Details
from entraide.meetings.models import Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from tests.home.costs import statements_of
from tests.meetings.answering import NEWS, WHEN, answers_with, read
from tests.meetings.tables import answer_of, at_work, make_meeting, make_members, set_places


def title(client, meeting_id) -> str:
    page = client.get(f"/rencontre/{short(meeting_id)}", headers=NEWS).get_data(as_text=True)
    return re.search(r"<title>(.*?)</title>", page)[1]


def test_the_page_says_what_when_and_where(app, world, client):
    details = Details(title="Café-parole", place="Maison des Tilleuls", address="Rue des Tilleuls 8", step_free=True)
    meeting = make_meeting(app, world.tilleuls, starts_at=WHEN, details=details)
    with time_machine.travel(WHEN - timedelta(days=20), tick=False):
        page = read(client.sign_in(world.lise), meeting)
    for words in ("Café-parole", "Mardi 9 mars, de 20 h à 22 h", "Maison des Tilleuls", "Rue des Tilleuls 8"):
        assert words in page
    assert "Fibromyalgie Les Tilleuls" in page


def test_the_title_says_neither_group_nor_theme(app, world, client):
    meeting = make_meeting(app, world.tilleuls, details=Details(title="Vivre avec la fibromyalgie"))
    assert title(client.sign_in(world.lise), meeting) == "Rencontre – Rendez-vous"


@pytest.mark.parametrize("who", ["dov", "nina", "paul"])
def test_who_does_not_belong_learns_nothing(app, world, client, who):
    meeting = make_meeting(app, world.tilleuls)
    address = f"/rencontre/{short(meeting)}"
    client.sign_in(getattr(world, who))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/reponse", {"reply": "yes"}).status_code == 404
    assert client.get(f"{address}/presences").status_code == 404


def test_nobody_signed_in_is_asked_to_sign_in(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    assert client.get(f"/rencontre/{short(meeting)}").headers["Location"] == "/connexion"


@pytest.mark.parametrize(
    ("reply", "words"), [("yes", "Vous venez."), ("maybe", "Vous viendrez peut-être."), ("no", "Vous ne venez pas.")]
)
def test_one_answers_and_reads_it_on_the_page(app, world, client, reply, words):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    answer = answers_with(client, meeting, reply=reply)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/rencontre/{short(meeting)}")
    assert words in read(client, meeting)


def test_from_the_agenda_one_comes_back_to_the_agenda(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    assert answers_with(client, meeting, reply="yes", back="agenda").headers["Location"] == "/agenda"
    group = f"/g/{short(world.tilleuls)}"
    assert answers_with(client, meeting, reply="yes", back="groupe").headers["Location"] == group


@pytest.mark.parametrize("back", ["https://mal.example/", "//mal.example", "/quitter", "agenda\x00"])
def test_an_address_in_the_form_leads_nowhere(app, world, client, back):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    answer = answers_with(client, meeting, reply="yes", back=back)
    assert answer.headers["Location"] == f"/rencontre/{short(meeting)}"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"reply": "oui"},
        {"reply": "\x00"},
        {"reply": "yes", "guests": "10"},
        {"reply": "yes", "guests": "-1"},
        {"reply": "yes", "guests": "trois"},
        {"reply": "yes", "guests": "\ud800".encode("utf-8", "surrogatepass")},
        {"reply": "yes", "guests": "٣"},
    ],
)
def test_what_no_page_offers_is_refused_and_nothing_is_kept(app, world, client, fields):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    assert answers_with(client, meeting, **fields).status_code == 422
    assert answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls) is None


def test_a_form_without_its_token_is_refused(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    address = f"/rencontre/{short(meeting)}/reponse"
    assert client.post(address, {"reply": "yes"}, token="").status_code == 400


def test_guests_are_counted_and_not_named(app, world, client):
    meeting = make_meeting(app, world.tilleuls, places=4)
    client.sign_in(world.lise)
    answers_with(client, meeting, reply="yes", guests="2")
    page = read(client, meeting)
    assert "avec 2 personnes" in page
    assert "Il reste 1 place" in page


def test_a_weekend_shows_its_programme(app, world, client):
    days = (DayPlan(date(2027, 3, 9), time(10), time(22), "10 h accueil\n14 h atelier"),)
    meeting = make_meeting(app, world.tilleuls, starts_at=WHEN, lasts=timedelta(days=1), mode=Mode.WEEKEND, days=days)
    with time_machine.travel(WHEN - timedelta(days=9), tick=False):
        page = read(client.sign_in(world.lise), meeting)
    assert "Programme Mardi 9 mars de 10 h à 22 h 10 h accueil 14 h atelier" in page


def test_only_organisers_find_the_tools(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    address = f"/rencontre/{short(meeting)}"
    tools = [f'href="{address}/{name}"' for name in ("modifier", "deplacer", "annuler", "presences")]
    page = client.sign_in(world.marcelle).get(address).get_data(as_text=True)
    assert all(tool in page for tool in tools)
    page = client.sign_in(world.lise).get(address).get_data(as_text=True)
    assert not any(tool in page for tool in tools)


@pytest.mark.parametrize("mode", [Mode.ROUND_TABLE, Mode.WEEKEND])
def test_the_page_costs_the_same_for_two_answers_and_for_two_hundred(app, world, client, say, mode):
    meeting = make_meeting(app, world.tilleuls, mode=mode)
    set_places(app, world.tilleuls, meeting, 150)
    client.sign_in(world.marcelle)
    say(meeting, "lise")
    say(meeting, "ana")
    few = statements_of(app, lambda: read(client, meeting))
    members = make_members(app, world.tilleuls, 198)
    with at_work(app, world.tilleuls):
        for one in members:
            answers.answer(find_meeting(meeting), one, Reply.YES)
    assert statements_of(app, lambda: read(client, meeting)) == few <= 8
    sheet = statements_of(app, lambda: read(client, meeting, "/presences"))
    assert sheet <= 8
