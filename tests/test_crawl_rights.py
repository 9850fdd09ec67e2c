"""Who is shown which secret where rights changed: notice, removal, protected mode, erasure, a lost lock."""

from collections.abc import Iterator

import pytest

from tests.conftest import Stage
from tests.crawled import Crawled, all_shown, crawled_by_all, others_in_what_was_taken, wrongly_shown
from tests.marked_rights import INSIDE, KINDS, MAY_SEE, PEOPLE, make_rights_world

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def crawled(stage: Stage) -> Iterator[Crawled]:
    """Crawl once, for all tests of this module."""
    with crawled_by_all(stage, make_rights_world, KINDS, INSIDE, "prue") as found:
        yield found


def test_each_secret_is_shown_to_those_who_may_see_it_and_to_nobody_else(crawled: Crawled) -> None:
    assert not "\n".join(wrongly_shown(crawled, MAY_SEE, PEOPLE))


def test_what_one_takes_along_tells_of_nobody_else(crawled: Crawled) -> None:
    assert others_in_what_was_taken(crawled) == []
    assert crawled.taken["the organiser"].statuses == dict.fromkeys(("as json", "as html", "as ics"), 200)


def test_no_title_holds_a_secret(crawled: Crawled) -> None:
    assert not [shown.in_titles for shown in all_shown(crawled) if shown.in_titles]


def test_no_header_and_no_cookie_holds_a_secret(crawled: Crawled) -> None:
    assert not [shown.in_headers for shown in all_shown(crawled) if shown.in_headers]


def test_letters_tell_their_readers_nothing_but_their_own_address(crawled: Crawled) -> None:
    """To a mailbox that was set aside nothing goes, though a code was asked for."""
    assert crawled.letters == {name: {f"{name}: own address"} for name in ("bera", "erin", "rosa", "tess")}


def test_no_log_line_holds_a_secret(crawled: Crawled) -> None:
    assert crawled.lines > 0
    assert crawled.logged == {}


def test_reading_changes_nothing(crawled: Crawled) -> None:
    assert crawled.before == crawled.after


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_leads_where_its_reader_may_not_go(crawled: Crawled, kind: str) -> None:
    shown = crawled.pages[kind]
    assert shown.led_to
    assert {path: shown.statuses[path] for path in shown.led_to if shown.statuses[path] not in (200, 303)} == {}


def test_the_crawl_met_no_fault(crawled: Crawled) -> None:
    met = {status for shown in all_shown(crawled) for status in shown.statuses.values()}
    assert met <= {200, 303, 400, 403, 404, 409, 422}
