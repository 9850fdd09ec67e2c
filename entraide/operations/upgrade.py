"""Make the instance folder, its settings and keys where absent, and bring the database to this version."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from sqlalchemy import create_engine, inspect, make_url
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from entraide.db import db
from entraide.errors import EntraideError
from entraide.operations.revision import WrongRevision as WrongRevision
from entraide.operations.revision import check_revision as check_revision
from entraide.operations.revision import head as head
from entraide.operations.revision import revision_of as revision_of
from entraide.operations.rows import take_your_time
from entraide.settings import ROOT, Settings
from entraide.vault.sealed import store


class NoMasterKey(EntraideError):
    """The master key is lost, or it cannot be told whether there is one."""


def lay_out_instance(settings: Settings) -> None:
    """Make the instance folder, its settings file and the master key, each only where absent."""
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = settings.instance / "settings.toml"
    if not file.exists():
        file.touch(0o600)
        file.write_text(first_lines(settings), "utf-8")
    if settings.master_key_file and not (file := Path(settings.master_key_file)).exists():
        _refuse_a_second_key(settings, file)
        _make_master_key(file)


def first_lines(settings: Settings) -> str:
    """Return the settings file of a new instance."""
    return (
        "# What this instance is; README, « Settings », lists every line. ENTRAIDE_* overrides each.\n"
        f"public_url = {_quoted(settings.public_url)}\n"
        f"calendar_host = {_quoted(settings.calendar_host)}  # never change it: it stands in every calendar entry\n"
        f"site_name = {_quoted(settings.site_name)}\n"
        + ("demo = true  # made-up people and readable letters: never change it\n" if settings.demo else "")
    )


def _quoted(text: str) -> str:
    """Write a TOML string: JSON's escapes are TOML's too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _refuse_a_second_key(settings: Settings, file: Path) -> None:
    """Raise where keys are kept already: another master key opens none of them, and would stand in its way."""
    kept = make_url(settings.keys_url)
    if kept.get_backend_name() == "sqlite" and not Path(str(kept.database)).exists():
        return
    engine = create_engine(kept)
    try:
        is_kept = inspect(engine).has_table("instance_keys")
    except SQLAlchemyError as fault:
        raise NoMasterKey("the key store does not answer, so no master key is made: is its address right?") from fault
    finally:
        engine.dispose()
    if is_kept:
        raise NoMasterKey(
            f"{file}, the master key, is not there, and what this server keeps opens by it alone: "
            "type its words from the paper, `python -m entraide key enter`"
        )


def _make_master_key(file: Path) -> None:
    with suppress(FileExistsError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_hex(32) + "\n")


def migrate(app: Flask, revision: str = "head") -> None:
    """Lay out the key store and run the migrations, on SQLite with foreign keys off and checked at the end."""
    with app.app_context():
        store().lay_out()
        run(db.engine, revision)


def run(engine: Engine, revision: str, *, down: bool = False) -> None:
    """Move a database to a revision, in one transaction."""
    with moving(engine) as connection:
        move(connection, revision, down=down)


@contextmanager
def moving(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction in which tables may change: all of it is kept, or nothing.

    SQLite: batch mode drops and re-makes tables; with foreign keys on that would empty their children.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection:
        if is_sqlite:
            _raw(connection, "PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                take_your_time(connection)
                yield connection
                if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise WrongRevision(f"the migration would break {len(broken)} references")
        finally:
            if is_sqlite:
                _raw(connection, "PRAGMA foreign_keys=ON")


def move(connection: Connection, revision: str, *, down: bool = False) -> None:
    """Run the migrations up to a revision (or down to it) inside the transaction of `moving`."""
    (command.downgrade if down else command.upgrade)(_config(connection), revision)


def _raw(connection: Connection, statement: str) -> None:
    """Run a pragma outside any transaction, where alone it counts."""
    cursor: Any = connection.connection.cursor()
    cursor.execute(statement)
    cursor.close()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


def is_known(revision: str | None) -> bool:
    """Whether this version of the program has a database's revision behind it."""
    if revision is None:
        return False
    try:
        return ScriptDirectory.from_config(_config(None)).get_revision(revision) is not None
    except CommandError:
        return False
