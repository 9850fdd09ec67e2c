"""The forms of rights: a tick before what cannot be undone, and one's first name put right."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from entraide.calendars.lines import one_line


class EraseForm(FlaskForm):
    """Erasing oneself: understood, and whether the seven days are waived."""

    understood = BooleanField(
        _l("I have read what is erased, and what stays"),
        validators=[InputRequired(_l("Read what is erased, then tick this box."))],
    )
    at_once = BooleanField(_l("At once, with no way back"))


class ClosingForm(FlaskForm):
    """Closing a group for good: one press alone, beside leaving, is too easily made."""

    understood = BooleanField(
        _l("The members know, and the group closes for good"),
        validators=[InputRequired(_l("Tell the members, then tick this box."))],
    )


class NameForm(FlaskForm):
    """The first name by which one person of a mailbox is told from the others."""

    first_name = StringField(
        _l("First name for this mailbox"),
        description=_l("Any name. Shown only to people who share your mailbox."),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=40, message=_l("Use at most 40 characters."))],
    )
