"""The page that helpers share: ticks, numbers behind a call list, a discreet text, and nothing about answers."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import unquote
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from entraide import clock
from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.access.visibility import Visibility
from entraide.accounts.models import SignIn
from entraide.db import db
from entraide.journal.models import Entry
from entraide.mail.models import State
from entraide.meetings.actions.planning import end_series
from entraide.meetings.models import Meeting, Reply
from entraide.meetings.queries.meetings import find_series
from entraide.meetings.recurrence import Rule, Weekday
from entraide.members.actions.roster import give_role
from entraide.members.queries import find_membership
from tests.home.costs import statements_of
from tests.lettering import answer, at_work, moment, plan, plan_series, set_language
from tests.meetings.telling import Tell
from tests.people import Client
from tests.world import World

SOON = clock.today() + timedelta(days=10)
THEN = moment(SOON, 14)


@pytest.fixture
def tell(app: Flask, world: World) -> Tell:
    return Tell(app, world)


@pytest.fixture
def table(tell: Tell) -> UUID:
    """A meeting that was cancelled, with Odile's number shown to organisers and Lise's to nobody."""
    meeting = plan(tell.app, tell.world.tilleuls, THEN, announce=True)
    tell.letters(State.SENT)
    tell.phone("odile", "+32 470 11 22 33")
    tell.phone("lise", "0470 99 88 77", Visibility.ME)
    tell.cancel(meeting)
    return meeting


@pytest.fixture
def marcelle(tell: Tell) -> Client:
    return Client(tell.app).sign_in(tell.world.marcelle)


def page(client: Client, meeting: UUID) -> str:
    answered = client.get(f"/rencontre/{short(meeting)}/prevenir")
    assert answered.status_code == 200
    return answered.get_data(as_text=True).replace("\u00a0", " ")


def open_numbers(client: Client, meeting: UUID) -> None:
    assert client.post(f"/rencontre/{short(meeting)}/prevenir/numeros").status_code == 303


def tick(client: Client, meeting: UUID, member: UUID, told: str = "yes", news: str | None = None) -> int:
    if news is None:
        found = re.search(r'name="news" value="([^"]+)"', page(client, meeting))
        assert found
        news = found[1]
    path = f"/rencontre/{short(meeting)}/prevenir/{short(member)}"
    return client.post(path, {"news": news, "told": told}).status_code


def test_it_names_every_member_and_counts_in_words(marcelle: Client, table: UUID) -> None:
    shown = page(marcelle, table)
    assert all(name in shown for name in ("Lise T.", "Ana des Tilleuls", "Jo-71", "Odile P."))
    assert "Paul W." not in shown
    assert "4 lettres parties, 1 à appeler" in shown


def test_no_number_stands_there_before_the_list_is_opened(marcelle: Client, table: UUID) -> None:
    assert not re.search(r"470 ?(11|99)", page(marcelle, table))


def test_an_open_list_shows_the_numbers_meant_for_organisers_and_no_other(marcelle: Client, table: UUID) -> None:
    open_numbers(marcelle, table)
    shown = page(marcelle, table)
    assert 'href="tel:+32470112233"' in shown
    assert "99 88 77" not in shown
    assert "Ne montre pas de numéro" in shown


def test_the_text_says_the_day_and_nothing_else(marcelle: Client, table: UUID, tell: Tell) -> None:
    open_numbers(marcelle, table)
    found = re.search(r'href="(sms:[^"]+)"', page(marcelle, table))
    assert found
    address = found[1].replace("&amp;", "&")
    number, _and, text = address.partition("?&body=")
    assert number == "sms:+32470112233"
    assert " " not in text
    weekday = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"][SOON.weekday()]
    day = "1er" if SOON.day == 1 else str(SOON.day)
    assert unquote(text) == f"Rendez-vous de {weekday} {day} : annulé."


def test_a_text_is_in_its_readers_language(tell: Tell, marcelle: Client, table: UUID) -> None:
    set_language(tell.app, tell.world.lise.person_id, "en")
    shown = page(marcelle, table)
    assert re.search(r"Appointment of \w+ \d+: cancelled\.", shown)
    assert "Pour Lise T." in shown


def test_closing_puts_the_numbers_away(marcelle: Client, table: UUID) -> None:
    open_numbers(marcelle, table)
    marcelle.post(f"/rencontre/{short(table)}/prevenir/numeros/fin")
    assert "tel:" not in page(marcelle, table)


def test_opening_needs_a_fresh_code_and_leads_to_it(tell: Tell, marcelle: Client, table: UUID) -> None:
    with at_work(tell.app):
        db.session.execute(update(SignIn).values(sure_since=clock.now() - timedelta(minutes=11)))
    answered = marcelle.post(f"/rencontre/{short(table)}/prevenir/numeros")
    assert answered.headers["Location"].endswith("/moi/confirmer")
    assert "tel:" not in page(marcelle, table)


def test_a_tick_is_shared_shown_and_taken_back(tell: Tell, marcelle: Client, table: UUID) -> None:
    world = tell.world
    with at_work(tell.app, world.tilleuls):
        give_role(find_membership(world.tilleuls, world.ana_in_tilleuls), Role.ORGANISER, world.marcelle_in_tilleuls)
    ana = Client(tell.app).sign_in(world.ana)
    assert tick(ana, table, world.odile_in_tilleuls) == 303
    assert "Nouvelle dite par Ana des Tilleuls" in page(marcelle, table)
    assert tick(marcelle, table, world.odile_in_tilleuls) == 303  # at the same time: the first stands
    assert "Nouvelle dite par Ana des Tilleuls" in page(marcelle, table)
    assert tick(marcelle, table, world.odile_in_tilleuls, "no") == 303
    assert "Nouvelle dite par" not in page(ana, table)


def test_a_tick_for_an_older_change_is_refused(tell: Tell, marcelle: Client) -> None:
    meeting = plan(tell.app, tell.world.tilleuls, THEN, announce=True)
    tell.move(meeting, THEN + timedelta(hours=2))
    found = re.search(r'name="news" value="([^"]+)"', page(marcelle, meeting))
    assert found
    tell.move(meeting, THEN + timedelta(days=1))
    assert tick(marcelle, meeting, tell.world.odile_in_tilleuls, news=found[1]) == 409
    assert tell.stand(meeting, "odile") == "to_call"


@pytest.mark.parametrize("sent", [{}, {"news": "x" * 22, "told": "yes"}, {"news": "\x00\ud800", "told": "maybe"}])
def test_anything_else_ticks_nobody(tell: Tell, marcelle: Client, table: UUID, sent: dict[str, str]) -> None:
    fields = {name: value.encode("utf-8", "surrogatepass") for name, value in sent.items()}
    path = f"/rencontre/{short(table)}/prevenir/{short(tell.world.odile_in_tilleuls)}"
    assert marcelle.post(path, fields).status_code == 409
    assert tell.stand(table, "odile") == "to_call"


def test_answers_leave_the_page_as_it_is(tell: Tell, marcelle: Client) -> None:
    meeting = plan(tell.app, tell.world.tilleuls, THEN, announce=True)
    tell.letters(State.SENT)
    tell.move(meeting, THEN + timedelta(hours=1))
    before = re.sub(r'name="csrf_token" value="[^"]+"', "", page(marcelle, meeting))
    answer(tell.app, tell.world.tilleuls, meeting, tell.world.lise_in_tilleuls, Reply.YES)
    answer(tell.app, tell.world.tilleuls, meeting, tell.world.jo_in_tilleuls, Reply.NO)
    assert re.sub(r'name="csrf_token" value="[^"]+"', "", page(marcelle, meeting)) == before


def test_one_page_tells_of_a_whole_series(tell: Tell, marcelle: Client) -> None:
    world = tell.world
    series_id = plan_series(tell.app, world.tilleuls, Rule(Weekday(SOON.weekday()), times=4), SOON)
    with at_work(tell.app, world.tilleuls):
        by = world.marcelle_in_tilleuls
        end_series(find_series(world.tilleuls, series_id), SOON - timedelta(days=1), by=by)
    with at_work(tell.app, world.tilleuls):
        dates = list(db.session.scalars(select(Meeting.id).where(Meeting.series_id == series_id)))
    assert len(dates) == 4
    first, last = page(marcelle, dates[0]), page(marcelle, dates[-1])
    assert first.count(" : annulé</p>") == last.count(" : annulé</p>") == 4
    assert "Rendez-vous à partir de" in first
    tick(marcelle, dates[0], world.odile_in_tilleuls)
    assert tell.stand(dates[-1], "odile") == "told"


def test_a_meeting_that_never_changed_has_nothing_to_tell(tell: Tell, marcelle: Client) -> None:
    meeting = plan(tell.app, tell.world.tilleuls, THEN)
    assert "Il n’y a rien à annoncer" in page(marcelle, meeting)
    assert "/prevenir" not in marcelle.get(f"/rencontre/{short(meeting)}").get_data(as_text=True)


def test_the_meeting_and_the_group_lead_there_for_organisers_alone(tell: Tell, marcelle: Client, table: UUID) -> None:
    lise, path = Client(tell.app).sign_in(tell.world.lise), f"/rencontre/{short(table)}"
    for address in (path, f"/g/{short(tell.world.tilleuls)}"):
        assert f"{path}/prevenir" in marcelle.get(address).get_data(as_text=True)
        assert "prevenir" not in lise.get(address).get_data(as_text=True)


def test_its_title_and_paper_name_no_group(marcelle: Client, table: UUID) -> None:
    assert "Tilleuls</" not in page(marcelle, table).replace("Ana des Tilleuls", "")
    assert "ibromyalgie" not in page(marcelle, table)


def test_opening_is_one_deed_and_ticks_are_none(tell: Tell, marcelle: Client, table: UUID) -> None:
    open_numbers(marcelle, table)
    open_numbers(marcelle, table)
    tick(marcelle, table, tell.world.odile_in_tilleuls)
    with tell.app.app_context():
        deeds = list(
            db.session.scalars(select(Entry.deed).where(Entry.deed.like("calls:%") | Entry.deed.like("told%")))
        )
    assert deeds == ["calls:open"]


def test_it_costs_at_most_eight_statements(tell: Tell, marcelle: Client) -> None:
    meeting = plan(tell.app, tell.world.tilleuls, THEN, announce=True)
    for hours in (1, 2, 3):
        tell.move(meeting, THEN + timedelta(hours=hours))
    open_numbers(marcelle, meeting)
    page(marcelle, meeting)
    assert statements_of(tell.app, lambda: page(marcelle, meeting)) <= 8


def test_two_helpers_may_tick_at_once(tell: Tell, table: UUID) -> None:
    helpers = [Client(tell.app).sign_in(tell.world.marcelle) for _ in range(4)]
    for helper in helpers:
        page(helper, table)
    with ThreadPoolExecutor(4) as pool:
        answered = list(pool.map(lambda helper: tick(helper, table, tell.world.odile_in_tilleuls), helpers))
    assert answered == [303] * 4
    assert tell.stand(table, "odile") == "told"
