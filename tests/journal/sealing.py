"""Deeds in the journal, sealed as the worker seals them, and what the doctor says of the chain."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import text

from entraide.db import db
from entraide.journal import anchors, checking, jobs
from entraide.journal.models import Entry
from entraide.operations.rows import snapshot
from entraide.settings import current
from entraide.vault.sealed import store

WHOSE, WHOM = uuid4(), uuid4()


def do(app: Flask, *, deeds: int = 1, at: datetime, group: UUID | None = None) -> None:
    """Note deeds, a minute between them, as actions do, and commit."""
    with app.app_context():
        for count in range(deeds):
            when = at + timedelta(minutes=count)
            db.session.add(Entry(at=when, deed="card:show", group_id=group, by_id=WHOSE, about_id=WHOM))
        db.session.commit()


def seal(app: Flask) -> None:
    with app.app_context():
        jobs.seal()


def note_end(app: Flask) -> None:
    with app.app_context():
        jobs.note_end()


def said(app: Flask) -> list[str]:
    """Return every fault that is found."""
    with app.app_context():
        held, _, strange = anchors.standing(anchors.noted(current(), store()))
        with snapshot(db.engine) as connection:
            found = list(checking.faults(connection, store(), held))
        return found + [f"line {one.line}" for one in strange]


def run(app: Flask, statement: str, **values: Any) -> None:
    """Alter the database as a thief would: by SQL."""
    with app.app_context(), db.engine.connect() as connection, connection.begin():
        connection.execute(text(statement), values)


def numbers(app: Flask) -> list[int | None]:
    with app.app_context(), db.engine.connect() as connection:
        return list(connection.scalars(text("select number from journal order by number")))
