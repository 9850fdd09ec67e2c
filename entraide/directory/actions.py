"""Bringing a foreign feed in: its groups and series become ours, and follow it from then on."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DataError, IntegrityError

from entraide import clock
from entraide.access import scope
from entraide.accounts.actions import make_person
from entraide.db import db
from entraide.directory import fitted
from entraide.directory.models import ErasedImport, ImportedGroup
from entraide.directory.queries import Known, KnownSeries, find_imported_series, has_other_members
from entraide.directory.recognising import slug_of
from entraide.directory.steps import DERIVED, GroupStep, SeriesStep
from entraide.errors import EntraideError
from entraide.groups.actions import calendar_changed, change, make_group
from entraide.groups.models import Chapter, Group, Preset
from entraide.groups.queries import Face, face_of, find_group, name_of
from entraide.journal.actions import note
from entraide.meetings import details as words
from entraide.meetings.actions.changing import change_following
from entraide.meetings.actions.resuming import next_date
from entraide.meetings.actions.series import end_series, plan_series
from entraide.meetings.models import Meeting, Series
from entraide.meetings.queries.planning import coming_of_series
from entraide.meetings.recurrence import Rule
from entraide.members.actions import join

A_DAY = timedelta(days=1)


def make_organiser(address: str, language: str) -> UUID:
    """Make the account of an address nobody here reads yet; its first sign-in proves it."""
    return make_person(address, "", language).id


def bring_in(step: GroupStep, person_id: UUID, language: str) -> tuple[UUID, set[str]]:
    """Store what is to be done for one group; return it, and the slugs of rows that could not be stored, each alone.

    The feeds of this format are those of twelve-step fellowships: the group gets their preset and chapter.
    """
    if step.known is None:
        group, keeper = _found_group(step, person_id, language)
    else:
        scope.add(step.known.group_id)
        group, keeper = find_group(step.known.group_id), _keeper_of(step)
        _renew_group(group, step, keeper)
    deeds: list[tuple[str, Callable[[], None]]] = [
        (one.slug, partial(_end_known, group, one.known, keeper)) for one in step.endings
    ]
    deeds += [
        (slug_of(one.draft), partial(_store, group, one, step.source, keeper)) for one in step.series if one.is_work
    ]
    return group.id, {slug for slug, deed in deeds if not _is_done(deed)}


def meet_again(known: Known, keys: Collection[str], shared: Collection[str]) -> None:
    """Note that a feed still has what was erased here: the marks stay for as long again."""
    own = (ErasedImport.source == known.source) & ErasedImport.key.in_(keys)
    left = ErasedImport.source.in_(known.gone) & ErasedImport.shared_key.in_(shared)
    met = (own | left) & (ErasedImport.seen < clock.today())
    db.session.execute(
        update(ErasedImport).where(met).values(seen=clock.today()), execution_options={"synchronize_session": False}
    )


def share_keys(source: str, shared: Mapping[str, str]) -> None:
    """Give groups their shared keys that an import brought before there were any."""
    for key, marked in shared.items():
        this = (ImportedGroup.source == source) & (ImportedGroup.key == key)
        db.session.execute(update(ImportedGroup).where(this).values(shared_key=marked))


def forget_erased(before: date) -> None:
    """Forget what was erased here and no feed had since."""
    db.session.execute(
        delete(ErasedImport).where(ErasedImport.seen < before), execution_options={"synchronize_session": False}
    )


def _is_done(deed: Callable[[], None]) -> bool:
    """Do one thing, or nothing of it where it is refused."""
    try:
        with db.session.begin_nested():
            deed()
    except (EntraideError, DataError, IntegrityError):
        return False
    return True


def _keeper_of(step: GroupStep) -> UUID:
    assert step.known is not None
    assert step.known.keeper is not None  # steps leave alone what she does not keep
    return step.known.keeper


def _found_group(step: GroupStep, person_id: UUID, language: str) -> tuple[Group, UUID]:
    parts = step.parts
    group = make_group(
        parts.name,
        chapter=Chapter.ADDICTION,
        preset=Preset.FELLOWSHIP,
        face=Face(area=parts.area, about=parts.about),
        timezone=parts.timezone,
        language=language,
        languages=list(parts.languages),
        meetings_open=parts.meetings_open,
    )
    keeper = join(group.id, person_id, _("Organisation"), is_organiser=True)
    db.session.add(_imported(step, group))
    db.session.flush()
    note("group:import", group=group.id, by=keeper.id)
    return group, keeper.id


def _renew_group(group: Group, step: GroupStep, keeper: UUID) -> None:
    """Take over the parts of its face that the feed changed; what the group changed itself stays."""
    assert step.known is not None
    if not step.changed and step.key == step.known.key:
        return
    if changed := {name: getattr(step.parts, name) for name in step.changed}:
        face = replace(face_of(group), **{name: changed[name] for name in ("area", "about") if name in changed})
        columns = {name: changed[name] for name in DERIVED & changed.keys()}
        if "languages" in columns:
            columns["languages"] = list(columns["languages"])
        change(group, group.revision, name=changed.get("name") or name_of(group), face=face, by=keeper, **columns)
    db.session.execute(
        delete(ImportedGroup).where(ImportedGroup.source == step.source, ImportedGroup.key == step.known.key)
    )
    db.session.add(_imported(step, group))
    db.session.flush()


def _imported(step: GroupStep, group: Group) -> ImportedGroup:
    return ImportedGroup(
        source=step.source, key=step.key, group_id=group.id, parts=step.marks, shared_key=step.shared_key
    )


def _store(group: Group, step: SeriesStep, source: str, keeper: UUID) -> None:
    if step.known is None:
        _plan(group, step, source, keeper, announce=_is_heard(group, keeper))
        return
    series = find_imported_series(group.id, step.known.series_id)
    if step.known.is_paused:
        db.session.delete(series)
        db.session.flush()
        _plan(group, step, source, keeper, announce=_is_heard(group, keeper))
    elif step.draft.is_paused or step.rhythm != step.known.rhythm:
        _end(series, keeper, announce=_is_heard(group, keeper))
        _plan(group, step, source, keeper, announce=_is_heard(group, keeper))
    else:
        _change_words(series, step, keeper, announce=_is_heard(group, keeper))


def _is_heard(group: Group, keeper: UUID) -> bool:
    """Say whether there is anybody to tell: the organiser alone is not written to of what she brings in herself."""
    return has_other_members(group.id, keeper)


def _plan(group: Group, step: SeriesStep, source: str, keeper: UUID, *, announce: bool) -> None:
    """Plan the series from its next date; paused, it stands ended on the eve of it, without a single meeting."""
    rhythm, is_paused = step.rhythm, step.draft.is_paused
    first = next_date(Rule.parse(rhythm.rule), rhythm.starts, rhythm.zone)
    plan_series(
        group,
        Rule.parse(rhythm.rule),
        first,
        rhythm.starts,
        rhythm.minutes,
        fitted.mode_of(step.draft),
        fitted.details_of(step.draft),
        asked=group.asked,
        places=None,
        zone=rhythm.zone,
        source=source,
        external_key=step.key,
        source_digest=step.digest,
        announce=announce and not is_paused,
        ended_on=first - A_DAY if is_paused else None,
        by=keeper,
    )


def _end_known(group: Group, known: KnownSeries, keeper: UUID) -> None:
    _end(find_imported_series(group.id, known.series_id), keeper, announce=_is_heard(group, keeper))


def _end(series: Series, keeper: UUID, *, announce: bool) -> None:
    """Let another series take this one's place in the feed; where nobody could know its dates, they go."""
    series.source = series.external_key = series.source_digest = None
    if announce:
        end_series(series, clock.today(series.zone) - A_DAY, by=keeper)
        return
    of_series = (Meeting.group_id == series.group_id) & (Meeting.series_id == series.id)
    db.session.execute(delete(Meeting).where(of_series, Meeting.starts_at > clock.now()))
    series.ended_on = clock.today(series.zone) - A_DAY
    series.revision += 1
    if db.session.scalar(select(Meeting.id).where(of_series).limit(1)) is None:
        db.session.delete(series)
    db.session.flush()
    note("series:end", group=series.group_id, by=keeper, about=series.id)
    calendar_changed(series.group_id)


def _change_words(series: Series, step: SeriesStep, keeper: UUID, *, announce: bool) -> None:
    """Write the feed's words and way of meeting into the series and its coming meetings; past ones stay."""
    details, mode = fitted.details_of(step.draft), fitted.mode_of(step.draft)
    coming = coming_of_series(series.id, series.group_id, clock.now())
    series.mode, series.source_digest, series.external_key = mode, step.digest, step.key
    for meeting in coming:
        meeting.mode = mode
    db.session.flush()
    if coming:
        change_following(coming[0], series, details, series.places, by=keeper, announce=announce)
        return
    series.details_sealed = words.seal(series.group_id, f"series {series.id}", details)
    series.revision += 1
    db.session.flush()
    note("series:change", group=series.group_id, by=keeper, about=series.id)
