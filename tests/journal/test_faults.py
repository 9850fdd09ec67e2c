"""Whoever alters the journal in the database is found out, and the doctor says at which number."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from hypothesis import assume, given
from hypothesis import settings as cases
from hypothesis import strategies as st
from sqlalchemy import select

from entraide.db import db
from entraide.journal import anchors, chain
from entraide.journal.models import Entry
from entraide.settings import current
from entraide.vault.sealed import store
from tests.journal.sealing import do, note_end, run, said, seal

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
OLD = datetime(2026, 10, 3, 10, tzinfo=UTC)
LAST = 12


@pytest.fixture(autouse=True)
def sealed(app: Flask) -> Iterator[Path]:
    """Twelve entries: five in October, closed; seven in November; the end was noted outside."""
    with app.app_context():
        file = anchors.file_of(current())
    file.unlink(missing_ok=True)
    run(app, "delete from journal")
    with time_machine.travel(NOW, tick=False):
        do(app, deeds=5, at=OLD)
        do(app, deeds=7, at=NOW - timedelta(minutes=30))
        seal(app)
        note_end(app)
        assert said(app) == []
        yield file
    file.unlink(missing_ok=True)


def test_a_changed_word_is_found_with_its_number_and_day(app: Flask) -> None:
    run(app, "update journal set deed = 'card:hide' where number = 3")
    [found] = said(app)
    assert found.startswith("The journal's entry 3, which says it is of 03.10.2026, is not")


def test_an_entry_taken_out_is_found(app: Flask) -> None:
    run(app, "delete from journal where number = 8")
    [found] = said(app)
    assert found.startswith("The journal's entry 8 is gone; the next is of 22.11.2026")


def test_several_entries_taken_out_are_named_as_one_gap(app: Flask) -> None:
    run(app, "delete from journal where number between 7 and 9")
    [found] = said(app)
    assert found.startswith("The journal's entries 7 to 9 are gone")


def test_two_entries_in_each_others_place_are_found(app: Flask) -> None:
    run(app, "update journal set number = 100 where number = 9")
    run(app, "update journal set number = 9 where number = 10")
    run(app, "update journal set number = 10 where number = 100")
    found = said(app)
    assert [one[:22] for one in found[:2]] == ["The journal's entry 9,", "The journal's entry 10"]


def test_a_cut_off_end_is_found(app: Flask) -> None:
    run(app, "delete from journal where number > 10")
    assert said(app)[0] == "The journal's last entries are gone: numbers 11 to 12."


def test_a_cut_off_end_whose_mark_was_put_back_is_found_by_what_was_noted_outside(app: Flask) -> None:
    put_back(app, 10)
    assert said(app) == ["The journal was cut off: number 12 was noted outside on 22.11.2026, it ends at number 10."]


def test_other_entries_in_the_place_of_those_cut_off_are_found(app: Flask) -> None:
    put_back(app, 10)
    do(app, deeds=5, at=NOW)
    seal(app)
    [found] = said(app)
    assert found.startswith("The journal up to number 12 is not what was noted outside on 22.11.2026")


def put_back(app: Flask, number: int) -> None:
    """Cut the chain off, with the end as this server had signed it at that number."""
    with app.app_context():
        kept = db.session.execute(select(Entry.number, Entry.hash).where(Entry.number == number)).one()
        signature = chain.End(kept[0], kept[1], NOW.date().replace(day=1), 5).signed()
        db.session.rollback()
    run(app, "delete from journal where number > :number", number=number)
    run(
        app,
        "update journal_tip set number = :number, hash = :hash, signature = :signature",
        number=number,
        hash=kept[1],
        signature=signature,
    )


def test_a_chain_made_anew_from_an_altered_entry_on_is_found(app: Flask) -> None:
    run(app, "update journal set deed = 'card:hide' where number = 3")
    with app.app_context():
        before = db.session.scalar(select(Entry.hash).where(Entry.number == 2)) or b""
        for number in range(3, LAST + 1):
            row = db.session.execute(select(*chain.SAID).where(Entry.number == number)).one()
            before = chain.hash_of(before, number, tuple(row))  # type: ignore[arg-type]
            db.session.execute(Entry.__table__.update().where(Entry.number == number).values(hash=before))  # type: ignore[attr-defined]
        db.session.commit()
    found = said(app)
    assert [one for one in found if "not those of the signed head of 10.2026" in one]
    assert [one for one in found if "not what was noted outside" in one]
    assert [one for one in found if "not the one that its signed end names" in one]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("update journal_heads set last = 4, count = 4", "was not signed by this server"),
        ("update journal_heads set hash = (select hash from journal where number = 4)", "was not signed"),
        ("delete from journal_heads", "entries 1 to 5 the head of their month is gone"),
        ("delete from journal_tip", "The mark of the journal's end is gone, after number 12"),
        ("update journal_tip set number = 11", "was not signed by this server"),
        ("update journal_tip set closed = 0", "was not signed by this server"),
        ("delete from journal", "The journal's last entries are gone: numbers 1 to 12"),
        ("update journal set number = null, hash = null where number = 12", "The journal's last entries are gone"),
    ],
)
def test_what_was_done_to_heads_and_end_is_said(app: Flask, change: str, words: str) -> None:
    run(app, change)
    assert [one for one in said(app) if words in one]


def test_an_old_month_taken_away_before_its_time_is_found(app: Flask) -> None:
    run(app, "delete from journal where number <= 5")
    assert said(app)[0].startswith("The journal's entries 1 to 5 are gone")


def test_entries_that_wait_too_long_are_said(app: Flask) -> None:
    do(app, deeds=2, at=NOW - timedelta(hours=2))
    [found] = said(app)
    assert found.startswith("2 entries of the journal wait to be sealed")


def test_a_line_noted_outside_by_somebody_else_is_said(app: Flask, sealed: Path) -> None:
    sealed.write_bytes(sealed.read_bytes().replace(b'"number": 12', b'"number": 11') + b"nonsense\n")
    assert said(app) == ["line 1", "line 2"]


def test_the_end_is_noted_only_where_it_grew(app: Flask, sealed: Path) -> None:
    note_end(app)
    assert sealed.read_bytes().count(b"\n") == 1
    do(app, at=NOW)
    seal(app)
    note_end(app)
    assert sealed.read_bytes().count(b"\n") == 2
    assert said(app) == []


def test_a_torn_line_does_not_take_the_next_one_with_it(app: Flask, sealed: Path) -> None:
    whole = sealed.read_bytes()
    sealed.write_bytes(whole + whole[:40])
    do(app, at=NOW)
    seal(app)
    note_end(app)
    with app.app_context():
        assert [type(one).__name__ for one in anchors.noted(current(), store())] == ["Anchor", "Unreadable", "Anchor"]


def test_what_a_restore_took_back_is_not_called_theft(app: Flask) -> None:
    put_back(app, 10)
    with app.app_context():
        with db.engine.connect() as connection:
            number, ended = anchors.end_in(connection)
        anchors.note(current(), store(), anchors.RESTORED, number, ended)
        [gone] = anchors.standing(anchors.noted(current(), store()))[1]
    assert (gone.first, gone.last) == (11, 12)
    assert said(app) == []


COLUMNS = {
    "at": "'2026-11-05 10:00:00.000000'",
    "deed": "'member:end'",
    "group_id": "'00000000000000000000000000000001'",
    "by_id": "null",
    "about_id": "'00000000000000000000000000000002'",
    "number": "77",
    "hash": "(select hash from journal_heads)",
    "id": "'00000000000000000000000000000003'",
}


@cases(max_examples=30)
@given(
    st.sampled_from(["alter", "delete", "swap", "cut"]),
    st.integers(1, LAST),
    st.sampled_from(sorted(COLUMNS)),
    st.data(),
)
def test_any_one_change_to_sealed_entries_is_found(
    app: Flask, how: str, number: int, column: str, data: st.DataObject
) -> None:
    assume((how, number, column) != ("alter", 5, "hash"))  # October's head has that very hash
    with app.app_context():
        before = db.session.execute(select(Entry.__table__)).mappings().all()
    other = data.draw(st.integers(1, LAST).filter(lambda one: one != number)) if how == "swap" else number
    if how == "alter":
        run(app, f"update journal set {column} = {COLUMNS[column]} where number = {number}")
    elif how == "delete":
        run(app, f"delete from journal where number = {number}")
    elif how == "cut":
        run(app, f"delete from journal where number >= {number}")
    else:
        for old, new in ((number, 99), (other, number), (99, other)):
            run(app, f"update journal set number = {new} where number = {old}")
    try:
        assert said(app)
    finally:
        run(app, "delete from journal")
        with app.app_context(), db.engine.connect() as connection, connection.begin():
            connection.execute(Entry.__table__.insert(), [dict(row) for row in before])  # type: ignore[attr-defined]
    assert said(app) == []
