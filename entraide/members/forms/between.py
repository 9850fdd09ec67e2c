"""What one member decides about one other: one press."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField, ValidationError
from wtforms.validators import AnyOf, DataRequired, Length

from entraide.access.tokens import from_short

GIVE, LEAVE, TAKE_BACK, UNBLOCK = "give", "leave", "take_back", "unblock"


class TieForm(FlaskForm):
    """Give one's number, leave the question without an answer, take it back, or open one's card again."""

    deed = HiddenField(validators=[AnyOf([GIVE, LEAVE, TAKE_BACK, UNBLOCK])])


class SaidForm(FlaskForm):
    """The same, as a member without account told an organiser; she blocks nobody by way of others."""

    deed = HiddenField(validators=[AnyOf([GIVE, LEAVE, TAKE_BACK])])
    other = HiddenField(validators=[DataRequired(), Length(max=22)])

    def validate_other(self, other: HiddenField) -> None:
        """Refuse what names nobody."""
        try:
            from_short(other.data or "")
        except ValueError as fault:
            raise ValidationError from fault

    @property
    def member(self) -> UUID:
        """Whom it is about."""
        return from_short(self.other.data or "")
