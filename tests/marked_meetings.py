"""The meetings of a marked world, their secrets, and who helps with them."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.meetings.actions import duties, duty_plans, lifts, planning
from entraide.meetings.actions.planning import DayPlan
from entraide.meetings.details import Details
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import DutyKind, Meeting, Mode
from entraide.meetings.recurrence import Rule, Weekday
from entraide.members.queries import find_membership
from tests.lettering import moment
from tests.marked_values import TODAY, MarkedWorld

TWO_HOURS = timedelta(hours=2)


def _details(made: MarkedWorld, what: str, mode: Mode) -> Details:
    words = {
        part: made.marks.text(f"{what}: {part}")
        for part in ("title", "about", "place", "address", "how_to_find", "access")
        if mode is not Mode.ONLINE or part in ("title", "about")
    }
    if mode in (Mode.ONLINE, Mode.HYBRID):
        words["link"] = f"https://visio.example/{made.marks.text(f'{what}: link')}"
        words["dial_in"] = made.marks.phone(f"{what}: dial_in")
    return Details(**words)  # type: ignore[arg-type]


def plan_one(
    made: MarkedWorld, group: Group, what: str, starts: datetime, mode: Mode, *, announce: bool = False
) -> Meeting:
    """Plan a meeting with its every word marked, and its hour where it is an odd one."""
    if starts.minute:
        made.marks.hour(f"{what}: hour", starts)
    meeting = planning.plan_meeting(
        group,
        starts,
        starts + TWO_HOURS,
        mode,
        _details(made, what, mode),
        asked=group.asked,
        places=None,
        announce=announce,
    )
    made.meetings.append(meeting.id)
    return meeting


def plan_weekend(made: MarkedWorld, group: Group) -> None:
    """Plan a weekend with a marked word for each day."""
    first = TODAY + timedelta(days=24)
    days = [
        DayPlan(first + timedelta(days=at), time(9), time(17), made.marks.text(f"Aulnes weekend: day {at + 1}"))
        for at in range(2)
    ]
    details = _details(made, "Aulnes weekend", Mode.WEEKEND)
    starts, ends = moment(first, 9), moment(first + timedelta(days=1), 17)
    weekend = planning.plan_meeting(
        group, starts, ends, Mode.WEEKEND, details, asked=Asked.USEFUL, places=20, announce=False, days=days
    )
    made.meetings.append(weekend.id)


def plan_series(made: MarkedWorld, group: Group) -> None:
    """Plan two dates of a series."""
    series = planning.plan_series(
        group,
        Rule(Weekday(1), times=2),
        TODAY,
        time(14),
        60,
        Mode.ROUND_TABLE,
        _details(made, "Aulnes series", Mode.ROUND_TABLE),
        asked=Asked.USEFUL,
        places=None,
        announce=True,
    )
    made.series.append(series.id)
    made.meetings += db.session.scalars(select(Meeting.id).where(Meeting.series_id == series.id))


def let_them_help(made: MarkedWorld, group: Group, meeting: Meeting) -> None:
    """Let Mia drive Ana and have the key, and Hana look for a seat; what they write is theirs."""
    marks, olga = made.marks, made.members["olga in Aulnes"]
    mia, ana, hana = (find_membership(group.id, made.members[f"{name} in Aulnes"]) for name in ("mia", "ana", "hana"))
    words = LiftWords(*(marks.text(f"mia in Aulnes: her lift's {part}") for part in ("start", "leaving", "word")))
    made.lifts.append(lifts.offer(meeting, mia, 3, words, shows_phone=True).id)
    lifts.take_seat(meeting, ana, made.lifts[0])
    lifts.ask(meeting, hana, 1, LiftWords(marks.text("hana in Aulnes: from where she rides")), by=olga)
    text = marks.text("mia in Aulnes: what must be known of the key")
    duty_plans.choose_for_group(group, ["host", "key"], {DutyKind.KEY: text}, by=olga)
    duties.take(meeting, DutyKind.KEY, mia.id)
