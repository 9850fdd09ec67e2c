"""A back-up obeys the erasure journal: whoever was erased since it was taken does not come back with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from entraide.clock import today
from entraide.errors import EntraideError
from entraide.rights.wiping import wipe
from entraide.rights.wiping_groups import wipe_groups
from entraide.settings import Settings
from entraide.vault import erasure_file
from entraide.vault.erasing import altered_of, mark_of, path_of
from entraide.vault.erasure_file import BrokenErasures
from entraide.vault.store import KeyStore, Shredded, instance_keys, keys


class ErasuresMissing(EntraideError):
    """The erasure journal ends before the back-up does."""


@dataclass(frozen=True)
class Journal:
    """The erasure journal that a restore goes by; `missing`: the last number it should have and has not."""

    content: bytes
    marks: frozenset[str]
    missing: int | None


def find(settings: Settings, folders: Iterable[Path], known: int, *, accept_missing: bool) -> Journal:
    """Take the longest journal of this place and of the folders where the back-up lies.

    Refuse one that ends before the number `known` to the copies, or was altered, unless that is accepted.
    """
    best, faults = b"", []
    lines: list[erasure_file.Erased] = []
    for path in {path_of(settings), *(folder / erasure_file.NAME for folder in folders)}:
        try:
            found = erasure_file.read(path)
        except BrokenErasures as fault:
            faults.append(str(fault))
            continue
        if found and (not lines or found[-1].number > lines[-1].number):
            best, lines = path.read_bytes(), found
    last = lines[-1].number if lines else 0
    missing = known if last < known else None
    if not accept_missing and (missing is not None or (faults and not lines)):
        says = faults[0] if faults else f"the erasure journal ends at number {last}, the back-up knows of {known}"
        raise ErasuresMissing(
            f"{says}: people who were erased since would come back. Put the newest journal, the file "
            f"“{erasure_file.NAME}” of the back-ups' folder, beside the back-up; only if it is lost for good, "
            "add --accept-missing-erasures"
        )
    return Journal(best, erasure_file.erased(lines), missing)


def obey(journal: Journal, main: Connection, kept: Connection, store: KeyStore) -> int:
    """Take whoever was erased out of a back-up that is being put back, before it is committed; return how many."""
    if not journal.marks:
        return 0
    wrapped = kept.scalar(sa.select(instance_keys.c.wrapped).where(instance_keys.c.name == "index"))
    if wrapped is None:
        raise Shredded("index")
    index = store.unwrap(wrapped, b"index")
    owners = [owner for owner in kept.scalars(sa.select(keys.c.owner)) if mark_of(index, owner) in journal.marks]
    persons, groups = (sa.table(name, sa.column("id", sa.Uuid())) for name in ("persons", "groups"))
    people = [person for person in main.scalars(sa.select(persons.c.id)) if mark_of(index, person) in journal.marks]
    closed = [group for group in main.scalars(sa.select(groups.c.id)) if mark_of(index, group) in journal.marks]
    wipe(main, people)
    wipe_groups(main, closed)
    for owner in owners:
        kept.execute(sa.delete(keys).where(keys.c.owner == owner))
    return len({*owners, *people, *closed})


def kept(journal: Journal, settings: Settings) -> dict[Path, bytes | None]:
    """Return what is to be written to go on with this journal here.

    What it lacks is noted in it for good, and the server's page says so; one that was altered is put aside then.
    """
    path, planned, content = path_of(settings), dict[Path, bytes | None](), journal.content
    if journal.missing is not None:
        if not content and path.exists():
            planned[altered_of(path)] = path.read_bytes()
        content = erasure_file.with_missing(content, today(), journal.missing)
    if content and (not path.exists() or path.read_bytes() != content):
        planned[path] = content
    return planned
