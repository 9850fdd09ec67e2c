"""What keeping the journal and the keys costs, in this process: sealing, checking, changing the master key."""

import time
from collections.abc import Callable
from statistics import median
from uuid import uuid4

from flask import Flask
from sqlalchemy import insert

from benchmarks.house import House
from benchmarks.inside import Parts
from entraide.clock import now
from entraide.db import db
from entraide.journal import checking, jobs
from entraide.journal.models import Entry
from entraide.operations import rotating, strays
from entraide.operations.rows import snapshot
from entraide.vault.sealed import store

ROUNDS, ENTRIES, KEYS = 5, 2000, 10_000


def measure(app: Flask, house: House) -> Parts:
    """Return the best and the median of each, in milliseconds of this process."""
    found: Parts = {}
    with app.app_context():
        jobs.seal()
        found[f"seal {ENTRIES} entries of the journal"] = _timed(jobs.seal, _note)
        found[f"check {ROUNDS * ENTRIES} entries of the journal"] = _timed(_check)
        store().create([uuid4() for _ in range(KEYS)])
        found["look for the owners of 10,000 keys"] = _timed(_look)
        found["wrap 10,000 keys under a new master"] = _timed(lambda: rotating.rotate(house.settings))
    return found


def _timed(deed: Callable[[], object], before: Callable[[], object] = lambda: None) -> tuple[float, float]:
    taken = []
    for _ in range(ROUNDS):
        before()
        began = time.process_time_ns()
        deed()
        taken.append((time.process_time_ns() - began) / 1e6)
    return min(taken), median(taken)


def _note() -> None:
    row = {"deed": "card:show", "group_id": uuid4(), "by_id": uuid4(), "about_id": uuid4()}
    db.session.execute(insert(Entry), [row | {"id": uuid4(), "at": now()} for _ in range(ENTRIES)])
    db.session.commit()


def _check() -> None:
    with snapshot(db.engine) as connection:
        if list(checking.faults(connection, store(), {})):
            raise SystemExit("the journal is not whole")


def _look() -> None:
    try:
        strays.sweep()
    except strays.TooMany:
        db.session.rollback()
