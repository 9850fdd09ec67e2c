"""Feeds brought in, and what then stands in the database."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.accounts.queries import readers_of
from entraide.db import Model, db, writing
from entraide.directory.report import Line, Report
from entraide.groups.models import Group
from entraide.groups.queries import Face, face_of, name_of
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, MeetingStatus, Series
from entraide.meetings.queries.meetings import details_of, details_of_series
from entraide.members.models import Membership
from entraide.operations.importing import Wanted, bring
from entraide.vault import sealed

FEDERATION = "federation@poste.example"
WHOLE = {
    "name": "Parole libre",
    "slug": "parole",
    "day": 1,
    "time": "19:00",
    "end_time": "20:30",
    "timezone": "Europe/Brussels",
    "location": "Maison des associations",
    "formatted_address": "12 rue des Tilleuls, Namur, Wallonie, Belgique",
    "region": "Namur",
    "types": ["O"],
}
BRUSSELS = ZoneInfo("Europe/Brussels")


def row(**fields: Any) -> dict[str, Any]:
    """A whole row with these fields changed; None takes a field out."""
    return {name: value for name, value in (WHOLE | fields).items() if value is not None}


class Importer:
    """The command's work, in the app of the tests, from files of one folder."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.file = folder / "feed.json"

    def __call__(self, *rows: Any, content: bytes | None = None, **more: Any) -> Report:
        self.file.write_bytes(json.dumps(rows).encode() if content is None else content)
        wanted = {"form": "meeting-guide", "organiser": FEDERATION} | more
        with self.app.app_context():
            return bring(Wanted(self.file, **wanted))

    def one(self, **fields: Any) -> Line:
        """Bring in one whole row with these fields changed; return what became of it."""
        (line,) = self(row(**fields)).lines
        return line


@dataclass(frozen=True)
class Kept:
    """A group with its members, the organiser first, and its series, those the feed no longer has first."""

    id: UUID
    name: str
    face: Face
    group: Group
    members: list[Membership]
    series: list[Series]


@contextmanager
def everything(app: Flask, address: str = FEDERATION) -> Iterator[list[Kept]]:
    """Look at all groups of the person at an address, by name; the caller may also change them."""
    with app.app_context():
        writing()
        with scope.everywhere("a test looks"):
            reader = readers_of(sealed.blind(address))
            mine = select(Membership.group_id).where(Membership.person_id.in_([one.id for one in reader]))
            ids = list(db.session.scalars(mine))
        scope.add(*ids)
        yield sorted((_kept(group) for group in _all(Group, Group.id.in_(ids))), key=lambda kept: kept.name)
        db.session.commit()


@contextmanager
def only_group(app: Flask, address: str = FEDERATION) -> Iterator[Kept]:
    """Look at the one group there is."""
    with everything(app, address) as groups:
        (kept,) = groups
        yield kept


def meetings_of(series: Series) -> list[Meeting]:
    """A series' meetings, in order."""
    return _all(Meeting, Meeting.series_id == series.id, Meeting.starts_at)


def standing(series: Series) -> list[datetime]:
    """When the meetings of a series that stand begin, on the wall clock of its zone."""
    planned = (one for one in meetings_of(series) if one.status is MeetingStatus.PLANNED)
    return [one.starts_at.astimezone(ZoneInfo(one.zone)) for one in planned]


def words_of(kept: Kept) -> list[Details]:
    """The private words of a group's series and meetings."""
    return [
        *(details_of_series(series) for series in kept.series),
        *(details_of(meeting) for series in kept.series for meeting in meetings_of(series)),
    ]


def contents(app: Flask) -> str:
    """A fingerprint of every row of every table."""
    seen = hashlib.sha256()
    with app.app_context(), db.engine.connect() as connection:
        for table in Model.metadata.sorted_tables:
            for line in sorted(repr(tuple(found)) for found in connection.execute(select(table))):
                seen.update(f"{table.name} {line}".encode())
    return seen.hexdigest()


def everything_kept(app: Flask) -> str:
    """Every value of every table, as text."""
    with app.app_context(), db.engine.connect() as connection:
        return "\n".join(
            repr(tuple(found)) for table in Model.metadata.sorted_tables for found in connection.execute(select(table))
        )


def outcomes(report: Report) -> list[str]:
    """Return what became of each row, in their order."""
    return [line.outcome.value for line in report.lines]


def _all(model: Any, wanted: Any, *order: Any) -> list[Any]:
    return list(db.session.scalars(select(model).where(wanted).order_by(*order, model.id)))


def _kept(group: Group) -> Kept:
    members = _all(Membership, Membership.group_id == group.id, Membership.is_organiser.desc())
    series = _all(Series, Series.group_id == group.id, Series.source.is_not(None), Series.rule)
    return Kept(group.id, name_of(group), face_of(group), group, members, series)
