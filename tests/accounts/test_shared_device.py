"""A device that others use too: what is left of a session when she goes, and when she forgets to."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.accounts.models import Device
from entraide.clock import now
from tests.people import Client, code_in, letters_to
from tests.world import World


def cookie_of(app: Flask, world: World, **answer: str) -> str:
    """Sign Lise in by a code and return the session's cookie as it was set."""
    client = Client(app)
    client.post("/connexion", {"email": world.lise.email})
    code = code_in(letters_to(app, world.lise.email)[-1])
    said = client.post("/connexion/code", {"code": code, **answer})
    return next(cookie for cookie in said.headers.getlist("Set-Cookie") if cookie.startswith("sid="))


@pytest.mark.parametrize("answer", [{}, {"device": ""}, {"device": "shared"}])
def test_the_session_ends_with_the_browser_also_where_nothing_was_said(
    app: Flask, world: World, answer: dict[str, str]
) -> None:
    cookie = cookie_of(app, world, **answer)
    assert "Max-Age" not in cookie
    assert "Expires" not in cookie


def test_on_a_device_of_her_own_it_is_kept_half_a_year(app: Flask, world: World) -> None:
    assert f"Max-Age={180 * 24 * 3600}" in cookie_of(app, world, device="own")


def test_it_ends_after_half_an_hour_without_a_page(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        client = Client(app).sign_in(world.lise, Device.SHARED)
        for _ in range(3):
            traveller.shift(timedelta(minutes=24))
            assert client.get("/agenda").status_code == 200
        traveller.shift(timedelta(minutes=31))
        assert client.get("/agenda").status_code == 303


def test_it_ends_after_twelve_hours_whatever_is_read(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        client = Client(app).sign_in(world.lise, Device.SHARED)
        for _ in range(12 * 3 - 1):
            traveller.shift(timedelta(minutes=20))
            assert client.get("/agenda").status_code == 200
        traveller.shift(timedelta(minutes=20))
        assert client.get("/agenda").status_code == 303


def test_signing_out_empties_the_browser_of_its_pages(app: Flask, world: World) -> None:
    answer = Client(app).sign_in(world.lise, Device.SHARED).post("/deconnexion")
    assert '"cache"' in answer.headers["Clear-Site-Data"]
    assert any(cookie.startswith("sid=;") for cookie in answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("path", ["/agenda", "/g", "/moi", "/moi/protection", "/moi/apercu", "/moi/appareils"])
def test_no_page_is_kept_by_the_browser(app: Flask, world: World, path: str) -> None:
    assert Client(app).sign_in(world.lise, Device.SHARED).get(path).headers["Cache-Control"] == "no-store"


def test_two_devices_of_one_name_are_no_two_regions_of_one_name(app: Flask, world: World) -> None:
    Client(app).sign_in(world.lise)
    page = Client(app).sign_in(world.lise).get("/moi/appareils").text
    names = [re.search(rf'id="{one}"[^>]*>([^<]+)', page) for one in re.findall(r'aria-labelledby="(\w+)"', page)]
    spoken = [name[1].strip() for name in names if name]
    assert len(spoken) == len(set(spoken)) >= 1
