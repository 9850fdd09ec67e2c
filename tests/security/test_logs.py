"""Logs and faults: no address, no name, no token, whatever failed; and a page where only a note was lost."""

import sys
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from entraide import worker
from entraide.access.limits import Attempt
from entraide.clock import now
from entraide.db import db
from entraide.mail import sender
from entraide.mail.actions import post
from entraide.mail.models import Lane, Letter
from entraide.mail.rendering import Kind, Rendered
from tests.conftest import Stage
from tests.people import Client
from tests.world import World

SECRET = "lise@poste.example"


def broken(letter: Letter | None = None) -> Rendered | None:
    raise ValueError(f"cannot write to {SECRET}")


def broken_job() -> None:
    broken()


def test_a_letter_that_cannot_be_made_tells_the_log_no_address(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with app.app_context():
        post("broken")
        db.session.commit()
    sender.drain(app.app_context, {"broken": Kind(broken)}, Lane.ORDINARY)
    assert "could not be made: ValueError < test_logs.py:" in caplog.text
    assert SECRET not in caplog.text


def test_a_job_that_fails_tells_the_log_no_address(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    worker.run_jobs(app, {"broken": broken_job})
    assert "job broken failed: ValueError" in caplog.text
    assert SECRET not in caplog.text


def test_an_error_of_the_database_names_no_values(app: Flask) -> None:
    row = {"key": SECRET, "count": 1, "since": now()}
    with app.app_context(), pytest.raises(IntegrityError) as refusal:
        db.session.execute(insert(Attempt), [row, row])
    assert SECRET not in str(refusal.value).replace(f"({SECRET}) already exists", "")  # PostgreSQL's own detail


def test_a_fault_outside_every_view_tells_the_log_no_token(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with app.test_request_context("/r/the-token-of-a-letter"):
        try:
            broken()
        except ValueError:
            app.log_exception(sys.exc_info())
    assert "ValueError" in caplog.text
    assert "the-token" not in caplog.text
    assert SECRET not in caplog.text


def test_a_busy_database_loses_the_note_that_a_session_is_in_use_not_the_page(
    stage: Stage, app: Flask, world: World
) -> None:
    if stage.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's one writer")
    client = Client(app).sign_in(world.lise)
    with time_machine.travel(now(), tick=False) as traveller, stage.engine.connect() as other:
        traveller.shift(timedelta(minutes=6))
        other.exec_driver_sql("COMMIT")
        other.exec_driver_sql("BEGIN IMMEDIATE")
        with app.app_context(), db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=1")
        assert client.get("/agenda").status_code == 200
        other.exec_driver_sql("ROLLBACK")


def test_a_form_that_did_nothing_does_not_wait_for_itself(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.lise)
    with time_machine.travel(now(), tick=False) as traveller:
        client.get("/affichage")
        traveller.shift(timedelta(minutes=6))
        assert client.post("/moi/formulaire/oublier").status_code == 303
