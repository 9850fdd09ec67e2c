"""Answer calendar programs before Flask is entered, where nothing need be rendered: 304s, and bodies that were kept."""

import atexit
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import date
from typing import Any
from uuid import UUID

from flask import Flask, request
from sqlalchemy import Select, bindparam, create_engine, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import http_date, quote_etag

from entraide import clock
from entraide.access.tokens import fingerprint
from entraide.calendars import bodies, versions
from entraide.calendars.actions.reading import write_days
from entraide.calendars.answers import answer, is_unchanged
from entraide.calendars.models import Feed, FeedBody
from entraide.db import apart, engine_options, tune
from entraide.settings import Settings

Start = Callable[..., Any]
Made = tuple[str, list[tuple[str, str]], bytes]
PATH = re.compile(r"/c/([A-Za-z0-9_-]{43})\.ics")
WRITTEN_EVERY = 60.0
STORED = (
    select(FeedBody.body_sealed)
    .join(Feed, Feed.id == FeedBody.feed_id)
    .where(Feed.token_hash == bindparam("token_hash"), FeedBody.etag == bindparam("etag"))
)


class Door:
    """The app with a door in front: a feed that is known and kept is answered there, all else by the app itself.

    What it answers is, to the byte, what the app would; it keeps no log, and no token but in the running call.
    """

    def __init__(self, app: Flask) -> None:
        settings: Settings = app.extensions["entraide.settings"]
        self.app = app
        self.host, self.house = settings.host, versions.house_of(settings)
        self.engine = create_engine(
            settings.database_url,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,  # there is never anything to roll back
            **engine_options(settings.database_url),
        )
        tune(self.engine)
        self.days = DaysRead(app)
        self._versions, self._stored = _Asked(versions.VERSIONS, self.engine), _Asked(STORED, self.engine)
        self._changed = _headers_of(app, settings, b"")
        self._unchanged = _headers_of(app, settings, None)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        if (token := self._token(environ)) is None or (made := self._made(token, environ)) is None:
            return self.app(environ, start)
        status, headers, body = made
        start(status, headers)
        return [body] if body and environ["REQUEST_METHOD"] == "GET" else []

    def _token(self, environ: Mapping[str, Any]) -> str | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("SCRIPT_NAME"):
            return None
        found = PATH.fullmatch(environ.get("PATH_INFO", ""))
        is_here = environ.get("HTTP_HOST", "").partition(":")[0] == self.host
        return found[1] if found and is_here else None

    def _made(self, token: str, environ: Mapping[str, Any]) -> Made | None:
        """Make the answer; None where the app is needed: unknown, switched off, not rendered yet, no database."""
        try:
            with closing(self.engine.raw_connection()) as connection:
                return self._asked(token, environ, connection.cursor())
        except (self.engine.dialect.loaded_dbapi.Error, SQLAlchemyError):
            return None

    def _asked(self, token: str, environ: Mapping[str, Any], cursor: Any) -> Made | None:
        today, hash_ = clock.today(), fingerprint(token)
        if (found := versions.read(self._versions.rows(cursor, token_hash=hash_))) is None:
            return None
        etag, moved = found.etag(self.house, today), found.moved(today)
        own = {"ETag": quote_etag(etag), "Last-Modified": http_date(moved)}
        if is_unchanged(environ, etag, moved):
            self._note(found, today)
            return "304 NOT MODIFIED", _filled(self._unchanged, own), b""
        stored = self._stored.rows(cursor, token_hash=hash_, etag=etag)
        if not stored or (body := bodies.opened(token, etag, bytes(stored[0][0]))) is None:
            return None
        self._note(found, today)
        return "200 OK", _filled(self._changed, own | {"Content-Length": str(len(body))}), body

    def _note(self, found: versions.Versions, today: date) -> None:
        if found.last_used != today:
            self.days.note(found.feed_id, today)


class DaysRead:
    """On which day each feed was last read: collected in memory, written together once a minute."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._days: dict[UUID, date] = {}
        self._lock = threading.Lock()
        self._is_running = False

    def note(self, feed_id: UUID, day: date) -> None:
        """Remember a reading; the thread that writes begins with the first."""
        with self._lock:
            self._days[feed_id] = day
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, name="days read", daemon=True).start()
                atexit.register(self.write)

    def write(self) -> None:
        """Write what was collected; where the database has no time for it, the next turn tries again."""
        with self._lock:
            days, self._days = self._days, {}
        if not days:
            return
        try:
            with self.app.app_context(), apart() as connection:
                write_days(connection, days)
        except SQLAlchemyError:
            with self._lock:
                self._days = days | self._days

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(WRITTEN_EVERY):
            self.write()


class _Asked:
    """A statement compiled once, run by the driver itself, its rows read as SQLAlchemy would read them."""

    def __init__(self, statement: Select[*tuple[Any, ...]], engine: Engine) -> None:
        compiled = statement.compile(dialect=engine.dialect)
        self._text = str(compiled)
        self._names = list(compiled.positiontup or ()) if compiled.positional else None
        columns = statement.selected_columns
        types = [column.type.dialect_impl(engine.dialect) for column in columns]
        self._readers = [kind.result_processor(engine.dialect, None) for kind in types]

    def rows(self, cursor: Any, **values: Any) -> list[list[Any]]:
        """Return the rows for these values."""
        cursor.execute(self._text, values if self._names is None else [values[name] for name in self._names])
        return [
            [read(value) if read else value for read, value in zip(self._readers, row, strict=True)]
            for row in cursor.fetchall()
        ]


def _headers_of(app: Flask, settings: Settings, body: bytes | None) -> list[tuple[str, str]]:
    """Ask the app itself which headers such an answer leaves it with, and in which order."""
    with app.test_request_context(f"/c/{'x' * 43}.ics", base_url=settings.public_url):
        made = app.process_response(answer(body, "x", clock.now()))
        return list(made.get_wsgi_headers(request.environ))


def _filled(headers: list[tuple[str, str]], own: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, own.get(name, value)) for name, value in headers]
