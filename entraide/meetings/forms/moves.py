"""Read where and when a meeting moves to."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext

from entraide.meetings.clock_times import EndBeforeStart, at_about, is_over_midnight, span
from entraide.meetings.details import Details
from entraide.meetings.forms.planning import MoveForm
from entraide.meetings.forms.plans import Wrong, check_start, coming_day, written_hour
from entraide.meetings.forms.typed import parts_of, refuse
from entraide.meetings.models import Mode
from entraide.meetings.refusals import explain


@dataclass(frozen=True)
class Standing:
    """When and where a meeting is now, on the clock of its zone."""

    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    mode: Mode
    details: Details
    revision: int

    @property
    def starts(self) -> datetime:
        """Its start on the clock on the wall."""
        return self.starts_at.astimezone(self.zone)

    @property
    def ends(self) -> datetime:
        """Its end on the clock on the wall."""
        return self.ends_at.astimezone(self.zone)

    @property
    def is_weekend(self) -> bool:
        """Say whether it has days, which all move together."""
        return self.mode is Mode.WEEKEND


@dataclass(frozen=True)
class Move:
    """When and where a meeting will be."""

    starts_at: datetime
    ends_at: datetime
    details: Details


def move_form(now: Standing) -> MoveForm:
    """Return the form as a meeting stands."""
    return MoveForm(
        data={
            "day": parts_of(now.starts.date()),
            "starts": now.starts.time(),
            "ends": now.ends.time(),
            "place": now.details.place,
            "address": now.details.address,
            "revision": now.revision,
        }
    )


def read_move(form: MoveForm, now: Standing) -> Move | None:
    """Read a form whose shape is right; None with a message on the field that must change."""
    try:
        starts_at, ends_at = _weekend(form, now) if now.is_weekend else _meeting(form, now)
    except Wrong as wrong:
        refuse(wrong.field, wrong.message)
        return None
    details = now.details
    if now.mode is not Mode.ONLINE:
        details = replace(details, place=form.place.data or "", address=form.address.data or "")
    if (starts_at, ends_at, details) == (now.starts_at, now.ends_at, now.details):
        refuse(form.day, gettext("The meeting is already then and there. Change the day, the hour or the place."))
        return None
    return Move(starts_at, ends_at, details)


def _meeting(form: MoveForm, now: Standing) -> tuple[datetime, datetime]:
    day = coming_day(form.day, now.zone)
    starts, ends = written_hour(form.starts), written_hour(form.ends)
    check_start(form.starts, day, starts, now.zone)
    was_over_midnight = now.ends.date() == now.starts.date() + timedelta(days=1)
    over_midnight = was_over_midnight or is_over_midnight(starts, ends)
    try:
        return span(day, starts, ends, now.zone, over_midnight=over_midnight)
    except EndBeforeStart as refused:
        raise Wrong(form.ends, explain(refused)) from refused


def _weekend(form: MoveForm, now: Standing) -> tuple[datetime, datetime]:
    """Move all days along, each at its hours."""
    day = coming_day(form.day, now.zone)
    check_start(form.day, day, now.starts.time(), now.zone)
    last = now.ends.date() + (day - now.starts.date())
    return at_about(day, now.starts.time(), now.zone), at_about(last, now.ends.time(), now.zone)
