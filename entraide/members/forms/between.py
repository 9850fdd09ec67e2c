"""What one member decides about one other: one press."""

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import AnyOf

GIVE, LEAVE, TAKE_BACK, UNBLOCK = "give", "leave", "take_back", "unblock"


class TieForm(FlaskForm):
    """Give one's number, leave the question without an answer, take it back, or open one's card again."""

    deed = HiddenField(validators=[AnyOf([GIVE, LEAVE, TAKE_BACK, UNBLOCK])])
