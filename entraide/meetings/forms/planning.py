"""What an organiser types to schedule, move, change or cancel."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired

from entraide.groups.forms import CHOOSE, one_line, plain_lines
from entraide.groups.words import ASKED
from entraide.meetings import flyer
from entraide.meetings.details import Details
from entraide.meetings.forms.typed import DateForm, HourField, SecureLink, WholeNumberField, short_text
from entraide.meetings.models import Mode
from entraide.meetings.recurrence import MOST_DATES, MOST_WEEKS

MOST_PLACES = 999
MOST_DAYS = 4
PASTED = flyer.LONGEST
ONCE = "once"
RHYTHMS = {
    ONCE: _l("No, just once"),
    "weekly": _l("Every week"),
    "fortnightly": _l("Every two weeks"),
    "nth": _l("Every month, on the same weekday"),
    "last": _l("Every month, on the last such weekday"),
    "day": _l("Every month, on the same date"),
}
MODES = {
    Mode.ROUND_TABLE: _l("Round table"),
    Mode.ONLINE: _l("Online"),
    Mode.HYBRID: _l("In a place and online"),
    Mode.WEEKEND: _l("Weekend"),
}
IN_A_PLACE = {Mode.ROUND_TABLE, Mode.HYBRID, Mode.WEEKEND}
BY_LINK = {Mode.ONLINE, Mode.HYBRID}


def one_of(words: Any) -> dict[str, Any]:
    """Return the arguments of a choice among a closed set."""
    return {
        "choices": [
            SelectChoice(str(value), label[0] if isinstance(label, tuple) else label) for value, label in words.items()
        ],
        "validators": [AnyOf([str(value) for value in words], message=CHOOSE)],
        "validate_choice": False,
    }


class WordsForm(FlaskForm):
    """What a meeting says: its name, where it is, how to get in."""

    title = StringField(
        _l("Name of the meeting"),
        description=_l("Only members see it."),
        filters=[one_line],
        validators=[DataRequired(_l("Give the meeting a name.")), *short_text(80)],
    )
    place = StringField(_l("Place"), filters=[one_line], validators=short_text(120))
    address = StringField(_l("Street and town"), filters=[one_line], validators=short_text(200))
    how_to_find = StringField(
        _l("How to find it"),
        description=_l("The door, the bell, the floor, the bus stop."),
        filters=[one_line],
        validators=short_text(300),
    )
    step_free = BooleanField(_l("One gets in without a step"))
    induction_loop = BooleanField(_l("There is an induction loop"))
    link = StringField(
        _l("Link to join by"),
        description=_l("Shown on the site only, shortly before the meeting. It stands in no letter."),
        filters=[one_line],
        validators=[*short_text(500), SecureLink()],
    )
    dial_in = StringField(_l("Telephone to join by"), filters=[one_line], validators=short_text(500))
    about = TextAreaField(_l("A few words"), filters=[plain_lines], validators=short_text(2000))
    places = WholeNumberField(
        _l("Number of places"),
        description=_l("Above it, a waiting list opens by itself. Leave it empty where there is no limit."),
        most=MOST_PLACES,
    )

    def details(self, mode: Mode) -> Details:
        """Return what fits the way the meeting is held: no link for a round table, no place for a call."""
        place = {name: self[name].data for name in ("place", "address", "how_to_find", "step_free", "induction_loop")}
        link = {name: self[name].data for name in ("link", "dial_in")}
        return Details(
            title=self.title.data or "",
            about=self.about.data or "",
            **(place if mode in IN_A_PLACE else {}),
            **(link if mode in BY_LINK else {}),
        )


class DayForm(Form):
    """One day of a weekend; a day without hours is left out."""

    starts = HourField(_l("From"))
    ends = HourField(_l("to"))
    text = TextAreaField(_l("Programme"), filters=[plain_lines], validators=short_text(1000))


class PlanForm(WordsForm):
    """A new meeting or series. The days of a weekend are asked on a second page; the check page carries everything."""

    mode = RadioField(_l("How do you meet?"), **one_of(MODES))
    first = FormField(DateForm, _l("First date"))
    pasted = TextAreaField(
        _l("Or paste your dates as on the flyer"), filters=[plain_lines], validators=short_text(PASTED)
    )
    starts = HourField(_l("Start"))
    ends = HourField(_l("End"))
    repeats = RadioField(_l("Does this meeting come back?"), **one_of(RHYTHMS))
    every = WholeNumberField(
        _l("Every how many weeks or months?"),
        description=_l("3 with « Every week » makes every three weeks."),
        most=MOST_WEEKS,
    )
    until = SelectField(_l("Until when?"), validate_choice=False, validators=short_text(10))
    until_date = FormField(DateForm, _l("Another end"))
    times = WholeNumberField(_l("Or: how many times?"), most=MOST_DATES)
    asked = RadioField(_l("Answers are…"), **one_of(ASKED))
    once = HiddenField(filters=[one_line], validators=short_text(22))
    d0 = FormField(DayForm)
    d1 = FormField(DayForm)
    d2 = FormField(DayForm)
    d3 = FormField(DayForm)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields; beside pasted dates no first date need be written."""
        year = self.first.form.year
        proposed = year.data
        if self.pasted.data and not self.first.form.day.data:
            year.data = ""
        is_fine = bool(super().validate(extra_validators))
        year.data = proposed
        return is_fine

    @property
    def day_fields(self) -> list[FormField]:
        """The days of a weekend, in order."""
        return [self.d0, self.d1, self.d2, self.d3]


class RevisedForm(FlaskForm):
    """A change of something that may have changed meanwhile."""

    revision = WholeNumberField(least=1, most=9999)


class MoveForm(RevisedForm):
    """Another day, another hour, another place."""

    day = FormField(DateForm, _l("New date"))
    starts = HourField(_l("Start"))
    ends = HourField(_l("End"))
    place = StringField(_l("Place"), filters=[one_line], validators=short_text(120))
    address = StringField(_l("Street and town"), filters=[one_line], validators=short_text(200))


class ChangeForm(WordsForm, RevisedForm):
    """Other words, another place, other places, for one meeting or for all that follow."""

    which = RadioField(
        _l("Which meetings?"),
        **one_of({"one": _l("This one only"), "following": _l("This one and all that follow")}),
    )


class EndForm(FlaskForm):
    """The last day of a series."""

    last = FormField(DateForm, _l("Last day"))
