"""What the tests that hold the frame share: one moment of both stores, every route's addresses, and a crawler."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from uuid import UUID

from flask import Flask
from sqlalchemy import MetaData, select
from sqlalchemy.engine import Engine
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from entraide.access.tokens import from_short, short
from tests import workbooks
from tests.marks import Marks
from tests.people import Client

ID = r"(?<![0-9a-f])[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}(?![0-9a-f])"
"""An id with its dashes or without, as a database and its log spell it."""


def rows_of(engine: Engine, leave_out: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return every row of every table as text, in any order; `leave_out` names columns that may move, `*`: all."""
    metadata = MetaData()
    metadata.reflect(engine)
    found = {}
    with engine.connect() as connection:
        for name, table in metadata.tables.items():
            free = set(leave_out.get(name, ()))
            columns = [column for column in table.columns if column.name not in free]
            if "*" not in free:
                found[name] = sorted(repr(tuple(row)) for row in connection.execute(select(*columns)))
    return found


def routes(app: Flask) -> set[str]:
    """Return every route as `METHOD endpoint`."""
    return {f"{method} {rule.endpoint}" for rule in app.url_map.iter_rules() for method in methods_of(rule)}


def methods_of(rule: Rule) -> set[str]:
    """Return what a route was written for."""
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def addresses(rule: Rule, values: Mapping[str, Iterable[str]]) -> list[str]:
    """Return a route's addresses, once for each combination of values of what stands in it."""
    names = sorted(rule.arguments)
    path = "".join(f"{{{part}}}" if is_name else part for is_name, part in _parts(rule))
    every = product(*(values[name] for name in names))
    return [path.format(**dict(zip(names, chosen, strict=True))) for chosen in every]


def _parts(rule: Rule) -> list[tuple[bool, str]]:
    return [(is_name, str(part)) for is_name, part in rule._trace if part != "|"]


@dataclass
class Shown:
    """What one person was shown: for each secret where first, the ids on her pages, and what headers and titles say."""

    marks: Marks
    secrets: dict[str, str] = field(default_factory=dict)
    in_headers: dict[str, str] = field(default_factory=dict)
    in_titles: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    statuses: dict[str, int] = field(default_factory=dict)
    led_to: set[str] = field(default_factory=set)

    def note(self, where: str, answer: TestResponse, app: Flask) -> str:
        """Read an answer whole, and return its body."""
        body = _text_of(answer)
        answer.close()
        self.statuses[where] = answer.status_code
        plain = _spelt_short(html.unescape(body))
        self._keep(self.secrets, plain.replace("\r\n ", ""), where)
        self._keep(self.in_headers, _spelt_short(_headers(answer, app)), where)
        self._keep(self.in_titles, " ".join(re.findall(r"<title>(.*?)</title>", plain, re.S)), where)
        self.ids |= {word for word in re.findall(r"(?<![\w-])[\w-]{22}(?![\w-])", plain) if _is_id(word)}
        return body

    def _keep(self, found: dict[str, str], content: str, where: str) -> None:
        for name in self.marks.found_in(content):
            found.setdefault(name, where)


def _text_of(answer: TestResponse) -> str:
    """Return a body as text; of a workbook every cell, and what stands around them."""
    if answer.mimetype == workbooks.KIND:
        return workbooks.read(answer.get_data()).text
    return answer.get_data().decode("utf-8", "replace")


def _spelt_short(text: str) -> str:
    """Return a text with whatever is percent-encoded in it, and each id as pages spell it, said once more."""
    said = f"{text}\n{unquote(text)}" if "%" in text else text
    return " ".join([said, *(short(UUID(found)) for found in re.findall(ID, text))])


def _is_id(word: str) -> bool:
    try:
        return from_short(word).version == 4
    except ValueError:
        return False


def _headers(answer: TestResponse, app: Flask) -> str:
    """Return an answer's headers, with what its signed cookie keeps."""
    said = str(answer.headers)
    with app.app_context():
        reader: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    for cookie in answer.headers.getlist("Set-Cookie"):
        name, _, value = cookie.partition(";")[0].partition("=")
        if name == app.config["SESSION_COOKIE_NAME"] and value:
            said += str(reader.loads(value))
    return said


def crawl(client: Client, shown: Shown, starts: Iterable[str], others: Iterable[str]) -> None:
    """Get every page that can be reached from `starts` by links, then `others`, and note what they show."""
    waiting, seen = list(starts), set()
    rest = list(others)
    while waiting or rest:
        path = waiting.pop() if waiting else rest.pop()
        if path in seen:
            continue
        seen.add(path)
        body = shown.note(f"GET {path}", answer := client.get(path), client.app)
        waiting += (links := links_in(path, body, answer))
        shown.led_to |= {f"GET {link}" for link in links if link != path}


def links_in(path: str, body: str, answer: TestResponse) -> list[str]:
    """Return the pages of ours that a page leads to; the demo's mailbox is everybody's, and no page of the product."""
    found = [html.unescape(link) for link in re.findall(r'(?:href|src)="([^"]+)"', body)]
    if "Location" in answer.headers:
        found.append(answer.headers["Location"])
    full = [urlsplit(urljoin(f"http://localhost{path}", link)) for link in found]
    own = [link for link in full if link.scheme in ("http", "webcal") and link.netloc == "localhost"]
    pages = [f"{link.path}?{link.query}" if link.query else link.path for link in own]
    return [page for page in pages if not page.startswith(("/demo", "/static"))]
