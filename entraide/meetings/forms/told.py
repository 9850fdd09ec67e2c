"""Ticking off who was told, saying who was there: one press each."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import AnyOf, Length

from entraide.access.tokens import from_short

YES, NO = "yes", "no"


class TickForm(FlaskForm):
    """Told or not told; `news`: which change the page spoke of."""

    news = HiddenField(validators=[Length(max=22)])
    told = HiddenField(validators=[AnyOf([YES, NO])])

    @property
    def news_id(self) -> UUID | None:
        """The change the page spoke of; None for anything no page of ours sends."""
        try:
            return from_short(self.news.data or "")
        except ValueError:
            return None


class PresenceForm(FlaskForm):
    """She was there, or she was not."""

    was_there = HiddenField(validators=[AnyOf([YES, NO])])
