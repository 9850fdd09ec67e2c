"""Which revision this program and a database are at, read without the tools that migrate."""

from collections.abc import Callable
from pathlib import Path
from subprocess import run
from sys import executable

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, text

from entraide.db import db
from entraide.operations.revision import WrongRevision, check_revision, head, revision_of
from entraide.operations.upgrade import lay_out_instance, migrate
from entraide.settings import ROOT, Settings, load


def test_the_head_is_the_one_that_the_migrations_tool_names() -> None:
    assert head() == ScriptDirectory(ROOT / "migrations").get_current_head()


def test_a_database_is_at_the_revision_that_the_migrations_tool_names(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert revision_of(db.engine) == MigrationContext.configure(connection).get_current_revision() == head()


def test_an_empty_database_is_at_none() -> None:
    assert revision_of(create_engine("sqlite://")) is None


def test_a_database_of_a_version_unknown_here_is_told_to_be_a_newer_one(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'another'"))
    try:
        with pytest.raises(WrongRevision, match="belongs to a newer version of the program: start that one again"):
            check_revision(app)
    finally:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("update alembic_version set version_num = :head"), {"head": head()})


def test_an_older_or_empty_one_is_told_to_be_upgraded(tmp_path: Path, opened: Callable[[Settings], Flask]) -> None:
    settings = load({}, instance=tmp_path, demo=True)
    lay_out_instance(settings)
    app = opened(settings)
    for revision in (None, "2026_11_first"):
        if revision:
            migrate(app, revision)
        with pytest.raises(WrongRevision, match="run `python -m entraide upgrade`"):
            check_revision(app)


def test_what_a_web_worker_asks_loads_no_migrations_tool() -> None:
    asked = "import sys, entraide.operations.revision; sys.exit('alembic' in sys.modules)"
    assert run([executable, "-c", asked], cwd=ROOT, check=False).returncode == 0
