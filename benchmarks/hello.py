"""The yardstick: the smallest Flask app there is; and under /bare no app at all, which is what the server takes."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

flask = Flask(__name__)


@flask.get("/")
def hello() -> str:
    """Say hello."""
    return "Hello, World!"


def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request (PEP 3333)."""
    if environ["PATH_INFO"] != "/bare":
        return flask(environ, start)
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"Hello"]
