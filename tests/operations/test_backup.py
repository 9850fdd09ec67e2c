"""A back-up: main database first, keys after, encrypted to an offline identity, whole or not there."""

import gzip
import io
import json
import os
import stat
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from time_machine import travel

from entraide.clock import now
from entraide.operations import backup, locks
from entraide.operations.age import NotAKey
from entraide.operations.backup import NoBackup
from entraide.operations.storing import NotStored
from entraide.settings import Settings
from tests.conftest import Stage
from tests.operations.conftest import Pair, Place, make_pair


def plain(file: Path, pair: Pair) -> list[str]:
    """Open a copy with nothing of ours but the identity."""
    out = io.BytesIO()
    pyrage.decrypt_io(io.BytesIO(file.read_bytes()), out, pair.identities)
    return gzip.decompress(out.getvalue()).decode().splitlines()


def test_who_holds_an_identity_opens_it_without_this_program(standing: Settings, pair: Pair, tmp_path: Path) -> None:
    made = backup.make(standing, tmp_path)
    first, *rest, end = map(json.loads, plain(made.main, pair))
    assert (first["what"], first["calendar_host"]) == ("main", standing.calendar_host)
    assert end["end"]["persons"][0] == sum(line["table"] == "persons" for line in rest if isinstance(line, dict)) * 8


def test_each_of_several_identities_opens_it_alone(standing: Settings, tmp_path: Path) -> None:
    pairs = [make_pair() for _ in range(2)]
    made = backup.make(replace(standing, backup_to=tuple(pair.public for pair in pairs)), tmp_path)
    assert plain(made.keys, pairs[0]) == plain(made.keys, pairs[1])


def test_nobody_else_opens_it_and_it_shows_nothing(standing: Settings, tmp_path: Path) -> None:
    made = backup.make(standing, tmp_path)
    with pytest.raises(pyrage.DecryptError):
        plain(made.main, make_pair())
    assert b"persons" not in made.main.read_bytes()


def test_the_keys_are_copied_after_the_main_database(standing: Settings, pair: Pair, tmp_path: Path) -> None:
    made = backup.make(standing, tmp_path)
    main, keys = (json.loads(plain(file, pair)[0]) for file in (made.main, made.keys))
    assert datetime.fromisoformat(keys["taken"]) > datetime.fromisoformat(main["taken"])


def test_a_copy_of_keys_does_not_open_without_the_master_key(
    standing: Settings, stage: Stage, pair: Pair, tmp_path: Path
) -> None:
    master = bytes.fromhex(Path(standing.master_key_file).read_text())
    copied = "\n".join(plain(backup.make(standing, tmp_path).keys, pair))
    assert master.hex() not in copied


def test_names_say_nothing_and_sort_by_time(standing: Settings, tmp_path: Path) -> None:
    made = [backup.make(standing, tmp_path) for _ in range(2)]
    assert sorted(tmp_path.iterdir()) == [file for one in made for file in (one.main, one.keys)]
    assert all(set(file.stem) <= set("0123456789TZ-") for file in tmp_path.iterdir())


def test_only_the_operator_can_read_what_is_stored(standing: Settings, tmp_path: Path) -> None:
    os.umask(0o077)  # as the command sets it
    made = backup.make(standing, tmp_path / "new")
    assert [stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (made.main, made.keys, tmp_path / "new")] == [0, 0, 0]


def test_nothing_is_left_beside_the_database(standing: Settings, tmp_path: Path) -> None:
    before = {file.name for file in standing.instance.iterdir()}
    backup.make(standing, tmp_path)
    assert {file.name for file in standing.instance.iterdir()} - before <= {"operations.lock"}


def test_what_a_killed_one_left_is_removed_by_the_next(standing: Settings, tmp_path: Path) -> None:
    left = [standing.instance / "x-1.age.part", tmp_path / "x-1.age.part"]
    for file in left:
        file.write_text("half")
    backup.make(standing, tmp_path)
    assert [file for file in left if file.exists()] == []


