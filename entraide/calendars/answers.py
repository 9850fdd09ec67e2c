"""How a feed is answered: its headers, and when nothing need be sent (RFC 9110 13.2.2)."""

from datetime import datetime
from typing import Any

from flask import Response
from werkzeug.http import http_date, parse_date, parse_etags

HEADERS = {
    "Content-Disposition": 'inline; filename="agenda.ics"',
    "Cache-Control": "private, max-age=900",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
}
TYPE = "text/calendar; charset=utf-8"


class Unchanged(Response):
    """A 304 that repeats when the feed last moved: clients that ask by date keep what they asked with."""

    def get_wsgi_headers(self, environ: Any) -> Any:
        """Keep Last-Modified, which would be left out with the other headers of a body."""
        headers = super().get_wsgi_headers(environ)
        if moved := self.headers.get("Last-Modified"):
            headers["Last-Modified"] = moved
        return headers


def answer(body: bytes | None, etag: str, moved: datetime | None) -> Response:
    """Answer with a calendar, or None: 304, what the reader has still holds."""
    kind, status = (Unchanged, 304) if body is None else (Response, 200)
    made = kind(body, status, HEADERS, content_type=TYPE)
    made.set_etag(etag)
    if moved is not None:
        made.headers["Last-Modified"] = http_date(moved)
    return made


def is_unchanged(environ: Any, etag: str, moved: datetime | None) -> bool:
    """Say whether the reader has this already: by ETag where it sends one, else by a date that can be read.

    `moved` is in whole seconds; None: never by date.
    """
    if (known := environ.get("HTTP_IF_NONE_MATCH")) is not None:
        return parse_etags(known).contains_weak(etag)
    since = _date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    return since is not None and moved is not None and moved <= since


def _date(text: str | None) -> datetime | None:
    try:
        return parse_date(text)
    except OverflowError:  # a year no clock will see
        return None
