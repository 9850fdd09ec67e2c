"""What the form of a new meeting starts with: the last one's ways, and the ends people usually choose."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext
from wtforms.fields import FormField
from wtforms.fields.choices import SelectChoice

from entraide import clock
from entraide.access.tokens import fresh
from entraide.groups.models import Asked
from entraide.meetings.details import Details
from entraide.meetings.forms.planning import ONCE, PlanForm
from entraide.meetings.forms.typed import parts_of
from entraide.meetings.models import Mode
from entraide.meetings.words import date_in_words

SOON = timedelta(days=60)
SCHOOL_YEAR = ((6, 30), (12, 31))


def suggested(asked: Asked, zone: ZoneInfo, last: tuple[Mode, Details, datetime, datetime] | None) -> PlanForm:
    """Return the form filled as the group's last meeting was; only the day is left to type."""
    soon = clock.today(zone.key) + timedelta(days=7)
    start = {"first": {"month": str(soon.month), "year": str(soon.year)}, "repeats": ONCE, "asked": asked.value}
    if last is None:
        usual: dict[str, object] = {
            "mode": Mode.ROUND_TABLE.value,
            "title": gettext("Round table"),
            "starts": time(14),
            "ends": time(16),
        }
    else:
        mode, words, starts_at, ends_at = last
        usual = vars(words) | {"mode": mode.value}
        usual |= {"starts": starts_at.astimezone(zone).time(), "ends": ends_at.astimezone(zone).time()}
    ends = usual_ends(clock.today(zone.key))
    form = PlanForm(data={**start, **usual, "until": ends[0].isoformat(), "once": fresh()[:22]})
    return offer_ends(form, zone)


def offer_ends(form: PlanForm, zone: ZoneInfo) -> PlanForm:
    """Give a form the ends to choose from, as they are today."""
    offered = [
        SelectChoice(day.isoformat(), gettext("Until %(day)s", day=date_in_words(day, with_weekday=False)))
        for day in usual_ends(clock.today(zone.key))
    ]
    form.until.choices = [*offered, SelectChoice("", gettext("Another end: open « Another rhythm, another end »"))]
    return form


def usual_ends(today: date) -> list[date]:
    """List the next ends of a school year or of a year, none of them too near."""
    days = [date(today.year + years, *day) for years in (0, 1, 2) for day in SCHOOL_YEAR]
    return [day for day in days if day - today >= SOON][:4]


def propose(field: FormField, day: date) -> None:
    """Fill the three parts of a date that was not typed."""
    for part, text in parts_of(day).items():
        field.form[part].data = text


def suggested_days(first: date) -> list[tuple[time, time] | None]:
    """Propose the hours of the four days from a first one: a weekend ends on its Sunday."""
    last = min((6 - first.weekday()) % 7, 3) if first.weekday() >= 3 else 0
    hours: list[tuple[time, time] | None] = [(time(9), time(21))] * (last + 1)
    hours[last] = (time(9), time(16))
    if last:
        hours[0] = (time(18), time(21)) if first.weekday() < 5 else (time(10), time(21))
    return hours + [None] * (3 - last)
