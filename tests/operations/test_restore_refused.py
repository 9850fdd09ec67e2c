"""A restore that cannot end well: one sentence, and the place is as empty as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine

from entraide.errors import EntraideError
from entraide.operations import backup, copying, locks, restore, upgrade
from entraide.operations.age import Broken, NotAKey, WrongIdentity, identities
from entraide.operations.copying import KEYS, NewerCopy
from entraide.operations.places import NotEmpty
from entraide.operations.restore import NotRestored
from entraide.operations.rows import Shape, fill
from entraide.operations.storing import NotStored, store
from entraide.settings import Settings
from entraide.vault.store import WrongMasterKey, keys
from tests.operations.conftest import ENGINES, Pair, Place, digests_of, is_empty, make_pair


def copy_of(file: Path, folder: Path, content: bytes) -> Path:
    changed = folder / file.name
    changed.write_bytes(content)
    return changed


def test_it_needs_an_empty_place(standing: Settings, made: backup.Made, place: Place, pair: Pair) -> None:
    before = digests_of(standing.database_url)
    with pytest.raises(NotEmpty, match="the database is not empty"):
        restore.restore(standing, [made.main, made.keys], pair.identities)
    assert digests_of(standing.database_url) == before
    keys_only = replace(place(), keys_url=standing.keys_url)
    with pytest.raises(NotEmpty, match="the key store is not empty"):
        restore.restore(keys_only, [made.main, made.keys], pair.identities)
    assert not Path(keys_only.database_url.removeprefix("sqlite:///")).exists()


def test_another_identity_opens_nothing(made: backup.Made, place: Place) -> None:
    settings = place()
    with pytest.raises(WrongIdentity, match="does not open"):
        restore.restore(settings, [made.main, made.keys], make_pair().identities)
    with pytest.raises(WrongIdentity, match="--identity"):
        restore.restore(settings, [made.main, made.keys], [])
    assert is_empty(settings)


def test_another_master_key_is_told_before_anything_is_kept(
    made: backup.Made, place: Place, pair: Pair, tmp_path: Path
) -> None:
    other = tmp_path / "other.key"
    other.touch(0o600)
    other.write_text("11" * 32)
    settings = place(master_key_file=str(other))
    with pytest.raises(WrongMasterKey, match="type the paper of that time by `key enter`"):
        restore.restore(settings, [made.main, made.keys], pair.identities)
    assert is_empty(settings)


@pytest.mark.parametrize("part", ["header", "middle", "end"])
@pytest.mark.parametrize("harm", ["cut off", "altered"])
def test_a_harmed_file_leaves_the_place_empty(
    made: backup.Made, place: Place, pair: Pair, tmp_path: Path, part: str, harm: str
) -> None:
    content = made.main.read_bytes()
    at = {"header": 60, "middle": len(content) // 2, "end": len(content) - 1}[part]
    changed = content[:at] + (bytes([content[at] ^ 1]) + content[at + 1 :] if harm == "altered" else b"")
    settings = place(ENGINES[-1] if part == "end" else "sqlite")
    with pytest.raises((Broken, WrongIdentity)):
        restore.restore(settings, [copy_of(made.main, tmp_path, changed), made.keys], pair.identities)
    assert is_empty(settings)


def test_something_added_at_the_end_of_a_file_is_noticed(
    made: backup.Made, place: Place, pair: Pair, tmp_path: Path
) -> None:
    settings = place("sqlite")
    longer = copy_of(made.main, tmp_path, made.main.read_bytes() + b"more")
    with pytest.raises(Broken, match="altered"):
        restore.restore(settings, [longer, made.keys], pair.identities)
    assert is_empty(settings)


def test_what_is_not_put_back_as_it_was_is_not_kept(
    made: backup.Made, place: Place, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(connection: Connection, shape: Shape, spelled: Iterator[bytes]) -> None:
        rows = list(spelled)
        fill(connection, shape, rows[1:] if shape.name == "memberships" else rows)

    monkeypatch.setattr(copying, "fill", forgetful)
    settings = place()
    with pytest.raises(copying.Different, match="memberships"):
        restore.restore(settings, [made.main, made.keys], pair.identities)
    assert is_empty(settings)


def test_a_main_database_that_cannot_be_committed_takes_the_keys_with_it(
    made: backup.Made, place: Place, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, moving = place(), upgrade.moving

    @contextmanager
    def failing(engine: Engine) -> Iterator[Connection]:
        with moving(engine) as connection:
            yield connection
            if engine.url.render_as_string(hide_password=False) == settings.database_url:
                raise OSError("no space left")

    monkeypatch.setattr(restore, "moving", failing)
    with pytest.raises(restore.NotRestored, match="no space"):
        restore.restore(settings, [made.main, made.keys], pair.identities)
    assert is_empty(settings)


@pytest.mark.parametrize("content", [b"", b"nothing of ours", b"\x1f\x8b\x08 not quite"])
def test_a_file_that_is_no_copy_is_told_so(
    made: backup.Made, place: Place, pair: Pair, tmp_path: Path, content: bytes
) -> None:
    settings = place("sqlite")
    with pytest.raises(Broken, match="no copy of ours"):
        restore.restore(settings, [copy_of(made.main, tmp_path, content), made.keys], pair.identities)
    assert is_empty(settings)


def test_a_newer_versions_back_up_is_left_to_it(
    standing: Settings, made: backup.Made, place: Place, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = place("sqlite")
    monkeypatch.setattr(restore, "is_known", lambda revision: False)
    with pytest.raises(NewerCopy, match="newer version"):
        restore.restore(settings, [made.main, made.keys], pair.identities)
    assert is_empty(settings)


def test_keys_from_before_the_main_copy_are_refused(
    standing: Settings, made: backup.Made, place: Place, pair: Pair, tmp_path: Path
) -> None:
    later = backup.make(standing, tmp_path / "later")
    with pytest.raises(NotRestored, match="before the main copy"):
        restore.restore(place("sqlite"), [later.main, made.keys], pair.identities)
    assert restore.restore(place("sqlite"), [made.main, later.keys], pair.identities).rows


@pytest.mark.parametrize("files", [["main"], ["main", "main"], ["keys", "keys"], ["main", "keys", "keys"]])
def test_both_files_are_needed(made: backup.Made, place: Place, pair: Pair, files: list[str]) -> None:
    with pytest.raises(NotRestored):
        restore.restore(place("sqlite"), [getattr(made, name) for name in files], pair.identities)


def test_a_calendar_host_that_would_double_every_entry_is_refused(made: backup.Made, place: Place, pair: Pair) -> None:
    settings = place("sqlite", calendar_host="other.example")
    upgrade.lay_out_instance(settings)
    with pytest.raises(NotRestored, match='calendar_host = "localhost"'):
        restore.restore(settings, [made.main, made.keys], pair.identities)
    assert is_empty(settings)


def test_without_settings_the_calendar_host_is_the_back_ups(made: backup.Made, place: Place, pair: Pair) -> None:
    settings = place("sqlite", calendar_host="other.example")
    restore.restore(settings, [made.main, made.keys], pair.identities)
    assert 'calendar_host = "localhost"' in (settings.instance / "settings.toml").read_text()


def test_no_restore_under_a_running_server(standing: Settings, made: backup.Made, place: Place, pair: Pair) -> None:
    settings = place("sqlite")
    settings.instance.mkdir()
    with locks._file(settings, "serving.lock") as server:
        locks.fcntl.flock(server, locks.fcntl.LOCK_SH)
        with pytest.raises(locks.Busy, match="stop the server"):
            restore.restore(settings, [made.main, made.keys], pair.identities)


def test_an_identity_typed_from_paper_is_forgiven_its_spaces(pair: Pair) -> None:
    typed = " ".join(pair.secret[n : n + 4] for n in range(0, len(pair.secret), 4)).lower()
    assert [str(one) for one in identities(f"# note\n{typed}\n")] == [pair.secret]
    for wrong in ("", "# nothing", pair.public, pair.secret[:-1]):
        with pytest.raises(NotAKey):
            identities(wrong)


def test_a_database_out_of_reach_is_told_in_a_sentence(
    made: backup.Made, place: Place, pair: Pair, tmp_path: Path
) -> None:
    settings = place("sqlite", database_url=f"sqlite:///{tmp_path}/nowhere/main.db")
    with pytest.raises(NotStored, match="cannot be used"):
        restore.restore(settings, [made.main, made.keys], pair.identities)


@examples(max_examples=40)
@given(at=st.integers(0), bit=st.integers(0, 7))
def test_a_bit_that_fell_over_in_a_copy_in_clear_is_noticed(
    standing: Settings, place: Place, tmp_path_factory: pytest.TempPathFactory, at: int, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("copy")
    store(standing, KEYS, folder / "keys.copy", [], lambda rows: None)
    content = bytearray((folder / "keys.copy").read_bytes())
    content[at % len(content)] ^= 1 << bit
    (folder / "keys.copy").write_bytes(content)
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        keys.metadata.create_all(connection)
        try:
            with copying.opened(folder / "keys.copy", []) as copy:
                copy.put_into(connection)
        except EntraideError:
            pass
        else:  # gzip's own heading holds bits that mean nothing, and so may the last byte before its check
            assert 0 < at % len(content) < 10 or at % len(content) == len(content) - 9
    engine.dispose()
