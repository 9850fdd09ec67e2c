"""Headers word for word, the strict cookie, the size of a body: what no constant of the code may say for itself."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from entraide.access.limits import network
from tests.people import Client
from tests.security.test_headers import HOST, behind_tls, browser, get, real

__all__ = ["behind_tls", "browser", "real"]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.mark.parametrize("path", ["/", "/connexion", "/agenda", "/nulle-part", f"/r/{'x' * 64}"])
def test_the_policy_lets_in_what_is_ours_and_nothing_else(browser: FlaskClient, path: str) -> None:
    said = get(browser, path).headers
    parts = [part.strip().split(" ", 1) for part in said["Content-Security-Policy"].split(";")]
    assert dict(parts) == POLICY
    assert said["X-Frame-Options"] == "DENY"
    assert said["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(said["Permissions-Policy"].split(", "))


def test_the_asking_browser_is_known_by_a_strict_cookie_and_the_rest_are_lax(browser: FlaskClient) -> None:
    get(browser, "/connexion")
    token = get(browser, "/connexion").get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    answer = browser.post(
        "/connexion",
        base_url=HOST,
        data={"email": "lise@poste.example", "csrf_token": token},
        headers={"X-Forwarded-Proto": "https", "Referer": f"{HOST}/connexion"},
    )
    sites = {one.split("=")[0]: one.split("SameSite=")[1].split(";")[0] for one in answer.headers.getlist("Set-Cookie")}
    assert sites == {"__Host-f": "Lax", "__Host-ref": "Strict"}


def test_a_form_of_more_than_a_megabyte_is_not_read(client: Client) -> None:
    assert client.post("/connexion", {"email": "x" * 1_100_000}).status_code == 413
    assert client.post("/connexion", {"email": "x" * 400_000}).status_code == 422


def test_an_older_address_in_a_newer_spelling_is_the_same_network() -> None:
    assert network("::ffff:203.0.113.9") == network("203.0.113.9")
    assert network("::ffff:203.0.113.9") != network("::ffff:203.0.113.10")


def test_a_fault_of_the_database_is_told_by_its_kind(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    secret = "lise-secrete@poste.example"
    with app.test_request_context("/agenda"), caplog.at_level(logging.INFO):
        app.handle_user_exception(OperationalError("select 1", {}, ValueError(secret)))
    assert "database: ValueError" in caplog.text
    assert secret not in caplog.text
