"""What the document is made of: parts, sections, rows, and in a row each value with its name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from entraide.meetings.models import Meeting
from entraide.meetings.words import date_in_words, start_in_words
from entraide.members.models import Membership

Said = str | int | bool | date | datetime | None


@dataclass(frozen=True)
class Item:
    """One value: `key` for programs, `label` and `words` for people."""

    key: str
    label: str
    value: Said
    words: str


@dataclass(frozen=True)
class Section:
    """Rows of one kind."""

    key: str
    title: str
    rows: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True)
class Part:
    """The account, or one group: its title is her name there."""

    key: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Own:
    """Whose document it is, and for a group's part her membership with the meetings its rows are of."""

    person_id: UUID
    zone: ZoneInfo
    membership: Membership | None = None
    meetings: Mapping[UUID, Meeting] = field(default_factory=dict)
    titles: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def member(self) -> Membership:
        assert self.membership is not None
        return self.membership


Read = Callable[[Any, Own], Said]


@dataclass(frozen=True)
class Column:
    """One value of a row, and how it is called; `words`: what ready answers are called, or `say` says the value."""

    key: str
    label: Any
    read: Read
    words: Mapping[Any, Any] = field(default_factory=dict)
    say: Callable[[Any, Said], str] | None = None

    def item(self, row: Any, own: Own) -> Item:
        """Take the value out of a row."""
        value = self.read(row, own)
        if self.say is not None and value:
            return Item(self.key, str(self.label), value, self.say(row, value))
        known = self.words.get(value) if isinstance(value, str) else None
        words = str(known[0] if isinstance(known, tuple) else known) if known is not None else in_words(value, own.zone)
        return Item(self.key, str(self.label), value, words)


def column(name: str, label: Any, words: Mapping[Any, Any] | None = None, key: str = "") -> Column:
    """Name a column of a table that is given as it stands."""

    def read(row: Any, own: Own) -> Said:
        value = getattr(row, name)
        return value.value if isinstance(value, StrEnum) else value

    return Column(key or name, label, read, words or {})


def in_words(value: Said, zone: ZoneInfo) -> str:
    """Say a value to people."""
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return start_in_words(value, zone, with_year=True)
    if isinstance(value, date):
        return date_in_words(value, with_year=True)
    return str(value)


def section(key: str, title: Any, columns: Iterable[Column], rows: Iterable[Any], own: Own) -> Section:
    """Write the rows of one kind."""
    columns = list(columns)
    return Section(key, str(title), tuple(tuple(one.item(row, own) for one in columns) for row in rows))


DAY = _l("Day")
