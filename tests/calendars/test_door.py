"""The door in front answers, to the byte, what the app behind it would."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, update
from werkzeug.test import Client

from entraide.calendars.door import Door
from entraide.calendars.models import FeedBody, Level
from entraide.db import apart, db
from entraide.meetings.models import Reply
from tests.calendars.a_moment import DAY, traveller
from tests.calendars.subscribing import connect, feed_of, fetch, move, plan, say, switch_off

__all__ = ["traveller"]


class Behind:
    """The app behind the door, and how often it was needed."""

    def __init__(self, app):
        self.app, self.times = app, 0
        self.wsgi = app.wsgi_app

    def __call__(self, environ, start):
        self.times += 1
        return self.wsgi(environ, start)


@pytest.fixture
def behind(app, monkeypatch):
    behind = Behind(app)
    monkeypatch.setattr(app, "wsgi_app", behind)
    return behind


@pytest.fixture
def door(app, behind):
    door = Door(app)
    yield door
    door.engine.dispose()


@pytest.fixture
def token(app, world, traveller):
    """Ana's full feed, over both groups, rendered once."""
    for group_id in (world.tilleuls, world.passerelle):
        plan(app, group_id, DAY)
    token = connect(app, world.ana, Level.FULL)
    fetch(app, token)
    return token


def same(door, app, token, **asked):
    """Ask both; return the status both gave."""
    there, here = fetch(app, token, **asked), fetch(door, token, **asked)
    assert (here.status, list(here.headers), here.data) == (there.status, list(there.headers), there.data)
    return here.status_code


def etag_of(app, token):
    return fetch(app, token).headers["ETag"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_kept_body_is_the_same_at_the_door(app, door, behind, token, method):
    before = behind.times
    assert same(door, app, token, method=method) == 200
    assert behind.times == before + 1  # asked by name, never by the door


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("by", ["tag", "date", "both"])
def test_nothing_new_is_said_the_same_at_the_door(app, door, behind, token, method, by):
    tag, moved = etag_of(app, token), fetch(app, token).headers["Last-Modified"]
    asked = {"tag": {"If-None-Match": tag}, "date": {"If-Modified-Since": moved}}
    headers = asked["tag"] | asked["date"] if by == "both" else asked[by]
    before = behind.times
    assert same(door, app, token, method=method, headers=headers) == 304
    assert behind.times == before + 1


def test_a_feed_that_was_never_rendered_is_the_same(app, world, door):
    plan(app, world.tilleuls, DAY)
    assert same(door, app, connect(app, world.lise)) == 200


def test_the_first_reading_at_the_door_is_rendered_behind_it_and_kept(app, world, door, behind):
    plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise)
    first, second = fetch(door, token), fetch(door, token)
    assert behind.times == 1
    assert (first.data, list(first.headers)) == (second.data, list(second.headers))


@pytest.mark.parametrize("token", ["x" * 43, "x", "A" * 43 + "x", "é" * 43])
def test_an_unknown_token_is_the_same(app, door, token):
    assert same(door, app, token) == 404


def test_a_feed_switched_off_is_the_same(app, world, door, token):
    tag = etag_of(app, token)
    switch_off(app, world.ana, token)
    assert same(door, app, token) == 200
    assert same(door, app, token, headers={"If-None-Match": tag}) == 200
    assert same(door, app, token, headers={"If-None-Match": etag_of(app, token)}) == 304


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "PROPFIND"])
def test_another_method_is_the_same(app, door, token, method):
    assert same(door, app, token, method=method) == 405


def test_another_page_is_the_same(app, door, client):
    assert Client(door).get("/", base_url="http://localhost").status == client.get("/").status


def test_another_host_is_left_to_the_app(app, door, behind, token):
    before = behind.times
    Client(door).get(f"/c/{token}.ics", base_url="http://elsewhere.example")
    assert behind.times == before + 1


def test_a_change_is_seen_at_once(app, world, door, token):
    tag = etag_of(app, token)
    meeting = plan(app, world.tilleuls, DAY + timedelta(days=1))
    assert same(door, app, token, headers={"If-None-Match": tag}) == 200
    tag = etag_of(app, token)
    say(app, world.tilleuls, meeting, world.ana_in_tilleuls, Reply.YES)
    assert same(door, app, token, headers={"If-None-Match": tag}) == 200
    tag = etag_of(app, token)
    move(app, world.tilleuls, meeting, timedelta(days=1))
    assert same(door, app, token, headers={"If-None-Match": tag}) == 200


def test_the_window_moves_at_the_door_too(app, door, traveller, token):
    tag = etag_of(app, token)
    traveller.move_to(datetime(2026, 12, 9, tzinfo=UTC))
    assert same(door, app, token, headers={"If-None-Match": tag}) == 200


def test_one_statement_says_that_nothing_is_new_and_two_send_a_body(app, door, token):
    asked = []
    original = door._versions.rows, door._stored.rows
    door._versions.rows = lambda *a, **k: asked.append("versions") or original[0](*a, **k)
    door._stored.rows = lambda *a, **k: asked.append("stored") or original[1](*a, **k)
    Client(door).get(f"/c/{token}.ics", base_url="http://localhost", headers={"If-None-Match": "*"})
    assert asked == ["versions"]
    fetch(door, token)
    assert asked == ["versions", "versions", "stored"]


def test_a_kept_body_that_was_tampered_with_is_left_to_the_app(app, door, behind, token):
    said = fetch(door, token).data
    with app.app_context(), apart() as connection:
        connection.execute(update(FeedBody).values(body_sealed=b"\x01" + bytes(1052)))
    before = behind.times
    assert fetch(door, token).data == said
    assert behind.times == before + 1


@contextmanager
def statements(app):
    """Collect what the app's own engine is asked."""
    asked = []

    def note(*facts):
        asked.append(facts[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_the_door_keeps_the_day_of_reading_and_writes_it_once(app, world, door, traveller, token):
    traveller.shift(timedelta(days=1))
    with statements(app) as asked:
        for _ in range(2):
            for _ in range(5):
                fetch(door, token)
            door.days.write()
    assert len([one for one in asked if one.startswith("UPDATE feeds")]) == 1
    with app.app_context():
        assert feed_of(world.ana, token).last_used == date(2026, 11, 11)


def test_a_database_out_of_reach_is_left_to_the_app(app, door, behind, token, monkeypatch):
    def broken():
        raise door.engine.dialect.loaded_dbapi.OperationalError("gone")

    monkeypatch.setattr(door.engine, "raw_connection", broken)
    before = behind.times
    assert fetch(door, token).status_code == 200
    assert behind.times == before + 1


def test_a_token_is_written_in_no_log(app, door, token, caplog):
    with caplog.at_level(0):
        for asked in (token, "x" * 43):
            fetch(door, asked)
    assert token not in caplog.text
    assert "x" * 43 not in caplog.text
