"""Dates as the subjects of letters say them: short, and never more than a day and an hour."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide.clock import now
from entraide.meetings.words import date_in_words, hour_in_words, short_day_in_words, start_in_words


def day_of(at: datetime, zone: ZoneInfo) -> str:
    """Say the day of an instant: « mardi 24 novembre »."""
    return date_in_words(at.astimezone(zone).date(), zone=zone)


def what_became(before: datetime | None, after: datetime, zone: ZoneInfo) -> str:
    """Say what became of a date: « mardi 24 devient mercredi 25 novembre »; `before` None: the new one alone."""
    if before is None or before == after:
        return start_in_words(after, zone)
    old, new = before.astimezone(zone), after.astimezone(zone)
    if old.date() == new.date():
        hours = {"new": hour_in_words(new.time()), "old": hour_in_words(old.time())}
        return _("%(day)s, %(new)s instead of %(old)s", day=day_of(after, zone), **hours)
    is_same_month = (old.year, old.month) == (new.year, new.month)
    was = short_day_in_words(old.date()) if is_same_month else day_of(before, zone)
    return _("%(before)s becomes %(after)s", before=was, after=day_of(after, zone))


def what_stays(before: datetime | None, after: datetime, zone: ZoneInfo) -> str:
    """Say whether a moved meeting keeps its hour; one that keeps its day too has another place."""
    if before is None:
        return _("The hour is %(hour)s.", hour=hour_in_words(after.astimezone(zone).time()))
    if before == after:
        return _("The day and the hour stay the same; the place is another.")
    if before.astimezone(zone).time() == after.astimezone(zone).time():
        return _("The hour stays the same.")
    return _("The hour is new: %(hour)s.", hour=hour_in_words(after.astimezone(zone).time()))


def soon(at: datetime, zone: ZoneInfo) -> str:
    """Say a near moment: « demain 18 h », « samedi 21 novembre, 18 h »."""
    local, today = at.astimezone(zone), now().astimezone(zone).date()
    hour = hour_in_words(local.time())
    if local.date() == today:
        return _("today %(hour)s", hour=hour)
    if local.date() == today + timedelta(days=1):
        return _("tomorrow %(hour)s", hour=hour)
    return start_in_words(at, zone)
