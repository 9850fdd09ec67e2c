"""Read a Meeting Guide feed (spec README at 404117ad) into drafts of groups with weekly series; nothing is stored."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from entraide.directory import remarks
from entraide.directory.drafts import GroupDraft, Outcome, Reading, RowReport
from entraide.directory.meeting_guide_document import rows_of
from entraide.directory.meeting_guide_row import Refused, Row
from entraide.directory.meeting_guide_series import LONGEST_NAME, LONGEST_NOTES, place_of, series_of
from entraide.directory.meeting_guide_times import FULL_DAY_WORDS
from entraide.directory.plain_text import shorten

_DAY = re.compile(r"\b(?:" + "|".join(FULL_DAY_WORDS) + r")s?\b", re.IGNORECASE)
_EDGES = " -–—:,;/|&@·"


def read(document: Any) -> Reading:
    """Read bytes, text or parsed JSON. A bad row is refused alone and reported; a bad document raises Unreadable."""
    groups: dict[str, GroupDraft] = {}
    reports: list[RowReport] = []
    lines: dict[str, int] = {}
    for line, fields in enumerate(rows_of(document), start=1):
        report, draft = _read_row(line, fields, lines)
        reports.append(report)
        if draft is not None:
            lines[report.external_id or ""] = line
            groups[draft.key] = _joined(groups[draft.key], draft) if draft.key in groups else draft
    return Reading(tuple(groups.values()), tuple(reports))


def _read_row(line: int, fields: Any, lines: Mapping[str, int]) -> tuple[RowReport, GroupDraft | None]:
    if not isinstance(fields, Mapping):
        return RowReport(line, None, Outcome.REFUSED, (remarks.NOT_A_ROW,)), None
    row = Row(fields)
    slug = None
    try:
        slug = row.slug()
        if slug in lines:
            raise Refused(remarks.DUPLICATE_SLUG.naming(line=lines[slug]))
        draft = _group_of(row, slug)
    except Refused as refusal:
        return RowReport(line, slug, Outcome.REFUSED, (refusal.reason,), tuple(row.notices)), None
    return RowReport(line, slug, Outcome.ACCEPTED, (), tuple(row.notices), len(draft.series), draft.key), draft


def _group_of(row: Row, slug: str) -> GroupDraft:
    title = row.line("name", LONGEST_NAME)
    name = row.line("group", LONGEST_NAME) or _without_weekday(title)
    if not name:
        raise Refused(remarks.NO_NAME)
    regions = _regions(row)
    region, entity = " > ".join(regions), row.line("entity", LONGEST_NAME)
    group_notes = row.words("group_notes", LONGEST_NOTES)
    place = place_of(row, regions)
    series, notes = series_of(row, slug, title or name, place)
    return GroupDraft(
        key=_key(name, region, entity),
        name=name,
        town=place.town,
        region=region,
        entity=entity,
        notes=group_notes if series else _together(group_notes, notes),
        series=series,
    )


def _joined(group: GroupDraft, more: GroupDraft) -> GroupDraft:
    return replace(
        group,
        town=group.town or more.town,
        notes=_together(group.notes, more.notes),
        series=group.series + more.series,
    )


def _together(notes: str, more: str) -> str:
    return notes if more in notes else shorten("\n\n".join(filter(None, (notes, more))), LONGEST_NOTES)


def _regions(row: Row) -> tuple[str, ...]:
    listed = row.several("regions", ">") or [row.raw(name) for name in ("region", "sub_region", "sub_sub_region")]
    fit = [" ".join(row.fit(region, LONGEST_NAME, is_postal=True).split()) for region in listed[:5]]
    return tuple(region for region in fit if region)


def _without_weekday(title: str) -> str:
    """Strip the day, so that Monday's and Thursday's rows of one group meet; a name that is only a day stays."""
    rest = re.sub(r"\(\s*\)", " ", _DAY.sub(" ", title))
    return " ".join(rest.split()).strip(_EDGES) or title


def _key(name: str, region: str, entity: str) -> str:
    parts = "\x1f".join(_plainest(part) for part in (name, region, entity))
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def _plainest(text: str) -> str:
    """Reduce a name to what people mean by it: no capitals, accents, dots or dashes."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace(".", "").replace("'", "").replace("’", ""))
    letters = (char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(letters).split()) or text.casefold().strip()
