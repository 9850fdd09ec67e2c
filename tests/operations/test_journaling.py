"""The doctor checks the journal whole; a restore says what it took back; a mailbox gets its end once a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from entraide import create_app
from entraide.cli import main
from entraide.db import db
from entraide.journal import anchors
from entraide.journal.chain import Broken
from entraide.operations import backup, journaling, restore
from entraide.operations.journaling import NotANote
from entraide.settings import Settings
from entraide.vault.sealed import store
from tests.conftest import Stage
from tests.journal.sealing import do, note_end, run, seal
from tests.operations.conftest import Pair, Place, quiet

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def sealed(stage: Stage, app: Flask) -> Iterator[Settings]:
    """Four entries, sealed, their end noted outside."""
    settings = stage.settings
    forget(settings)
    run(app, "delete from journal")
    with time_machine.travel(NOW, tick=False):
        do(app, deeds=4, at=NOW - timedelta(hours=1))
        seal(app)
        note_end(app)
        yield settings
    forget(settings)


def forget(settings: Settings) -> None:
    for file in (anchors.file_of(settings), settings.instance / journaling.MAILED):
        file.unlink(missing_ok=True)


def test_a_whole_journal_gives_no_finding_and_no_remark(app: Flask, sealed: Settings) -> None:
    assert list(journaling.findings(app, sealed)) == []
    assert journaling.remarks(app, sealed) == []


def test_what_is_noted_nowhere_outside_for_hours_is_said(app: Flask, sealed: Settings) -> None:
    anchors.file_of(sealed).unlink()
    assert list(journaling.findings(app, sealed)) == []
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        [found] = journaling.findings(app, sealed)
    assert found.startswith("4 entries of the journal are noted nowhere outside")


def test_a_line_somebody_else_wrote_is_said_with_its_number(app: Flask, sealed: Settings) -> None:
    with anchors.file_of(sealed).open("ab") as out:
        out.write(b'{"what": "restored", "at": "2026-11-22T10:00:00+00:00", "number": 1}\n')
    [found] = journaling.findings(app, sealed)
    assert found.startswith("Line 2 of")


def test_anchors_lie_where_the_operator_says(app: Flask, sealed: Settings, tmp_path: Path) -> None:
    assert anchors.file_of(replace(sealed, journal_anchor=str(tmp_path / "a"))) == tmp_path / "a"
    assert anchors.file_of(sealed).stat().st_mode & 0o777 == 0o600


def test_a_restore_is_noted_and_said_and_is_no_fault(
    app: Flask, sealed: Settings, place: Place, pair: Pair, tmp_path: Path
) -> None:
    outside = str(tmp_path / "anchors")
    (tmp_path / "anchors").write_bytes(anchors.file_of(sealed).read_bytes())
    made = backup.make(replace(sealed, backup_to=(pair.public,)), tmp_path / "copies")
    do(app, deeds=3, at=NOW)
    seal(app)
    with app.app_context():
        number, ended = anchors.end_in(db.session.connection())
        anchors.note(replace(sealed, journal_anchor=outside), store(), anchors.NOTED, number, ended)
    there = place(journal_anchor=outside)
    restore.restore(there, [made.main, made.keys], pair.identities)
    again = create_app(there, testing=True)
    assert list(journaling.findings(again, there)) == []
    assert journaling.remarks(again, there) == [
        "A back-up was put back on 22.11.2026: the journal's entries 5 to 7 are gone with it."
    ]
    do(again, deeds=1, at=NOW)
    seal(again)
    assert list(journaling.findings(again, there)) == []
    quiet(again)


def test_a_rehearsal_notes_nothing(app: Flask, sealed: Settings, pair: Pair, tmp_path: Path) -> None:
    before = anchors.file_of(sealed).read_bytes()
    made = backup.make(replace(sealed, backup_to=(pair.public,)), tmp_path / "copies")
    restore.rehearsal(sealed, [made.main, made.keys], pair.identities)
    assert anchors.file_of(sealed).read_bytes() == before
    (sealed.instance / restore.REHEARSED).unlink()


def test_a_copy_from_before_the_chain_gets_its_key(
    app: Flask, sealed: Settings, stage: Stage, place: Place, pair: Pair, tmp_path: Path
) -> None:
    with stage.keys.connect() as connection, connection.begin():
        connection.execute(text("delete from instance_keys where name = 'journal'"))
    made = backup.make(replace(sealed, backup_to=(pair.public,)), tmp_path / "copies")
    there = place()
    restore.restore(there, [made.main, made.keys], pair.identities)
    again = create_app(there, testing=True)
    assert len(again.extensions["entraide.vault"].named("journal")) == 32
    quiet(again)


def test_the_mailbox_gets_the_end_once_a_day_and_nothing_that_tells(app: Flask, sealed: Settings) -> None:
    with app.app_context():
        app.extensions["entraide.settings"] = replace(sealed, journal_anchor_mail="tenue@poste.example")
        try:
            journaling.mail_end()
            journaling.mail_end()
        finally:
            app.extensions["entraide.settings"] = sealed
    [letter] = [
        file.read_text("utf-8") for file in sealed.mail_dir.glob("*.eml") if "tenue@" in file.read_text("utf-8")
    ]
    with app.app_context():
        number, ended = anchors.end_in(db.session.connection())
    assert f"{number} {ended.hex()}" in letter.replace("=\n", "")
    assert "entraide" not in letter.lower().replace("entraide-", "")


def test_without_a_mailbox_no_letter_leaves(app: Flask, sealed: Settings) -> None:
    with app.app_context():
        journaling.mail_end()
    assert not (sealed.instance / journaling.MAILED).exists()


def test_a_letters_line_is_compared_with_the_journal(app: Flask, sealed: Settings) -> None:
    with app.app_context():
        number, ended = anchors.end_in(db.session.connection())
    line = f"{number} {ended.hex()}"
    agrees, words = journaling.compare(app, line)
    assert agrees
    assert "is what it was then" in words
    run(app, "update journal set hash = :hash where number = 4", hash=bytes(32))
    agrees, words = journaling.compare(app, line)
    assert not agrees
    assert "it was altered since" in words
    agrees, words = journaling.compare(app, f"99 {ended.hex()}")
    assert not agrees
    assert "has no entry 99" in words


@pytest.mark.parametrize("line", ["", "12", "x y", f"0 {'00' * 32}", f"1 {'00' * 31}", f"1 {'00' * 32} 7", "\0 \ud800"])
def test_another_line_is_refused_with_a_sentence(app: Flask, sealed: Settings, line: str) -> None:
    with pytest.raises(NotANote):
        journaling.compare(app, line)


def test_after_an_older_disk_the_journal_goes_on_when_the_operator_says_so(app: Flask, sealed: Settings) -> None:
    do(app, deeds=2, at=NOW)
    seal(app)
    note_end(app)
    run(app, "delete from journal where number > 3")
    do(app, at=NOW)
    with pytest.raises(Broken):
        seal(app)
    assert "goes on after number 3" in journaling.accept(app, sealed)
    seal(app)
    assert list(journaling.findings(app, sealed)) == []
    [remark] = journaling.remarks(app, sealed)
    assert "entries 4 to 6 are gone" in remark


def test_where_nothing_is_lost_going_on_says_so_and_notes_no_loss(app: Flask, sealed: Settings) -> None:
    assert "Nothing that was noted outside is missing" in journaling.accept(app, sealed)
    assert list(journaling.findings(app, sealed)) == []
    assert journaling.remarks(app, sealed) == []


def test_other_entries_in_the_place_of_lost_ones_are_let_be_when_the_operator_says_so(
    app: Flask, sealed: Settings
) -> None:
    run(app, "delete from journal where number > 3")
    journaling.accept(app, sealed)
    anchors.file_of(sealed).write_bytes(anchors.file_of(sealed).read_bytes().splitlines(keepends=True)[0])
    do(app, deeds=3, at=NOW)
    seal(app)
    [found] = journaling.findings(app, sealed)
    assert found.startswith("The journal up to number 4 is not what was noted")
    journaling.accept(app, sealed)
    assert list(journaling.findings(app, sealed)) == []


def test_going_on_hides_nothing_in_the_middle(app: Flask, sealed: Settings) -> None:
    run(app, "update journal set deed = 'card:hide' where number = 2")
    journaling.accept(app, sealed)
    [found] = journaling.findings(app, sealed)
    assert found.startswith("The journal's entry 2,")


def test_a_chain_whose_end_is_gone_goes_on_too(app: Flask, sealed: Settings) -> None:
    run(app, "delete from journal_tip")
    journaling.accept(app, sealed)
    do(app, at=NOW)
    seal(app)
    assert list(journaling.findings(app, sealed)) == []
    assert journaling.remarks(app, sealed) == []


def test_what_cannot_be_read_is_a_finding_not_a_crash(app: Flask, sealed: Settings) -> None:
    if not sealed.database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps every value of its column's type")
    run(app, "update journal set at = 'yesterday' where number = 2")
    [found] = journaling.findings(app, sealed)
    assert found.startswith("The journal cannot be read after number 1")


def test_the_command_ends_with_1_and_the_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENTRAIDE_INSTANCE", str(tmp_path / "i"))
    monkeypatch.setenv("ENTRAIDE_MASTER_KEY_FILE", str(tmp_path / "k" / "master.key"))
    assert main(["upgrade"]) == 0
    assert main(["rotate-keys"]) == 0
    capsys.readouterr()
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "is on no paper since" in told
    assert "noted beside the database only" in told
    assert main(["doctor", "--noted", f"1 {'00' * 32}"]) == 1
    assert "has no entry 1" in capsys.readouterr().out
    assert main(["doctor", "--noted", ""]) == 1
    assert "type the letter's line" in capsys.readouterr().err
    (tmp_path / "k" / "master.key").chmod(0o644)
    assert main(["doctor"]) == 1
    assert "chmod 600" in capsys.readouterr().err
