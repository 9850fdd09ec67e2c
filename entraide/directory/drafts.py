"""What an importer reads out of a foreign feed, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time
from enum import StrEnum

from entraide.errors import EntraideError


class Unreadable(EntraideError):
    """The document as a whole cannot be read; its message is one English msgid."""


class Mode(StrEnum):
    """Where a series of meetings takes place."""

    ROUND_TABLE = "round_table"
    ONLINE = "online"
    HYBRID = "hybrid"


class Facet(StrEnum):
    """What a tag speaks of; `LOCAL` tags are the feed's own words, kept as they stand."""

    ATTENDANCE = "attendance"
    NEWCOMERS = "newcomers"
    FORMAT = "format"
    FOR_WHOM = "for_whom"
    ACCESS = "access"
    STATE = "state"
    OTHER = "other"
    LANGUAGE = "language"
    LOCAL = "local"


@dataclass(frozen=True)
class Tag:
    """One type code of the feed under its facet."""

    facet: Facet
    code: str


class ProposalKind(StrEnum):
    """What happens on the dates of a monthly rule found in words."""

    ONLY = "only"
    SKIPS = "skips"
    OPENS = "opens"
    CELEBRATES = "celebrates"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Proposal:
    """A rule guessed from free text, for a person to accept: RRULE text (RFC 5545 3.3.10) and the words behind it.

    The words are empty where they stood beside a passcode.
    """

    kind: ProposalKind
    rule: str
    words: str


@dataclass(frozen=True)
class SeriesDraft:
    """A weekly series in wall-clock times; the fields marked secret are for members only and stay out of its repr."""

    external_id: str
    title: str
    weekday: int  # 0 = Monday
    starts: time
    ends: time
    minutes: int
    mode: Mode
    place: str = ""
    address: str = ""
    place_notes: str = ""
    town: str = ""
    country: str = ""
    join_link: str = field(default="", repr=False)  # secret
    phone: str = field(default="", repr=False)  # secret, dial-in
    join_notes: str = field(default="", repr=False)  # secret: passcodes, meeting numbers
    notes: str = ""
    is_open: bool | None = None
    is_paused: bool = False
    is_approximate: bool = False
    languages: tuple[str, ...] = ()  # ISO 639-1
    tags: tuple[Tag, ...] = ()
    zone: str | None = None  # the row's own, IANA
    updated: datetime | None = None  # UTC
    proposals: tuple[Proposal, ...] = ()

    @property
    def ends_next_day(self) -> bool:
        """The end lies after midnight, as seen from the start."""
        return self.ends <= self.starts


@dataclass(frozen=True)
class GroupDraft:
    """A group with its series; `key` is a plain hash of its normalised name, region and entity, always the same."""

    key: str
    name: str
    town: str = ""
    region: str = ""
    entity: str = ""
    notes: str = ""
    series: tuple[SeriesDraft, ...] = ()


class Outcome(StrEnum):
    """What became of a row: read (accepted or refused), then brought in."""

    ACCEPTED = "accepted"
    CREATED = "created"
    UPDATED = "updated"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Remark:
    """A sentence about a row: a stable code for programs, an English msgid for people, the values it names."""

    code: str
    words: str
    values: tuple[tuple[str, int | str], ...] = ()

    def naming(self, **values: int | str) -> Remark:
        """Return the remark with the values its sentence speaks of."""
        return replace(self, values=tuple(sorted(values.items())))


@dataclass(frozen=True)
class RowReport:
    """What was done with one row; `line` counts the rows from 1, `series` the weekly series it gave to its `group`."""

    line: int
    external_id: str | None
    outcome: Outcome
    reasons: tuple[Remark, ...] = ()
    notices: tuple[Remark, ...] = ()
    series: int = 0
    group: str | None = None  # the key of its draft


@dataclass(frozen=True)
class Reading:
    """Everything one document gave: groups in the order they first appear, and one report for each row."""

    groups: tuple[GroupDraft, ...]
    reports: tuple[RowReport, ...]
