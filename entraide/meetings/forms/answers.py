"""What is typed in to answer, to answer for a managed member, and to count who came."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired

from entraide.meetings.actions.answers import MOST_GUESTS
from entraide.meetings.models import Reply

MOST_HEADS = 9999
_DIGITS = re.compile(r"[0-9]{1,6}")


class HeadsField(StringField):
    """How many people, in figures; empty means « not counted », which is never 0."""

    data: int | None

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a number of people, or say how to write it."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        if not _DIGITS.fullmatch(typed) or int(typed) > MOST_HEADS:
            raise ValueError(gettext("Write a number of people in figures, or leave it empty."))
        self.data = int(typed)


def _read_guests(typed: Any) -> int | None:
    """Read how many come along; None where nothing was said, ValueError for what no page of ours offers."""
    if typed in (None, "", "None"):
        return None
    if not re.fullmatch(r"[0-9]", str(typed)):
        raise ValueError(typed)
    return int(typed)


def _guest_choices() -> list[SelectChoice]:
    return [SelectChoice(str(number), str(number)) for number in range(MOST_GUESTS + 1)]


class AnswerForm(FlaskForm):
    """An answer: yes, maybe or no, and with how many; `back` names the page to return to.

    `anonymous`: "1" hides one's name, "0" shows it; a page that does not ask leaves it as it was.
    """

    reply = HiddenField(
        validators=[
            InputRequired(_l("Choose one answer.")),
            AnyOf([reply.value for reply in Reply], message=_l("Choose one answer.")),
        ]
    )
    guests = SelectField(
        _l("People who come with you"),
        choices=_guest_choices,
        coerce=_read_guests,
        validate_choice=False,
        description=_l("They are counted, never named."),
    )
    anonymous = HiddenField(validators=[AnyOf([None, "", "0", "1"], message=_l("Choose one answer."))])
    back = HiddenField()

    @property
    def said(self) -> Reply:
        """The answer, once validated."""
        return Reply(self.reply.data)

    @property
    def hides(self) -> bool | None:
        """Whether the name is hidden, once validated; None: as before."""
        return {"0": False, "1": True}.get(self.anonymous.data or "")


NAMES = {"unnamed": True, "named": False}  # a yes that says whether one's name shows


class LinkForm(Form):
    """An answer by a link from a letter; `confirmed`: asked twice, because one was given on the site."""

    reply = HiddenField(validators=[AnyOf([*(reply.value for reply in Reply), *NAMES])])
    confirmed = BooleanField()

    @property
    def said(self) -> Reply:
        """The answer, once validated."""
        return Reply.YES if self.reply.data in NAMES else Reply(self.reply.data)

    @property
    def hides(self) -> bool | None:
        """Whether the name is hidden; None: as before, so that a letter's button never shows a name."""
        return NAMES.get(self.reply.data or "")


class HeadcountForm(FlaskForm):
    """Who came, counted afterwards in ten seconds."""

    total = HeadsField(_l("How many people came?"), description=_l("Leave it empty if nobody counted."))
    first_time = HeadsField(_l("Among them, for the first time"))
    relatives = HeadsField(_l("Among them, relatives"))
