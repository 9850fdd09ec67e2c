"""What is typed in to prove a mailbox."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from entraide.accounts.models import Device


def spelling(typed: str) -> str:
    """Return the one spelling of a typed address; what has not the shape of one as it stands."""
    try:
        return validate_email(typed, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return typed


class Address:
    """Refuse what is not the shape of an e-mail address; keep its one spelling."""

    def __call__(self, form: FlaskForm, field: StringField) -> None:
        """Check without asking any other server."""
        try:
            found = validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError as fault:
            raise ValidationError(
                _l("This does not look like an e-mail address. Example: lise@poste.example")
            ) from fault
        field.data = found.normalized


class AddressForm(FlaskForm):
    """Where to send the code."""

    email = EmailField(
        _l("Your e-mail address"), validators=[InputRequired(_l("Type your e-mail address.")), Address()]
    )


class CodeForm(FlaskForm):
    """The code from the letter, and whose device this is."""

    code = StringField(
        _l("The code from the letter"), validators=[InputRequired(_l("Type the eight digits.")), Length(max=40)]
    )
    first_name = StringField(
        _l("What shall we call you?"),
        description=_l("Any name. Shown only to people who share your mailbox."),
        validators=[Optional(), Length(max=40, message=_l("Use at most 40 characters."))],
    )
    device = RadioField(
        _l("This device"),
        choices=[
            SelectChoice(Device.OWN.value, _l("It is mine alone")),
            SelectChoice(Device.SHARED.value, _l("Others use it too")),
        ],
        validators=[Optional(), AnyOf([device.value for device in Device])],
        validate_choice=False,
    )


class WhoForm(FlaskForm):
    """Which of the people who share a mailbox this is."""

    who = RadioField(
        _l("Who are you?"),
        validators=[InputRequired(_l("Choose one answer."))],
        validate_choice=True,
    )
    first_name = StringField(
        _l("If you are somebody else: what shall we call you?"),
        validators=[Optional(), Length(max=40, message=_l("Use at most 40 characters."))],
    )
