"""Who may touch the stores now: one such command at a time, and no going back under a running server."""

import fcntl
import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from entraide.errors import EntraideError
from entraide.settings import Settings

PART = ".part"
_held: list[IO[bytes]] = []


class Strange(EntraideError):
    """Another user than the instance's own would leave files there that this one cannot read."""


class Busy(EntraideError):
    """Something else is at work on this instance."""


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Be the only back-up, restore or upgrade of this instance, and clear what a killed one left behind.

    The lock is the system's: it ends with the process, however that ends.
    """
    with _file(settings, "operations.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise Busy("another back-up, restore or upgrade of this instance is under way") from fault
        sweep(settings.instance)
        yield


def sweep(folder: Path, names: str = "*") -> None:
    """Remove the unfinished files of a command that was killed; the caller holds the lock."""
    for left in folder.glob(names + PART):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink(missing_ok=True)


def serve_from_here(settings: Settings) -> None:
    """Say, until this process ends, that it reads and writes this instance's stores."""
    lock = _file(settings, "serving.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        lock.close()
        raise Busy("the database is being upgraded or put back: start again when that is done") from fault
    _held.append(lock)


@contextmanager
def unserved(settings: Settings) -> Iterator[None]:
    """Keep servers and workers of this machine out; refuse while one runs."""
    with _file(settings, "serving.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise Busy("stop the server and the worker first: the database is about to change under them") from fault
        yield


def refuse_a_strange_root(instance: Path) -> None:
    """Raise Strange for root in an instance of somebody else: that user could not read what root would make there."""
    if os.geteuid() or not instance.exists() or not (owner := instance.stat().st_uid):
        return
    try:
        name = pwd.getpwuid(owner).pw_name
    except KeyError:
        name = f"#{owner}"
    raise Strange(
        f"{instance} belongs to {name}, who could not read what root makes there: type it as that user, "
        f"`runuser -u {name} -- …`; the command `entraide` of README does so"
    )


def _file(settings: Settings, name: str) -> IO[bytes]:
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(settings.instance / name, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
