"""The forms of rights: a tick before what cannot be undone."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired


class EraseForm(FlaskForm):
    """Erasing oneself: understood, and whether the seven days are waived."""

    understood = BooleanField(
        _l("I have read what is erased, and what stays"),
        validators=[InputRequired(_l("Read what is erased, then tick this box."))],
    )
    at_once = BooleanField(_l("At once, with no way back"))
