"""All that everybody is shown of a marked world: every page, letter, feed, header and log line, by kind of person."""

import logging
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase

import time_machine
from flask import Flask

from entraide.calendars.models import Level
from tests.access_table import TABLE
from tests.conftest import Stage
from tests.crawling import Shown, addresses, crawl, methods_of, rows_of
from tests.lettering import all_of
from tests.marked_values import NOW, MarkedWorld
from tests.people import Client, deliver

MAY_MOVE = {
    "sign_ins": ["seen"],
    "feeds": ["last_used"],
    "feed_bodies": ["*"],
}
"""What reading may change: when a session and a feed were last in use, and bodies kept for the next poll."""

SHOWING = {"POST members.see", "POST members.take_letter", "POST rights.take_workbook", "POST rights.take_roster"} | {
    key for key, row in TABLE.items() if key.startswith("POST") and 422 in row[2:] and 303 not in row[2:]
}
"""Forms that show a page when they are refused, and those that show what they are asked for."""


@dataclass
class Crawled:
    """All that was shown to everybody, by channel."""

    stage: Stage
    world: MarkedWorld
    kinds: Mapping[str, str | None]  # kinds of people, and who of the world they are
    inside: Collection[str]  # whose forms are sent to every address
    asks: str  # who asks for a code before letters are read
    pages: dict[str, Shown] = field(default_factory=dict)
    forms: dict[str, Shown] = field(default_factory=dict)
    taken: dict[str, Shown] = field(default_factory=dict)
    letters: dict[str, set[str]] = field(default_factory=dict)
    feeds: dict[tuple[str, Level], Shown] = field(default_factory=dict)
    before: dict[str, list[str]] = field(default_factory=dict)
    after: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    logged: dict[str, str] = field(default_factory=dict)
    lines: int = 0


class Listener(logging.Handler):
    """Hears every log record, of every logger and level."""

    def __init__(self, crawled: Crawled) -> None:
        super().__init__(logging.DEBUG)
        self.crawled = crawled

    def emit(self, record: logging.LogRecord) -> None:
        """Note the secrets in a record."""
        said = f"{record.getMessage()} {record.args!r} {record.exc_info!r} {record.exc_text or ''}"
        self.crawled.lines += 1
        for name in self.crawled.world.marks.found_in(said):
            self.crawled.logged.setdefault(name, f"{record.name}: {said[:200]}")


@contextmanager
def crawled_by_all(
    stage: Stage,
    make: Callable[[Flask], MarkedWorld],
    kinds: Mapping[str, str | None],
    inside: Collection[str],
    asks: str,
    go_on: Callable[[Flask, MarkedWorld], None] = lambda app, made: None,
) -> Iterator[Crawled]:
    """Make a marked world, read its letters, `go_on` with it, and let every kind of person read all there is."""
    stage.reset()
    with time_machine.travel(NOW, tick=False) as traveller:
        found = Crawled(stage, make(stage.app), kinds, inside, asks)
        root, listener = logging.getLogger(), Listener(found)
        root.addHandler(listener)
        with _loud(""):
            _crawl(found, stage.app, traveller, go_on)
        root.removeHandler(listener)
        yield found


