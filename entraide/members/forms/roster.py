"""What organisers type about others: members without account, and roles."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField, TelField, ValidationError
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional

from entraide.access.actor import Role
from entraide.groups.forms import CHOOSE, TOO_LONG, choices, one_line
from entraide.members.actions.roster import Managed
from entraide.members.card_words import REACHES
from entraide.members.forms.cards import PHONE
from entraide.members.models import Reach

GIVE, TAKE = "give", "take"


class ManagedForm(FlaskForm):
    """A member without account: her name here, and how she is told."""

    revision = HiddenField()
    name = StringField(
        _l("Name in this group"),
        description=_l("The name that this person wants to be called by. It need not be her real name."),
        filters=[one_line],
        validators=[DataRequired(_l("Type a name, even an invented one.")), Length(max=60, message=TOO_LONG)],
    )
    reach = RadioField(_l("How is this person told?"), choices=choices(REACHES), validators=[InputRequired(CHOOSE)])
    phone = TelField(_l("Phone"), filters=[one_line], validators=[Optional(), *PHONE])

    has_phone = False  # a number stands already: an empty one keeps it

    def validate_reach(self, reach: RadioField) -> None:
        """Ask for a number where an organiser is to call."""
        if reach.data == Reach.PHONE.value and not self.has_phone and not self.phone.data:
            raise ValidationError(_l("Type the number to call, or choose paper."))

    def managed(self) -> Managed:
        """Return what was typed."""
        return Managed(self.name.data, Reach(self.reach.data), self.phone.data or "")


class NewManagedForm(ManagedForm):
    """A member without account, with the word that she agreed."""

    agreed = BooleanField(
        _l("This person agreed, in words or on paper, to be written down here"),
        description=_l("Today's date and your name in this group are kept with it."),
        validators=[InputRequired(_l("Ask first, then tick this box."))],
    )


class RoleForm(FlaskForm):
    """Give or take one role."""

    role = HiddenField(validators=[AnyOf([Role.ORGANISER.value, Role.TREASURER.value])])
    deed = HiddenField(validators=[AnyOf([GIVE, TAKE])])


def managed_form(**stands: Any) -> ManagedForm:
    """Return the form over a member who is already written down; her number is never shown in it."""
    form = ManagedForm(data=stands)
    form.has_phone = stands.get("reach") == Reach.PHONE.value
    return form
