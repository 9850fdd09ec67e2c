"""Connecting one's own calendar: one press, an address for each device, switched off one by one."""

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import event, select

from entraide.access.tokens import short
from entraide.calendars.actions import MOST_FEEDS
from entraide.calendars.models import Feed, Level
from entraide.clock import now
from entraide.db import db
from entraide.journal.models import Entry
from entraide.meetings.models import Mode
from tests.calendars.connecting import HERE, feeds, many_groups, page
from tests.calendars.subscribing import SECRET, connect, entries, fetch, plan


def coming() -> date:
    return now().date().replace(day=1).replace(year=now().year + 1)


def test_one_press_connects_a_discreet_calendar(app, world, client):
    client.sign_in(world.lise)
    assert re.search(r'<input checked[^>]*value="discreet"', page(client))
    answer = client.post(HERE, {"level": "discreet", "label": ""})
    (feed,) = feeds(app, world.lise)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HERE}/{short(feed.id)}")
    assert (feed.level, feed.label, feed.all_groups) == (Level.DISCREET, "Mon agenda", True)
    assert fetch(app, feed.token).status_code == 200


def test_the_page_of_a_feed_leads_to_every_kind_of_program(app, world, client):
    token = connect(app, world.lise)
    (feed,) = feeds(app, world.lise)
    shown = page(client.sign_in(world.lise), f"{HERE}/{short(feed.id)}")
    for address in (
        f'href="webcal://localhost/c/{token}.ics"',
        f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Flocalhost%2Fc%2F{token}.ics",
        f"https://outlook.live.com/calendar/0/addfromweb?url=http%3A%2F%2Flocalhost%2Fc%2F{token}.ics&amp;name=Rendez-vous",
        f'id="url">http://localhost/c/{token}.ics<',
    ):
        assert address in shown
    assert "style=" not in shown


def test_links_that_carry_the_address_send_no_referrer(app, world, client):
    token = connect(app, world.lise)
    (feed,) = feeds(app, world.lise)
    shown = page(client.sign_in(world.lise), f"{HERE}/{short(feed.id)}")
    links = [link for link in re.findall(r"<a [^>]*>", shown) if token in link]
    assert len(links) == 4
    assert all('rel="noreferrer"' in link for link in links)


def test_the_page_tells_that_google_and_outlook_read_along(world, client):
    assert "ces sociétés lisent ce que l’agenda montre" in page(client.sign_in(world.lise))


