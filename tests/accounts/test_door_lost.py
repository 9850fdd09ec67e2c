"""Everything lost, and the lock asked for at the door: two organisers say six digits each, and one group opens."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.access.tokens import short
from entraide.members.actions import join
from tests.accounts.carrying import odile
from tests.accounts.carrying import show as show_card
from tests.accounts.locking import DOOR, LOCKS, add_app, is_in, page_of, prove_mailbox
from tests.accounts.stepping import clock
from tests.accounts.vouching import BY_WORD, NOT_YET, TWO_DAYS, begin, codes, enter, said, vouched
from tests.lettering import at_work
from tests.people import Client
from tests.world import World

__all__ = ["clock", "codes"]


def test_the_digits_of_two_open_the_group_after_48_hours(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS - timedelta(seconds=1))
    assert NOT_YET in page_of(enter(app, client, world, digits))
    assert not is_in(client)
    clock.shift(timedelta(seconds=1))
    assert client.post(BY_WORD, {"digits": digits}).location == "/moi/acces"
    assert client.get(f"/g/{short(world.tilleuls)}").status_code == 200


def test_the_two_sixes_may_be_typed_in_any_order(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    assert enter(app, client, world, digits[7:] + digits[:7]).status_code == 303


def test_whoever_reads_the_mailbox_gets_no_further_though_two_vouched(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    vouched(app, world)
    clock.shift(TWO_DAYS)
    assert enter(app, client, world, "").status_code == 422
    assert client.post(BY_WORD, {"digits": "123456123456"}).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize("half", [slice(0, 7), slice(7, 14)])
def test_what_one_organiser_said_is_not_enough(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, half: slice
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    assert enter(app, client, world, 2 * digits[half]).status_code == 422
    assert not is_in(client)


def test_only_one_organisers_word_opens_nothing(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    digits = said(begin(app, world, "marcelle"))
    assert begin(app, world, "marcelle").status_code == 303
    clock.shift(TWO_DAYS)
    assert enter(app, client, world, 2 * digits).status_code == 422


def test_five_wrong_tries_are_all_a_code_has(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, "000000000000")
    for _ in range(4):
        client.post(BY_WORD, {"digits": "000000000000"})
    assert "quinze minutes" in page_of(client.post(BY_WORD, {"digits": digits}))
    clock.shift(timedelta(minutes=1))
    assert enter(app, Client(app), world, digits).status_code == 303, "another code has tries of its own"


def guess(app: Flask, world: World, clock: time_machine.Traveller, half: str, tries: int) -> None:
    """Type one six with others that are wrong, five for each code."""
    for at in range(tries):
        if at % 5 == 0:
            prove_mailbox(app, client := Client(app), world.lise)
            clock.shift(timedelta(minutes=1))
        assert NOT_YET in page_of(client.post(BY_WORD, {"digits": f"{half}{at:06}"}))


def test_an_organiser_who_reads_the_mailbox_does_not_guess_the_others_six(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    guess(app, world, clock, digits[:7], 10)
    assert enter(app, Client(app), world, digits).status_code == 422, "it is over, as if somebody had stopped it"
    anew = vouched(app, world)
    clock.shift(TWO_DAYS)
    assert enter(app, Client(app), world, anew).status_code == 303


def test_nine_slips_are_hers_and_who_has_neither_six_uses_nothing_up(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    guess(app, world, clock, digits[7:], 9)
    guess(app, world, clock, "000000", 10)
    assert enter(app, Client(app), world, digits).status_code == 303


def test_her_other_groups_and_her_account_stay_shut(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    with at_work(app, world.passerelle):
        join(world.passerelle, world.lise.person_id, "L.", consent_version="1")
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, digits)
    assert client.get(f"/g/{short(world.tilleuls)}").status_code == 200
    assert client.get(f"/g/{short(world.passerelle)}").status_code == 404
    assert client.get(LOCKS).status_code == 404
    assert client.get("/moi/effacer").status_code == 404
    assert client.get("/moi/adresse").status_code == 404


def test_a_lock_that_she_finds_again_opens_everything(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, codes: list[str]
) -> None:
    with at_work(app, world.passerelle):
        join(world.passerelle, world.lise.person_id, "L.", consent_version="1")
    digits = vouched(app, world)
    clock.shift(TWO_DAYS)
    enter(app, client, world, digits)
    assert client.get(f"/g/{short(world.passerelle)}").status_code == 404
    assert client.post("/moi/acces/code", {"recovery_code": codes[0]}).location == LOCKS
    assert (client.get(f"/g/{short(world.passerelle)}").status_code, client.get(LOCKS).status_code) == (200, 200)


def test_by_card_and_words_the_digits_pass_the_door_too(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    at_home, paper = odile(app, world)
    add_app(at_home)
    at_home.post(f"{LOCKS}/porte", {"at_door": "y"})
    clock.shift(timedelta(days=1))
    digits = vouched(app, world, "odile")
    clock.shift(TWO_DAYS)
    assert show_card(client, paper.number, paper.phrase).location == DOOR
    assert client.post(BY_WORD, {"digits": digits}).location == "/moi/acces"
    assert client.get(f"/g/{short(world.tilleuls)}").status_code == 200
