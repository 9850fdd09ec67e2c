"""The operator's command that ends sessions: of one address, or of everybody (ASVS 7.4.5)."""

import contextlib
import io

import pytest
from flask import Flask
from sqlalchemy import select

from entraide.cli import main
from entraide.db import db
from entraide.journal.models import Entry
from entraide.operations import losing_locks
from tests.accounts.locking import is_in
from tests.people import Client
from tests.world import World


def test_whoever_reads_an_address_is_signed_out_on_every_device(app: Flask, world: World) -> None:
    hers, others = [Client(app).sign_in(world.lise) for _ in range(2)], Client(app).sign_in(world.ana)
    losing_locks.sign_out(app, f" {world.lise.email.upper()}\n", everybody=False)
    assert [is_in(one) for one in (*hers, others)] == [False, False, True]


def test_everybody_is_signed_out(app: Flask, world: World) -> None:
    clients = [Client(app).sign_in(one) for one in (world.lise, world.ana)]
    assert all(is_in(one) for one in clients)
    losing_locks.sign_out(app, None, everybody=True)
    assert not any(is_in(one) for one in clients)


def test_what_it_prints_does_not_tell_whether_somebody_is_known(
    app: Flask, world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = set()
    for address in (world.lise.email, "nobody@poste.example"):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{address}\n"))
        losing_locks.sign_out(app, None, everybody=False)
        said.add(capsys.readouterr().out)
    assert len(said) == 1


def test_an_address_beside_everybody_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sign-out", "lise@poste.example", "--everybody"])
    assert ended.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["\udcff\udcfe", "\ud800@poste.example", "lise\0@poste.example"])
def test_bytes_that_are_no_text_name_nobody_and_break_nothing(app: Flask, world: World, typed: str) -> None:
    lise = Client(app).sign_in(world.lise)
    for deed in (losing_locks.lift, losing_locks.hand_words):
        with contextlib.suppress(losing_locks.NobodyNamed):
            deed(app, typed, typed)
    with contextlib.suppress(losing_locks.NobodyNamed):
        losing_locks.sign_out(app, typed, everybody=False)
    assert is_in(lise)


def test_it_is_noted_by_id(app: Flask, world: World) -> None:
    losing_locks.sign_out(app, world.lise.email, everybody=False)
    with app.app_context():
        noted = db.session.execute(select(Entry.by_id, Entry.about_id).where(Entry.deed == "session:end")).all()
    assert noted == [(None, world.lise.person_id)]


def test_without_an_address_nothing_is_done(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    with pytest.raises(losing_locks.NobodyNamed):
        losing_locks.sign_out(app, None, everybody=False)
