"""What is typed to ask people in, and to come in."""

import re

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from entraide.groups.forms import one_line
from entraide.members.models import Concern
from entraide.members.queries.ways_in import CONSENT

AT_ONCE = 50
DAYS = ("1", "3", "7", "14")
USES = ("1", "5", "10", "30", "50")


class InviteForm(FlaskForm):
    """Addresses, as they stand in a letter or a list; `found` those that were read, `left_out` words that are none."""

    found: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    addresses = TextAreaField(
        _l("E-mail addresses"),
        description=_l("One on a line, or with commas between them; at most 50."),
        validators=[
            DataRequired(_l("Type at least one e-mail address.")),
            Length(max=8000, message=_l("Invite at most 50 people at once.")),
        ],
    )

    def validate_addresses(self, field: TextAreaField) -> None:
        """Read every address, or name those that do not look like one."""
        parts = [part.strip("<>\"'() ") for part in re.split(r"[\s,;]+", field.data)]
        typed = [part for part in parts if "@" in part or re.search(r"\w\.\w\w", part)]
        if not typed:
            raise ValidationError(_("Type at least one e-mail address."))
        if len(typed) > AT_ONCE:
            raise ValidationError(_("Invite at most 50 people at once."))
        read = {part: _address(part) for part in typed}
        if strange := [one_line(part)[:60] for part, address in read.items() if address is None]:
            raise ValidationError(_("This does not look like an e-mail address: %(typed)s", typed=", ".join(strange)))
        self.left_out = tuple(one_line(part)[:40] for part in parts if part and part not in typed)
        self.found = tuple(dict.fromkeys(address for address in read.values() if address))


class LinkForm(FlaskForm):
    """How long a link or QR code leads in, and how many people."""

    days = RadioField(
        _l("How long may people come in by it?"),
        choices=[
            SelectChoice("1", _l("1 day")),
            SelectChoice("3", _l("3 days")),
            SelectChoice("7", _l("1 week")),
            SelectChoice("14", _l("2 weeks")),
        ],
        default="7",
        validators=[InputRequired(_l("Choose one answer."))],
    )
    uses = RadioField(
        _l("How many people?"),
        choices=[SelectChoice(number, number) for number in USES],
        default="5",
        validators=[InputRequired(_l("Choose one answer."))],
    )
    look = RadioField(
        _l("What do you need?"),
        choices=[
            SelectChoice("link", _l("A link to send")),
            SelectChoice("qr", _l("A page to print, with a code to scan")),
        ],
        default="link",
        validators=[InputRequired(_l("Choose one answer."))],
    )


class SpokenForm(FlaskForm):
    """The eight digits that somebody said aloud."""

    code = StringField(
        _l("The eight digits you were told"),
        validators=[DataRequired(_l("Type the eight digits.")), Length(max=40)],
    )


class _Entry:
    """The name in this group, as what one comes, and the consent that stood on the page."""

    name = StringField(
        _l("Your name in this group"),
        description=_l("A first name, an initial or an invented name. It need not be your real one."),
        filters=[one_line],
        validators=[
            DataRequired(_l("Type a name, even an invented one.")),
            Length(max=60, message=_l("Shorten this text a little.")),
        ],
    )
    concern = RadioField(
        _l("You come"),
        choices=[
            SelectChoice(Concern.CONCERNED.value, _l("for yourself")),
            SelectChoice(Concern.RELATIVE.value, _l("as a relative or friend")),
            SelectChoice(Concern.PROFESSIONAL.value, _l("as an invited professional")),
        ],
        validators=[InputRequired(_l("Choose one answer."))],
    )
    consent = HiddenField(
        default=CONSENT, validators=[AnyOf([CONSENT], message=_l("These sentences changed. Read them once more."))]
    )


class _Over(_Entry):
    """The same where somebody takes her own membership over: its name may stay."""

    name = StringField(
        _l("Your name in this group"),
        description=_l("Leave it empty to keep the name by which the group knows you."),
        filters=[one_line],
        validators=[Length(max=60, message=_l("Shorten this text a little."))],
    )


class OverForm(_Over, FlaskForm):
    """Taking one's membership over, signed in."""


class LetterOverForm(_Over, Form):
    """Taking one's membership over by a letter's link, without cookie."""


class EntryForm(_Entry, FlaskForm):
    """Coming in, signed in."""


class LetterEntryForm(_Entry, Form):
    """Coming in by a letter's link: its page has no cookie, so no CSRF token."""


def _address(typed: str) -> str | None:
    try:
        return validate_email(typed, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return None
