"""Taking everything along: who may, after what, and how every member comes to know of it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.journal.models import Entry
from tests import workbooks
from tests.lettering import set_member
from tests.people import Client
from tests.world import World

PAGE, LIST = "tableur", "tableur/liste"


def there(world: World, way: str = PAGE) -> str:
    return f"/g/{short(world.tilleuls)}/{way}"


def deeds(app: Flask, world: World) -> list[Entry]:
    with app.app_context():
        kept = select(Entry).where(Entry.group_id == world.tilleuls, Entry.deed == "roster:take")
        return list(db.session.scalars(kept))


@pytest.mark.parametrize("way", [PAGE, LIST])
def test_an_organiser_gets_a_file(client: Client, world: World, way: str) -> None:
    answer = client.sign_in(world.marcelle).post(there(world, way))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("way", [PAGE, LIST])
@pytest.mark.parametrize(("who", "status"), [("lise", 403), ("paul", 404), ("dov", 404), ("nina", 404)])
def test_nobody_else_gets_it(app: Flask, client: Client, world: World, way: str, who: str, status: int) -> None:
    assert client.sign_in(getattr(world, who)).post(there(world, way)).status_code == status
    assert deeds(app, world) == []


@pytest.mark.parametrize("way", [PAGE, LIST])
def test_a_fresh_code_is_asked_first_and_leads_back(app: Flask, client: Client, world: World, way: str) -> None:
    client.sign_in(world.marcelle)
    with time_machine.travel(now() + timedelta(minutes=11)):
        answer = client.post(there(world, way), headers={"Referer": f"http://localhost{there(world)}"})
        assert (answer.status_code, answer.location) == (303, "/moi/confirmer")
    assert deeds(app, world) == []


def test_looking_at_the_page_takes_nothing(app: Flask, client: Client, world: World) -> None:
    page = client.sign_in(world.marcelle).get(there(world), headers={"Accept-Language": "fr"})
    assert "Vous pouvez tout reprendre comme tableur à tout moment." in page.text
    assert deeds(app, world) == []


@pytest.mark.parametrize("way", [PAGE, LIST])
def test_it_is_journaled_with_who_did_it(app: Flask, client: Client, world: World, way: str) -> None:
    client.sign_in(world.marcelle).post(there(world, way))
    [entry] = deeds(app, world)
    assert entry.by_id == world.marcelle_in_tilleuls


@pytest.mark.parametrize("way", [PAGE, LIST])
def test_the_files_name_says_nothing_of_the_group(client: Client, world: World, way: str) -> None:
    said = client.sign_in(world.marcelle).post(there(world, way)).headers["Content-Disposition"]
    ending = "xlsx" if way == PAGE else "csv"
    assert said == f'attachment; filename="Rendez-vous-{now():%Y-%m-%d}.{ending}"'


def test_the_workbook_names_no_author_and_no_program_of_ours(client: Client, world: World) -> None:
    book = workbooks.read(client.sign_in(world.marcelle).post(there(world)).data)
    around = "".join(text for name, text in book.parts.items() if name.startswith("docProps/"))
    assert "entraide" not in around.lower()
    assert "Marcelle" not in around
    assert "Tilleuls" not in around


def test_the_sheets_titles_say_nothing_of_the_group(client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    book = workbooks.read(client.post(there(world), headers={"Accept-Language": "fr"}).data)
    assert list(book.sheets) == ["Fiche", "Dates", "Liste"]


@pytest.mark.parametrize("who", ["lise", "marcelle"])
def test_every_member_reads_on_the_groups_page_who_took_it(client: Client, world: World, who: str) -> None:
    client.sign_in(world.marcelle).post(there(world))
    page = Client(client.app).sign_in(getattr(world, who)).get(f"/g/{short(world.tilleuls)}")
    assert "Marcelle T. a repris la liste des membres" in page.text


def test_after_a_month_it_is_no_longer_said(client: Client, world: World) -> None:
    client.sign_in(world.marcelle).post(there(world))
    with time_machine.travel(now() + timedelta(days=32)):
        assert "a repris la liste" not in Client(client.app).sign_in(world.lise).get(f"/g/{short(world.tilleuls)}").text


def test_a_discreet_organiser_is_not_named_to_members(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle).post(there(world))
    set_member(app, world.tilleuls, world.marcelle_in_tilleuls, is_discreet=True)
    page = Client(app).sign_in(world.lise).get(f"/g/{short(world.tilleuls)}").text
    assert "Marcelle" not in page
    assert "une des personnes qui organisent a repris la liste" in page
