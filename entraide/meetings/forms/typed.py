"""Fields for what people type: days, hours, numbers, links, whatever bytes come."""

import re
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit

from babel.dates import get_month_names
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, SelectField, StringField, ValidationError
from wtforms.fields import FormField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from entraide.groups.forms import one_line

FIRST_YEAR, LAST_YEAR = 2000, 2100
_NUMBER = re.compile(r"[0-9]{1,4}")
_FOUR = re.compile(r"^([0-9]{1,2})([0-9]{2})$")
_HOUR = re.compile(
    r"([0-9]{1,2})(?:\s?(?:h|:|\.|u)\s?([0-9]{2})?)?\s?(?:uhr|uur|o'clock)?\s?([ap]\.?m\.?)?", re.IGNORECASE
)


def short_text(most: int) -> list[Length]:
    """Return the limit of a text, and how its excess is told."""
    return [Length(max=most, message=_l("Use at most %(max)d characters."))]


def refuse(field: Field, message: str) -> None:
    """Put a message on a field; on the first part of one that has parts."""
    if isinstance(field, FormField):
        field = next(iter(field.form))
    field.errors = [message]


class HourField(StringField):
    """An hour of the day as people write it: « 14 h », « 14h30 », 14:30, 2 pm. Empty: None."""

    data: time | None

    def _value(self) -> str:
        if self.raw_data:
            return one_line(str(self.raw_data[0]))
        return self.written(self.data) if self.data else ""

    @staticmethod
    def written(hour: time) -> str:
        """Write an hour into the field."""
        return gettext("%(hour)s:%(minute)s", hour=hour.hour, minute=f"{hour.minute:02}")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it, or say how hours are written."""
        typed = one_line(str(valuelist[0])) if valuelist else ""
        self.data = None
        if not typed:
            return
        if (hour := read_hour(typed)) is None:
            raise ValueError(gettext("Write the hour as in: %(example)s", example=self.written(time(14, 30))))
        self.data = hour


def read_hour(typed: str) -> time | None:
    """Read an hour of the day, None where it is none."""
    if (found := _HOUR.fullmatch(_FOUR.sub(r"\1:\2", one_line(typed)))) is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class WholeNumberField(StringField):
    """A whole number of a few digits, from `least` to `most`. Empty: None."""

    def __init__(self, label: Any = None, *, least: int = 1, most: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.least, self.most = least, most

    def _value(self) -> str:
        if self.raw_data:
            return one_line(str(self.raw_data[0]))
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it, or say which numbers are possible."""
        typed = one_line(str(valuelist[0])) if valuelist else ""
        self.data = None
        if not typed:
            return
        number = int(typed) if _NUMBER.fullmatch(typed) else 0
        if not self.least <= number <= self.most:
            raise ValueError(gettext("Write a number from %(least)d to %(most)d.", least=self.least, most=self.most))
        self.data = number


def _months() -> list[SelectChoice]:
    names = get_month_names("wide", context="stand-alone", locale=get_locale() or "en")
    return [SelectChoice(str(month), names[month]) for month in range(1, 13)]


class DateForm(Form):
    """A day in three fields; `value` is the date once validated, None where neither day nor year was written."""

    day = StringField(_l("Day"), filters=[one_line])
    month = SelectField(_l("Month"), choices=_months, validate_choice=False)
    year = StringField(_l("Year"), filters=[one_line])
    value: date | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the date, or say what is not right about it."""
        if not super().validate(extra_validators):
            return False
        if not self.day.data and not self.year.data:
            return True
        try:
            self.value = self._read()
        except ValueError as fault:
            self.day.errors = [str(fault)]
            return False
        return True

    def _read(self) -> date:
        parts = [part or "" for part in (self.day.data, self.month.data, self.year.data)]
        if not all(_NUMBER.fullmatch(part) for part in parts):
            raise ValueError(gettext("Write the day and the year in figures."))
        day, month, year = map(int, parts)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(gettext("Write a year between %(first)d and %(last)d.", first=FIRST_YEAR, last=LAST_YEAR))
        try:
            return date(year, month, day)
        except ValueError as fault:
            raise ValueError(gettext("This day is not in the calendar. Look at the day and the month.")) from fault


def parts_of(day: date) -> dict[str, str]:
    """Return a date as the three fields of DateForm."""
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


class SecureLink:
    """Refuse a link that is not a plain https address."""

    def __call__(self, form: Form, field: Field) -> None:
        """Check its shape; nothing is opened."""
        if not field.data:
            return
        try:
            parts = urlsplit(field.data)
            is_fine = parts.scheme == "https" and "." in (parts.hostname or "") and parts.port in (None, 443)
        except ValueError:
            is_fine = False
        if not is_fine or " " in field.data or parts.username is not None:
            raise ValidationError(_l("The link must begin with https:// and be complete."))