@contextmanager
def _loud(*names: str) -> Iterator[None]:
    """Let these loggers speak at their loudest."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def _crawl(
    found: Crawled, app: Flask, traveller: time_machine.Traveller, go_on: Callable[[Flask, MarkedWorld], None]
) -> None:
    with _loud("sqlalchemy"):  # every statement and row: of the letters, and of whoever sees most
        _read_letters(found, app)
    go_on(app, found.world)
    found.before = _rows(found.stage)
    traveller.shift(timedelta(minutes=6))  # long enough for sessions to be noted as seen again
    for kind in found.kinds:
        with _loud(*["sqlalchemy"] * (kind == "the organiser")):
            _read_pages(found, app, kind)
    for (name, level), token in found.world.feeds.items():
        shown = found.feeds[name, level] = Shown(found.world.marks)
        shown.note(f"GET /c/{token}.ics", app.test_client().get(f"/c/{token}.ics"), app)
    found.after = _rows(found.stage)
    for kind in found.kinds:
        _send_forms(found, app, kind)
        _take_along(found, app, kind)


def _rows(stage: Stage) -> dict[str, list[str]]:
    return rows_of(stage.engine, MAY_MOVE) | rows_of(stage.keys, {})


def _read_letters(found: Crawled, app: Flask) -> None:
    Client(app).post("/connexion", {"email": found.world.emails[found.asks]})
    names = {address: name for name, address in found.world.emails.items()}
    for letter in deliver(app):
        said = all_of(letter)
        name = names[str(letter["To"])]
        found.letters.setdefault(name, set()).update(found.world.marks.found_in(said))
        found.links.setdefault(name, []).extend(re.findall(r"http://localhost(/[^\s<>\"]*)", said))


def _client(found: Crawled, app: Flask, kind: str) -> Client:
    client = Client(app)
    if name := found.kinds[kind]:
        client.browser.set_cookie("sid", found.world.sessions[name])
    return client


def _starts(found: Crawled, kind: str) -> list[str]:
    name = "ivan" if kind == "the invited" else found.kinds[kind] or ""
    links = {
        "the one with the link": [f"/j/{found.world.join_link}"],
        "the member": [f"/v/{found.world.place_link}"],
    }.get(kind, [])
    return ["/", "/agenda", "/g", "/moi", *links, *found.links.get(name, ())]


def _read_pages(found: Crawled, app: Flask, kind: str) -> None:
    shown = found.pages[kind] = Shown(found.world.marks)
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in methods_of(rule) and _is_formattable(rule.arguments)]
    others = [path for rule in rules for path in addresses(rule, found.world.url_values)]
    crawl(_client(found, app, kind), shown, _starts(found, kind), [one for one in others if "/demo" not in one])


def _is_formattable(arguments: set[str]) -> bool:
    return not arguments & {"token", "name", "digest", "word"}


def _send_forms(found: Crawled, app: Flask, kind: str) -> None:
    shown, client = Shown(found.world.marks), _client(found, app, kind)
    found.forms[kind] = shown
    values = {name: ids if kind in found.inside else [] for name, ids in found.world.url_values.items()}
    values |= {"token": [], "session_id": [], "meeting_id": values["meeting_id"][::3]}
    if kind == "the invited":
        values["token"] = [link.split("/")[2] for link in found.links["ivan"] if link.startswith("/i/")][:1]
    if kind == "the one with the link":
        values["token"] = [found.world.join_link]
    for rule in app.url_map.iter_rules():
        if "POST" in methods_of(rule) and f"POST {rule.endpoint}" in SHOWING:
            for path in addresses(rule, values):
                shown.note(f"POST {path}", client.post(path), app)


def _take_along(found: Crawled, app: Flask, kind: str) -> None:
    """Take one's own data in every format."""
    shown = found.taken[kind] = Shown(found.world.marks)
    for written in ("json", "html", "ics"):
        shown.note(f"as {written}", _client(found, app, kind).post("/moi/donnees", {"kind": written}), app)


def others_in_what_was_taken(found: Crawled) -> list[str]:
    """Return each secret of somebody else that stands in what one takes along, with where."""
    wrong = []
    for kind, person in found.kinds.items():
        for name, where in found.taken[kind].secrets.items():
            owner = re.split(":| in ", name)[0]
            if owner in found.world.people and owner != person:
                wrong.append(f"{name!r} for {kind}, {where}")
    return wrong


def wrongly_shown(found: Crawled, may_see: Mapping[str, str], people: Mapping[str, Collection[str]]) -> list[str]:
    """Return each secret that somebody was shown who may not see it, or who may and was not, with where."""
    wrong = []
    for name in found.world.marks.texts:
        words = _words(name, found.kinds, may_see)
        wanted = {kind for part in _parts(words, people) for kind in people.get(part, {part})}
        for kind in found.kinds:
            where = {**found.forms[kind].secrets, **found.pages[kind].secrets}.get(name)
            if (where is not None) is not (kind in wanted):
                wrong.append(f"{name!r} for {kind}: {where or 'nowhere'}; it is for {words}")
    return wrong


def _words(name: str, kinds: Mapping[str, str | None], may_see: Mapping[str, str]) -> str:
    """Return who may see a secret, in words."""
    said = next(words for pattern, words in may_see.items() if fnmatchcase(name, pattern))
    owner = next((kind for kind, person in kinds.items() if person == re.split(":| in ", name)[0]), "nobody")
    return said.replace("herself", owner)


def _parts(words: str, people: Mapping[str, Collection[str]]) -> list[str]:
    """Return the kinds of people that words mean, one by one where they are several."""
    return [words] if words in people else words.split(" and ")


def all_shown(crawled: Crawled) -> list[Shown]:
    """Return all that anybody was shown."""
    return [*crawled.pages.values(), *crawled.forms.values(), *crawled.feeds.values()]
