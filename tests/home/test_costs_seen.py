"""What is counted as a page's cost, on a slow machine too."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import apart
from tests.home.costs import statements_of
from tests.people import Client
from tests.world import World


def test_that_a_session_is_in_use_is_no_cost_of_a_page(app: Flask, world: World) -> None:
    """It is noted every five minutes, with whichever page comes then: on a slow machine within a count."""
    browser = Client(app).sign_in(world.marcelle)
    browser.get("/agenda")
    usual = statements_of(app, lambda: browser.get("/agenda"))
    with app.app_context(), apart() as connection:
        connection.execute(update(SignIn).values(seen=now() - timedelta(minutes=6)))
    assert statements_of(app, lambda: browser.get("/agenda")) == usual
