"""What the server says of itself: to whoever watches over it, and to the people whose data it holds."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError

from entraide.clock import now
from entraide.errors import EntraideError
from entraide.home.queries.erasures import erasures
from entraide.mail.queries import outbox
from entraide.settings import current
from entraide.vault import sealed

BACKUP_DAYS, KEY_DAYS = 30, 7  # PRODUCT, retention
OLDEST_DUE = 300  # seconds that a letter may be due before somebody should look


@dataclass(frozen=True)
class Readiness:
    """Whether this process can serve, and how long the longest waiting letter has been due."""

    oldest_due_seconds: int
    due: int
    refused: int

    @property
    def is_late(self) -> bool:
        """Whether letters wait longer than they should."""
        return self.oldest_due_seconds > OLDEST_DUE


@dataclass(frozen=True)
class ServerPage:
    """What people may know of the server that holds their data."""

    operator: str
    contact: str
    place: str
    snapshots: str
    mail_host: str
    backup_days: int
    key_days: int
    makes_backups: bool
    missing_erasures: bool
    is_demo: bool


def readiness() -> Readiness | None:
    """Ask the key store and the database how they are; None when either does not answer."""
    try:
        sealed.store().check_open()
        box = outbox()
    except (SQLAlchemyError, EntraideError):
        return None
    waited = int((now() - box.oldest_due).total_seconds()) if box.oldest_due else 0
    return Readiness(max(0, waited), box.due, box.refused)


def server_page() -> ServerPage:
    """Return what the operator wrote down about this server, and what follows from its settings."""
    settings = current()
    return ServerPage(
        settings.operator,
        settings.operator_contact,
        settings.server_place,
        settings.snapshots,
        urlsplit(settings.mail_url).hostname or "",
        BACKUP_DAYS,
        KEY_DAYS,
        bool(settings.backup_to),
        bool(erasures().missing),
        settings.demo,
    )
