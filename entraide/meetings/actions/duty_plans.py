"""Which duties a group or a series shares out, and what whoever has one must know."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.journal.actions import note
from entraide.meetings.actions.standing import set_duty
from entraide.meetings.duty_words import chosen
from entraide.meetings.models import Duty, DutyKind, Meeting, Series
from entraide.meetings.queries.duties import label_of
from entraide.vault import sealed

Texts = Mapping[DutyKind, str]


def choose_for_group(group: Group, kinds: Sequence[str], texts: Texts, *, by: UUID) -> None:
    """Keep the duties of a group's meetings, but for series that have their own; what is left out is held no more."""
    group.duties, group.duties_sealed = list(kinds), _sealed(group, texts)
    own = select(Series.id).where(Series.group_id == group.id, Series.duties.is_not(None))
    _end_others(group, kinds, Meeting.series_id.is_(None) | Meeting.series_id.not_in(own))
    note("duty:plan", group=group.id, by=by)
    db.session.flush()


def choose_for_series(
    group: Group,
    series: Series,
    kinds: Sequence[str] | None,
    texts: Texts,
    always: Mapping[DutyKind, UUID | None],
    *,
    by: UUID,
) -> None:
    """Keep the duties of a series (`kinds` None: its group's), and who always has which."""
    series.duties = None if kinds is None else list(kinds)
    series.duties_sealed = _sealed(series, texts)
    counting = chosen(group.preset, kinds, group.duties)
    for kind, member in always.items():
        set_duty(series, kind, member if kind in counting else None, by=by)
    _end_others(group, [kind.value for kind in counting], Meeting.series_id == series.id)
    note("duty:plan", group=group.id, by=by, about=series.id)
    db.session.flush()


def _sealed(owner: Group | Series, texts: Texts) -> bytes | None:
    words = {kind.value: text for kind, text in texts.items()}
    return sealed.seal_json(owner.group_id, label_of(owner), words) if words else None


def _end_others(group: Group, kinds: Sequence[str], where: ColumnElement[bool]) -> None:
    """Let nobody hold what is no duty any more at coming meetings."""
    coming = select(Meeting.id).where(Meeting.group_id == group.id, Meeting.ends_at > now(), where)
    others = [kind for kind in DutyKind if kind.value not in set(kinds)]
    gone = delete(Duty).where(Duty.group_id == group.id, Duty.meeting_id.in_(coming), Duty.kind.in_(others))
    db.session.execute(gone, execution_options={"synchronize_session": "fetch"})
