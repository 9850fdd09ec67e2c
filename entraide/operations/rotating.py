"""`rotate-keys`: change the master key while the site runs.

The coming key lies beside the old one until every key is wrapped under it, then takes its place: running processes
read both when they meet a key they cannot open. Killed anywhere, the command is typed again and goes on.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from entraide.clock import now
from entraide.errors import EntraideError
from entraide.operations import locks
from entraide.operations.copying import Progress
from entraide.operations.storing import on_terminal, told
from entraide.settings import Settings, master_key
from entraide.vault import rotation
from entraide.vault.erasure_file import settle_folder
from entraide.vault.masters import COMING, FORMER, Master
from entraide.vault.store import KeyStore

CHANGED = "master-key-changed"  # in the instance folder: when, for the doctor


class NotRotated(EntraideError):
    """The master key is what it was."""


@dataclass(frozen=True)
class Rotated:
    """What was done: how many keys were wrapped anew, and where the former master key lies."""

    keys: int
    former: Path | None


def run(settings: Settings) -> None:
    """Change the master key, and say what to do next."""
    _spare_former(settings)
    done = rotate(settings, on_terminal("wrapped"))
    print(f"{done.keys} keys are wrapped under the new master key.")  # noqa: T201
    if done.former:
        print(f"The former one lies in {done.former}: it opens nothing here, only back-ups made until now.")  # noqa: T201
    print(  # noqa: T201
        "Print the new one on paper now: `key print`. Then make a back-up: `backup`. Keep the old paper with the "
        "old back-ups: they are restored with it, typed by `key enter` into a place of its own. When those back-ups "
        "are gone, in 30 days, destroy the old paper and delete the old file."
    )


def _spare_former(settings: Settings) -> None:
    """Refuse a second change that would write over the one file that opens the back-ups made before the first."""
    former = beside(settings, FORMER)
    if not former.exists():
        return
    store = KeyStore(settings.keys_url, master_key(settings), Path(settings.master_key_file))
    try:
        if not is_under_way(settings, store):
            raise NotRotated(
                f"it was changed already, and {former} still holds the one before: back-ups made under it open with no "
                "other. With that one on paper delete the file, else put it away; then type the command again"
            )
    finally:
        store.engine.dispose()


def rotate(settings: Settings, seen: Progress = lambda rows: None) -> Rotated:
    """Wrap every key under a new master key, or go on where that was cut off."""
    try:
        return _rotate(settings, seen)
    except OSError as fault:
        raise NotRotated(f"{fault.filename} cannot be written: {fault.strerror}; type the command again") from fault


def _rotate(settings: Settings, seen: Progress) -> Rotated:
    with locks.alone(settings), told():
        file = Path(settings.master_key_file)
        store = KeyStore(settings.keys_url, master_key(settings), file)
        try:
            store.check_open()
            coming, is_new = _coming(file, store)
            rotation.begin(store, coming)
            keys = 0
            while more := rotation.wrap_all(store, coming, seen):
                keys += more
            rotation.end(store)
        finally:
            store.engine.dispose()
        former = _take_place(file) if is_new else None
        (settings.instance / CHANGED).write_text(now().isoformat(), "ascii")
        return Rotated(keys, former)


def is_under_way(settings: Settings, store: KeyStore) -> bool:
    """Whether a change was begun and not ended."""
    return beside(settings, COMING).exists() or rotation.is_under_way(store)


def beside(settings: Settings, ending: str) -> Path:
    """Return the file beside the master key's that holds the coming or the former one."""
    file = Path(settings.master_key_file)
    return file.with_name(file.name + ending)


def _coming(file: Path, store: KeyStore) -> tuple[Master, bool]:
    """Return the master key to come, made now unless a change that was cut off left it; False: it has its place."""
    new = file.with_name(file.name + COMING)
    if not new.exists() and rotation.is_under_way(store):
        return store.masters.current, False
    if not new.exists():
        part = new.with_name(new.name + locks.PART)
        with suppress(FileNotFoundError):
            part.unlink()
        _write(part, secrets.token_hex(32) + "\n", like=file)
        os.rename(part, new)
        settle_folder(file.parent)
    try:
        secret = bytes.fromhex(new.read_text("ascii").strip())
    except (OSError, ValueError) as fault:
        raise NotRotated(f"{new} cannot be read: it should hold the coming master key") from fault
    return store.masters.add(secret), True


def _take_place(file: Path) -> Path:
    """Put the coming key into the file's place, and the former one beside it."""
    new, former = (file.with_name(file.name + ending) for ending in (COMING, FORMER))
    part = former.with_name(former.name + locks.PART)
    with suppress(FileNotFoundError):
        part.unlink()
    _write(part, file.read_text("ascii"), like=file)
    os.replace(part, former)
    os.replace(new, file)
    settle_folder(file.parent)
    return former


def _write(file: Path, text: str, *, like: Path) -> None:
    """Write a file that only the owner of another can read, whoever types the command."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        if os.geteuid() == 0:
            os.fchown(out.fileno(), like.stat().st_uid, like.stat().st_gid)
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
