"""What organisers choose when they end somebody's part in a group, or hand the group on."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from entraide.access.tokens import from_short, short
from entraide.groups.forms import CHOOSE, choices
from entraide.members.models import DecisionKind
from entraide.members.removing_words import BAN, END, ENDS, HOW


class RemoveForm(FlaskForm):
    """End a membership, and perhaps shut the address out; nothing is chosen beforehand."""

    how = RadioField(_l("What is to happen?"), choices=choices(HOW), validators=[InputRequired(CHOOSE)])

    @property
    def is_for_good(self) -> bool:
        """Say whether the address is shut out as well."""
        return bool(self.how.data == BAN)


class EndForm(FlaskForm):
    """End another organiser's role; nothing is chosen beforehand."""

    kind = RadioField(_l("What is to end?"), choices=choices(ENDS), validators=[InputRequired(CHOOSE)])


class SuccessorForm(FlaskForm):
    """Who keeps the group from now on."""

    successor = SelectField(_l("Who keeps the group after you?"), validators=[InputRequired(CHOOSE)])

    def chosen(self) -> UUID:
        """Return the membership that was chosen."""
        return from_short(self.successor.data)


def remove_form(*, has_address: bool) -> RemoveForm:
    """Return the form for one person; without an address there is nothing to shut out."""
    form = RemoveForm()
    if not has_address:
        form.how.choices = [one for one in choices(HOW) if one.value == END]
    return form


def end_form(*, has_address: bool) -> EndForm:
    """Return the form for one organiser."""
    form = EndForm()
    if not has_address:
        form.kind.choices = [one for one in choices(ENDS) if one.value != DecisionKind.BAN.value]
    return form


def successor_form(able: Iterable[tuple[UUID, str]]) -> SuccessorForm:
    """Return the form with everybody who could keep the group, by membership and name; nobody is chosen beforehand."""
    form = SuccessorForm()
    empty = SelectChoice("", _l("Choose"))
    form.successor.choices = [empty, *(SelectChoice(short(membership_id), name) for membership_id, name in able)]
    return form
