"""The worker's sign of life: a file in the instance folder, touched while it runs."""

from datetime import UTC, datetime

from entraide.settings import Settings

FILE = "worker.seen"


def touch(settings: Settings) -> None:
    """Note that the worker runs now."""
    (settings.instance / FILE).touch(0o600)


def last_seen(settings: Settings) -> datetime | None:
    """Return when the worker of this folder last showed itself; None if never."""
    file = settings.instance / FILE
    return datetime.fromtimestamp(file.stat().st_mtime, UTC) if file.exists() else None
