"""Who may plan, what a page may cost, and that whatever is typed is answered kindly."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from entraide.access import scope
from entraide.accounts.actions import make_person
from entraide.db import db, writing
from entraide.members.actions import join
from tests.meetings.planning_pages import (
    CHANGE,
    DAYS,
    FORM,
    MOVE,
    WEEKEND,
    Pages,
    boxes,
    marcelle,
    meeting,
    november,
    pages,
    series_address,
)
from tests.people import Client
from tests.world import World

__all__ = ["marcelle", "meeting", "november", "pages"]

pytestmark = pytest.mark.once


ADDRESSES = ["{group}/rencontres/nouvelle", "{meeting}/deplacer", "{meeting}/annuler", "{meeting}/modifier", "{series}"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("who", "status"), [("lise", 403), ("dov", 404), ("nina", 404)])
def test_only_organisers_plan(
    app: Flask, world: World, pages: Pages, meeting: str, address: str, who: str, status: int
) -> None:
    path = address.format(group=pages.base, meeting=meeting, series=series_address(pages))
    other = Client(app).sign_in(getattr(world, who))
    assert other.get(path).status_code == status
    assert other.post(path, FORM | MOVE).status_code == status


def statements(app: Flask, deed: Callable[[], object]) -> int:
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", tick)
    try:
        deed()
    finally:
        event.remove(engine, "before_cursor_execute", tick)
    return count


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_takes_few_statements(app: Flask, pages: Pages, meeting: str, address: str) -> None:
    path = address.format(group=pages.base, meeting=meeting, series=series_address(pages))
    pages.browser.get(path)
    assert statements(app, lambda: pages.browser.get(path)) <= 8


def make_series(pages: Pages, times: int, once: str) -> int:
    """Make a weekly series with places by the form; return how many statements confirming took."""
    typed: dict[str, object] = {"repeats": "weekly", "times": str(times), "until": "", "places": "8", "once": once}
    keep = boxes(pages.check(**typed))
    assert len(keep) == times
    return statements(pages.app, lambda: pages.confirm(typed, keep=keep))


def test_many_dates_take_as_many_statements_as_two(pages: Pages) -> None:
    assert make_series(pages, 60, "many") == make_series(pages, 2, "few")
    assert len(pages.meetings()) == 62


def test_many_members_take_as_many_statements_as_few(app: Flask, world: World, pages: Pages) -> None:
    few = make_series(pages, 2, "few")
    with app.app_context():
        writing()
        scope.add(world.tilleuls)
        for number in range(196):
            person = make_person(f"m{number}@poste.example", "", "fr")
            join(world.tilleuls, person.id, f"M{number}", consent_version="1")
        db.session.commit()
    assert make_series(pages, 2, "many") == few


ANY = st.one_of(st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=30))
FIELDS = [*FORM, *DAYS, "every", "times", "places", "link", "dial_in", "about", "until_date-day", "until_date-year"]
FIELDS += ["keep", "hour-2026-12-01", "change"]


@settings(max_examples=120)
@given(typed=st.dictionaries(st.sampled_from(FIELDS), ANY, max_size=4), base=st.sampled_from([FORM, WEEKEND | DAYS]))
def test_whatever_is_typed_is_answered_kindly(pages: Pages, typed: dict[str, bytes], base: dict[str, str]) -> None:
    if not pages.browser.token:
        pages.browser.get("/affichage")
    body = urlencode({**base, **typed, "csrf_token": pages.browser.token})
    form = {"data": body, "content_type": "application/x-www-form-urlencoded"}
    shown = pages.browser.browser.post(f"{pages.base}/rencontres/verifier", **form)
    assert shown.status_code in (200, 422)
    before = len(pages.meetings())
    made = pages.browser.browser.post(f"{pages.base}/rencontres/nouvelle", **form)
    assert made.status_code in (303, 422)
    if made.status_code == 422:
        assert len(pages.meetings()) == before


@settings(max_examples=60)
@given(typed=st.dictionaries(st.sampled_from([*MOVE, *CHANGE]), ANY, min_size=1, max_size=3))
def test_whatever_is_typed_about_a_meeting_is_answered_kindly(
    pages: Pages, meeting: str, typed: dict[str, bytes]
) -> None:
    if not pages.browser.token:
        pages.browser.get("/affichage")
    body = urlencode({**MOVE, **CHANGE, **typed, "csrf_token": pages.browser.token})
    for deed in ("deplacer", "modifier"):
        answer = pages.browser.browser.post(
            f"{meeting}/{deed}", data=body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code in (303, 409, 422)


def test_the_form_sent_twice_at_once_makes_one_series(app: Flask, world: World, pages: Pages) -> None:
    typed: dict[str, object] = {"repeats": "weekly", "times": "3", "until": ""}
    keep = boxes(pages.check(**typed))
    others = [Pages(app, Client(app).sign_in(world.marcelle), world.tilleuls) for _ in range(4)]
    for other in others:
        other.browser.get("/affichage")
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda other: other.confirm(typed, keep=keep).status_code, others))
    assert answers == [303] * 4
    assert len(pages.meetings()) == 3
