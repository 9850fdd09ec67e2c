"""Who is shown which secret: every page, letter, feed, header and log line, as every kind of person.

The world is marked: each private value stands nowhere else. What appears is compared with MAY_SEE exactly, so that
whoever may see a value does see it somewhere, and nobody else does.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from entraide.access.tokens import short
from entraide.calendars.models import Level
from tests.conftest import Stage
from tests.crawled import Crawled, all_shown, crawled_by_all, others_in_what_was_taken, wrongly_shown
from tests.crawling import rows_of
from tests.marked_world import let_them_answer, make_marked_world
from tests.may_see import IN_LETTERS, KINDS, MAY_SEE, PEOPLE, PUBLISHED

pytestmark = pytest.mark.once

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


@pytest.fixture(scope="module")
def crawled(stage: Stage) -> Iterator[Crawled]:
    """Crawl once, for all tests of this module."""
    with crawled_by_all(stage, make_marked_world, KINDS, INSIDE, "mia", let_them_answer) as found:
        yield found


def test_each_secret_is_shown_to_those_who_may_see_it_and_to_nobody_else(crawled: Crawled) -> None:
    assert not "\n".join(wrongly_shown(crawled, MAY_SEE, PEOPLE))


def test_what_one_takes_along_tells_of_nobody_else(crawled: Crawled) -> None:
    assert others_in_what_was_taken(crawled) == []
    assert crawled.taken["the organiser"].statuses == dict.fromkeys(("as json", "as html", "as ics"), 200)


def test_no_title_holds_a_secret(crawled: Crawled) -> None:
    assert not [shown.in_titles for shown in all_shown(crawled) if shown.in_titles]


def test_no_header_and_no_cookie_holds_a_secret_but_the_link_one_came_by(crawled: Crawled) -> None:
    told = {name for shown in all_shown(crawled) for name in shown.in_headers}
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
    met = {status for shown in all_shown(crawled) for status in shown.statuses.values()}
    assert met <= {200, 303, 400, 403, 404, 409, 422}


def _content(engine: Engine) -> str:
    """Return everything a store holds: its files' bytes, or every value of every row."""
    if engine.dialect.name == "sqlite":
        files = [Path(f"{engine.url.database}{beside}") for beside in ("", "-wal")]
        return "".join(file.read_bytes().decode("latin-1") for file in files if file.exists())
    return "\n".join(row for rows in rows_of(engine, {}).values() for row in rows)