def test_a_copy_gets_its_name_last(standing: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[tuple[str, bool]] = []
    monkeypatch.setattr(os, "replace", lambda part, file: named.append((Path(part).suffix, Path(file).exists())))
    backup.make(standing, tmp_path / "new")
    assert named == [(".part", False)] * 2
    assert list(tmp_path.glob("new/*")) == []


def test_two_at_once_are_refused(standing: Settings, tmp_path: Path) -> None:
    with locks.alone(standing), pytest.raises(locks.Busy, match="under way"):
        backup.make(standing, tmp_path)


@pytest.mark.parametrize("keys", [(), ("",), (" ",)])
def test_without_a_public_key_nothing_is_stored(standing: Settings, tmp_path: Path, keys: tuple[str, ...]) -> None:
    with pytest.raises(NoBackup, match="backup_to"):
        backup.make(replace(standing, backup_to=keys), tmp_path)
    assert list(tmp_path.glob("*.age")) == []


def test_a_key_that_is_none_is_refused_without_being_shown(standing: Settings, tmp_path: Path) -> None:
    secret = make_pair().secret
    with pytest.raises(NotAKey) as refusal:
        backup.make(replace(standing, backup_to=(secret,)), tmp_path)
    assert secret not in str(refusal.value)


def test_the_settings_folder_must_be_there_as_its_disk_may_not_be(standing: Settings, tmp_path: Path) -> None:
    with pytest.raises(NoBackup, match="mounted"):
        backup.make(replace(standing, backup_dir=str(tmp_path / "away")))
    with pytest.raises(NoBackup, match="say where"):
        backup.make(standing)


def test_an_instance_that_is_not_there_is_not_made(place: Place, tmp_path: Path) -> None:
    empty = place("sqlite")
    with pytest.raises(NotStored, match="no database"):
        backup.make(empty, tmp_path)
    assert not Path(empty.database_url.removeprefix("sqlite:///")).exists()


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(standing: Settings) -> None:
    with pytest.raises(NotStored, match="cannot be written"):
        backup.make(standing, Path("/proc"))
    assert list(standing.instance.glob("*.part")) == []


def test_old_copies_go_but_never_the_newest_pair(standing: Settings, tmp_path: Path) -> None:
    def names(*days: int) -> set[str]:
        return {(at - timedelta(days=day)).strftime("%Y-%m-%d") for day in days}

    def kept(number: int) -> set[str]:
        files = (file.name for file in tmp_path.glob(f"*-{number}.age"))
        return {f"{name[:4]}-{name[4:6]}-{name[6:8]}" for name in files}

    at = now()
    for day in (45, 31, 29, 8, 6, 0):
        with travel(at - timedelta(days=day), tick=True):
            backup.make(standing, tmp_path)
    assert (kept(1), kept(2)) == (names(29, 8, 6, 0), names(6, 0))
    with travel(at + timedelta(days=60)):
        assert backup.prune(tmp_path) == 4
    assert (kept(1), kept(2)) == (names(0), names(0))


def test_a_main_copy_without_keys_after_it_makes_no_pair(standing: Settings, tmp_path: Path) -> None:
    whole, half = (backup.make(standing, tmp_path) for _ in range(2))
    half.keys.unlink()
    assert backup.pair(tmp_path) == (whole.main, whole.keys)
    at = backup.last(tmp_path)
    assert at is not None
    assert at.strftime("%Y%m%d") == whole.main.name[:8]


def test_what_is_not_ours_in_the_folder_stays(standing: Settings, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("a note")
    (tmp_path / "20200101T000000000000Z-3.age").write_text("another's")
    backup.make(standing, tmp_path)
    assert len(list(tmp_path.iterdir())) == 4


def test_it_says_what_it_did_in_words_or_as_one_object(
    standing: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup.run(standing, tmp_path, as_object=False)
    assert "rows are in" in capsys.readouterr().out
    backup.run(standing, tmp_path, as_object=True)
    assert json.loads(capsys.readouterr().out).keys() == {"main", "keys", "rows", "key_rows", "removed"}
