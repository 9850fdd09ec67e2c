"""What one sends from one's own telephone when a date changed: the day and what became of it, nothing else."""

from datetime import date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from entraide import clock
from entraide.meetings.models import NewsKind
from entraide.meetings.words import date_in_words, hour_in_words

NEAR = timedelta(days=27)  # until then a weekday and its number name one day alone
_DAYS = {"de": "EEEE, d."}


def short_text(kind: NewsKind, before: datetime, after: datetime, zone: ZoneInfo, *, dates: int = 1) -> str:
    """Say what became of a date: « Rendez-vous de mardi 24 : devient mercredi 25, 14 h. »

    `before`: the start the reader has in mind, `after`: where it is now. Of many dates the first is named.
    """
    day = _day(before, zone)
    if kind in (NewsKind.CANCELLED, NewsKind.SERIES_ENDED):
        if dates > 1:
            return _("Appointments from %(day)s on: cancelled.", day=day)
        return _("Appointment of %(day)s: cancelled.", day=day)
    if kind is NewsKind.SERIES_CHANGED and dates > 1:
        return _("Appointments from %(day)s on: the place changes.", day=day)
    old, new = before.astimezone(zone), after.astimezone(zone)
    hour = hour_in_words(new.time())
    if old == new:
        return _("Appointment of %(day)s, %(hour)s: the place changes.", day=day, hour=hour)
    if old.date() == new.date():
        return _("Appointment of %(day)s: at %(new)s instead of %(old)s.", day=day, new=hour, old=_hour(old))
    return _("Appointment of %(before)s: becomes %(after)s, %(hour)s.", before=day, after=_day(after, zone), hour=hour)


def still_stands(at: datetime, zone: ZoneInfo) -> str:
    """Say that a date stands after all: it moved away and back before anybody told this member."""
    hour = hour_in_words(at.astimezone(zone).time())
    return _("Appointment of %(day)s, %(hour)s: it stands.", day=_day(at, zone), hour=hour)


def message_to(number: str, text: str) -> str:
    """Return the address that opens a message to a number with this text (RFC 5724).

    `?&body=` is the one form that telephones of both kinds take: Android wants `?`, iOS looks for `&body=`.
    """
    return f"sms:{number}?&body={quote(text, safe='')}"


def _hour(local: datetime) -> str:
    return hour_in_words(local.time())


def _day(at: datetime, zone: ZoneInfo) -> str:
    """Say a near day without its month: « mardi 24 »."""
    day = at.astimezone(zone).date()
    if timedelta() <= day - clock.today(zone.key) <= NEAR:
        return _near(day)
    return date_in_words(day, zone=zone)


def _near(day: date) -> str:
    locale = get_locale()
    language = locale.language if locale else "en"
    if language == "fr" and day.day == 1:
        return format_date(day, "EEEE d'er'", locale=locale)
    return format_date(day, _DAYS.get(language, "EEEE d"), locale=locale or "en")
