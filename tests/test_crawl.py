"""Who is shown which secret: every page, letter, feed, header and log line, as every kind of person.

The world is marked: each private value stands nowhere else. What appears is compared with MAY_SEE exactly, so that
whoever may see a value does see it somewhere, and nobody else does.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy.engine import Engine

from entraide.access.tokens import short
from entraide.calendars.models import Level
from tests.access_table import TABLE
from tests.conftest import Stage
from tests.crawling import Shown, addresses, crawl, methods_of, rows_of
from tests.lettering import all_of
from tests.marked_world import NOW, MarkedWorld, let_them_answer, make_marked_world
from tests.may_see import IN_LETTERS, KINDS, MAY_SEE, PEOPLE, PUBLISHED
from tests.people import Client, deliver

MAY_MOVE = {
    "sign_ins": ["seen"],
    "feeds": ["last_used"],
    "feed_bodies": ["*"],
}
"""What reading may change: when a session and a feed were last in use, and bodies kept for the next poll."""

INSIDE = (
    "the member",
    "the discreet member",
    "the blocked member",
    "the giver",
    "the organiser",
    "the member elsewhere",
    "the organiser elsewhere",
    "the one in both",
)
SHOWING = {"POST members.see", "POST members.take_letter", "POST rights.take_workbook", "POST rights.take_roster"} | {
    key for key, row in TABLE.items() if key.startswith("POST") and 422 in row[2:] and 303 not in row[2:]
}
"""Forms that show a page when they are refused, and those that show what they are asked for."""


@dataclass
class Crawled:
    """All that was shown to everybody, by channel."""

    stage: Stage
    world: MarkedWorld
    pages: dict[str, Shown] = field(default_factory=dict)
    forms: dict[str, Shown] = field(default_factory=dict)
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


@pytest.fixture(scope="module")
def crawled(stage: Stage) -> Iterator[Crawled]:
    """Crawl once, for all tests of this module."""
    stage.reset()
    with time_machine.travel(NOW, tick=False) as traveller:
        found = Crawled(stage, make_marked_world(stage.app))
        root, listener = logging.getLogger(), Listener(found)
        root.addHandler(listener)
        with _loud(""):
            _crawl(found, stage.app, traveller)
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


def _crawl(found: Crawled, app: Flask, traveller: time_machine.Traveller) -> None:
    with _loud("sqlalchemy"):  # every statement and row: of the letters, and of whoever sees most
        _read_letters(found, app)
    let_them_answer(app, found.world)
    found.before = _rows(found.stage)
    traveller.shift(timedelta(minutes=6))  # long enough for sessions to be noted as seen again
    for kind in KINDS:
        with _loud(*["sqlalchemy"] * (kind == "the organiser")):
            _read_pages(found, app, kind)
    for (name, level), token in found.world.feeds.items():
        shown = found.feeds[name, level] = Shown(found.world.marks)
        shown.note(f"GET /c/{token}.ics", app.test_client().get(f"/c/{token}.ics"), app)
    found.after = _rows(found.stage)
    for kind in KINDS:
        _send_forms(found, app, kind)


def _rows(stage: Stage) -> dict[str, list[str]]:
    return rows_of(stage.engine, MAY_MOVE) | rows_of(stage.keys, {})


def _read_letters(found: Crawled, app: Flask) -> None:
    Client(app).post("/connexion", {"email": found.world.emails["mia"]})
    names = {address: name for name, address in found.world.emails.items()}
    for letter in deliver(app):
        said = all_of(letter)
        name = names[str(letter["To"])]
        found.letters.setdefault(name, set()).update(found.world.marks.found_in(said))
        found.links.setdefault(name, []).extend(re.findall(r"http://localhost(/[^\s<>\"]*)", said))


def _client(found: Crawled, app: Flask, kind: str) -> Client:
    client = Client(app)
    if name := KINDS[kind]:
        client.browser.set_cookie("sid", found.world.sessions[name])
    return client


def _starts(found: Crawled, kind: str) -> list[str]:
    name = "ivan" if kind == "the invited" else KINDS[kind] or ""
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
    values = {name: ids if kind in INSIDE else [] for name, ids in found.world.url_values.items()}
    values |= {"token": [], "session_id": [], "meeting_id": values["meeting_id"][::3]}
    if kind == "the invited":
        values["token"] = [link.split("/")[2] for link in found.links["ivan"] if link.startswith("/i/")][:1]
    if kind == "the one with the link":
        values["token"] = [found.world.join_link]
    for rule in app.url_map.iter_rules():
        if "POST" in methods_of(rule) and f"POST {rule.endpoint}" in SHOWING:
            for path in addresses(rule, values):
                shown.note(f"POST {path}", client.post(path), app)


def _words(name: str) -> str:
    """Return who may see a secret, in words."""
    said = next(words for pattern, words in MAY_SEE.items() if fnmatchcase(name, pattern))
    owner = next((kind for kind, person in KINDS.items() if person == re.split(":| in ", name)[0]), "nobody")
    return said.replace("herself", owner)


def _kinds(words: str) -> set[str]:
    """Return the kinds of people that words mean."""
    if words in PEOPLE:
        return PEOPLE[words]
    parts = words.split(" and ")
    return {kind for part in parts for kind in PEOPLE.get(part, {part})}


def test_each_secret_is_shown_to_those_who_may_see_it_and_to_nobody_else(crawled: Crawled) -> None:
    wrong = []
    for name in crawled.world.marks.texts:
        wanted = _kinds(_words(name))
        for kind in KINDS:
            where = {**crawled.forms[kind].secrets, **crawled.pages[kind].secrets}.get(name)
            if (where is not None) is not (kind in wanted):
                wrong.append(f"{name!r} for {kind}: {where or 'nowhere'}; it is for {_words(name)}")
    assert not wrong


def test_no_title_holds_a_secret(crawled: Crawled) -> None:
    assert not [shown.in_titles for shown in _all_shown(crawled) if shown.in_titles]


def test_no_header_and_no_cookie_holds_a_secret_but_the_link_one_came_by(crawled: Crawled) -> None:
    told = {name for shown in _all_shown(crawled) for name in shown.in_headers}
    assert told <= {"Aulnes: the link to join"}
    assert crawled.pages["the one with the link"].in_headers
    assert not [kind for kind in KINDS if kind != "the one with the link" and crawled.pages[kind].in_headers]


def test_letters_tell_what_their_reader_chose(crawled: Crawled) -> None:
    assert crawled.letters == {name: set(secrets) for name, secrets in IN_LETTERS.items()}


@pytest.mark.parametrize("name", ["mia", "ana"])
@pytest.mark.parametrize("level", [Level.DISCREET, Level.BUSY])
def test_a_feed_tells_nothing_but_times_unless_it_is_full(crawled: Crawled, name: str, level: Level) -> None:
    assert {secret for secret in crawled.feeds[name, level].secrets if not secret.endswith(": hour")} == set()


@pytest.mark.parametrize(("name", "groups"), [("mia", ["Aulnes"]), ("ana", ["Aulnes", "Bouleaux"])])
def test_a_full_feed_tells_of_meetings_and_of_nobody(crawled: Crawled, name: str, groups: list[str]) -> None:
    told = set(crawled.feeds[name, Level.FULL].secrets)
    of_meetings = {one for one in crawled.world.marks.texts for group in groups if one.startswith(f"{group} ")}
    without_ways_in = {one for one in of_meetings if not re.match("Aulnes online .*: (link|dial_in)", one)}
    assert told == without_ways_in | {f"{group}: name" for group in groups}


def test_nobody_can_tell_that_one_person_is_in_two_groups(crawled: Crawled) -> None:
    here, there = (
        {id_ for kind in kinds for shown in (crawled.pages[kind], crawled.forms[kind]) for id_ in shown.ids}
        for kinds in (
            ("the member", "the discreet member", "the blocked member", "the giver", "the organiser"),
            ("the member elsewhere", "the organiser elsewhere"),
        )
    )
    assert short(crawled.world.members["ana in Aulnes"]) in here
    assert short(crawled.world.members["ana in Bouleaux"]) in there
    assert not here & there


def test_no_log_line_holds_a_secret(crawled: Crawled) -> None:
    assert crawled.lines > 0
    assert {name: line for name, line in crawled.logged.items() if name not in PUBLISHED} == {}


def test_the_stores_hold_no_secret_in_clear(crawled: Crawled) -> None:
    stored = "".join(_content(engine) for engine in (crawled.stage.engine, crawled.stage.keys))
    assert crawled.world.marks.found_in(stored) == PUBLISHED


def test_no_other_file_of_the_server_holds_a_secret(crawled: Crawled) -> None:
    letters = crawled.stage.settings.mail_dir  # the demo's mailbox is every reader's own
    for file in crawled.stage.folder.rglob("*"):
        if file.is_file() and letters not in file.parents:
            assert crawled.world.marks.found_in(file.read_bytes().decode("latin-1")) <= PUBLISHED, file


def test_reading_changes_nothing(crawled: Crawled) -> None:
    assert crawled.before == crawled.after
    assert len(crawled.before) > 15


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("the member", "/r/"),
        ("the member", "/u/"),
        ("the member", "/v/"),
        ("the member", "/c/"),
        ("the invited", "/i/"),
        ("the one with the link", "/j/"),
    ],
)
def test_the_crawl_came_by_every_kind_of_link(crawled: Crawled, kind: str, start: str) -> None:
    statuses = [status for path, status in crawled.pages[kind].statuses.items() if path.startswith(f"GET {start}")]
    assert 200 in statuses


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_leads_where_its_reader_may_not_go(crawled: Crawled, kind: str) -> None:
    shown = crawled.pages[kind]
    assert shown.led_to
    assert {path: shown.statuses[path] for path in shown.led_to if shown.statuses[path] not in (200, 303)} == {}


def test_the_crawl_met_no_fault(crawled: Crawled) -> None:
    met = {status for shown in _all_shown(crawled) for status in shown.statuses.values()}
    assert met <= {200, 303, 400, 403, 404, 409, 422}


def _all_shown(crawled: Crawled) -> list[Shown]:
    return [*crawled.pages.values(), *crawled.forms.values(), *crawled.feeds.values()]


def _content(engine: Engine) -> str:
    """Return everything a store holds: its files' bytes, or every value of every row."""
    if engine.dialect.name == "sqlite":
        files = [Path(f"{engine.url.database}{beside}") for beside in ("", "-wal")]
        return "".join(file.read_bytes().decode("latin-1") for file in files if file.exists())
    return "\n".join(row for rows in rows_of(engine, {}).values() for row in rows)
