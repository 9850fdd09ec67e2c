"""Names of meetings in calendars: the same for ever, and different for each reader."""

import hmac
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

HEX_DIGITS = 32


class LevelClass(StrEnum):
    """Levels that may share a name; two entries of one meeting in one phone must not."""

    RESERVED = "discreet+busy"
    FULL = "full"


def uid(key: bytes, membership_id: UUID, meeting_id: UUID, part: str, level_class: LevelClass, host: str) -> str:
    """Name one part of a meeting for one member: `<32 hex digits>@<host>`.

    Nobody without the calendar key can tell that two names are of the same meeting, or of the same member.
    The part is empty for a plain meeting, and tells the banner and the days of a weekend apart.
    """
    named = b"\0".join((b"member", membership_id.bytes + meeting_id.bytes + level_class.encode(), part.encode()))
    return f"{hmac.new(key, named, sha256).hexdigest()[:HEX_DIGITS]}@{host}"
