"""Series and meetings of a group, planned, and what they left."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.mail.models import Letter
from entraide.meetings.actions import planning
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, Mode, Series
from entraide.meetings.recurrence import Rule

BRUSSELS = ZoneInfo("Europe/Brussels")
TUESDAY = date(2026, 12, 1)
ROUND_TABLE = Details(title="Café-parole", place="Maison de quartier")


def plan(group: Group, rule: Rule, first: date = TUESDAY, **more: object) -> Series:
    """Plan a series at seven in the evening."""
    wanted: dict[str, object] = {"asked": Asked.USEFUL, "places": None} | more
    return planning.plan_series(group, rule, first, time(19), 120, Mode.ROUND_TABLE, ROUND_TABLE, **wanted)  # type: ignore[arg-type]


def plan_one(group: Group, day: date = TUESDAY, **more: object) -> Meeting:
    """Plan one meeting at seven in the evening."""
    starts_at = datetime.combine(day, time(19), BRUSSELS)
    wanted: dict[str, object] = {"asked": Asked.USEFUL, "places": None} | more
    return planning.plan_meeting(
        group, starts_at, starts_at + timedelta(hours=2), Mode.ROUND_TABLE, ROUND_TABLE, **wanted
    )  # type: ignore[arg-type]


def meetings_of(series: Series) -> list[Meeting]:
    """Return a series' meetings, the earliest first."""
    found = select(Meeting).where(Meeting.series_id == series.id).order_by(Meeting.starts_at)
    return list(db.session.scalars(found))


def letters(kind: str) -> int:
    """Count the letters of one kind."""
    return len(db.session.scalars(select(Letter).where(Letter.kind == kind)).all())
