"""What a calendar program is answered: 304, headers, no other method; what is kept of it opens with the token alone."""

from datetime import date

import pytest
from sqlalchemy import select

from entraide.calendars import bodies
from entraide.calendars.models import FeedBody, Level
from entraide.db import db
from tests.calendars.a_moment import DAY, NOW, traveller
from tests.calendars.lint import complaints
from tests.calendars.parts import unfolded
from tests.calendars.subscribing import (
    body,
    connect,
    feed_of,
    fetch,
    plan,
)
from tests.lettering import at_work

__all__ = ["traveller"]


@pytest.fixture
def meeting(app, world, traveller):
    return plan(app, world.tilleuls, DAY)


def matching(etag: str, moved: str) -> list[dict[str, str]]:
    return [
        {"If-None-Match": etag},
        {"If-None-Match": f"W/{etag}"},
        {"If-None-Match": f'"x", W/"y", {etag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": moved},
        {"If-Modified-Since": "Wed, 01 Jan 2031 00:00:00 GMT"},
        {"If-None-Match": etag, "If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"},
        {"If-None-Match": etag, "If-Modified-Since": "yesterday"},
    ]


@pytest.mark.parametrize("number", range(8))
def test_who_has_it_already_is_sent_nothing(app, world, meeting, number):
    token = connect(app, world.lise)
    first = fetch(app, token)
    asked = matching(first.headers["ETag"], first.headers["Last-Modified"])[number]
    answer = fetch(app, token, headers=asked)
    assert (answer.status_code, answer.data) == (304, b"")
    for name in ("ETag", "Last-Modified", "Cache-Control"):
        assert answer.headers[name] == first.headers[name]


@pytest.mark.parametrize(
    "asked",
    [
        {"If-None-Match": '"x"'},
        {"If-None-Match": ""},
        {"If-None-Match": '"x"', "If-Modified-Since": "Wed, 01 Jan 2031 00:00:00 GMT"},
        {"If-Modified-Since": "Tue, 10 Nov 2026 09:30:14 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": ""},
        {"If-Modified-Since": "Mon, 99999999999999999999 Jan 2020 00:00:00 GMT"},
        {"If-Modified-Since": "\xff" * 40},
    ],
)
def test_who_has_something_else_is_sent_all(app, world, meeting, asked):
    assert fetch(app, connect(app, world.lise), headers=asked).status_code == 200


def test_the_headers_are_those_calendar_programs_want(app, world, meeting):
    answer = fetch(app, connect(app, world.lise))
    assert {name: answer.headers.get(name) for name in WANTED} == WANTED
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


WANTED = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'inline; filename="agenda.ics"',
    "Cache-Control": "private, max-age=900",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    "Last-Modified": "Tue, 10 Nov 2026 09:30:15 GMT",
}


def test_head_is_get_without_its_body(app, world, meeting):
    token = connect(app, world.lise)
    whole, head = fetch(app, token), fetch(app, token, method="HEAD")
    assert (head.status_code, head.data) == (200, b"")
    assert list(head.headers) == list(whole.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "REPORT"])
def test_nothing_else_can_be_asked_of_a_feed(app, world, method):
    assert fetch(app, connect(app, world.lise), method=method).status_code == 405


@pytest.mark.parametrize("token", ["x" * 43, "x", "é" * 20, "%00", "a" * 5000, "..%2f..%2fx"])
def test_a_token_that_never_was_is_absent(app, world, token):
    answer = fetch(app, token)
    assert answer.status_code == 404
    assert "WWW-Authenticate" not in answer.headers
    assert token not in answer.get_data(as_text=True) or token == "x"


def test_a_cookie_changes_nothing(app, world, client, meeting):
    token = connect(app, world.lise)
    client.sign_in(world.dov)
    assert client.get(f"/c/{token}.ics").data == body(app, token)


def test_a_reading_leaves_the_day_and_nothing_else(app, world, traveller, meeting):
    token = connect(app, world.lise)
    fetch(app, token)
    with app.app_context():
        feed = feed_of(world.lise, token)
        assert feed.last_used == date(2026, 11, 10)
        assert (feed.version, feed.changed) == (1, NOW)


def test_a_kept_body_opens_with_its_token_alone(app, world, meeting):
    token = connect(app, world.lise, Level.FULL)
    said = body(app, token)
    with app.app_context():
        kept = db.session.scalars(select(FeedBody)).one()
        assert b"VCALENDAR" not in kept.body_sealed
        assert len(kept.body_sealed) % 1024 == 1 + 12 + 16
        assert bodies.opened(token, kept.etag, kept.body_sealed) == said
        assert bodies.opened(connect(app, world.lise, Level.FULL), kept.etag, kept.body_sealed) is None
        assert bodies.opened(token, "another version", kept.body_sealed) is None
    assert "Café-parole" in unfolded(said)


def test_a_kept_body_that_was_tampered_with_is_rendered_anew(app, world, meeting):
    token = connect(app, world.lise)
    said = body(app, token)
    with at_work(app):
        db.session.scalars(select(FeedBody)).one().body_sealed = b"\x01" + bytes(1052)
    assert body(app, token) == said
    assert complaints(said) == []
