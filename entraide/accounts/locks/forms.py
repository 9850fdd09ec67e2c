"""What is typed in to add, show, rename and keep a second lock."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from entraide.accounts.forms import printable
from entraide.accounts.locks.actions.passkeys import MOST_CHARACTERS

SECRETS = frozenset({"answer", "app_code", "card_code", "code", "digits", "recovery_code"})
"""Fields that are never kept for later."""


class LockForm(FlaskForm):
    """A lock that is shown: what the device signed, a card's code, or an app's; one of them.

    At the door a code for loss too, or the digits of two organisers: who lost every lock could not come in to say so.
    """

    answer = HiddenField(validators=[Optional(), Length(max=MOST_CHARACTERS)])
    card_code = StringField(_l("The code"), validators=[Optional(), Length(max=40)])
    app_code = StringField(_l("The six digits that your app shows now"), validators=[Optional(), Length(max=40)])
    recovery_code = StringField(_l("One of your ten long codes"), validators=[Optional(), Length(max=60)])
    digits = StringField(_l("The twelve digits of two organisers"), validators=[Optional(), Length(max=40)])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was shown at all."""
        return not (self.answer.data or self.card_code.data or self.app_code.data or self.recovery_code.data)


class PasskeyForm(FlaskForm):
    """What a device answered when a passkey was made."""

    answer = HiddenField(validators=[InputRequired(), Length(max=MOST_CHARACTERS)])


class FirstCodeForm(FlaskForm):
    """The first code of a card or an app, by which it begins to count."""

    code = StringField(_l("The code"), validators=[InputRequired(_l("Type the code.")), Length(max=40)])


class NameForm(FlaskForm):
    """What a lock is called."""

    name = StringField(
        _l("Its name"),
        description=_l("So that you know it again. Only you see it."),
        filters=[printable],
        validators=[Optional(), Length(max=40, message=_l("Use at most 40 characters."))],
    )


class DoorForm(FlaskForm):
    """Whether the lock is asked for whenever she signs in, and whether her mailbox's list names her."""

    at_door = BooleanField(_l("Ask for my lock each time I sign in"))
    is_hidden = BooleanField(_l("Leave me out of the list of people who share my mailbox"))
    first_name = StringField(
        _l("The name by which you find your way back"),
        description=_l("Shown to people who share your mailbox; with the tick above, to nobody."),
        filters=[printable],
        validators=[Length(max=40, message=_l("Use at most 40 characters."))],
    )

    def validate_first_name(self, field: StringField) -> None:
        """Who is in no list is found by her name, so she needs one."""
        if self.is_hidden.data and not field.data:
            raise ValidationError(_l("Type a name: without the list, you type it to sign in."))


class NamedForm(FlaskForm):
    """The first name of somebody who is left out of her mailbox's list."""

    first_name = StringField(
        _l("Your first name, as you once typed it here"),
        filters=[printable],
        validators=[InputRequired(_l("Type your first name.")), Length(max=40)],
    )
