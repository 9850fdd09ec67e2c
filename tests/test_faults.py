"""Faults: a full disk, a locked database, any bytes in a form: a clear page, and nothing changed."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from entraide.accounts.models import Challenge
from entraide.db import db
from entraide.mail.models import Letter
from tests.conftest import Stage
from tests.people import Client
from tests.world import World


def rows(app: Flask) -> tuple[int, int]:
    with app.app_context():
        return (
            db.session.scalar(select(func.count()).select_from(Challenge)) or 0,
            db.session.scalar(select(func.count()).select_from(Letter)) or 0,
        )


@pytest.fixture
def full_disk(stage: Stage, app: Flask) -> Iterator[None]:
    if stage.engine.dialect.name != "sqlite":
        pytest.skip("max_page_count is SQLite's")

    def no_more(raw: object, record: object) -> None:
        raw.execute("PRAGMA max_page_count=1")  # type: ignore[attr-defined]

    stage.engine.dispose()
    event.listen(stage.engine, "connect", no_more)
    yield
    event.remove(stage.engine, "connect", no_more)
    stage.engine.dispose()


def test_a_full_disk_gives_a_kind_page_and_changes_nothing(app: Flask, full_disk: None) -> None:
    client = Client(app)
    client.get("/connexion")
    before = rows(app)
    statuses = {client.post("/connexion", {"email": f"a{n}@poste.example"}).status_code for n in range(60)}
    assert 503 in statuses
    challenges, posted = rows(app)
    assert challenges - before[0] == posted - before[1]


def test_a_locked_database_gives_a_kind_page(stage: Stage, app: Flask, client: Client, world: World) -> None:
    if stage.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's one writer")
    client.get("/connexion")
    with stage.engine.connect() as other:
        other.exec_driver_sql("COMMIT")
        other.exec_driver_sql("BEGIN IMMEDIATE")
        with app.app_context(), db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=1")
        answer = client.post("/connexion", {"email": world.lise.email})
        other.exec_driver_sql("ROLLBACK")
    assert (answer.status_code, rows(app)) == (503, (0, 0))


@given(typed=st.text(max_size=300), code=st.text(max_size=60))
def test_any_text_at_the_doors_is_answered(app: Flask, typed: str, code: str) -> None:
    client = Client(app)
    answers = [
        client.post("/connexion", {"email": typed}).status_code,
        client.post("/connexion/code", {"code": code, "first_name": typed, "device": code}).status_code,
        client.post("/connexion/qui", {"who": typed}).status_code,
    ]
    assert set(answers) <= {303, 404, 422}


@given(body=st.binary(max_size=400))
def test_any_bytes_in_a_form_are_answered(app: Flask, body: bytes) -> None:
    answer = app.test_client().post("/connexion", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("door", "fields"),
    [("/connexion", ["email"]), ("/connexion/carte", ["number", "words"]), ("/rejoindre", ["code"])],
)
def test_a_file_in_place_of_words_is_not_read(app: Flask, door: str, fields: list[str]) -> None:
    client = Client(app)
    client.get(door)
    answer = client.post(door, {name: (BytesIO(b"12345678"), "a.txt") for name in fields})
    assert answer.status_code == 422


def test_a_body_that_is_too_large_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/connexion", data={"email": "x" * 2_000_000})
    assert answer.status_code in (400, 413)
