"""What an import finds of earlier ones: ids and marks, never a name."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from entraide.access import scope
from entraide.accounts.models import Person
from entraide.accounts.queries import readers_of
from entraide.db import db
from entraide.directory.fitted import Rhythm
from entraide.directory.marks import mark
from entraide.directory.models import ErasedImport, ImportedGroup
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.meetings.details import Details
from entraide.meetings.models import Series
from entraide.meetings.queries.meetings import details_of_series, find_series
from entraide.meetings.queries.rhythms import is_paused
from entraide.members.models import Membership, Status
from entraide.vault import sealed


@dataclass(frozen=True)
class KnownGroup:
    """A group that this feed gave before; `keeper` is the organiser's membership while she keeps it."""

    group_id: UUID
    key: str
    parts: dict[str, str]
    is_closed: bool
    keeper: UUID | None
    shared_key: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether an import may change it."""
        return self.keeper is not None and not self.is_closed


@dataclass(frozen=True)
class KnownSeries:
    """A series that this feed gave before. Paused: without a single meeting; it goes on unless the group ended it."""

    group_id: UUID
    series_id: UUID
    key: str
    digest: bytes | None
    rhythm: Rhythm
    is_paused: bool
    goes_on: bool


@dataclass(frozen=True)
class Known:
    """Everything one feed gave before: groups by key, series by group and key; and the months of what was erased.

    `left` and `left_erased`, by their shared keys: what another account gave, of this form, that is erased itself.
    """

    source: str
    groups: dict[str, KnownGroup]
    series: dict[UUID, dict[str, KnownSeries]]
    erased: dict[str, date] = field(default_factory=dict)
    left: dict[str, KnownGroup] = field(default_factory=dict)
    left_erased: dict[str, date] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    def all_series(self) -> Iterator[KnownSeries]:
        """Go through the series of all groups."""
        return (one for series in self.series.values() for one in series.values())


def source_of(person_id: UUID, form: str) -> str:
    """Return the mark of a feed: whose groups they are, and how it is written."""
    return mark("source", str(person_id), form)


def shared_key(form: str, key: str) -> str:
    """Return the mark of a group of a form, the same whoever brings it in."""
    return mark("shared group", form, key)


def organiser_at(address: str, form: str) -> Person | None:
    """Return who keeps the groups of an import: of those who read the mailbox, who did before, else the first."""
    readers = list(readers_of(sealed.blind(address)))
    sources = {source_of(reader.id, form): reader for reader in readers}
    found = select(ImportedGroup.source).where(ImportedGroup.source.in_(sources)).limit(1)
    before = db.session.scalar(found) if readers else None
    return sources[before] if before else next(iter(readers), None)


def known_of(person_id: UUID, form: str, shared: Collection[str]) -> Known:
    """Return what a feed gave before, everywhere; each group is then served in its own scope.

    `shared`: the shared keys of what stands in the file now, for what accounts gave that are no more.
    """
    source = source_of(person_id, form)
    with scope.everywhere("the groups and series that this feed gave before"):
        gone = _gone(source, form, shared)
        left = {one.shared_key: one for other in gone for one in _groups(person_id, other).values()}
        erased = select(ErasedImport.shared_key, ErasedImport.erased).where(ErasedImport.source.in_(gone))
        left_erased = {row.shared_key: row.erased for row in db.session.execute(erased) if row.shared_key}
        return Known(source, _groups(person_id, source), _series(source), _erased(source), left, left_erased, gone)


def find_imported_series(group_id: UUID, series_id: UUID) -> Series:
    """Find a series within the scope as it stands now, locked, or raise NotFound."""
    found = select(Series).where(Series.group_id == group_id, Series.id == series_id).with_for_update()
    if (series := db.session.scalars(found).one_or_none()) is None:
        raise NotFound
    return series


def details_of_imported(known: KnownSeries) -> Details:
    """Open the words of a series that a feed gave, in its group's scope."""
    scope.add(known.group_id)
    return details_of_series(find_series(known.group_id, known.series_id))


def has_other_members(group_id: UUID, keeper: UUID) -> bool:
    """Say whether anybody but this organiser belongs to a group or waits to: there is somebody to tell."""
    others = select(func.count()).where(
        Membership.group_id == group_id, Membership.id != keeper, Membership.status != Status.ENDED
    )
    return bool(db.session.scalar(others))


def _gone(source: str, form: str, shared: Collection[str]) -> frozenset[str]:
    """Return other sources that gave what stands in the file, and whose account is erased: nobody here makes its mark.

    Only where there are such marks is everybody looked at.
    """
    tables = (ImportedGroup, ErasedImport)
    named = (select(table.source, table.shared_key).where(table.source != source) for table in tables)
    others = {row.source for rows in named for row in db.session.execute(rows) if row.shared_key in shared}
    people = db.session.scalars(select(Person.id)) if others else ()
    for person_id in people:
        others.discard(source_of(person_id, form))
    return frozenset(others)


def _groups(person_id: UUID, source: str) -> dict[str, KnownGroup]:
    kept = select(Membership.group_id, Membership.id).where(
        Membership.person_id == person_id, Membership.status == Status.ACTIVE, Membership.is_organiser
    )
    keepers = {row.group_id: row.id for row in db.session.execute(kept)}
    rows = db.session.execute(
        select(
            ImportedGroup.key, ImportedGroup.group_id, ImportedGroup.parts, Group.closed_at, ImportedGroup.shared_key
        )
        .join(Group, Group.id == ImportedGroup.group_id)
        .where(ImportedGroup.source == source)
    )
    return {
        key: KnownGroup(group_id, key, parts, closed_at is not None, keepers.get(group_id), shared)
        for key, group_id, parts, closed_at, shared in rows
    }


def _erased(source: str) -> dict[str, date]:
    found = select(ErasedImport.key, ErasedImport.erased).where(ErasedImport.source == source)
    return {row.key: row.erased for row in db.session.execute(found)}


def _series(source: str) -> dict[UUID, dict[str, KnownSeries]]:
    rows = db.session.execute(
        select(Series, is_paused())
        .join(ImportedGroup, ImportedGroup.group_id == Series.group_id)
        .where(ImportedGroup.source == source, Series.source == source)
    )
    found: dict[UUID, dict[str, KnownSeries]] = {}
    for series, paused in rows:
        known = _known(series, bool(paused))
        found.setdefault(known.group_id, {})[known.key] = known
    return found


def _known(series: Series, is_paused: bool) -> KnownSeries:
    return KnownSeries(
        series.group_id,
        series.id,
        series.external_key or "",
        series.source_digest,
        Rhythm(series.rule, series.starts, series.minutes, series.zone),
        is_paused,
        goes_on=is_paused or series.ended_on is None,
    )
