"""The doctor says what is wrong, one sentence a finding."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from entraide.accounts.actions import ask_code
from entraide.accounts.models import Door
from entraide.cli import main
from entraide.clock import now
from entraide.db import db
from entraide.mail.models import Letter, State
from entraide.operations import alive, doctor
from entraide.operations.paper_key import PRINTED
from entraide.operations.restore import REHEARSED
from entraide.operations.rotating import CHANGED
from entraide.settings import Settings
from tests.conftest import Stage

SOUND: dict[str, Any] = {
    "demo": False,
    "public_url": "https://rendez-vous.example",
    "directory_url": "https://groupes.example",
    "calendar_host": "rendez-vous.example",
    "mail_url": "smtp://lettres:secret@poste.example:587",
    "mail_from": "agenda@rendez-vous.example",
    "proxies": 1,
    "backup_to": ("age1nobody",),
    "operator": "ASBL Les Lilas",
    "server_place": "Namur",
    "snapshots": "none",
    "journal_anchor_mail": "tenue@poste.example",
}


UNDER_CO_UK = {"public_url": "https://rendez-vous.lilas.co.uk", "calendar_host": "rendez-vous.lilas.co.uk"}


@pytest.fixture
def sound(stage: Stage, app: Flask, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An instance in which all is well: a worker that runs, a back-up of today, a rehearsal, its key elsewhere."""
    key = tmp_path_factory.mktemp("keys") / "master.key"
    key.write_text(Path(stage.settings.master_key_file).read_text("ascii"), "ascii")
    key.chmod(0o600)
    for stamp in ("1", "2"):
        (tmp_path / f"{now():%Y%m%dT%H%M%S%f}Z-{stamp}.age").write_bytes(b"")
    newest = sorted(tmp_path.glob("*.age"))
    newest[0].rename(newest[1].with_name(newest[1].name.replace("-2.", "-1.")))
    at = stage.settings.instance
    at.chmod(0o700)
    for file in stage.folder.glob("*.db"):
        file.chmod(0o600)
    (at / REHEARSED).write_text(now().isoformat(), "ascii")
    alive.touch(stage.settings)
    yield replace(stage.settings, **SOUND, backup_dir=str(tmp_path), master_key_file=str(key))
    at.chmod(0o700)
    for left in (REHEARSED, alive.FILE, CHANGED, PRINTED, "anchors"):
        (at / left).unlink(missing_ok=True)


def test_a_sound_instance_has_no_finding(app: Flask, sound: Settings) -> None:
    assert doctor.findings(app, sound) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"demo": True}, "Demo mode"),
        ({"public_url": "http://localhost", "calendar_host": "localhost"}, "not https"),
        ({"proxies": 0}, "No proxy is counted"),
        ({"site_name": "Entraide deuil"}, "word of the field"),
        ({"mail_from": "agenda@entraide.example"}, "word of the field"),
        ({"public_url": "https://selbsthilfe.example", "calendar_host": "selbsthilfe.example"}, "word of the field"),
        ({"directory_url": "https://rendez-vous.example"}, "share one address"),
        ({"directory_url": "https://groupes.rendez-vous.example"}, "share a domain"),
        ({"directory_url": "https://groupes.lilas.co.uk"} | UNDER_CO_UK, "share a domain"),
        ({"journal_anchor_mail": ""}, "noted beside the database only"),
        ({"calendar_host": "ancien.example"}, "right only after a move"),
        ({"mail_url": ""}, "names no mail server"),
        ({"backup_to": ()}, "No back-up is made"),
        ({"backup_dir": ""}, "names no folder"),
        ({"backup_dir": "/nowhere"}, "is its disk mounted"),
        ({"operator": "", "snapshots": ""}, "operator (who runs this server), snapshots"),
    ],
)
def test_what_is_wrong_is_said_once(app: Flask, sound: Settings, change: dict[str, Any], words: str) -> None:
    [finding] = doctor.findings(app, replace(sound, **change))
    assert words in finding


