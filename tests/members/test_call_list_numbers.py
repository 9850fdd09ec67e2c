"""A call list: one step-up, two hours, one device, and never a number that its member keeps to herself."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.access.visibility import Visibility
from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Ceiling, Group
from entraide.journal.models import Entry
from entraide.members import jobs
from entraide.members.actions import roster
from entraide.members.models import CallList, CallPurpose, Look, LookPurpose, Reach
from entraide.members.queries import find_membership
from entraide.members.queries.calls import dialled
from tests.lettering import at_work, moment
from tests.meetings.telling import Tell
from tests.people import Client
from tests.world import World

NOW = moment(date(2037, 11, 24), 10)
HOURS = timedelta(hours=2)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def tell(app: Flask, world: World) -> Tell:
    made = Tell(app, world)
    made.phone("odile", "+32 470 11 22 33")
    return made


@pytest.fixture
def marcelle(tell: Tell, clock: time_machine.Traveller) -> Client:
    return Client(tell.app).sign_in(tell.world.marcelle)


def here(tell: Tell) -> str:
    return f"/g/{short(tell.world.tilleuls)}/appels"


def open_list(tell: Tell, client: Client) -> None:
    assert client.post(f"{here(tell)}/numeros").status_code == 303


def shows_numbers(tell: Tell, client: Client) -> bool:
    return "tel:" in client.get(here(tell)).get_data(as_text=True)


def lists(tell: Tell) -> list[CallList]:
    with at_work(tell.app, tell.world.tilleuls):
        rows = list(db.session.scalars(select(CallList).order_by(CallList.opened)))
        db.session.expunge_all()
        return rows


def test_numbers_are_put_away_until_the_list_is_opened(tell: Tell, marcelle: Client) -> None:
    assert not shows_numbers(tell, marcelle)
    open_list(tell, marcelle)
    assert shows_numbers(tell, marcelle)


def test_it_lasts_two_hours(tell: Tell, marcelle: Client, clock: time_machine.Traveller) -> None:
    open_list(tell, marcelle)
    clock.shift(HOURS - timedelta(seconds=1))
    assert shows_numbers(tell, marcelle)
    clock.shift(timedelta(seconds=1))
    assert not shows_numbers(tell, marcelle)


def test_it_needs_a_fresh_code(tell: Tell, marcelle: Client) -> None:
    with at_work(tell.app):
        db.session.execute(update(SignIn).values(sure_since=now() - timedelta(minutes=10)))
    assert marcelle.post(f"{here(tell)}/numeros").headers["Location"].endswith("/moi/confirmer")
    assert lists(tell) == []


def test_it_is_open_on_this_device_alone(tell: Tell, marcelle: Client) -> None:
    other = Client(tell.app).sign_in(tell.world.marcelle)
    open_list(tell, marcelle)
    assert not shows_numbers(tell, other)


def test_another_organiser_opens_her_own(tell: Tell, marcelle: Client) -> None:
    _give_role(tell, "ana")
    open_list(tell, marcelle)
    assert not shows_numbers(tell, Client(tell.app).sign_in(tell.world.ana))


def test_signing_out_ends_it(tell: Tell, marcelle: Client) -> None:
    open_list(tell, marcelle)
    marcelle.post("/deconnexion")
    assert not shows_numbers(tell, marcelle.sign_in(tell.world.marcelle))


def test_it_is_closed_by_a_press(tell: Tell, marcelle: Client) -> None:
    open_list(tell, marcelle)
    marcelle.post(f"{here(tell)}/numeros/fin")
    assert not shows_numbers(tell, marcelle)


def test_it_dies_with_the_role_and_does_not_wake_with_it(tell: Tell, marcelle: Client) -> None:
    _give_role(tell, "ana")
    open_list(tell, marcelle)
    with at_work(tell.app, tell.world.tilleuls):
        own = find_membership(tell.world.tilleuls, tell.world.marcelle_in_tilleuls)
        roster.take_role(own, Role.ORGANISER, own.id)
    assert marcelle.get(here(tell)).status_code == 403
    _give_role(tell, "marcelle")
    assert not shows_numbers(tell, marcelle)


def test_it_is_one_deed_with_who_when_and_what_for(tell: Tell, marcelle: Client) -> None:
    open_list(tell, marcelle)
    open_list(tell, marcelle)
    [kept] = lists(tell)
    assert (kept.by_id, kept.opened, kept.purpose) == (tell.world.marcelle_in_tilleuls, NOW, CallPurpose.PHONE_LIST)
    with tell.app.app_context():
        [entry] = db.session.scalars(select(Entry).where(Entry.deed == "calls:open"))
        assert (entry.by_id, entry.about_id) == (tell.world.marcelle_in_tilleuls, kept.id)


@pytest.mark.parametrize("choice", [Visibility.ORGANISERS, Visibility.GROUP])
def test_a_number_meant_for_organisers_is_shown(tell: Tell, marcelle: Client, choice: Visibility) -> None:
    tell.phone("odile", "0470 55 55 55", choice)
    open_list(tell, marcelle)
    assert 'href="tel:0470555555"' in marcelle.get(here(tell)).get_data(as_text=True)


def test_a_number_kept_to_oneself_is_not_and_nothing_is_offered(tell: Tell, marcelle: Client) -> None:
    tell.phone("odile", "0470 55 55 55", Visibility.ME)
    open_list(tell, marcelle)
    shown = marcelle.get(here(tell)).get_data(as_text=True)
    assert "55 55" not in shown
    assert "Ne montre pas de numéro" in shown


def test_a_field_the_group_switched_off_shows_no_members_number(tell: Tell, marcelle: Client) -> None:
    tell.phone("lise", "0470 66 66 66", Visibility.GROUP)
    wish = f"/g/{short(tell.world.tilleuls)}/ma-fiche/appel"
    Client(tell.app).sign_in(tell.world.lise).post(wish, {"wish": "yes"})
    open_list(tell, marcelle)
    assert "0470666666" in marcelle.get(here(tell)).get_data(as_text=True)
    with at_work(tell.app, tell.world.tilleuls):
        group = db.session.get_one(Group, tell.world.tilleuls)
        group.roster_fields = [field for field in group.roster_fields if field != "phone"]
        group.ceiling = Ceiling.ORGANISERS
    assert "0470666666" not in marcelle.get(here(tell)).get_data(as_text=True)


def test_members_have_no_phone_list(tell: Tell, clock: time_machine.Traveller) -> None:
    lise = Client(tell.app).sign_in(tell.world.lise)
    assert lise.get(here(tell)).status_code == 403
    assert lise.post(f"{here(tell)}/numeros").status_code == 403


def test_the_device_is_forgotten_and_the_receipt_stays_a_year(
    tell: Tell, marcelle: Client, clock: time_machine.Traveller
) -> None:
    open_list(tell, marcelle)
    clock.shift(HOURS)
    _forget(tell)
    [kept] = lists(tell)
    assert kept.sign_in_id is None
    clock.shift(timedelta(days=366))
    _forget(tell)
    assert lists(tell) == []


@pytest.mark.parametrize(
    ("typed", "tel"),
    [("+32 470 11.22-33", "+32470112233"), ("0470/11 22 33", "0470112233"), ("+32 (0)470 11", "+3247011"), ("–", "")],
)
def test_numbers_are_dialled_as_telephones_take_them(typed: str, tel: str) -> None:
    assert dialled(typed) == tel


def _give_role(tell: Tell, name: str) -> None:
    with at_work(tell.app, tell.world.tilleuls):
        member = find_membership(tell.world.tilleuls, tell.member(name))
        roster.give_role(member, Role.ORGANISER, tell.world.marcelle_in_tilleuls)


def _forget(tell: Tell) -> None:
    with tell.app.app_context():
        jobs.forget_call_lists()


def test_a_number_that_came_later_waits_for_the_next_list_and_its_receipt(tell: Tell, marcelle: Client) -> None:
    open_list(tell, marcelle)
    tell.phone("jo", "+32 470 44 55 66")
    with at_work(tell.app, tell.world.tilleuls):
        find_membership(tell.world.tilleuls, tell.world.jo_in_tilleuls).reach = Reach.PHONE
    assert "+32470445566" not in marcelle.get(here(tell)).text
    marcelle.post(f"{here(tell)}/numeros/fin")
    open_list(tell, marcelle)
    assert "+32470445566" in marcelle.get(here(tell)).text
    with at_work(tell.app, tell.world.tilleuls):
        read = select(Look.purpose).where(Look.about_id == tell.world.jo_in_tilleuls)
        assert list(db.session.scalars(read)) == [LookPurpose.PHONE_LIST]
