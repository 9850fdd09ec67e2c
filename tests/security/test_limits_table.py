"""Every form, token and code has a limit, nobody spends somebody else's, and neighbours count as one."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from entraide.access.gate import SAFE, Mark, mark_of
from entraide.access.limits import Limit, network
from entraide.access.tokens import Purpose, Signed, short, sign
from tests.security.limits_table import LIMITS, NUMBERS, SHARED, WITHOUT
from tests.world import World

NOBODY = UUID(int=7)
ROUTES = sorted(LIMITS)


def acting(app: Flask) -> Iterator[tuple[str, Mark]]:
    """List the routes that take more than GET."""
    for rule in app.url_map.iter_rules():
        mark = mark_of(app, rule.endpoint)
        if mark and not (rule.methods or set()) <= SAFE:
            yield rule.endpoint, mark


def limits_at(app: Flask, world: World, endpoint: str, ip: str = "192.0.2.7", sid: str = "a") -> list[Limit]:
    """Return what somebody at a network, with a session's cookie, would spend."""
    with app.app_context():
        links = {
            purpose.name.lower(): sign(purpose, Signed(world.tilleuls, world.lise_in_tilleuls, NOBODY, 1, None))
            for purpose in (Purpose.ANSWER, Purpose.PLACE, Purpose.STOP)
        }
    member = short(world.lise_in_tilleuls)
    path = LIMITS[endpoint][0].format(token="x" * 43, group=short(world.tilleuls), member=member, **links)
    cookies = {"Cookie": f"sid={sid}; ref={sid}.{sid}"}
    fields = {"email": "lise@poste.example", "number": "1234 5678"}
    place = {"REMOTE_ADDR": ip}
    with app.test_request_context(path, method="POST", data=fields, headers=cookies, environ_base=place) as asked:
        assert asked.request.endpoint == endpoint, path
        mark = mark_of(app, endpoint)
        assert mark is not None
        assert mark.limit is not None
        return list(mark.limit())


def keys(limits: list[Limit]) -> set[tuple[str, str]]:
    return {(limit.what, limit.who) for limit in limits}


def test_every_open_form_and_token_has_limits_or_says_why_not(app: Flask) -> None:
    for_all = {endpoint: mark for endpoint, mark in acting(app) if mark.kind != "requires"}
    assert {endpoint for endpoint, mark in for_all.items() if mark.limit is None} == WITHOUT.keys()
    assert {endpoint for endpoint, mark in for_all.items() if mark.limit} <= LIMITS.keys()


def test_the_table_names_every_route_with_a_limit_and_no_other(app: Flask) -> None:
    assert {endpoint for endpoint, mark in acting(app) if mark.limit} == LIMITS.keys()


@pytest.mark.parametrize("endpoint", ROUTES)
def test_a_route_has_the_limits_of_the_table(app: Flask, world: World, endpoint: str) -> None:
    assert {limit.what for limit in limits_at(app, world, endpoint)} == LIMITS[endpoint][1]


@pytest.mark.parametrize("endpoint", ROUTES)
def test_a_limit_has_the_numbers_of_the_table(app: Flask, world: World, endpoint: str) -> None:
    for limit in limits_at(app, world, endpoint):
        assert (limit.times, limit.window) == NUMBERS[limit.what], limit.what


def test_the_table_has_no_number_that_nothing_counts(app: Flask, world: World) -> None:
    counted = {limit.what for endpoint in ROUTES for limit in limits_at(app, world, endpoint)}
    assert NUMBERS.keys() == counted


def test_a_stranger_far_away_spends_nothing_that_others_need(app: Flask, world: World) -> None:
    """Whatever two people share stands in the table with its reason; everything else is each one's own."""
    shared = set()
    for endpoint in ROUTES:
        hers = keys(limits_at(app, world, endpoint, "192.0.2.7", "hers"))
        his = keys(limits_at(app, world, endpoint, "2001:db8:9:9::1", "his"))
        shared |= {what for what, _who in hers & his}
    assert shared <= SHARED.keys()


@pytest.mark.parametrize("endpoint", ROUTES)
def test_neighbours_in_one_block_count_as_one(app: Flask, world: World, endpoint: str) -> None:
    one, other = ("2001:db8:1:2::1", "2001:db8:1:2:ffff:1:2:3")
    assert keys(limits_at(app, world, endpoint, one)) == keys(limits_at(app, world, endpoint, other))


def test_a_wider_network_counts_as_one_for_codes_said_aloud(app: Flask, world: World) -> None:
    around = [
        next(limit.who for limit in limits_at(app, world, "members.hear", ip) if limit.what.endswith("around"))
        for ip in ("2001:db8:1:2::1", "2001:db8:1:ffff::1", "2001:db8:2:2::1")
    ]
    assert around[0] == around[1] != around[2]


@hypothesis_settings(max_examples=60)
@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1), st.integers(0, 2**80 - 1))
def test_blocks_are_cut_at_64_and_48_bits(address, low: int, lower: int) -> None:
    if address.ipv4_mapped:
        return
    number = int(address)
    near = type(address)(number >> 64 << 64 | low)
    around = type(address)(number >> 80 << 80 | lower)
    beyond = type(address)(number ^ 1 << 64)
    assert network(str(near)) == network(str(address)) != network(str(beyond))
    assert network(str(around), wide=True) == network(str(address), wide=True)
