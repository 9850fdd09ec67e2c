"""Who is answered what by sessions and people in a state of their own, and that no route slips by the table."""

import pytest
from flask import Flask

from tests.access_states import STATES, answer_in, concerns, is_led_away, let_be
from tests.access_table import HELD, TABLE
from tests.conftest import Stage
from tests.crawling import methods_of
from tests.town import Town, make_town, path_of
from tests.world import World

pytestmark = pytest.mark.once

EVERY = {(key, row) for table in (TABLE, HELD) for key, row in table.items()}


@pytest.fixture
def town(app: Flask, world: World, stage: Stage) -> Town:
    return make_town(app, world, stage)


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_answered_as_its_rule_says(town: Town, world: World, stage: Stage, state: str) -> None:
    there, wrong = let_be(town, state, world, stage), []
    for key, row in EVERY:
        if concerns(row, state) and not is_led_away(there, key, row, state):
            status, said = there.ask(key, path_of(row, there.things), state).status_code, answer_in(key, row, state)
            if status != said:
                wrong.append((key, row[0], status, said))
    assert not wrong


def test_who_is_to_be_erased_is_led_to_where_she_can_undo_it(town: Town, world: World, stage: Stage) -> None:
    state = "member who is to be erased"
    there = let_be(town, state, world, stage)
    led = [(key, row) for key, row in EVERY if is_led_away(there, key, row, state)]
    answers = {key: there.send(key, path_of(row, there.things), state) for key, row in led}
    assert len(answers) > 150
    assert {
        key for key, answer in answers.items() if (answer.status_code, answer.location) != (303, "/moi/effacer")
    } == set()


def test_each_rows_address_leads_to_its_own_route(town: Town) -> None:
    """A row whose address was misspelt would see the page of what is absent, and say so."""
    reached = town.app.url_map.bind("localhost")
    for key, row in EVERY:
        method, endpoint = key.split()
        assert reached.match(path_of(row, town.things), method)[0] == endpoint, key


def test_no_route_has_a_second_address_that_the_table_does_not_name(app: Flask) -> None:
    every = [f"{method} {rule.endpoint}" for rule in app.url_map.iter_rules() for method in methods_of(rule)]
    assert {key for key in every if every.count(key) > 1} == set()
