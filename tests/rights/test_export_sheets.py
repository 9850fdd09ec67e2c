"""What stands in the sheets: the group, its dates, of each member what organisers may see; nothing that commands."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.access.tokens import short
from entraide.access.visibility import Visibility
from entraide.clock import now
from entraide.meetings.details import Details
from entraide.meetings.models import MeetingStatus, Mode, Reply
from entraide.members.actions import roster
from entraide.members.actions.cards import keep_value
from entraide.members.models import Field, Reach
from entraide.members.queries import find_membership
from entraide.rights import spreadsheets
from entraide.rights.spreadsheets import COMMANDING, PHONE, Sheet, harmless
from tests import workbooks
from tests.lettering import answer, at_work, set_member
from tests.meetings.tables import change, make_meeting
from tests.people import Client
from tests.workbooks import Workbook
from tests.world import World

FRENCH = {"Accept-Language": "fr"}


def taken(app: Flask, world: World) -> Workbook:
    client = Client(app).sign_in(world.marcelle)
    answer = client.post(f"/g/{short(world.tilleuls)}/tableur", headers=FRENCH)
    assert answer.status_code == 200
    return workbooks.read(answer.data)


def listed(app: Flask, world: World) -> list[list[str]]:
    client = Client(app).sign_in(world.marcelle)
    body = client.post(f"/g/{short(world.tilleuls)}/tableur/liste", headers=FRENCH).data
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def column(rows: list[list[str]], name: str, person: str) -> str:
    at = rows[0].index(name)
    row = next(row for row in rows if row[0] == person)
    return row[at] if at < len(row) else ""


def show(app: Flask, world: World, member: str, field: Field, text: str, choice: Visibility) -> None:
    with at_work(app, world.tilleuls):
        keep_value(find_membership(world.tilleuls, getattr(world, member)), None, field, text, choice)


def test_the_list_is_sorted_as_on_the_page(app: Flask, world: World) -> None:
    names = [row[0] for row in taken(app, world).sheets["Liste"]]
    assert names == ["Nom dans ce groupe", "Ana des Tilleuls", "Jo-71", "Lise T.", "Marcelle T.", "Odile P."]


def test_the_csv_holds_the_same_list(app: Flask, world: World) -> None:
    book = [[cell for cell in row if cell] for row in taken(app, world).sheets["Liste"]]
    assert [[cell for cell in row if cell] for row in listed(app, world)] == book


@pytest.mark.parametrize(
    ("choice", "stands"), [(Visibility.GROUP, True), (Visibility.ORGANISERS, True), (Visibility.ME, False)]
)
def test_a_value_stands_in_it_as_far_as_its_member_shows_it(
    app: Flask, world: World, choice: Visibility, stands: bool
) -> None:
    show(app, world, "lise_in_tilleuls", Field.PHONE, "+32 471 23 45 67", choice)
    assert (column(taken(app, world).sheets["Liste"], "Téléphone", "Lise T.") == "+32 471 23 45 67") is stands


def test_what_its_taker_keeps_for_herself_alone_is_not_in_it(app: Flask, world: World) -> None:
    show(app, world, "marcelle_in_tilleuls", Field.WORD, "zqsecretqz", Visibility.ME)
    assert "zqsecretqz" not in taken(app, world).text


def test_a_field_that_the_group_switched_off_is_not_in_it(app: Flask, world: World) -> None:
    show(app, world, "lise_in_tilleuls", Field.TOWN, "zqtownqz", Visibility.GROUP)
    assert "zqtownqz" not in taken(app, world).text


def test_of_a_discreet_member_it_holds_name_and_role_alone(app: Flask, world: World) -> None:
    show(app, world, "lise_in_tilleuls", Field.PHONE, "+32 471 23 45 67", Visibility.GROUP)
    set_member(app, world.tilleuls, world.lise_in_tilleuls, is_discreet=True)
    rows = taken(app, world).sheets["Liste"]
    assert column(rows, "Rôle", "Lise T.") == "Présence discrète"
    assert column(rows, "Téléphone", "Lise T.") == ""


def test_who_waits_and_who_left_is_not_in_it(app: Flask, world: World) -> None:
    with at_work(app, world.tilleuls):
        roster.end(find_membership(world.tilleuls, world.jo_in_tilleuls))
    said = taken(app, world).text
    assert "Paul W." not in said
    assert "Jo-71" not in said


def test_a_member_without_account_stands_with_how_she_is_reached_and_the_day_of_her_consent(
    app: Flask, world: World
) -> None:
    with at_work(app, world.tilleuls):
        row = find_membership(world.tilleuls, world.odile_in_tilleuls)
        managed = roster.Managed("Odile P.", Reach.PHONE, "0471 00 00 00")
        roster.change_managed(row, world.marcelle_in_tilleuls, row.revision, managed)
    rows = taken(app, world).sheets["Liste"]
    assert column(rows, "Prévenir par", "Odile P.") == "Par téléphone"
    assert column(rows, "Téléphone", "Odile P.") == "0471 00 00 00"
    assert column(rows, "Accord noté le", "Odile P.") == f"{now():%Y-%m-%d}"


def test_dates_stand_with_what_became_of_them_and_how_many_came(app: Flask, world: World) -> None:
    make_meeting(app, world.tilleuls, details=Details(title="Prévue-1", place="Maison"))
    cancelled = make_meeting(app, world.tilleuls, starts_in=timedelta(days=8), details=Details(title="Annulée-1"))
    change(app, world.tilleuls, cancelled, status=MeetingStatus.CANCELLED)
    held = make_meeting(app, world.tilleuls, starts_in=timedelta(days=-8), details=Details(title="Passée-1"))
    change(app, world.tilleuls, held, heads=11, heads_first_time=2)
    moved = make_meeting(app, world.tilleuls, starts_in=timedelta(days=9), details=Details(title="Déplacée-1"))
    change(app, world.tilleuls, moved, moved_from=now() + timedelta(days=10))
    rows = taken(app, world).sheets["Dates"]
    states = [(row[rows[0].index("Titre")], row[rows[0].index("État")].split(",")[0]) for row in rows[1:]]
    assert states == [
        ("Passée-1", "Passée"),
        ("Prévue-1", "Prévue"),
        ("Annulée-1", "Annulée"),
        ("Déplacée-1", "Déplacée"),
    ]
    assert rows[1][rows[0].index("Personnes comptées")] == "11"


def test_nobodys_answer_and_no_link_stands_in_it(app: Flask, world: World) -> None:
    details = Details(title="Visio", link="https://visio.example/zqlinkqz", dial_in="+3227777777")
    meeting = make_meeting(app, world.tilleuls, mode=Mode.ONLINE, details=details)
    answer(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    book = taken(app, world)
    assert "zqlinkqz" not in book.text
    assert "+3227777777" not in book.text
    assert not any("Lise" in cell for row in book.sheets["Dates"] for cell in row)


def test_the_groups_own_words_stand_in_it(app: Flask, world: World) -> None:
    assert ["Nom du groupe", "Fibromyalgie Les Tilleuls"] in taken(app, world).sheets["Fiche"]


def test_every_cell_is_a_text_or_a_number(app: Flask, world: World) -> None:
    show(app, world, "lise_in_tilleuls", Field.WORD, '=HYPERLINK("http://evil.example";"x")', Visibility.GROUP)
    book = taken(app, world)
    assert book.kinds <= {"s", "number"}
    assert column(book.sheets["Liste"], "Un mot sur soi", "Lise T.").startswith("'=")
    assert not [name for name in book.parts if "hyperlink" in name.lower() or "rels/sheet" in name]


@pytest.mark.parametrize("number", ["+32 471 23 45 67", "+32471234567", "+352 621/12.34.56", "+33 (0)6 12 34 56 78"])
def test_a_telephone_number_is_dialled_from_a_workbook_as_it_was_typed(app: Flask, world: World, number: str) -> None:
    show(app, world, "lise_in_tilleuls", Field.PHONE, number, Visibility.GROUP)
    assert column(taken(app, world).sheets["Liste"], "Téléphone", "Lise T.") == number


def test_in_csv_a_number_with_a_plus_is_no_sum(app: Flask, world: World) -> None:
    show(app, world, "lise_in_tilleuls", Field.PHONE, "+32 471 23 45 67", Visibility.GROUP)
    assert column(listed(app, world), "Téléphone", "Lise T.") == "'+32 471 23 45 67"


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "\u200b=1"]
)
def test_what_begins_like_a_command_gets_an_apostrophe(text: str) -> None:
    assert harmless(text).startswith("'")


TEXTS = st.lists(
    st.lists(st.text(max_size=12) | st.sampled_from(["=1", "+32 4", "-a", "@x"]), min_size=2, max_size=2), max_size=4
)


@settings(max_examples=60)
@given(rows=TEXTS)
def test_no_text_whatever_becomes_a_command_or_a_fault(rows: list[list[str]]) -> None:
    sheet = Sheet("Liste", ("a", "b"), rows)
    book = workbooks.read(spreadsheets.workbook([sheet], now().replace(tzinfo=None)))
    assert book.kinds <= {"s", "number"}
    for row in book.sheets["Liste"]:
        for cell in row:
            assert PHONE.fullmatch(cell) or not cell.lstrip()[:1] or cell.lstrip()[0] not in COMMANDING
    body = spreadsheets.table(sheet).decode("utf-8-sig")
    read = list(csv.reader(StringIO(body, newline=""), delimiter=";"))
    assert len(read) == len(rows) + 1
    assert not [cell for row in read for cell in row if cell.lstrip()[:1] in tuple(COMMANDING)]
