"""A group's series, as its organisers look over them: those that run and those that are paused."""

from sqlalchemy import ColumnElement, or_, select

from entraide import clock
from entraide.db import db
from entraide.groups.models import Group
from entraide.meetings.models import Meeting, Series


def is_paused() -> ColumnElement[bool]:
    """Return what tells a paused series: it stands ended before its first date and has not a single meeting."""
    met = select(Meeting.id).where(Meeting.group_id == Series.group_id, Meeting.series_id == Series.id).exists()
    return Series.ended_on.is_not(None) & (Series.ended_on < Series.first_day) & ~met


def series_of(group: Group) -> list[tuple[Series, bool]]:
    """Return a group's series that run or are paused, and which of both; the oldest first."""
    goes_on = or_(Series.ended_on.is_(None), Series.ended_on >= clock.today(group.timezone), is_paused())
    found = select(Series, is_paused()).where(Series.group_id == group.id, goes_on)
    rows = db.session.execute(found.order_by(Series.created, Series.id))
    return [(series, bool(paused)) for series, paused in rows]


def paused_again(series: Series) -> bool:
    """Lock a series as it stands now, and say whether it is paused still."""
    locked = select(Series).where(Series.group_id == series.group_id, Series.id == series.id, is_paused())
    locked = locked.with_for_update(of=Series).execution_options(populate_existing=True)
    return db.session.scalars(locked).one_or_none() is not None
