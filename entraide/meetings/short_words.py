"""What one sends from one's own telephone when a date changed: the day and what became of it, nothing else."""

from datetime import datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide import clock
from entraide.meetings.models import NewsKind
from entraide.meetings.words import date_in_words, hour_in_words, short_day_in_words

NEAR = timedelta(days=27)  # until then a weekday and its number name one day alone


def short_text(
    kind: NewsKind, before: datetime, after: datetime, zone: ZoneInfo, *, dates: int = 1, is_back: bool = False
) -> str:
    """Say what became of a date: « Rendez-vous de mardi 24 : devient mercredi 25, 14 h. »

    `before`: the start its reader has in mind, `after`: where it is now; of many dates the first is named. `is_back`:
    it moved away and back before she heard of it. Spaces may break: others cost an old telephone a second message.
    """
    day = _day(before, zone)
    if kind in (NewsKind.CANCELLED, NewsKind.SERIES_ENDED):
        text = (
            _("Appointments from %(day)s on: cancelled.", day=day)
            if dates > 1
            else _("Appointment of %(day)s: cancelled.", day=day)
        )
    elif kind is NewsKind.SERIES_CHANGED and dates > 1:
        text = _("Appointments from %(day)s on: the place changes.", day=day)
    else:
        text = _what_became(day, before.astimezone(zone), after.astimezone(zone), zone, is_back)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _what_became(day: str, old: datetime, new: datetime, zone: ZoneInfo, is_back: bool) -> str:
    hour = hour_in_words(new.time())
    if is_back:
        return _("Appointment of %(day)s, %(hour)s: it stands.", day=day, hour=hour)
    if old == new:
        return _("Appointment of %(day)s, %(hour)s: the place changes.", day=day, hour=hour)
    if old.date() == new.date():
        was = hour_in_words(old.time())
        return _("Appointment of %(day)s: at %(new)s instead of %(old)s.", day=day, new=hour, old=was)
    return _("Appointment of %(before)s: becomes %(after)s, %(hour)s.", before=day, after=_day(new, zone), hour=hour)


def message_to(number: str, text: str) -> str:
    """Return the address that opens a message to a number with this text (RFC 5724).

    `?&body=` is the one form that telephones of both kinds take: Android wants `?`, iOS looks for `&body=`.
    """
    return f"sms:{number}?&body={quote(text, safe='')}"


def _day(at: datetime, zone: ZoneInfo) -> str:
    """Say a near day without its month: « mardi 24 »."""
    day = at.astimezone(zone).date()
    if timedelta() <= day - clock.today(zone.key) <= NEAR:
        return short_day_in_words(day)
    return date_in_words(day, zone=zone)
