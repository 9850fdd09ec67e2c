"""The worker seals what was noted: numbers without a gap, in one chain, whoever writes meanwhile."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select

from entraide.db import db
from entraide.journal import chain, jobs
from entraide.journal.models import Entry, Head, Tip
from tests.conftest import POSTGRES, Stage
from tests.journal.sealing import do, numbers, run, said, seal

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def empty(app: Flask) -> Iterator[None]:
    """A journal with nothing in it, on a day that stands still."""
    run(app, "delete from journal")
    with time_machine.travel(NOW, tick=False):
        yield


def test_what_was_noted_gets_numbers_without_a_gap(app: Flask) -> None:
    do(app, deeds=3, at=NOW - timedelta(minutes=10))
    seal(app)
    do(app, deeds=2, at=NOW)
    assert numbers(app).count(None) == 2
    seal(app)
    assert numbers(app) == [1, 2, 3, 4, 5]
    assert said(app) == []


def test_sealing_many_takes_several_transactions(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 4)
    do(app, deeds=9, at=NOW - timedelta(minutes=30))
    seal(app)
    assert numbers(app) == list(range(1, 10))
    assert said(app) == []


def test_a_deed_committed_late_is_sealed_later(app: Flask) -> None:
    do(app, at=NOW)
    seal(app)
    do(app, at=NOW - timedelta(minutes=5))
    seal(app)
    with app.app_context():
        found = db.session.execute(select(Entry.number, Entry.at).order_by(Entry.number)).all()
    assert [tuple(row) for row in found] == [(1, NOW), (2, NOW - timedelta(minutes=5))]
    assert said(app) == []


def test_with_nothing_to_seal_nothing_is_written(app: Flask) -> None:
    seal(app)
    with app.app_context():
        assert db.session.execute(select(Tip.id)).all() == []


def test_two_workers_and_writers_at_once_make_one_chain(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 7)
    faults: list[BaseException] = []

    def work(deed: object) -> None:
        try:
            for _ in range(8):
                deed(app) if deed is seal else do(app, deeds=3, at=NOW)  # type: ignore[operator]
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(deed,)) for deed in (seal, seal, do, do)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    seal(app)
    assert numbers(app) == list(range(1, 49))
    assert said(app) == []


@pytest.mark.skipif(not POSTGRES, reason="SQLite has one writer at a time")
def test_an_entry_not_yet_committed_makes_no_gap(stage: Stage, app: Flask) -> None:
    do(app, at=NOW)
    with stage.engine.connect() as slow, slow.begin():
        late = Entry.__table__.insert().values(id=chain.UUID(int=7), at=NOW - timedelta(hours=1), deed="card:show")
        slow.execute(late)
        seal(app)
        do(app, at=NOW)
        seal(app)
    seal(app)
    assert numbers(app) == [1, 2, 3]
    assert said(app) == []


def test_a_month_is_closed_when_the_next_begins(app: Flask) -> None:
    do(app, deeds=3, at=datetime(2026, 10, 30, 12, tzinfo=UTC))
    do(app, deeds=2, at=NOW)
    seal(app)
    with app.app_context():
        [head] = db.session.scalars(select(Head))
        assert (head.month.isoformat(), head.first, head.last, head.count) == ("2026-10-01", 1, 3, 3)
    assert said(app) == []


def test_a_quiet_month_is_closed_too_once_it_is_over(app: Flask) -> None:
    do(app, deeds=2, at=NOW)
    seal(app)
    with time_machine.travel(datetime(2026, 12, 1, 0, 1, tzinfo=UTC), tick=False):
        seal(app)
        with app.app_context():
            assert [head.month.month for head in db.session.scalars(select(Head))] == [11]
        assert said(app) == []


def test_months_without_deeds_have_no_head(app: Flask) -> None:
    do(app, at=datetime(2026, 7, 1, tzinfo=UTC))
    do(app, at=NOW)
    seal(app)
    with app.app_context():
        assert [head.month.month for head in db.session.scalars(select(Head))] == [7]
    assert said(app) == []


@pytest.mark.parametrize(("day", "left"), [((2027, 11, 30), 3), ((2027, 12, 1), 1)])
def test_a_month_is_let_go_of_whole_after_twelve(app: Flask, day: tuple[int, int, int], left: int) -> None:
    do(app, deeds=2, at=NOW)
    seal(app)
    do(app, at=datetime(2026, 12, 3, tzinfo=UTC))
    with time_machine.travel(datetime(*day, 12, tzinfo=UTC), tick=False):
        seal(app)
        with app.app_context():
            jobs.drop_past_months()
            assert len(db.session.scalars(select(Entry.id)).all()) == left
            assert len(db.session.scalars(select(Head.month)).all()) == 2
        assert said(app) == []


def test_nothing_is_sealed_after_an_end_that_was_altered(app: Flask) -> None:
    do(app, deeds=2, at=NOW)
    seal(app)
    run(app, "update journal_tip set number = 1")
    do(app, at=NOW)
    with pytest.raises(chain.Broken):
        seal(app)


def test_nothing_is_sealed_after_a_last_entry_that_is_gone(app: Flask) -> None:
    do(app, deeds=2, at=NOW)
    seal(app)
    run(app, "delete from journal where number = 2")
    do(app, at=NOW)
    with pytest.raises(chain.Broken):
        seal(app)


def test_a_chain_whose_end_is_gone_does_not_begin_anew(app: Flask) -> None:
    do(app, deeds=2, at=NOW)
    seal(app)
    with app.app_context():
        db.session.execute(delete(Tip))
        db.session.commit()
    do(app, at=NOW)
    with pytest.raises(chain.Broken):
        seal(app)


@pytest.mark.parametrize("change", ["closed = 1", "month = '2026-10-01'"])
def test_nothing_is_sealed_after_an_end_that_tells_of_other_months(app: Flask, change: str) -> None:
    do(app, deeds=2, at=NOW)
    seal(app)
    run(app, f"update journal_tip set {change}")
    do(app, at=NOW)
    with pytest.raises(chain.Broken):
        seal(app)


def test_with_everything_gone_but_a_months_head_nothing_begins_anew(app: Flask) -> None:
    do(app, deeds=2, at=datetime(2026, 10, 30, 12, tzinfo=UTC))
    do(app, at=NOW)
    seal(app)
    run(app, "delete from journal")
    run(app, "delete from journal_tip")
    do(app, at=NOW)
    with pytest.raises(chain.Broken):
        seal(app)


def test_a_head_that_is_gone_among_others_is_said(app: Flask) -> None:
    for month in (8, 9, 10):
        do(app, deeds=2, at=datetime(2026, month, 20, 12, tzinfo=UTC))
    do(app, at=NOW)
    seal(app)
    run(app, "delete from journal_heads where first = 3")
    assert said(app) == ["Of the journal's entries 3 to 4 the head of their month is gone."]
