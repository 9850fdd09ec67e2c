"""The wish to be called: one press."""

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import AnyOf

YES, NO = "yes", "no"


class WishForm(FlaskForm):
    """Call me, or do not."""

    wish = HiddenField(validators=[AnyOf([YES, NO])])
