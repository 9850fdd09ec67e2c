"""The page of one's own data speaks her language: no keyword of ours stands in it."""

import re

import pytest
from flask import Flask
from sqlalchemy import Enum
from time_machine import travel

from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.mail.rendering import language
from entraide.members.models import Field, Number, Tie, Visibility
from entraide.rights.own_data import account, group
from entraide.rights.own_data.account import Kept
from entraide.settings import load
from entraide.worker import KINDS
from tests.calendars.subscribing import connect
from tests.lettering import at_work
from tests.marked_values import NOW
from tests.marked_world import let_them_answer, make_marked_world
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


@pytest.mark.parametrize("number", Number)
def test_what_two_people_have_between_them_is_in_words(app: Flask, world: World, number: Number) -> None:
    with at_work(app, world.tilleuls):
        two = {"owner_id": world.lise_in_tilleuls, "other_id": world.ana_in_tilleuls}
        db.session.add(Tie(group_id=world.tilleuls, **two, number=number, asked=now().date()))
    page = taken(Client(app).sign_in(world.lise))
    assert re.search(r"<dt>Numéro</dt><dd>[A-Z][^<]+</dd>", page)
    assert keywords_in(page) == set()


def test_nobodys_page_has_a_keyword_where_everything_is_kept(app: Flask) -> None:
    with travel(NOW, tick=False):
        marked = make_marked_world(app)
        let_them_answer(app, marked)
        for session in marked.sessions.values():
            client = Client(app)
            client.browser.set_cookie("sid", session)
            assert keywords_in(taken(client)) == set()


def taken(client: Client) -> str:
    return client.post("/moi/donnees", {"kind": "html"}, headers={"accept-language": "fr"}).text


def keywords_in(page: str) -> set[str]:
    """Return the values on a page that are ready answers of a table, or deeds, as the database has them."""
    columns = [column for mapper in db.Model.registry.mappers for column in mapper.local_table.columns]
    ready = {word for column in columns if isinstance(column.type, Enum) for word in column.type.enums}
    values = set(re.findall(r"<dd>([^<]*)</dd>", page))
    return values & ready | {value for value in values if re.fullmatch(r"[a-z_]+:[a-z_]+", value)}
