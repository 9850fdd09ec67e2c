"""What an import has to do, group by group: the drafts compared with what earlier ones left; nothing is stored."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import get_locale

from entraide import clock
from entraide.directory import fitted, remarks
from entraide.directory.drafts import GroupDraft, Outcome, Remark, SeriesDraft
from entraide.directory.marks import digest, mark
from entraide.directory.queries import Known, KnownGroup, KnownSeries, shared_key
from entraide.directory.recognising import erased_in, keys_of_row, paired, recognised, series_key, slug_of
from entraide.meetings.clock_times import clock_changes
from entraide.meetings.recurrence import Rule, dates

DERIVED = {"languages", "meetings_open", "timezone"}  # parts that follow from the series: their rows tell of it
SHORT = 16  # a change is told apart well enough
BOTH_CLOCK_CHANGES = timedelta(days=400)


@dataclass(frozen=True)
class Zones:
    """By which clock rows without a zone of their own are read: the one given, else the instance's."""

    given: str | None
    default: str

    def of(self, draft: SeriesDraft) -> str:
        """Return the zone of a series."""
        return draft.zone or self.given or self.default

    def is_guessed(self, draft: SeriesDraft) -> bool:
        """Say whether only the instance's own zone was left to take."""
        return draft.zone is None and self.given is None


@dataclass(frozen=True)
class SeriesStep:
    """One series: as the feed has it, as it is known, and what is to be done."""

    draft: SeriesDraft
    key: str
    digest: bytes
    rhythm: fitted.Rhythm
    known: KnownSeries | None
    outcome: Outcome
    notices: tuple[Remark, ...] = ()

    @property
    def is_work(self) -> bool:
        """Whether anything is to be stored."""
        return self.outcome is not Outcome.SAME


@dataclass(frozen=True)
class Ending:
    """A series whose row goes on without its day."""

    slug: str
    known: KnownSeries


@dataclass(frozen=True)
class GroupStep:
    """One group with its series; `changed` are the parts of its face that the feed changed since it last came in."""

    draft: GroupDraft
    source: str
    key: str
    known: KnownGroup | None
    parts: fitted.GroupParts
    marks: dict[str, str]
    changed: frozenset[str]
    series: tuple[SeriesStep, ...]
    shared_key: str
    endings: tuple[Ending, ...] = ()
    why_not: Remark | None = None  # why it is left alone, if it is

    @property
    def outcome(self) -> Outcome:
        """What becomes of the group itself, apart from its series."""
        if self.why_not is not None:
            return Outcome.SAME
        if self.known is None:
            return Outcome.CREATED
        return Outcome.UPDATED if self.changed - DERIVED or self.known.key != self.key else Outcome.SAME

    @property
    def erased(self) -> frozenset[str]:
        """The marks under which it was erased here, and is met again; none where it was not."""
        if self.known or self.why_not is None:
            return frozenset()
        return frozenset({self.key, *(one.key for one in self.series)})

    @property
    def is_work(self) -> bool:
        """Whether anything is to be stored."""
        return self.outcome is not Outcome.SAME or bool(self.changed) or self.is_work_on_series

    @property
    def is_work_on_series(self) -> bool:
        """Whether a row of this group brings, changes or ends a series."""
        return bool(self.endings) or any(one.is_work for one in self.series)


def steps_for(groups: Iterable[GroupDraft], known: Known, zones: Zones, form: str) -> list[GroupStep]:
    """Compare every draft with what is known; a group that changed its name is recognised by its meetings."""
    drafts = {mark("group", known.source, draft.key): draft for draft in groups}
    found = recognised(drafts, known)
    steps = []
    for key, draft in drafts.items():
        shared = shared_key(form, draft.key)
        steps.append(_group_step(draft, key, shared, found.get(key) or known.left.get(shared), known, zones))
    return steps


def missing(steps: Iterable[GroupStep], refused: Iterable[str], known: Known) -> list[KnownSeries]:
    """Return the series that earlier imports gave and this one does not; those of a refused row are not missing."""
    steps = list(steps)
    present = {one.known.series_id for step in steps for one in step.series if one.known}
    present |= {one.known.series_id for step in steps for one in step.endings}
    spared = {key for slug in refused for key in keys_of_row(known.source, slug)}
    kept = {group.group_id for group in known.groups.values() if group.is_kept}
    return [
        one
        for one in known.all_series()
        if one.series_id not in present and one.key not in spared and one.group_id in kept and one.goes_on
    ]


