"""Dates, hours and rhythms as people say them, in the language of the page or letter."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from flask_babel import gettext, ngettext

from entraide import clock
from entraide.access.catalogue import spoken
from entraide.meetings.chosen import Chosen, Rhythm
from entraide.meetings.recurrence import LAST, DayOfMonth, NthWeekday, Rule, Weekday, begins

_ENGLISH = Locale("en", "GB")
_WEEKDAY_PATTERNS = {"de": "EEEE, "}
_DAY_PATTERNS = {"de": "d. MMMM"}
_HOUR_PATTERNS = {  # on the hour, and with minutes; the spaces do not break
    "fr": ("H\u00a0'h'", "H\u00a0'h'\u00a0mm"),
    "de": ("H\u00a0'Uhr'", "H:mm\u00a0'Uhr'"),
    "nl": ("H\u00a0'uur'", "H.mm\u00a0'uur'"),
    "en": ("h\u00a0a", "h:mm\u00a0a"),
}
_LONGEST_NIGHT = timedelta(hours=12)


def date_in_words(
    day: date, *, with_year: bool = False, with_weekday: bool = True, zone: ZoneInfo | None = None
) -> str:
    """Say a day: « mardi 24 novembre ».

    The year is said when asked for, or when it is not the current one of the zone (else of UTC).
    """
    return _date(day, with_year or day.year != _today(zone).year, with_weekday, _locale())


@lru_cache(maxsize=4096)
def _date(day: date, with_year: bool, with_weekday: bool, locale: Locale) -> str:
    pattern = _DAY_PATTERNS.get(locale.language, "d MMMM")
    if day.day == 1 and locale.language == "fr":
        pattern = "d'er' MMMM"
    if with_weekday:
        pattern = _WEEKDAY_PATTERNS.get(locale.language, "EEEE ") + pattern
    if with_year:
        pattern += " y"
    return _formatted(day, pattern, locale)


def short_day_in_words(day: date) -> str:
    """Say a day without its month, where that is clear: « mardi 24 »."""
    locale = _locale()
    number = "d'er'" if day.day == 1 and locale.language == "fr" else {"de": "d."}.get(locale.language, "d")
    return _formatted(day, _WEEKDAY_PATTERNS.get(locale.language, "EEEE ") + number, locale)


def hour_in_words(hour: time) -> str:
    """Say an hour of the day: « 14 h », « 14 h 30 », with spaces that do not break."""
    locale = _locale()
    on_the_hour, with_minutes = _HOUR_PATTERNS.get(locale.language, ("HH:mm", "HH:mm"))
    if locale.language == "en" and hour in (time(0), time(12)):
        return _formatted(hour, "h\u00a0b", locale)  # 12 noon, 12 midnight
    return _formatted(hour, with_minutes if hour.minute else on_the_hour, locale)


def capital(words: str) -> str:
    """Begin a sentence with these words."""
    return words[:1].upper() + words[1:]


def tile_parts(when: date) -> tuple[str, str, str]:
    """Return the short weekday, the number and the short month of a date tile."""
    return _tile(when, _locale())


@lru_cache(maxsize=4096)
def _tile(when: date, locale: Locale) -> tuple[str, str, str]:
    return _formatted(when, "EEE", locale), _formatted(when, "d", locale), _formatted(when, "MMM", locale)


@lru_cache(maxsize=4096)
def _formatted(when: date | time, pattern: str, locale: Locale) -> str:
    """Format a day or an hour, once for all pages that say the same few hundred."""
    if isinstance(when, time):
        return format_time(when, pattern, locale=locale)
    return format_date(when, pattern, locale=locale)


def hours_in_words(start: time, end: time) -> str:
    """Say from when to when of one meeting: « de 14 h à 16 h », « de 22 h à 0 h 30 le lendemain »."""
    return _hours_in(start, end, _locale())


@lru_cache(maxsize=4096)
def _hours_in(start: time, end: time, _: Locale) -> str:
    """Say it in the language of this locale, which is the one that is spoken now."""
    if end == time(0):
        return gettext("from %(start)s to midnight", start=hour_in_words(start))
    hours = {"start": hour_in_words(start), "end": hour_in_words(end)}
    if end <= start:
        return gettext("from %(start)s to %(end)s the next day", **hours)
    return gettext("from %(start)s to %(end)s", **hours)


def start_in_words(start: datetime, zone: ZoneInfo, *, with_year: bool = False) -> str:
    """Say when a meeting begins: « mardi 24 novembre, 14 h »."""
    local = start.astimezone(zone)
    return gettext(
        "%(day)s, %(hour)s",
        day=date_in_words(local.date(), with_year=with_year, zone=zone),
        hour=hour_in_words(local.time()),
    )


def span_in_words(start: datetime, end: datetime, zone: ZoneInfo, *, with_year: bool = False) -> str:
    """Say when a meeting is: « mardi 24 novembre, de 14 h à 16 h ».

    Instants are aware; days and hours are the zone's. Over a night without sleep it stays one day's meeting, a
    weekend is said from its first day to its last.
    """
    local_start, local_end = start.astimezone(zone), end.astimezone(zone)
    is_one_day = local_end.date() == local_start.date() or end.astimezone(UTC) - start.astimezone(UTC) < _LONGEST_NIGHT
    if not is_one_day:
        return gettext(
            "from %(start)s, to %(end)s",
            start=start_in_words(start, zone, with_year=with_year),
            end=start_in_words(end, zone, with_year=with_year),
        )
    says_year = with_year or local_start.year != _today(zone).year
    return _one_day(local_start.date(), local_start.time(), local_end.time(), says_year, _locale())


@lru_cache(maxsize=4096)
def _one_day(day: date, start: time, end: time, with_year: bool, locale: Locale) -> str:
    """Say it in the language of this locale, which is the one that is spoken now."""
    words = _date(day, with_year, True, locale)
    return gettext("%(day)s, %(hours)s", day=words, hours=_hours_in(start, end, locale))


def month_in_words(first: date, *, with_year: bool = False) -> str:
    """Say a month by itself: « décembre », « janvier 2027 »."""
    return _formatted(first, "LLLL y" if with_year else "LLLL", _locale())


def in_words(rule: Rhythm, first: date, start: time, end: time, zone: ZoneInfo) -> str:
    """Say a whole series: « Chaque mardi, de 14 h à 16 h, jusqu’au 30 juin 2027 ».

    A series still to begin also says from when: without it, « toutes les deux semaines » would leave open which.
    """
    parts = [rhythm_in_words(rule), hours_in_words(start, end), _ends_in_words(rule, first, zone)]
    return ", ".join(part for part in parts if part)


def rhythm_in_words(rule: Rhythm) -> str:
    """Say how a series repeats, as the start of a sentence: « Le deuxième mardi de chaque mois »."""
    if isinstance(rule, Chosen):
        return ngettext("On one date, fixed by itself", "On %(num)d dates, fixed one by one", len(rule.days))
    if isinstance(rule.on, Weekday):
        return _weekly_in_words(rule.on.weekday, rule.every)
    if isinstance(rule.on, NthWeekday) and rule.on.nth == 5:
        return _fifth_in_words(rule.on.weekday, rule.every)
    day = _nth_in_words(rule.on) if isinstance(rule.on, NthWeekday) else _day_of_month_in_words(rule.on)
    if rule.every == 2:
        return gettext("%(day)s, every two months", day=day)
    return ngettext("%(day)s of each month", "%(day)s, every %(num)d months", rule.every, day=day)


def _weekly_in_words(weekday: int, every: int) -> str:
    name = _weekday(weekday)
    if every == 2:
        return gettext("Every two weeks, on %(weekday)s", weekday=name)
    return ngettext("Every %(weekday)s", "Every %(num)d weeks, on %(weekday)s", every, weekday=name)


def _fifth_in_words(weekday: int, every: int) -> str:
    return ngettext(
        "The fifth %(weekday)s of the months that have one",
        "The fifth %(weekday)s, every %(num)d months, when there is one",
        every,
        weekday=_weekday(weekday),
    )


def _nth_in_words(on: NthWeekday) -> str:
    weekday = _weekday(on.weekday)
    match on.nth:
        case 1:
            return gettext("The first %(weekday)s", weekday=weekday)
        case 2:
            return gettext("The second %(weekday)s", weekday=weekday)
        case 3:
            return gettext("The third %(weekday)s", weekday=weekday)
        case 4:
            return gettext("The fourth %(weekday)s", weekday=weekday)
    return gettext("The last %(weekday)s", weekday=weekday)


def _day_of_month_in_words(on: DayOfMonth) -> str:
    if on.day == LAST:
        return gettext("The last day")
    return gettext("The %(day)s", day=_ordinal(on.day))


def _ends_in_words(rule: Rhythm, first: date, zone: ZoneInfo) -> str:
    if isinstance(rule, Chosen):
        first, last = rule.days[0], rule.days[-1]
        rule = Rule(Weekday(first.weekday()), until=last)
    begin = begins(rule, first)
    says_first = begin is not None and begin > _today(zone)
    words = {"first": _date_alone(begin or first, zone)}
    if rule.times is not None:
        if says_first:
            return ngettext("once, on %(first)s", "%(num)d times, from %(first)s", rule.times, **words)
        return ngettext("once", "%(num)d times", rule.times)
    if rule.until is not None:
        words["last"] = _date_alone(rule.until, zone)
        return gettext("from %(first)s to %(last)s", **words) if says_first else gettext("until %(last)s", **words)
    return gettext("from %(first)s", **words) if says_first else ""


def _date_alone(day: date, zone: ZoneInfo) -> str:
    return date_in_words(day, with_weekday=False, zone=zone)


def _ordinal(day: int) -> str:
    match _locale().language:
        case "fr":
            return "1er" if day == 1 else str(day)
        case "de":
            return f"{day}."
        case "nl":
            return f"{day}e"
        case "en":
            return f"{day}{'th' if day in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"
    return str(day)


def _weekday(weekday: int) -> str:
    name: str = get_day_names(locale=_locale())[weekday]
    return name


def _today(zone: ZoneInfo | None) -> date:
    return clock.now().astimezone(zone or UTC).date()


def _locale() -> Locale:
    """Return the reader's locale; English is written as in Britain, and is what there is outside pages and letters."""
    locale = spoken()
    return _ENGLISH if locale is None or locale.language == "en" else locale
