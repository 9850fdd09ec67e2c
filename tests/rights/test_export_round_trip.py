"""The list as it was taken can be pasted in again: the same people, by the same names, reached in the same way."""

import pytest
from flask import Flask

from entraide.access.tokens import short
from entraide.access.visibility import Visibility
from entraide.members.actions.cards import keep_value
from entraide.members.models import Field
from entraide.members.pasted_columns import guess
from entraide.members.pasted_contacts import digits_of
from entraide.members.pasted_rows import Row, rows_of, sources
from entraide.members.pasted_table import Table, read_table, text_of
from entraide.members.queries import find_membership
from tests.lettering import at_work
from tests.people import Client
from tests.world import World

FIELDS = (Field.FIRST_NAME, Field.EMAIL, Field.PHONE)
NUMBERS = ["+32 471 23 45 67", "0471/23.45.67", "+352621123456", "0032 471 23 45 67", "+33 (0)6 12 34 56 78"]


def pasted(app: Flask, world: World) -> dict[str, Row]:
    """Take the list, paste its text in elsewhere, and return the rows by name."""
    client = Client(app).sign_in(world.marcelle)
    body = client.post(f"/g/{short(world.tilleuls)}/tableur/liste", headers={"Accept-Language": "fr"}).data
    found = read_table(str(text_of(body)))
    assert isinstance(found, Table)
    reading = guess(found, FIELDS)
    parts = {column.number: column.part for column in reading.columns}
    rows = rows_of(sources(found, reading.header, parts), has_last=False)
    return {row.name: row for row in rows}


def test_everybody_comes_back_under_her_name(app: Flask, world: World) -> None:
    assert set(pasted(app, world)) == {"Ana des Tilleuls", "Jo-71", "Lise T.", "Marcelle T.", "Odile P."}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_comes_back_whole(app: Flask, world: World, number: str) -> None:
    with at_work(app, world.tilleuls):
        lise = find_membership(world.tilleuls, world.lise_in_tilleuls)
        keep_value(lise, None, Field.PHONE, number, Visibility.GROUP)
    phone = pasted(app, world)["Lise T."].phone
    assert digits_of(phone) == digits_of(number.replace("(0)", ""))
    assert phone.startswith("+") is number.startswith("+")


def test_an_address_comes_back(app: Flask, world: World) -> None:
    with at_work(app, world.tilleuls):
        lise = find_membership(world.tilleuls, world.lise_in_tilleuls)
        keep_value(lise, None, Field.EMAIL, "lise.t+groupe@poste.example", Visibility.ORGANISERS)
    assert pasted(app, world)["Lise T."].email == "lise.t+groupe@poste.example"
