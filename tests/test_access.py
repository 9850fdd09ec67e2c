"""Who is answered what, on every route: the table's keys are the routes, its columns the kinds of people."""

from dataclasses import asdict

import pytest
from flask import Flask

from entraide.access.gate import mark_of
from tests.access_restored import RESTORED, answer_to_restored
from tests.access_table import HELD, KINDS, TABLE, Row
from tests.conftest import Stage
from tests.crawling import routes
from tests.town import Town, make_town, path_of
from tests.world import World

WITH_IDS = sorted(key for key, row in TABLE.items() if "{" in row[0] and "{forged}" not in row[0])


@pytest.fixture
def town(app: Flask, world: World, stage: Stage) -> Town:
    return make_town(app, world, stage)


def test_the_table_names_every_route(app: Flask) -> None:
    assert set(TABLE) == routes(app)


def test_every_link_page_stands_in_the_table_with_a_link_that_holds(app: Flask) -> None:
    assert set(HELD) == {key for key in routes(app) if "{forged}" in TABLE[key][0]}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("table", [TABLE, HELD], ids=["all routes", "links that hold"])
def test_each_kind_of_person_is_answered_as_the_table_says(town: Town, table: dict[str, Row], kind: str) -> None:
    column = KINDS.index(kind) + 1
    answered = {key: town.ask(key, path_of(row, town.things), kind).status_code for key, row in table.items()}
    assert answered == {key: row[column] for key, row in table.items()}


@pytest.mark.once
@pytest.mark.parametrize("kind", RESTORED)
@pytest.mark.parametrize("table", [TABLE, HELD], ids=["all routes", "links that hold"])
def test_a_restored_session_is_answered_as_the_rule_says(town: Town, table: dict[str, Row], kind: str) -> None:
    answered = {key: town.ask(key, path_of(row, town.things), kind).status_code for key, row in table.items()}
    said = {key: answer_to_restored(town.app, key, row, kind) for key, row in table.items()}
    assert {(key, answered[key], said[key]) for key in said if answered[key] != said[key]} == set()


@pytest.mark.once
@pytest.mark.parametrize("kind", ["elsewhere", "restored elsewhere"])
def test_a_foreign_thing_is_an_absent_thing_to_the_byte(town: Town, kind: str) -> None:
    absent = dict.fromkeys(asdict(town.things), "A" * 22)
    differing = []
    for key in WITH_IDS:
        path = TABLE[key][0]
        foreign = town.ask(key, path.format(**asdict(town.things)), kind)
        nowhere = town.ask(key, path.format(**absent), kind)
        if (foreign.status_code, foreign.data) != (nowhere.status_code, nowhere.data):
            differing.append(key)
    assert not differing


@pytest.mark.once
def test_whoever_is_not_signed_in_learns_nothing_of_what_exists(town: Town) -> None:
    absent = dict.fromkeys(asdict(town.things), "A" * 22)
    for key in WITH_IDS:
        path = TABLE[key][0]
        there = town.ask(key, path.format(**asdict(town.things)), "nobody")
        nowhere = town.ask(key, path.format(**absent), "nobody")
        assert (there.status_code, there.data) == (nowhere.status_code, nowhere.data), key


def test_forbidden_is_the_page_of_absent(town: Town) -> None:
    forbidden = town.ask("GET groups.settings", f"/g/{town.things.group}/reglages", "member")
    absent = town.ask("GET groups.settings", f"/g/{'A' * 22}/reglages", "member")
    assert (forbidden.status_code, absent.status_code) == (403, 404)
    assert forbidden.data == absent.data


def test_only_a_new_persons_letter_starts_a_session(app: Flask) -> None:
    starting = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (mark := mark_of(app, rule.endpoint)) and mark.kind == "by_token" and mark.starts_session
    ]
    assert set(starting) == {"members.take_letter", "rights.take_over_by_letter"}
