"""Consent sheets to print: blank ones, and some with the names of those whose consent is missing."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf

from entraide.access.tokens import short
from entraide.groups.forms import CHOOSE
from entraide.members.queries.on_paper import OnPaper

BLANK = ("0", "1", "2", "5", "10", "20", "40")


class ConsentForm(FlaskForm):
    """How many blank sheets, and for whom by name."""

    copies = SelectField(
        _l("How many blank ones?"),
        choices=[SelectChoice(number, number) for number in BLANK],
        validators=[AnyOf(BLANK, message=CHOOSE)],
        validate_choice=False,
    )
    people = SelectMultipleField(_l("With the name of"), validate_choice=False)
    with_group = BooleanField(_l("Name the group on it"))

    def offer(self, people: Sequence[OnPaper], ticked: str = "") -> None:
        """Offer those whose consent is missing; one may be ticked already."""
        self.people.choices = [SelectChoice(short(one.membership_id), one.name) for one in people]
        if ticked and any(short(one.membership_id) == ticked for one in people):
            self.people.data = [ticked]

    def names(self, people: Iterable[OnPaper]) -> list[str]:
        """Return the names that are to stand on a sheet."""
        ticked = set(self.people.data or ())
        return [one.name for one in people if short(one.membership_id) in ticked]

    def sheets(self, people: Iterable[OnPaper]) -> list[str]:
        """Return the name on each sheet, nothing on a blank one; one sheet at least."""
        names = self.names(people)
        return [*names, *[""] * int(self.copies.data or 0)] or [""]
