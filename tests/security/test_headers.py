"""What every answer carries behind TLS, the unchanging files and the calendars' own door too (ASVS 3.4, 4.1, 14.3)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client as Raw
from werkzeug.test import TestResponse

from entraide import create_app
from entraide.calendars.door import Door
from entraide.db import db
from entraide.web import POLICY, static_url
from tests.calendars.subscribing import connect
from tests.conftest import Stage
from tests.world import World

HOST = "https://rendez-vous.example"


@pytest.fixture(scope="module")
def real(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app as it runs for real: no demo, one proxy, TLS, the master key elsewhere."""
    key = tmp_path_factory.mktemp("apart") / "master.key"
    key.touch(0o600)
    key.write_text(Path(stage.settings.master_key_file).read_text())
    given = replace(stage.settings, demo=False, public_url=HOST, directory_url="", proxies=1, master_key_file=str(key))
    return create_app(given, testing=False)


@pytest.fixture
def behind_tls(real: Flask, world: World) -> Iterator[Flask]:
    """Leave nothing open on the stores, which are put back before each test."""
    yield real
    with real.app_context():
        db.session.remove()
        db.engine.dispose()
    real.extensions["entraide.vault"].engine.dispose()


@pytest.fixture
def browser(behind_tls: Flask) -> FlaskClient:
    return behind_tls.test_client()


def get(browser: FlaskClient, path: str, **more: object) -> TestResponse:
    answer = browser.get(path, base_url=HOST, headers={"X-Forwarded-Proto": "https"}, **more)
    answer.get_data()
    answer.close()
    return answer


PAGES = ["/", "/connexion", "/agenda", "/nulle-part", "/healthz", f"/r/{'x' * 64}", f"/c/{'x' * 43}.ics", "LOOK"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_is_bound_to_tls_to_its_type_and_to_its_frame(browser: FlaskClient, path: str) -> None:
    answer = get(browser, static_url("look.css") if path == "LOOK" else path)
    said = answer.headers
    assert said["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert said["Content-Security-Policy"] == POLICY
    assert "frame-ancestors 'none'" in POLICY
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["Referrer-Policy"] == ("no-referrer" if path[:3] in ("/r/", "/c/") else "same-origin")
    assert said["Cross-Origin-Opener-Policy"] == said["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in said
    assert "Server" not in said
    assert "charset=utf-8" in answer.content_type
    assert path == "LOOK" or said["Cache-Control"] == "no-store"


def test_the_calendars_own_door_says_the_same(app: Flask, behind_tls: Flask, world: World) -> None:
    token = connect(app, world.lise)
    made = Door(behind_tls)
    door = Raw(made)
    for _ in range(2):  # rendered, then kept
        answer = door.get(f"/c/{token}.ics", base_url=HOST, headers={"X-Forwarded-Proto": "https"})
        assert answer.status_code == 200
        assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.content_type == "text/calendar; charset=utf-8"
        assert answer.headers["Cache-Control"].startswith("private")
    made.engine.dispose()


def test_each_cookie_belongs_to_this_host_alone(browser: FlaskClient) -> None:
    get(browser, "/connexion")
    form = get(browser, "/connexion").get_data(as_text=True)
    token = form.split('name="csrf_token" value="')[1].split('"')[0]
    answer = browser.post(
        "/connexion",
        base_url=HOST,
        data={"email": "lise@poste.example", "csrf_token": token},
        headers={"X-Forwarded-Proto": "https", "Referer": f"{HOST}/connexion"},
    )
    cookies = answer.headers.getlist("Set-Cookie")
    assert answer.status_code == 303
    assert {one.split("=")[0] for one in cookies} == {"__Host-f", "__Host-ref"}
    for one in cookies:
        assert {"Secure", "HttpOnly", "Path=/"} <= set(one.split("; "))
        assert "SameSite=Strict" in one or "SameSite=Lax" in one
        assert "Domain" not in one
        assert len(one.split(";")[0]) < 4096


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
def test_a_method_nobody_wrote_a_view_for_does_nothing(browser: FlaskClient, method: str) -> None:
    answer = browser.open(
        "/agenda", method=method, base_url=HOST, headers={"X-Forwarded-Proto": "https", "X-Secret": "1"}
    )
    assert answer.status_code == 405
    assert "X-Secret" not in answer.get_data(as_text=True)


def test_a_visitor_cannot_choose_her_network(stage: Stage, behind_tls: Flask) -> None:
    with behind_tls.test_client() as one:
        from flask import request

        one.get("/connexion", base_url=HOST, headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.1"})
        assert request.remote_addr == "192.0.2.1"  # what the one proxy saw; the rest was typed by somebody
        assert request.host == "rendez-vous.example"


def test_a_forwarded_host_is_not_believed(browser: FlaskClient) -> None:
    answer = get(browser, "/agenda")
    assert answer.location == "/connexion"
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "X-Original-URL": "/moi"}
    answer = browser.get("/agenda", base_url=HOST, headers=headers)
    assert answer.location == "/connexion"
    assert "evil" not in str(answer.headers)
