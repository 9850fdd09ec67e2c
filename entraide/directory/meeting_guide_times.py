"""Read days, hours, zones and dates as feeds really write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from functools import cache
from zoneinfo import available_timezones

# 0 = Monday; English, French, German, Dutch, Spanish
_DAY_WORDS = (
    ("monday", "mon", "lundi", "lun", "montag", "maandag", "ma", "lunes"),
    ("tuesday", "tue", "tues", "mardi", "mar", "dienstag", "dinsdag", "di", "martes"),
    ("wednesday", "wed", "weds", "mercredi", "mer", "mittwoch", "mi", "woensdag", "wo", "miércoles"),
    ("thursday", "thu", "thur", "thurs", "jeudi", "jeu", "donnerstag", "donderdag", "do", "jueves"),
    ("friday", "fri", "vendredi", "ven", "freitag", "fr", "vrijdag", "vr", "viernes"),
    ("saturday", "sat", "samedi", "sam", "samstag", "sonnabend", "sa", "zaterdag", "za", "sábado"),
    ("sunday", "sun", "dimanche", "dim", "sonntag", "so", "zondag", "zo", "domingo"),
)
WEEKDAY_OF = {word: weekday for weekday, words in enumerate(_DAY_WORDS) for word in words}
FULL_DAY_WORDS = tuple(word for words in _DAY_WORDS for word in words if len(word) > 4)

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:\s?[:.hH]\s?(?P<minute>\d{2}))?(?::\d{2}(?:\.\d{1,9})?)?\s?(?:h|uhr|heures?)?\s?"
    r"(?P<half>[ap]\.?\s?m?\.?)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d{2})(?P<half>\s?[ap]\.?m\.?)?", re.IGNORECASE)
_HOUR_WORDS = {"noon": time(12), "midi": time(12), "midnight": time(0), "minuit": time(0)}
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]?(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s?(?:([ap])\.?m\.?)?)?", re.IGNORECASE
)


def weekdays(value: object) -> tuple[tuple[int, ...], bool]:
    """Read the format's `day` (0 and 7 = Sunday): our weekdays (0 = Monday), and whether all were understood."""
    pieces = value if isinstance(value, list | tuple) else re.split(r"[,;/&]|\band\b|\bet\b", _word(value))
    found = [_weekday(_word(piece)) for piece in pieces[:50] if _word(piece)]
    known = tuple(sorted({day for day in found if day is not None}))
    return known, None not in found and len(pieces) <= 50


def clock_time(text: str) -> time | None:
    """Read an hour: 19:30, 7:30 PM, 0730, 19h30, 18:00:00, noon; None where it is none."""
    text = text.strip().casefold()
    if text in _HOUR_WORDS:
        return _HOUR_WORDS[text]
    match = _BARE.fullmatch(text) if re.match(r"\d{3}", text) else _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").strip()[:1]
    if text.isdigit() and len(text) < 3:
        return None
    if half and hour == 12:
        hour = 0
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour > 12:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None


def end_time(text: str) -> time | None:
    """Read an end: like an hour, and 24:00 is midnight."""
    return time(0) if re.fullmatch(r"24[:.h]?00(?::00)?", text.strip().casefold()) else clock_time(text)


def minutes_between(starts: time, ends: time) -> int:
    """Count the minutes; an end that is not after the start lies on the next day."""
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    return minutes if minutes > 0 else minutes + 24 * 60


def zone_name(text: str) -> str | None:
    """Return the IANA name of a zone, whatever its capitals, or None."""
    return _zones().get(text.strip().casefold().replace(" ", "_"))


def moment(text: str) -> datetime | None:
    """Read the date of a change in UTC: SQL and ISO forms, even without the blank, and the American one with AM/PM."""
    text = text.strip()
    try:
        if match := _ISO.fullmatch(text):
            year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
            offset = "+0000" if match[7] is None or match[7].upper() in {"Z", "UTC"} else match[7].replace(":", "")
            local = f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} {offset}"
            return datetime.strptime(local, "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
        if match := _SLASHED.fullmatch(text):
            return _american(match)
    except (ValueError, OverflowError):
        return None
    return None


def _american(match: re.Match[str]) -> datetime:
    month, day, year, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    if month > 12:
        month, day = day, month
    if match[7]:
        hour = hour % 12 + (12 if match[7].lower() == "p" else 0)
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _weekday(word: str) -> int | None:
    word = word.casefold().rstrip(".")
    if re.fullmatch(r"[0-7](?:\.0)?", word):
        return (int(word[0]) - 1) % 7
    return WEEKDAY_OF.get(word, WEEKDAY_OF.get(word.removesuffix("s")))


def _word(value: object) -> str:
    if value is None:
        return ""
    is_word = isinstance(value, str | int | float) and not isinstance(value, bool)
    return str(value)[:200].strip() if is_word and not (isinstance(value, int) and abs(value) > 7) else "?"


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
