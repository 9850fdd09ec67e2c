"""The page of one's own data speaks her language: no keyword of ours stands in it."""

import pytest
from flask import Flask
from sqlalchemy import Enum

from entraide.access.tokens import short
from entraide.mail.rendering import language
from entraide.members.models import Field, Visibility
from entraide.rights.own_data import account, group
from entraide.rights.own_data.account import Kept
from entraide.settings import load
from entraide.worker import KINDS
from tests.calendars.subscribing import connect
from tests.members import cards
from tests.people import Client
from tests.world import World

CALLED = {("devices", "device"): "whose"}
TABLES = (*account.KEPT, *group.KEPT)


def closed_sets(kept: Kept) -> dict[str, list[str]]:
    """Return the ready answers of each column that is told as it stands."""
    columns = {column.name: column.type for column in kept.model.__table__.columns}
    told = {CALLED.get((kept.key, name), name): kind for name, kind in columns.items() if isinstance(kind, Enum)}
    return {name: list(kind.enums) for name, kind in told.items() if name in {one.key for one in kept.columns}}


@pytest.mark.parametrize("kept", TABLES, ids=lambda kept: kept.key)
def test_every_ready_answer_has_words(app: Flask, kept: Kept) -> None:
    told = {one.key: one for one in kept.columns}
    with app.app_context(), language("fr"):
        silent = [
            f"{name}={value}"
            for name, values in closed_sets(kept).items()
            for value in values
            if told[name].say is None and not told[name].words.get(value)
        ]
    assert silent == []


def test_every_kind_of_letter_has_words() -> None:
    (kind,) = (one for one in account.LETTER if one.key == "kind")
    assert KINDS.keys() - kind.words.keys() == set()


def test_every_language_has_its_name() -> None:
    spoken = set(load({}).languages) | {"fr", "de", "nl", "en"}
    assert all(spoken <= set(one.words) for kept in account.KEPT for one in kept.columns if one.key == "language")


def test_a_page_has_none_of_our_keywords(app: Flask, world: World) -> None:
    cards.fill(app, world.tilleuls, world.lise_in_tilleuls, {Field.BIRTHDAY: ("11-24", Visibility.GROUP)})
    connect(app, world.lise)
    client = Client(app).sign_in(world.lise)
    client.post(f"/g/{short(world.tilleuls)}/lettre-essai")
    page = client.post("/moi/donnees", {"kind": "html"}, headers={"accept-language": "fr"}).text
    for word in (">trial<", ">discreet<", ">fr<", ">11-24<", ">concerned<", ">group<", ">birthday<", ">active<"):
        assert word not in page, word
    assert ">Français<" in page
    assert "24\u00a0novembre" in page or "24 novembre" in page
