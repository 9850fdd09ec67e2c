"""Which series and which group of an earlier import a draft is: by its key, else by what has not changed."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from uuid import UUID

from entraide.directory import fitted
from entraide.directory.drafts import GroupDraft, SeriesDraft
from entraide.directory.marks import mark
from entraide.directory.queries import Known, KnownGroup, KnownSeries, details_of_imported

DAY_MARKS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def series_key(source: str, external_id: str) -> str:
    """Return the key under which a series of a feed is known."""
    return mark("series", source, external_id)


def slug_of(draft: SeriesDraft) -> str:
    """Return the slug of the row that gave a series; a row of several days gives one for each, `slug:day`."""
    return draft.external_id.partition(":")[0]


def keys_of_row(source: str, slug: str) -> list[str]:
    """Return every key that a series of one row may have."""
    return [series_key(source, slug), *(series_key(source, f"{slug}:{day}") for day in DAY_MARKS)]


def paired(
    drafts: Iterable[SeriesDraft], slug: str, before: Mapping[str, KnownSeries], source: str
) -> tuple[list[tuple[SeriesDraft, KnownSeries | None]], list[KnownSeries]]:
    """Pair the series of one row with those it gave before, by key, then by day, then as they come; what is left ends.

    A day more or less in a row changes the key of its series, not what they are.
    """
    left = {key: before[key] for key in keys_of_row(source, slug) if key in before}
    found: dict[str, KnownSeries] = {}
    drafts = list(drafts)
    for is_match in (partial(_has_key, source), _has_day, _is_any):
        for draft in drafts:
            match = next((key for key, one in left.items() if is_match(draft, one)), None)
            if draft.external_id not in found and match:
                found[draft.external_id] = left.pop(match)
    return [(draft, found.get(draft.external_id)) for draft in drafts], list(left.values())


def recognised(drafts: Mapping[str, GroupDraft], known: Known) -> dict[str, KnownGroup]:
    """Find the group of each draft: by its key, else the one group, gone from the feed, that has its meetings."""
    found = {key: known.groups[key] for key in drafts if key in known.groups}
    gone = {group.group_id: group for key, group in known.groups.items() if key not in drafts and group.is_kept}
    orphans: dict[str, list[KnownSeries]] = {}
    for one in known.all_series():
        if one.group_id in gone:
            orphans.setdefault(one.key, []).append(one)
    for key, draft in drafts.items():
        if key not in found and (group_id := _renamed_from(draft, orphans, known.source, gone)):
            found[key] = gone.pop(group_id)
    return found


def erased_in(draft: GroupDraft, key: str, known: Known) -> date | None:
    """Return the month in which a draft's group was erased here: by its key, else by all of its series."""
    series = [series_key(known.source, one.external_id) for one in draft.series]
    months = [known.erased[one] for one in series if one in known.erased]
    return known.erased.get(key) or (max(months) if months and len(months) == len(series) else None)


def _renamed_from(
    draft: GroupDraft, orphans: Mapping[str, list[KnownSeries]], source: str, gone: Mapping[UUID, KnownGroup]
) -> UUID | None:
    candidates = (
        (series, one) for series in draft.series for one in orphans.get(series_key(source, series.external_id), ())
    )
    return next((one.group_id for series, one in candidates if one.group_id in gone and _is_same(series, one)), None)


def _is_same(draft: SeriesDraft, known: KnownSeries) -> bool:
    """The same slug may come from another list: two of hour, place and title must be the same as well."""
    now, before = fitted.details_of(draft), details_of_imported(known)
    rhythm = fitted.rhythm_of(draft, known.rhythm.zone)
    at_same_hour = (rhythm.rule, rhythm.starts) == (known.rhythm.rule, known.rhythm.starts)
    at_same_place = (now.address, now.link) == (before.address, before.link) != ("", "")
    return [at_same_hour, at_same_place, now.title == before.title].count(True) >= 2


def _has_key(source: str, draft: SeriesDraft, known: KnownSeries) -> bool:
    return known.key == series_key(source, draft.external_id)


def _has_day(draft: SeriesDraft, known: KnownSeries) -> bool:
    return fitted.rhythm_of(draft, known.rhythm.zone).rule == known.rhythm.rule


def _is_any(draft: SeriesDraft, known: KnownSeries) -> bool:
    return True
