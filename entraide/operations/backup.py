"""Back both stores up while the site runs: the main database first, the keys after, for an offline identity to open.

Each owner in the main copy who still existed has a key in the copy made after it; who was erased has none.
"""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from entraide.clock import now
from entraide.errors import EntraideError
from entraide.operations import age, locks
from entraide.operations.copying import KEYS, MAIN, Progress
from entraide.operations.storing import STAMP, on_terminal, store
from entraide.retention import Kept, life
from entraide.settings import Settings
from entraide.vault import erasure_file
from entraide.vault.erasing import path_of

KEPT = {MAIN: life({}, Kept.BACKUPS), KEYS: life({}, Kept.KEY_COPIES)}
_NUMBERS = {MAIN: 1, KEYS: 2}
_NAME = re.compile(r"(\d{8}T\d{12}Z)-([12])\.age")


class NoBackup(EntraideError):
    """Nothing was backed up."""


@dataclass(frozen=True)
class Made:
    """What one back-up stored."""

    main: Path
    keys: Path
    rows: int
    key_rows: int
    removed: int


def run(settings: Settings, to: Path | None, *, as_object: bool) -> None:
    """Back up and say so: a sentence or two, or one JSON object and nothing else."""
    made = make(settings, to, on_terminal("copied"))
    if as_object:
        report: dict[str, Any] = {"main": str(made.main), "keys": str(made.keys)}
        print(json.dumps(report | {"rows": made.rows, "key_rows": made.key_rows, "removed": made.removed}))  # noqa: T201
        return
    print(f"{made.rows} rows are in {made.main}, {made.key_rows} keys in {made.keys.name} beside it.")  # noqa: T201
    if made.removed:
        print(f"Copies older than they may be were removed: {made.removed}.")  # noqa: T201


def make(settings: Settings, to: Path | None = None, seen: Progress = lambda rows: None) -> Made:
    """Copy both stores into a folder and remove what is older than it may be; raise NoBackup with one sentence."""
    whom = age.recipients(settings.backup_to)
    if not whom:
        raise NoBackup("backup_to names no age public key: `key pair` makes one; without it nothing is stored")
    with locks.alone(settings):
        folder = _folder(settings, to)
        locks.sweep(folder, "*.age")
        stamp = now().strftime(STAMP)
        main, keys = (folder / f"{stamp}-{_NUMBERS[what]}.age" for what in (MAIN, KEYS))
        rows = store(settings, MAIN, main, whom, seen)
        key_rows = store(settings, KEYS, keys, whom, seen)
        _copy_erasures(settings, folder)
        return Made(main, keys, rows, key_rows, prune(folder))


def _folder(settings: Settings, to: Path | None) -> Path:
    """Find where to; the setting's folder must be there: made anew it would hide a disk that is not mounted."""
    if to is not None:
        with suppress(FileExistsError, FileNotFoundError):
            to.mkdir(mode=0o700)
    elif not settings.backup_dir:
        raise NoBackup("say where the back-up shall lie: --to DIR, or backup_dir in the settings")
    folder = (to or Path(settings.backup_dir)).absolute()
    if folder.exists() and not folder.is_dir():
        raise NoBackup(f"{folder} is no folder: name one for the back-ups")
    if not folder.is_dir():
        raise NoBackup(f"{folder} is not there: is its disk mounted?")
    return folder


def _copy_erasures(settings: Settings, folder: Path) -> None:
    """Put the erasure journal beside them: without it neither is restored."""
    if not path_of(settings).exists():
        return
    try:
        erasure_file.copy(path_of(settings), folder)
    except OSError as fault:
        raise NoBackup(f"the erasure journal cannot be copied to {folder}: {fault.strerror or fault}") from fault


def pair(folder: Path) -> tuple[Path, Path] | None:
    """Return the newest keys and the newest main copy that was made before them, main first; None without a pair."""
    mains, keys = _copies(folder, MAIN), _copies(folder, KEYS)
    newest = max(keys, default=None)
    before = max((stamp for stamp in mains if newest and stamp <= newest), default=None)
    return (mains[before], keys[newest]) if newest and before else None


def last(folder: Path) -> datetime | None:
    """Return when the newest whole back-up of a folder was begun."""
    found = pair(folder)
    return _instant(found[0].name.split("-")[0]) if found else None


def prune(folder: Path) -> int:
    """Remove copies older than their time, but never the newest of each, nor the newest pair; return how many."""
    both = {what: _copies(folder, what) for what in KEPT}
    kept = {*(pair(folder) or ()), *(copies[max(copies)] for copies in both.values() if copies)}
    old = [
        file
        for what, time in KEPT.items()
        for stamp, file in both[what].items()
        if _instant(stamp) < now() - time and file not in kept
    ]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _copies(folder: Path, what: str) -> dict[str, Path]:
    found = ((_NAME.fullmatch(file.name), file) for file in folder.iterdir())
    return {name[1]: file for name, file in found if name and int(name[2]) == _NUMBERS[what]}


def _instant(stamp: str) -> datetime:
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
