"""Which revision this program and a database are at, read without the tools that migrate."""

from subprocess import run
from sys import executable

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, text

from entraide.db import db
from entraide.operations.revision import WrongRevision, check_revision, head, revision_of
from entraide.settings import ROOT


def test_the_head_is_the_one_that_the_migrations_tool_names() -> None:
    assert head() == ScriptDirectory(ROOT / "migrations").get_current_head()


def test_a_database_is_at_the_revision_that_the_migrations_tool_names(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert revision_of(db.engine) == MigrationContext.configure(connection).get_current_revision() == head()


def test_an_empty_database_is_at_none() -> None:
    assert revision_of(create_engine("sqlite://")) is None


def test_a_database_of_another_version_is_refused(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'another'"))
    try:
        with pytest.raises(WrongRevision):
            check_revision(app)
    finally:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("update alembic_version set version_num = :head"), {"head": head()})


def test_what_a_web_worker_asks_loads_no_migrations_tool() -> None:
    asked = "import sys, entraide.operations.revision; sys.exit('alembic' in sys.modules)"
    assert run([executable, "-c", asked], cwd=ROOT, check=False).returncode == 0