def test_pages_that_show_an_address_are_stored_nowhere(app, world, client):
    connect(app, world.lise)
    (feed,) = feeds(app, world.lise)
    client.sign_in(world.lise)
    for path in (HERE, f"{HERE}/{short(feed.id)}"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_the_list_shows_no_address(app, world, client):
    token = connect(app, world.lise)
    assert token not in page(client.sign_in(world.lise))


def test_each_level_is_shown_on_ones_own_next_meeting(app, world, client):
    plan(app, world.tilleuls, coming(), mode=Mode.HYBRID)
    shown = page(client.sign_in(world.lise))
    drawn = re.findall(r'<div class="ev.*?</div>', shown, re.S)
    assert len(drawn) == 3
    discreet, busy, full = drawn
    assert "Rendez-vous" in discreet
    assert "Un lien qui demande de se connecter" in discreet
    assert "Un lien" not in busy
    assert all(word in full for word in (SECRET.title, "Fibromyalgie Les Tilleuls", "rue des Tilleuls 8"))
    assert not any(word in discreet + busy for word in (SECRET.title, "Tilleuls"))
    assert SECRET.link not in shown


def test_a_level_is_changed_under_the_same_address(app, world, client):
    token = connect(app, world.lise)
    (feed,) = feeds(app, world.lise)
    answer = client.sign_in(world.lise).post(f"{HERE}/{short(feed.id)}", {"level": "full", "label": "la tablette"})
    assert answer.status_code == 303
    (feed,) = feeds(app, world.lise)
    assert (feed.level, feed.label, feed.token) == (Level.FULL, "la tablette", token)


def test_an_address_is_changed_and_the_old_one_empties_phones(app, world, client):
    plan(app, world.tilleuls, coming())
    token = connect(app, world.lise)
    (feed,) = feeds(app, world.lise)
    client.sign_in(world.lise).post(f"{HERE}/{short(feed.id)}/adresse")
    (feed,) = feeds(app, world.lise)
    assert feed.token != token
    assert (len(entries(app, token)), len(entries(app, feed.token))) == (0, 1)


def test_a_feed_is_switched_off_by_a_press_and_the_page_says_what_follows(app, world, client):
    plan(app, world.tilleuls, coming())
    token = connect(app, world.lise)
    (feed,) = feeds(app, world.lise)
    client.sign_in(world.lise)
    answer = client.post(f"{HERE}/{short(feed.id)}/fin")
    assert (answer.status_code, answer.headers["Location"]) == (303, HERE)
    assert "parfois jamais\u00a0: vérifiez" in page(client)
    assert (feeds(app, world.lise), entries(app, token)) == ([], [])


def test_a_get_switches_nothing_off(app, world, client):
    connect(app, world.lise)
    (feed,) = feeds(app, world.lise)
    client.sign_in(world.lise)
    assert [client.get(f"{HERE}/{short(feed.id)}/{deed}").status_code for deed in ("fin", "adresse")] == [405, 405]
    assert len(feeds(app, world.lise)) == 1


@pytest.mark.parametrize("path", ["", "/adresse", "/fin"])
def test_somebody_elses_feed_is_absent(app, world, client, path):
    connect(app, world.lise)
    (feed,) = feeds(app, world.lise)
    client.sign_in(world.jo)
    assert client.post(f"{HERE}/{short(feed.id)}{path}", {"level": "full", "label": "x"}).status_code == 404
    assert client.get(f"{HERE}/{short(feed.id)}").status_code == 404
    assert feeds(app, world.lise) == [feed]


def test_the_day_of_the_last_reading_is_shown(app, world, client):
    token = connect(app, world.lise)
    client.sign_in(world.lise)
    assert "jamais encore" in page(client)
    fetch(app, token)
    assert "aujourd’hui" in page(client)


@pytest.mark.parametrize(
    "typed",
    [
        {"level": "everything"},
        {"level": ""},
        {},
        {"level": "full", "label": "x" * 41},
        {"level": "\x00", "label": "\x00"},
        {"level": "\ud800".encode("utf-8", "surrogatepass"), "label": b"\xff\xfe"},
    ],
)
def test_what_cannot_be_kept_is_said_kindly_and_nothing_is_made(app, world, client, typed):
    client.sign_in(world.lise)
    answer = client.post(HERE, typed)
    assert (answer.status_code, feeds(app, world.lise)) == (422, [])


def test_control_characters_in_a_label_are_dropped(app, world, client):
    client.sign_in(world.lise).post(HERE, {"level": "full", "label": "mon\x00 \x07téléphone\n\u2028"})
    assert [feed.label for feed in feeds(app, world.lise)] == ["mon téléphone"]


def test_too_many_addresses_are_refused(app, world, client):
    for _ in range(MOST_FEEDS):
        connect(app, world.lise)
    answer = client.sign_in(world.lise).post(HERE, {"level": "busy", "label": "x"})
    assert answer.status_code == 422
    assert len(feeds(app, world.lise)) == MOST_FEEDS


def test_the_database_keeps_neither_token_nor_label(app, world):
    token = connect(app, world.lise)
    with app.app_context():
        row = db.session.scalars(select(Feed)).one()
        kept = row.token_hash + row.token_sealed + row.label_sealed
    assert token.encode() not in kept
    assert "téléphone".encode() not in kept


def test_every_deed_is_in_the_journal(app, world, client):
    connect(app, world.lise)
    (feed,) = feeds(app, world.lise)
    client.sign_in(world.lise)
    client.post(f"{HERE}/{short(feed.id)}", {"level": "full", "label": "x"})
    client.post(f"{HERE}/{short(feed.id)}/adresse")
    client.post(f"{HERE}/{short(feed.id)}/fin")
    with app.app_context():
        noted = db.session.scalars(select(Entry.deed).where(Entry.about_id == feed.id).order_by(Entry.at)).all()
    assert noted == ["feed:connect", "feed:change", "feed:new_address", "feed:switch_off"]


def statements_of(app: Flask, deed) -> int:
    asked = []

    def note(*facts):
        asked.append(facts[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        deed()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([one for one in asked if not one.startswith(("BEGIN", "PRAGMA"))])


def test_pages_and_feeds_ask_as_much_of_the_database_with_many_rows_as_with_few(app, world, client):
    many_groups(app, world, 2)
    token = connect(app, world.nina, Level.FULL)
    (feed,) = feeds(app, world.nina)
    client.sign_in(world.nina)
    paths = (HERE, f"{HERE}/{short(feed.id)}")
    fetch(app, token)  # the day's first reading notes the day
    counts = []
    for groups in ([], many_groups(app, world, 15)):
        for number, group_id in enumerate(groups):
            plan(app, group_id, datetime(now().year + 1, 1, 1 + number, tzinfo=UTC).date())
        for _ in range(len(groups) and MOST_FEEDS - 1):
            connect(app, world.nina)
        counts.append([statements_of(app, lambda path=path: client.get(path)) for path in paths])
        counts[-1].append(statements_of(app, lambda: fetch(app, token)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8
