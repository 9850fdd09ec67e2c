"""What a restore writes beside the two stores, so that one that fails takes it away again."""

import logging
import os
from pathlib import Path

from entraide.journal import anchors
from entraide.settings import Settings
from entraide.vault import erasure_file
from entraide.vault.erasing import altered_of, path_of

log = logging.getLogger(__name__)


class Beside:
    """Settings, erasure journal and anchors of a place, as they stand when this is made.

    Anchors are only ever appended, perhaps on a disk that allows nothing else: they are cut back, never written anew.
    """

    def __init__(self, settings: Settings) -> None:
        journal = path_of(settings)
        files = (settings.instance / "settings.toml", journal, altered_of(journal))
        self._contents = {file: file.read_bytes() if file.is_file() else None for file in files if _is_ours(file)}
        self._anchors = anchors.file_of(settings)
        self._size = self._anchors.stat().st_size if self._anchors.exists() else None

    def put_back(self) -> None:
        """Let everything stand as it stood; what cannot is named in the log, and hides no error that led here."""
        for file, content in self._contents.items():
            try:
                if content is None:
                    file.unlink(missing_ok=True)
                elif not file.exists() or file.read_bytes() != content:
                    erasure_file.put(content, file)
            except OSError as fault:
                log.error("%s could not be put back as it was: %s", file, fault.strerror)
        try:
            if self._size is None:
                self._anchors.unlink(missing_ok=True)
            elif self._anchors.stat().st_size > self._size:
                os.truncate(self._anchors, self._size)
        except OSError as fault:
            log.error("%s could not be put back as it was: %s", self._anchors, fault.strerror)


def _is_ours(file: Path) -> bool:
    """Whether this run can read what is there, and so put it back; what it cannot read, it leaves alone."""
    return not file.exists() or os.access(file, os.R_OK)