def _group_step(
    draft: GroupDraft, key: str, shared: str, group: KnownGroup | None, known: Known, zones: Zones
) -> GroupStep:
    zone = zones.of(draft.series[0]) if draft.series else zones.given or zones.default
    parts = fitted.parts_of(draft, zone)
    marks = {name: mark("part", known.source, name, str(value))[:SHORT] for name, value in asdict(parts).items()}
    if why_not := _why_not(draft, key, shared, group, known):
        series = tuple(_series_step(draft, one, None, known.source, zones, why_not) for one in draft.series)
        key = group.key if group else key
        return GroupStep(draft, known.source, key, group, parts, marks, frozenset(), series, shared, why_not=why_not)
    before = known.series.get(group.group_id, {}) if group else {}
    series, endings = _series_steps(draft, before, known.source, zones)
    changed = {name for name, value in marks.items() if group and group.parts.get(name) != value}
    return GroupStep(draft, known.source, key, group, parts, marks, frozenset(changed), series, shared, endings)


def _series_steps(
    group: GroupDraft, before: dict[str, KnownSeries], source: str, zones: Zones
) -> tuple[tuple[SeriesStep, ...], tuple[Ending, ...]]:
    rows: dict[str, list[SeriesDraft]] = {}
    for draft in group.series:
        rows.setdefault(slug_of(draft), []).append(draft)
    steps: list[SeriesStep] = []
    endings: list[Ending] = []
    for slug, drafts in rows.items():
        pairs, left = paired(drafts, slug, before, source)
        steps += [_series_step(group, draft, one, source, zones, None) for draft, one in pairs]
        endings += [Ending(slug, one) for one in left if one.goes_on]
    return tuple(steps), tuple(endings)


def _series_step(
    group: GroupDraft,
    draft: SeriesDraft,
    known: KnownSeries | None,
    source: str,
    zones: Zones,
    why_not: Remark | None,
) -> SeriesStep:
    key, zone = series_key(source, draft.external_id), zones.of(draft)
    content = digest("series", fitted.content_of(draft, zone))
    outcome, notices = (Outcome.SAME, [why_not]) if why_not else _verdict(known, key, content)
    if outcome is not Outcome.SAME:
        notices += _notices(group, draft, zone)
    if zones.is_guessed(draft):
        notices.append(remarks.DEFAULT_ZONE)
    return SeriesStep(draft, key, content, fitted.rhythm_of(draft, zone), known, outcome, tuple(notices))


def _verdict(known: KnownSeries | None, key: str, content: bytes) -> tuple[Outcome, list[Remark]]:
    if known is None:
        return Outcome.CREATED, []
    if (known.key, known.digest) == (key, content):
        return Outcome.SAME, []
    return (Outcome.UPDATED, []) if known.goes_on else (Outcome.SAME, [remarks.ENDED_HERE])


def _why_not(draft: GroupDraft, key: str, shared: str, group: KnownGroup | None, known: Known) -> Remark | None:
    """Say why a group is left alone, if it is."""
    if group is None:
        month = erased_in(draft, key, known) or known.left_erased.get(shared)
        return remarks.ERASED_HERE.naming(month=_month(month)) if month else None
    if group.is_kept:
        return None
    return remarks.CLOSED_HERE if group.is_closed else remarks.KEPT_BY_OTHERS


def _month(first: date) -> str:
    return format_date(first, "LLLL y", locale=get_locale() or "en")


def _notices(group: GroupDraft, draft: SeriesDraft, zone: str) -> Iterable[Remark]:
    if draft.is_paused:
        yield remarks.PAUSED
    if fitted.is_shortened(group, draft):
        yield remarks.KEPT_SHORTER
    today = clock.today(zone)
    rule = Rule.parse(fitted.rhythm_of(draft, zone).rule)
    if clock_changes(dates(rule, today, from_=today, until=today + BOTH_CLOCK_CHANGES), draft.starts, ZoneInfo(zone)):
        yield remarks.CLOCKS_CHANGE
