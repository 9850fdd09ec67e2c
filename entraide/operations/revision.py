"""Whether a database and this program belong together; without the tools that migrate, for every web worker asks it."""

import re

from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

from entraide.db import db
from entraide.errors import EntraideError
from entraide.settings import ROOT

NAMED = re.compile(r'^(revision|down_revision) = "(\w+)"$', re.MULTILINE)

OTHER = "the database is not at this version: run `python -m entraide upgrade`"
NEWER = (
    "the database belongs to a newer version of the program: start that one again, "
    "or with it go back by `python -m entraide upgrade --back`"
)


class WrongRevision(EntraideError):
    """The database belongs to another version of the program."""


def check_revision(app: Flask) -> None:
    """Raise WrongRevision unless the database is at this version's revision."""
    with app.app_context():
        found = revision_of(db.engine)
    if found != head():
        is_newer = found is not None and found not in (one["revision"] for one in _said())
        raise WrongRevision(
            NEWER if is_newer else "the database is not at this version: run `python -m entraide upgrade`"
        )


def revision_of(engine: Engine) -> str | None:
    """Return the revision a database is at; None before its first migration."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("select version_num from alembic_version"))
    return found


def head() -> str:
    """Return the revision of this version of the program: of its migrations the one that none follows."""
    said = _said()
    (last,) = {one["revision"] for one in said} - {one.get("down_revision") for one in said}
    return last


def _said() -> list[dict[str, str]]:
    """Return what each migration of this version says of itself: its revision, and the one it follows."""
    files = (ROOT / "migrations" / "versions").glob("*.py")
    return [dict(NAMED.findall(file.read_text("utf-8"))) for file in files]
