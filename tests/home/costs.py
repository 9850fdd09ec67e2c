"""How many statements a page costs, in the database and the key store together."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import event

from entraide.db import db

OF_A_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")
OF_A_SESSION = ("UPDATE SIGN_INS", "UPDATE PERSONS SET HEARD")  # every five minutes, with whichever page comes then


def statements_of(app: Flask, deed: Callable[[], object]) -> int:
    """Count what a deed asks of both stores; beginnings and ends do not count, nor that a session is in use."""
    found: list[str] = []

    def note(*said: object) -> None:
        found.append(str(said[2]).strip())

    with app.app_context():
        engines = [db.engine, app.extensions["entraide.vault"].engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        deed()
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    return len([one for one in found if not one.upper().startswith(OF_A_TRANSACTION + OF_A_SESSION)])
