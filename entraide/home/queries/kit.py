"""What stands on the papers for a group's committee, as far as this site knows it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from entraide.groups.models import Group
from entraide.groups.queries import name_of
from entraide.home.queries.privacy import KeptLine, kept_lines
from entraide.members.actions.roster import CONSENT
from entraide.retention import Kept
from entraide.settings import current

VERSION = "2026-11"
PAPERS = ("roles", "contract", "register", "notice", "agreement")
LANGUAGES = ("fr",)
"""The papers are files by version and language; other languages follow."""


@dataclass(frozen=True)
class Kit:
    """What is filled in; empty where a line to write on is left."""

    group: str
    carrier: str
    contact: str
    operator: str
    operator_contact: str
    place: str
    mail_host: str
    address: str
    minimum_age: int
    backup_days: int
    key_days: int
    answer_days: int
    lines: tuple[KeptLine, ...]
    consent: str


def kit_of(group: Group, carrier: str, contact: str, *, with_group: bool) -> Kit:
    """Fill in what the settings know and what was typed; nothing of it is kept."""
    settings = current()
    return Kit(
        name_of(group) if with_group else "",
        carrier,
        contact,
        settings.operator,
        settings.operator_contact,
        settings.server_place,
        urlsplit(settings.mail_url).hostname or "",
        settings.public_url,
        settings.minimum_age,
        settings.kept(Kept.BACKUPS).days,
        settings.kept(Kept.KEY_COPIES).days,
        settings.kept(Kept.ANSWERS).days,
        tuple(kept_lines()),
        CONSENT,
    )


def file_of(paper: str) -> str:
    """Return the template of one paper."""
    return f"kit/{VERSION}-{paper}.{LANGUAGES[0]}.html"
