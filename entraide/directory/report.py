"""The report of an import: what became of each row and why, for programs and for people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask_babel import gettext, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from entraide.access import tokens
from entraide.directory import remarks
from entraide.directory.drafts import Outcome, Proposal, Remark, RowReport
from entraide.directory.queries import KnownSeries
from entraide.directory.recognising import slug_of
from entraide.directory.steps import GroupStep

COUNTED = (Outcome.CREATED, Outcome.UPDATED, Outcome.SAME, Outcome.REFUSED)
OUTCOMES = {
    Outcome.CREATED: _l("brought in"),
    Outcome.UPDATED: _l("brought up to date"),
    Outcome.SAME: _l("unchanged"),
    Outcome.REFUSED: _l("refused"),
}


@dataclass(frozen=True)
class Line:
    """What became of one row; `group` is the page of its group here, once there is one."""

    line: int
    id: str | None
    outcome: Outcome
    reasons: tuple[Remark, ...] = ()
    notices: tuple[Remark, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    group: str | None = None


@dataclass(frozen=True)
class Work:
    """What was to be done for one group; `failed`: the slugs of rows that could not be stored; lost: none could."""

    step: GroupStep
    group_id: UUID | None = None
    failed: frozenset[str] = frozenset()
    is_lost: bool = False


@dataclass(frozen=True)
class Report:
    """What became of a whole feed. `missing`: series brought in earlier that the feed no longer has, by group page."""

    form: str
    dry_run: bool
    timezone: str
    lines: tuple[Line, ...]
    groups: Mapping[Outcome, int]
    missing: tuple[str, ...]

    def count(self, outcome: Outcome) -> int:
        """Count the rows of an outcome."""
        return sum(line.outcome is outcome for line in self.lines)


def report_of(
    form: str,
    timezone: str,
    rows: Iterable[RowReport],
    work: Mapping[str, Work],
    missing: Iterable[KnownSeries],
    *,
    dry_run: bool,
) -> Report:
    """Join what the reader said of each row with what was done for its group (`work` by draft key).

    Where nothing but a group's own words changed, its first row tells of it.
    """
    lines: list[Line] = []
    told = set()
    for row in rows:
        done = work.get(row.group or "")
        line = _line(row, done) if done else Line(row.line, row.external_id, Outcome.REFUSED, row.reasons, row.notices)
        is_first = row.group not in told and line.outcome is Outcome.SAME
        if done and is_first and not done.step.is_work_on_series:
            line = replace(line, outcome=done.step.outcome)
        told.add(row.group)
        lines.append(line)
    groups = {outcome: sum(done.step.outcome is outcome for done in work.values()) for outcome in COUNTED[:3]}
    return Report(form, dry_run, timezone, tuple(lines), groups, tuple(_page(one.group_id) for one in missing))


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as one object."""
    return {
        "format": report.form,
        "dry_run": report.dry_run,
        "timezone": report.timezone,
        **{outcome.value: report.count(outcome) for outcome in COUNTED},
        "missing": len(report.missing),
        "groups": {outcome.value: number for outcome, number in report.groups.items()},
        "rows": [_row(line) for line in report.lines],
        "missing_from": list(report.missing),
    }


def in_words(report: Report) -> Iterator[str]:
    """Return the report's lines for people, in the language spoken around this call."""
    for line in report.lines:
        told = " ".join(_told(remark) for remark in (*line.reasons, *line.notices))
        yield f"{line.line:>5}  {OUTCOMES[line.outcome]!s:<14} {line.id or '-':<24} {told}".rstrip()
        for proposal in line.proposals:
            left_out = _("not applied:")
            yield f"{'':>5}  {left_out} {proposal.rule} {proposal.words}".rstrip()
    yield ""
    if report.dry_run:
        yield _("Nothing was stored: this is what would be done.")
    yield ngettext("%(num)d row read.", "%(num)d rows read.", len(report.lines))
    for outcome in COUNTED:
        yield f"{report.count(outcome):>5}  {OUTCOMES[outcome]}"
    if report.missing:
        yield ngettext(
            "%(num)d series is no longer in the file. It was left as it is; its group:",
            "%(num)d series are no longer in the file. They were left as they are; their groups:",
            len(report.missing),
        )
        yield from (f"       {page}" for page in report.missing)


def _line(row: RowReport, done: Work) -> Line:
    slug = row.external_id or ""
    page = _page(done.group_id) if done.group_id else None
    if done.is_lost or slug in done.failed:
        return Line(row.line, slug, Outcome.REFUSED, (remarks.NOT_STORED,), row.notices, group=page)
    mine = [one for one in done.step.series if slug_of(one.draft) == slug]
    outcomes = {one.outcome for one in mine} | {Outcome.UPDATED for one in done.step.endings if one.slug == slug}
    why_not = filter(None, [done.step.why_not])  # said of a row without any series too
    notices = dict.fromkeys((*row.notices, *why_not, *(notice for one in mine for notice in one.notices)))
    proposals = dict.fromkeys(proposal for one in mine for proposal in one.draft.proposals)
    outcome = _together(outcomes) if outcomes else done.step.outcome
    return Line(row.line, slug, outcome, (), tuple(notices), tuple(proposals), page)


def _together(outcomes: set[Outcome]) -> Outcome:
    """Say in one word what became of a row that gave several series."""
    return next(iter(outcomes)) if len(outcomes) == 1 else Outcome.UPDATED


def _page(group_id: UUID) -> str:
    return f"/g/{tokens.short(group_id)}"


def _told(remark: Remark) -> str:
    return gettext(remark.words, **dict(remark.values))


def _row(line: Line) -> dict[str, Any]:
    return {
        "line": line.line,
        "id": line.id,
        "outcome": line.outcome.value,
        "reasons": [{"code": one.code, "words": _told(one)} for one in line.reasons],
        "notices": [{"code": one.code, "words": _told(one)} for one in line.notices],
        "proposals": [{"kind": one.kind.value, "rule": one.rule, "words": one.words} for one in line.proposals],
        "group": line.group,
    }
