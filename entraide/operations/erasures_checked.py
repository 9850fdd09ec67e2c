"""What `doctor` says of erasures: the journal whole, its copy with the back-ups, no key left that is owed."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from entraide.clock import today
from entraide.db import db
from entraide.settings import Settings
from entraide.vault import erasure_file
from entraide.vault.erasing import Erasure, path_of
from entraide.vault.erasure_file import BrokenErasures


def findings(app: Flask, settings: Settings) -> Iterator[str]:
    """Yield a sentence for whatever would let somebody erased come back."""
    path = path_of(settings)
    with app.app_context():
        known = db.session.scalar(select(func.max(Erasure.number))) or 0
        owed = select(func.count()).where(Erasure.owner_id.is_not(None), Erasure.day < today())
        late = db.session.scalar(owed) or 0
    try:
        last = erasure_file.last_number(path)
    except BrokenErasures as fault:
        yield f"{fault}: put the copy from the back-ups in its place."
        return
    if last < known:
        yield f"The erasure journal {path} ends at number {last}, the database knows of {known}: put its copy back."
    if late:
        yield f"Keys of {late} erased people are not forgotten yet: is the worker running, can it write {path}?"
    if settings.backup_dir and last and Path(settings.backup_dir).is_dir():
        yield from _copy(Path(settings.backup_dir) / erasure_file.NAME, last)


def _copy(copy: Path, last: int) -> Iterator[str]:
    try:
        there = erasure_file.last_number(copy)
    except BrokenErasures as fault:
        yield f"{fault}: remove it, the worker copies it again."
        return
    if there < last:
        yield f"The erasure journal's copy {copy} lags behind: can the worker write there?"
