"""What parts cost by themselves, in this process: the vault, a calendar, a roster, keeping a meeting."""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from statistics import median
from typing import Any

from flask import Flask
from flask_babel import force_locale

from benchmarks.house import House
from entraide import clock
from entraide.access import scope
from entraide.access.tokens import fingerprint
from entraide.calendars import versions
from entraide.calendars.entries import Reader, entries_of
from entraide.calendars.ics import calendar
from entraide.calendars.models import Level
from entraide.calendars.queries.holdings import holdings
from entraide.db import db, writing
from entraide.meetings.actions import planning
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.queries import active_members
from entraide.operations.memory import settle
from entraide.vault import sealed

ROUNDS = 9
Parts = dict[str, tuple[float, float]]


def measure(app: Flask, house: House) -> Parts:
    """Return the best and the median of each part, in milliseconds of this process."""
    found: Parts = {}
    settle()  # as a web worker does
    with app.test_request_context(base_url=house.settings.public_url), force_locale("fr"):
        scope.add(house.small, house.large)
        found |= _vault(house)
        found |= _feed(house)
    found["roster of 200, whole request"] = _page(app, house)
    found["move a meeting of a group of 200"] = _moving(app, house, announce=False)
    found["the same, with a letter posted to each"] = _moving(app, house, announce=True)
    return found


def _timed(deed: Callable[[], object], times: int = 1) -> tuple[float, float]:
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time_ns()
        for _ in range(times):
            deed()
        taken.append((time.process_time_ns() - began) / 1e6 / times)
    return min(taken), median(taken)


def _vault(house: House) -> Parts:
    owner, text = house.person_id, "rue des Tilleuls 8, Namur"
    shut = sealed.seal(owner, "address", text)
    owners = [member.person_id for member in active_members(house.large)]
    return {
        "seal one value": _timed(lambda: sealed.seal(owner, "address", text), 500),
        "unseal one value": _timed(lambda: sealed.unseal(owner, "address", shut), 500),
        "fetch and unwrap one key": _timed(lambda: sealed.store().fetch([owner]), 20),
        "fetch and unwrap 200 keys": _timed(lambda: sealed.store().fetch(owners)),
    }


def _feed(house: House) -> Parts:
    found = versions.read(_versions(house))
    if found is None:
        raise SystemExit("the feed is not there")
    today, key = clock.today(), sealed.store().named("calendar")
    reader = Reader(Level.FULL, found.changed, key, house.settings)
    held = holdings(found, today)
    entries = entries_of(held, reader)

    def read() -> None:
        db.session.expunge_all()
        holdings(found, today)

    def written() -> bytes:
        return calendar("Rendez-vous", entries, facade="Rendez-vous", language="fr")

    return {
        f"read {len(held)} meetings": _timed(read),
        f"word {len(entries)} entries": _timed(lambda: entries_of(held, reader)),
        f"write {len(entries)} entries as a calendar": _timed(written),
    }


def _versions(house: House) -> Iterable[Sequence[Any]]:
    with scope.everywhere("the benchmark's own feed"):
        return [tuple(row) for row in db.session.execute(versions.VERSIONS, {"token_hash": fingerprint(house.feed)})]


def _page(app: Flask, house: House) -> tuple[float, float]:
    browser = app.test_client()
    browser.set_cookie("sid", house.session)
    browser.set_cookie("sid", house.session, domain=house.settings.host)
    base, path = house.settings.public_url, house.pages["roster of 200"]

    def page() -> bytes:
        return browser.get(path, base_url=base).get_data()

    page()  # the first also reads templates and statements
    return _timed(page, 10)


def _moving(app: Flask, house: House, *, announce: bool) -> tuple[float, float]:
    """Move a meeting on by a day, again and again, each time kept."""

    def move() -> None:
        with app.app_context():
            writing()
            scope.add(house.large)
            meeting, day = find_meeting(house.meeting), timedelta(days=1)
            planning.move(meeting, meeting.starts_at + day, meeting.ends_at + day, announce=announce)
            db.session.commit()

    return _timed(move)
