"""What is typed in to offer a lift or to look for one."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from entraide.groups.forms import one_line
from entraide.meetings.forms.typed import short_text
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import MOST_SEATS

MOST_HEADS = 4


def _number(typed: Any) -> int:
    text = str(typed)
    return int(text) if len(text) == 1 and text in "123456789" else 0


def _numbers(most: int) -> list[SelectChoice]:
    return [SelectChoice(str(number), str(number)) for number in range(1, most + 1)]


class LiftDeedForm(FlaskForm):
    """What is done about a lift, by the word of its button."""

    deed = HiddenField()


class OfferForm(LiftDeedForm):
    """Seats in a car."""

    seats = SelectField(_l("Free seats"), choices=lambda: _numbers(MOST_SEATS), coerce=_number, default=2)
    start = StringField(
        _l("From where"),
        filters=[one_line],
        validators=[InputRequired(_l("Say from where you leave.")), *short_text(80)],
    )
    leaving = StringField(_l("Leaving when"), filters=[one_line], validators=short_text(40))
    word = StringField(_l("A word"), filters=[one_line], validators=short_text(200))
    shows_phone = BooleanField(
        _l("My number, for those who ride with me"),
        description=_l("The number on your card. Nobody else sees it, and it is noted who looked."),
    )
    always = BooleanField(_l("At every date of this series"))

    @property
    def words(self) -> LiftWords:
        """What was written, once validated."""
        return LiftWords(self.start.data or "", self.leaving.data or "", self.word.data or "")


class AskForm(LiftDeedForm):
    """A seat looked for."""

    heads = SelectField(_l("For how many people"), choices=lambda: _numbers(MOST_HEADS), coerce=_number, default=1)
    from_where = StringField(
        _l("From where"),
        filters=[one_line],
        validators=[InputRequired(_l("Say from where you leave.")), *short_text(80)],
    )
    more = StringField(_l("A word"), filters=[one_line], validators=short_text(200))

    @property
    def words(self) -> LiftWords:
        """What was written, once validated."""
        return LiftWords(self.from_where.data or "", "", self.more.data or "")
