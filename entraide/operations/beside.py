"""What a restore writes beside the two stores, so that one that fails or is killed takes it away again.

Before anything is written, a file on the disk, the mark of a restore under way, holds what stood there and what will:
a restore that was killed is cleared by the next one. What somebody wrote there meanwhile is left alone.
"""

import json
import logging
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path

from entraide.journal import anchors
from entraide.settings import Settings
from entraide.vault.erasing import altered_of, path_of
from entraide.vault.erasure_file import put

MARK = "restore-under-way"
BEGINS = f'{{"what": "{anchors.RESTORING}"'.encode()
Contents = Mapping[Path, bytes | None]

log = logging.getLogger(__name__)


class Beside:
    """Settings, erasure journal and anchors of a place, as they stand when this is made; and which stores did not.

    Anchors are only ever appended, perhaps on a disk that allows nothing else: they are cut back, never written anew.
    """

    def __init__(self, mark: Path, before: Contents, noted: tuple[Path, int | None], absent: Iterable[Path]) -> None:
        self._mark, self._before, self._noted = mark, before, noted
        self._written: Contents = {}
        self.absent = set(absent)

    @classmethod
    def of(cls, settings: Settings, absent: Iterable[Path]) -> "Beside":
        """Look at what stands beside the stores now, and keep that in the mark."""
        journal, notes = path_of(settings), anchors.file_of(settings)
        files = (settings.instance / "settings.toml", journal, altered_of(journal))
        before = {file: _content(file) for file in files if _is_ours(file)}
        made = cls(settings.instance / MARK, before, (notes, _size(notes)), absent)
        made._keep()
        return made

    @classmethod
    def left(cls, settings: Settings) -> "Beside | None":
        """Return what a restore that was killed here kept in its mark; None where there is none to be read."""
        mark = settings.instance / MARK
        try:
            said = json.loads(mark.read_text("ascii"))
            made = cls(
                mark,
                _read(said["before"]),
                (Path(said["anchors"][0]), said["anchors"][1]),
                map(Path, said["absent"]),
            )
            made._written = _read(said["written"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
        return made

    def write(self, planned: Contents) -> None:
        """Write these files, each in one step, after the mark says that they are ours."""
        self._written = planned
        self._keep()
        for file, content in planned.items():
            if content is not None:
                put(content, file)

    def put_back(self) -> None:
        """Take away what was written, and let stand what stood; a fault is logged, and hides no error that led here."""
        for file, content in self._written.items():
            try:
                if _content(file) == content and file in self._before:
                    _let_stand(file, self._before[file])
            except OSError as fault:
                log.error("%s could not be put back as it was: %s", file, fault.strerror)
        file, size = self._noted
        try:
            if _is_one_note(file, size or 0):
                file.unlink() if size is None else os.truncate(file, size)
        except OSError as fault:
            log.error("%s could not be put back as it was: %s", file, fault.strerror)

    def _keep(self) -> None:
        said = {
            "before": _spelled(self._before),
            "written": _spelled(self._written),
            "anchors": [str(self._noted[0]), self._noted[1]],
            "absent": sorted(map(str, self.absent)),
        }
        put(json.dumps(said).encode("ascii"), self._mark)


def _let_stand(file: Path, content: bytes | None) -> None:
    if content is None:
        file.unlink(missing_ok=True)
    else:
        put(content, file)


def _is_one_note(file: Path, size: int) -> bool:
    """Whether nothing was added but one note that a restore begins: what a worker noted meanwhile must stay."""
    if (_size(file) or 0) <= size:
        return False
    with file.open("rb") as notes:
        notes.seek(size)
        added = notes.read().strip()
    return b"\n" not in added and added.startswith(BEGINS)


def _is_ours(file: Path) -> bool:
    """Whether this run can read what is there, and so put it back; what it cannot read, it leaves alone."""
    return not file.exists() or os.access(file, os.R_OK)


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _size(file: Path) -> int | None:
    return file.stat().st_size if file.exists() else None


def _spelled(contents: Contents) -> dict[str, str | None]:
    return {str(file): None if held is None else b64encode(held).decode("ascii") for file, held in contents.items()}


def _read(said: Mapping[str, str | None]) -> dict[Path, bytes | None]:
    return {Path(name): None if held is None else b64decode(held) for name, held in said.items()}
