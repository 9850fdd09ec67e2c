"""The copy of a store: lines of JSON, the same whichever engine it stood on, packed with gzip.

The first line says what it is, then each table's columns and its rows, at last every table's count and fingerprint;
`age -d -i identity FILE | gunzip` shows it without this program. It is read and written as a stream.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Connection

from entraide.clock import now
from entraide.errors import EntraideError
from entraide.journal.anchors import end_in
from entraide.operations import age
from entraide.operations.age import Broken
from entraide.operations.rows import Digest, Digests, Shape, digests, fill, lines, shapes
from entraide.settings import Settings
from entraide.vault.erasing import path_of
from entraide.vault.erasure_file import last_number

FORMAT = 1
MAIN, KEYS = "main", "keys"
CHUNK = 1 << 16
Progress = Callable[[int], None]


class NewerCopy(EntraideError):
    """The copy was made by a newer version of the program."""


class Different(EntraideError):
    """What was put back is not what was copied."""


@dataclass(frozen=True)
class Heading:
    """A copy's first line. The next lines of a later format may differ; these names may only grow."""

    what: str
    taken: datetime
    revision: str | None
    calendar_host: str
    public_url: str
    format: int = FORMAT
    erasures: int = 0  # the last number of the erasure journal: a restore wants one that goes so far
    journal: int = 0  # the number and hash with which the journal's chain ends; none in a copy of the keys
    journal_hash: str = ""


@dataclass
class Tally:
    """How far a copy has come."""

    progress: Progress = field(default=lambda rows: None)
    digests: Digests = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Return how many rows were counted so far."""
        return sum(digest.rows for digest in self.digests.values())


def heading_of(connection: Connection, what: str, settings: Settings) -> Heading:
    """Say what a copy of this store is, as of now."""
    revision = MigrationContext.configure(connection).get_current_revision() if what == MAIN else None
    known = last_number(path_of(settings))
    heading = Heading(what, now(), revision, settings.calendar_host, settings.public_url, erasures=known)
    if what == MAIN:
        number, ended = end_in(connection)
        heading = replace(heading, journal=number, journal_hash=ended.hex())
    return heading


def check_journal(connection: Connection, heading: Heading) -> None:
    """Raise Different unless the journal put back ends as the copy's heading says; older copies say nothing of it."""
    number, ended = end_in(connection)
    if heading.journal_hash and (number, ended.hex()) != (heading.journal, heading.journal_hash):
        raise Different(f"the journal put back ends at number {number}, not as it did when the copy was taken")


def written(connection: Connection, heading: Heading, tally: Tally) -> Iterator[bytes]:
    """Yield the copy of everything this connection sees, packed."""
    pack = zlib.compressobj(1, wbits=31)
    waiting = b""
    for line in _lines(connection, heading, tally):
        waiting += pack.compress(line + b"\n")
        if len(waiting) >= CHUNK:
            yield waiting
            waiting = b""
    yield waiting + pack.flush()


def _lines(connection: Connection, heading: Heading, tally: Tally) -> Iterator[bytes]:
    yield _spelled(asdict(heading) | {"taken": heading.taken.isoformat()})
    for shape in shapes(connection):
        yield _spelled({"table": shape.name, "columns": shape.columns})
        tally.digests[shape.name] = digest = Digest()
        for line in lines(connection, shape):
            digest.add(line)
            if digest.rows % 1000 == 0:
                tally.progress(tally.rows)
            yield line
    tally.progress(tally.rows)
    yield _spelled({"end": {name: digest.spelled() for name, digest in tally.digests.items()}})


def _spelled(line: dict[str, Any]) -> bytes:
    return json.dumps(line, separators=(",", ":")).encode()


class Copy:
    """A copy that is being read: its heading first, then its rows, once."""

    def __init__(self, source: IO[bytes], name: str) -> None:
        self._lines = _unpacked(source, name)
        self._broken = Broken(f"{name} was cut off or altered, or is no copy of ours")
        first = self._next()
        if not isinstance(first, dict) or not {"what", "format", "taken"} <= first.keys():
            raise self._broken
        if first["format"] != FORMAT:
            raise NewerCopy(f"{name} was made by a newer version of the program")
        known = {one: first[one] for one in Heading.__dataclass_fields__ if one in first}
        try:
            self.heading = Heading(**known | {"taken": datetime.fromisoformat(first["taken"])})
        except (ValueError, TypeError) as fault:
            raise self._broken from fault

    def put_into(self, connection: Connection, progress: Progress = lambda rows: None) -> int:
        """Fill the empty tables of a store at this copy's revision, then read all of it back and compare.

        Raises Broken, Different or Unreadable; the caller's transaction must not be committed then.
        """
        try:
            return self._put(connection, Tally(progress))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as fault:  # a line that is none of ours
            raise self._broken from fault

    def _put(self, connection: Connection, tally: Tally) -> int:
        there = {shape.name: shape for shape in shapes(connection)}
        line = self._next()
        while isinstance(line, dict) and "table" in line:
            shape = Shape(line["table"], tuple((name, kind) for name, kind in line["columns"]))
            if there.get(shape.name) != shape:
                raise Different(f"the table {shape.name} is not as this version of the program makes it")
            line = self._fill(connection, shape, tally)
        if not isinstance(line, dict) or "end" not in line or next(self._lines, None) is not None:
            raise self._broken
        _compare(line["end"], digests(connection))
        return tally.rows

    def _fill(self, connection: Connection, shape: Shape, tally: Tally) -> Any:
        """Fill one table; return the line after its last row."""
        after: list[Any] = []
        tally.digests[shape.name] = digest = Digest()

        def rows() -> Iterator[bytes]:
            for line in self._lines:
                if not line.startswith(b"["):
                    after.append(json.loads(line))
                    return
                digest.rows += 1  # its sum is taken of what stands in the database in the end
                if digest.rows % 1000 == 0:
                    tally.progress(tally.rows)
                yield line

        fill(connection, shape, rows())
        return after[0] if after else None

    def _next(self) -> Any:
        try:
            return json.loads(next(self._lines))
        except (StopIteration, ValueError) as fault:
            raise self._broken from fault


def _unpacked(source: IO[bytes], name: str) -> Iterator[bytes]:
    try:
        with gzip.GzipFile(fileobj=source) as packed:
            for line in packed:
                yield line.rstrip(b"\n")
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise Broken(f"{name} was cut off or altered, or is no copy of ours") from fault


def _compare(told: dict[str, Any], found: Digests) -> None:
    differing = [name for name in sorted(told.keys() | found.keys()) if told.get(name) != _of(found, name)]
    if differing:
        raise Different(f"what was put back differs from the copy in {', '.join(differing)}")


def _of(found: Digests, name: str) -> list[Any] | None:
    return found[name].spelled() if name in found else None


@contextmanager
def opened(file: Path, identities: list[Any]) -> Iterator[Copy]:
    """Open a copy, encrypted or not; that its end is true is proven when the context ends."""
    try:
        with age.opened(file, identities) as source:
            yield Copy(source, file.name)
    except OSError as fault:
        raise Broken(f"{file} cannot be read: {fault.strerror or fault}") from fault
