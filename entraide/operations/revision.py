"""Whether a database and this program belong together; without the tools that migrate, for every web worker asks it."""

import re

from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

from entraide.db import db
from entraide.errors import EntraideError
from entraide.settings import ROOT

NAMED = re.compile(r'^(revision|down_revision) = "(\w+)"$', re.MULTILINE)


class WrongRevision(EntraideError):
    """The database belongs to another version of the program."""


def check_revision(app: Flask) -> None:
    """Raise WrongRevision unless the database is at this version's revision."""
    with app.app_context():
        found = revision_of(db.engine)
    if found != head():
        raise WrongRevision("the database is not at this version: run `python -m entraide upgrade`")


def revision_of(engine: Engine) -> str | None:
    """Return the revision a database is at; None before its first migration."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("select version_num from alembic_version"))
    return found


def head() -> str:
    """Return the revision of this version of the program: of its migrations the one that none follows."""
    files = (ROOT / "migrations" / "versions").glob("*.py")
    said: list[dict[str, str]] = [dict(NAMED.findall(file.read_text("utf-8"))) for file in files]
    (last,) = {one["revision"] for one in said} - {one.get("down_revision") for one in said}
    return last
