"""The erasure journal: a file apart from both stores that says which keys were forgotten, so that a back-up obeys.

One line an erasure: its number, the day, what it was, a mark that only this instance's index key can make of the
owner's id, and a check over this line and the one before. It names nobody, and nothing in it is ever taken back.
An erasure that was only asked for has a line too, with the day it is due; a later line says that it was undone.
"""

import fcntl
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from entraide.errors import EntraideError

NAME = "erasures"  # how it is called where back-ups lie
MISSING = "missing"  # a restore went on without the erasures before this line
ASKED, UNDONE = "asked", "undone"  # somebody asked to be erased, on the line's day; or no longer wants it
NOBODY = "0" * 32
_LINE = re.compile(rb"(\d{1,12}) (\d{4}-\d{2}-\d{2}) ([a-z]{1,16}) ([0-9a-f]{32}) ([0-9a-f]{16})")


class BrokenErasures(EntraideError):
    """The erasure journal was altered, or a part of it is gone."""


@dataclass(frozen=True)
class Erased:
    """One line: `mark` says whose key to who knows the index key and the id, and nothing to anybody else."""

    number: int
    day: date
    kind: str
    mark: str


def last_number(path: Path) -> int:
    """Return the number of the last erasure in a journal; 0 where there is none."""
    lines = read(path)
    return lines[-1].number if lines else 0


def erased(lines: Iterable[Erased]) -> frozenset[str]:
    """Return the marks of those whose keys were forgotten."""
    return frozenset(line.mark for line in lines if line.kind not in (MISSING, ASKED, UNDONE))


def asked(lines: Iterable[Erased]) -> dict[str, date]:
    """Return who is still to be erased, by the marks, and when."""
    waits: dict[str, date] = {}
    for line in lines:
        waits.pop(line.mark, None)
        if line.kind == ASKED:
            waits[line.mark] = line.day
    return waits


def read(path: Path) -> list[Erased]:
    """Return every whole line of a journal; what a crash left at its end is no line. Raise BrokenErasures."""
    return _read(path)[0]


def _read(path: Path) -> tuple[list[Erased], bytes, int]:
    """Return the lines, the last check and how many bytes are whole."""
    try:
        return _parsed(path.read_bytes(), str(path))
    except FileNotFoundError:
        return [], b"", 0
    except OSError as fault:
        raise BrokenErasures(f"{path} cannot be read: {fault.strerror or fault}") from fault


def _parsed(content: bytes, name: str) -> tuple[list[Erased], bytes, int]:
    *whole, _ = content.split(b"\n")
    lines: list[Erased] = []
    check, size = b"", 0
    for place, line in enumerate(whole):
        found = _LINE.fullmatch(line)
        body = line.rpartition(b" ")[0]
        if not found or found[5] != _check(check, body) or not _follows(lines, found):
            if place == len(whole) - 1 and not found:
                break  # a disk that lost power may leave anything at the end: that line was never counted
            raise BrokenErasures(f"{name} was altered, or a part of it is gone: line {place + 1}")
        lines.append(Erased(int(found[1]), date.fromisoformat(found[2].decode()), found[3].decode(), found[4].decode()))
        check, size = found[5], size + len(line) + 1
    return lines, check, size


def _follows(lines: Sequence[Erased], found: re.Match[bytes]) -> bool:
    """Numbers follow each other; after a restore without all erasures they go on from what the back-up knew."""
    before = lines[-1].number if lines else 0
    return int(found[1]) > before if found[3] == MISSING.encode() else int(found[1]) == before + 1


def _check(before: bytes, body: bytes) -> bytes:
    return sha256(before + b" " + body).hexdigest()[:16].encode()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other processes from adding lines meanwhile."""
    handle = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def add(path: Path, entries: Sequence[tuple[date, str, str]], least: int = 0) -> dict[str, int]:
    """Add (day, kind, mark) lines and wait for the disk; return each mark's number, of those there already too.

    What is asked for or undone is said as often as it happens; an erasure is said once.
    `least`: the last number known elsewhere; numbers go on from it where the file is shorter. Call it `alone`.
    """
    lines, check, size = _read(path)
    numbers = {line.mark: line.number for line in lines if line.kind not in (MISSING, ASKED, UNDONE)}
    number = lines[-1].number if lines else 0
    written = b""
    if number < least and entries:
        number = least + 1
        check, line_ = _spelled(check, number, entries[0][0], MISSING, NOBODY)
        written += line_
    for day, kind, mark in entries:
        if kind in (ASKED, UNDONE) or mark not in numbers:
            number += 1
            numbers[mark] = number
            check, line_ = _spelled(check, number, day, kind, mark)
            written += line_
    if written:
        _append(path, size, written)
    return numbers


def with_missing(content: bytes, day: date, known: int) -> bytes:
    """Return a journal that notes of itself that erasures up to the number `known` are not in it."""
    lines, check, size = _parsed(content, NAME)
    number = max(known, lines[-1].number if lines else 0) + 1
    return content[:size] + _spelled(check, number, day, MISSING, NOBODY)[1]


def copy(path: Path, folder: Path) -> None:
    """Put a copy where the back-ups lie, whole or not at all."""
    put(path.read_bytes(), folder / NAME)


def put(content: bytes, target: Path) -> None:
    """Write a file in one step, for its owner alone."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, target)
        settle_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _spelled(before: bytes, number: int, day: date, kind: str, mark: str) -> tuple[bytes, bytes]:
    body = f"{number} {day.isoformat()} {kind} {mark}".encode()
    check = _check(before, body)
    return check, body + b" " + check + b"\n"


def _append(path: Path, size: int, written: bytes) -> None:
    """Write after the last whole line; what a crash left there was never counted, nor any key forgotten for it."""
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.ftruncate(handle, size)
        os.pwrite(handle, written, size)
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        settle_folder(path.parent)


def settle_folder(folder: Path) -> None:
    """See to it that a name that a file got in a folder outlives a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
