"""A lock made after she asked ends what was asked and vouched: neither she nor organisers read of it any more."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.access.tokens import short
from tests.accounts.locking import page_of
from tests.accounts.moving import lock
from tests.accounts.stepping import CONFIRM, clock, forget_code, see
from tests.accounts.test_steps_lost import LOST, TWO_DAYS, ana, fresh, here, vouch, vouched
from tests.people import Client
from tests.world import World

__all__ = ["ana", "clock"]
ASKS, TO_ASK, OPEN = "Demandé le", "Demander à", "Il est ouvert"


def make_newer(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=1))
    lock(app, world.ana, since=timedelta())
    forget_code(app, world.ana)


def organisers_page(app: Flask, world: World, page: str = "/acces") -> str:
    return page_of(Client(app).sign_in(world.marcelle).get(f"/g/{short(world.tilleuls)}{page}"))


@pytest.mark.parametrize("words", [0, 1])
def test_her_page_offers_to_ask_anew(
    app: Flask, world: World, ana: Client, clock: time_machine.Traveller, words: int
) -> None:
    ana.post(here(world))
    for _ in range(words):
        vouch(app, world, "marcelle")
    assert ASKS in page_of(ana.get(LOST))
    make_newer(app, world, clock)
    shown = page_of(ana.get(LOST))
    assert ASKS not in shown
    assert f'action="{here(world)}"' in shown


def test_what_two_vouched_before_it_is_open_no_more(
    app: Flask, world: World, ana: Client, clock: time_machine.Traveller
) -> None:
    vouched(app, world, ana)
    clock.shift(TWO_DAYS)
    fresh(app, world)
    assert f"{here(world)}/arreter" in page_of(ana.get(LOST))
    make_newer(app, world, clock)
    fresh(app, world)
    assert f"{here(world)}/arreter" not in page_of(ana.get(LOST))
    assert see(ana, world) == CONFIRM


def test_organisers_read_her_name_there_no_more(
    app: Flask, world: World, ana: Client, clock: time_machine.Traveller
) -> None:
    ana.post(here(world))
    named = '<h2 id="a1">Ana des Tilleuls</h2>'
    assert named in organisers_page(app, world)
    make_newer(app, world, clock)
    assert named not in organisers_page(app, world)


@pytest.mark.parametrize("page", ["", "/membres"])
def test_and_no_page_counts_her_wish(
    app: Flask, world: World, ana: Client, clock: time_machine.Traveller, page: str
) -> None:
    before = organisers_page(app, world, page).count("/acces")
    ana.post(here(world))
    assert organisers_page(app, world, page).count("/acces") > before
    make_newer(app, world, clock)
    assert organisers_page(app, world, page).count("/acces") == before


def test_asked_anew_it_counts_again(app: Flask, world: World, ana: Client, clock: time_machine.Traveller) -> None:
    ana.post(here(world))
    make_newer(app, world, clock)
    clock.shift(timedelta(minutes=1))
    vouched(app, world, ana)
    clock.shift(TWO_DAYS)
    fresh(app, world)
    assert see(ana, world) == "done"