def test_a_mistyped_setting_is_said(app: Flask, sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTRAIDE_SITENAME", "Agenda")
    [finding] = doctor.findings(app, sound)
    assert "ENTRAIDE_SITENAME is no setting" in finding


def test_an_instance_folder_open_to_others_is_said(app: Flask, sound: Settings) -> None:
    sound.instance.chmod(0o755)
    [finding] = doctor.findings(app, sound)
    assert "chmod 700" in finding


def test_a_database_file_open_to_others_is_said(app: Flask, sound: Settings) -> None:
    if not sound.database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps its own files")
    Path(sound.database_url.removeprefix("sqlite:///")).chmod(0o644)
    [finding] = doctor.findings(app, sound)
    assert "chmod 600" in finding


def test_a_worker_that_stopped_is_said(app: Flask, sound: Settings) -> None:
    an_hour_ago = time.time() - 3600
    os.utime(sound.instance / alive.FILE, (an_hour_ago, an_hour_ago))
    [finding] = doctor.findings(app, sound)
    assert "60 minutes ago" in finding


@pytest.mark.parametrize("ahead", ["the worker's sign of life", "a back-up"])
def test_a_clock_set_back_is_said(app: Flask, sound: Settings, ahead: str) -> None:
    later = now() + timedelta(days=40)
    if ahead == "a back-up":
        for file in Path(sound.backup_dir).glob("*.age"):
            file.rename(file.with_name(f"{later:%Y%m%dT%H%M%S%f}Z{file.name[-6:]}"))
    else:
        os.utime(sound.instance / alive.FILE, (later.timestamp(), later.timestamp()))
    (said,) = doctor.findings(app, sound)
    assert said.startswith("This machine's clock says ")
    assert f"{later:%d.%m.%Y}" in said


def test_a_worker_that_never_ran_is_said(app: Flask, sound: Settings) -> None:
    (sound.instance / alive.FILE).unlink()
    [finding] = doctor.findings(app, sound)
    assert "No worker has run" in finding


def test_an_old_back_up_is_said(app: Flask, sound: Settings) -> None:
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        said = doctor.findings(app, sound)
    assert [one for one in said if "3 days old" in one]


def test_a_restore_never_rehearsed_is_said(app: Flask, sound: Settings) -> None:
    (sound.instance / REHEARSED).unlink()
    [finding] = doctor.findings(app, sound)
    assert "not rehearsed" in finding


@pytest.mark.parametrize(("days", "is_said"), [(360, False), (370, True)])
def test_a_restore_rehearsed_more_than_a_year_ago_is_said(
    app: Flask, sound: Settings, days: int, is_said: bool
) -> None:
    (sound.instance / REHEARSED).write_text((now() - timedelta(days=days)).isoformat(), "ascii")
    assert any("not rehearsed in the last year" in one for one in doctor.findings(app, sound)) is is_said


def test_letters_that_wait_too_long_are_said(app: Flask, sound: Settings) -> None:
    with app.app_context():
        ask_code("lise@poste.example", Door.SIGN_IN, "ref", "fr")
        db.session.commit()
    with time_machine.travel(now() + timedelta(minutes=7), tick=False):
        said = doctor.findings(app, sound)
    assert [one for one in said if one.startswith("1 letters wait, one for 7 minutes")]


def test_a_days_letters_used_up_are_said(app: Flask, sound: Settings) -> None:
    with app.app_context():
        ask_code("lise@poste.example", Door.SIGN_IN, "ref", "fr")
        db.session.commit()
        db.session.execute(update(Letter).values(state=State.SENT, sent_at=Letter.created))
        db.session.commit()
    [finding] = doctor.findings(app, replace(sound, mail_per_day=2))
    assert "The day's 2 letters are used up" in finding


def test_places_that_do_not_add_up_are_said(app: Flask, sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "seats_astray", lambda: 2)
    [finding] = doctor.findings(app, sound)
    assert "2 meetings" in finding


def test_stores_that_are_empty_beside_an_old_note_are_findings_not_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENTRAIDE_INSTANCE", str(tmp_path / "i"))
    monkeypatch.setenv("ENTRAIDE_MASTER_KEY_FILE", str(tmp_path / "k" / "master.key"))
    assert main(["upgrade"]) == 0
    assert main(["doctor", "--go-on"]) == 0
    for store in (tmp_path / "i").glob("*.db*"):
        store.unlink()
    capsys.readouterr()
    assert main(["doctor"]) == 1
    assert "run `python -m entraide upgrade`" in capsys.readouterr().out
