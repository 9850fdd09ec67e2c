"""What an organiser chooses to print: what, for whom, discreet or plain."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from entraide.access.tokens import short
from entraide.groups.forms import one_line
from entraide.meetings.forms.planning import one_of
from entraide.meetings.forms.typed import WholeNumberField, short_text
from entraide.members.queries.on_paper import OnPaper

MOST_COPIES = 40
COPIES, ALL, SOME = "copies", "all", "some"
CARDS, ONE_CARD, LARGE, LIST = "cards", "card", "large", "list"
DISCREET, PLAIN = "discreet", "plain"
KINDS = {
    CARDS: _l("Pocket cards, four on a sheet"),
    ONE_CARD: _l("A pocket card by itself, on A6 paper"),
    LARGE: _l("In large letters"),
    LIST: _l("A list"),
}
LOOKS = {DISCREET: _l("Discreet"), PLAIN: _l("Plain")}
WHOM = {
    COPIES: _l("Without a name"),
    ALL: _l("One for everybody without e-mail"),
    SOME: _l("One for each person ticked"),
}
MONTHS = {"3": _l("3 months"), "6": _l("6 months"), "12": _l("12 months")}


class PaperForm(FlaskForm):
    """For whom a paper is, how much it says, and whether one's own number stands on it."""

    look = RadioField(_l("How much does it say?"), default=DISCREET, **one_of(LOOKS))
    whom = RadioField(_l("For whom?"), default=COPIES, **one_of(WHOM))
    copies = WholeNumberField(_l("How many without a name?"), most=MOST_COPIES)
    people = SelectMultipleField(_l("People without e-mail"), validate_choice=False)
    shows_phone = BooleanField(_l("Print my phone number on it"))
    phone = StringField(_l("My number"), filters=[one_line], validators=short_text(40))

    def offer(self, people: Sequence[OnPaper], ticked: str = "") -> None:
        """Offer the people to print for; one may be ticked already."""
        self.people.choices = [SelectChoice(short(one.membership_id), one.name) for one in people]
        if ticked and any(short(one.membership_id) == ticked for one in people):
            self.people.data, self.whom.data = [ticked], SOME

    def validate_people(self, people: SelectMultipleField) -> None:
        """Ask for somebody where people are to be ticked; whoever is not on paper here is no choice."""
        offered = {choice.value for choice in people.choices or ()}
        people.data = [one for one in people.data or () if one in offered]
        if self.whom.data == SOME and not people.data:
            raise ValidationError(_l("Tick at least one person."))

    def validate_phone(self, phone: StringField) -> None:
        """Ask for the number that is to be printed."""
        if self.shows_phone.data and not phone.data:
            raise ValidationError(_l("Type the number to print, or untick the box."))

    def chosen(self, people: Iterable[OnPaper]) -> list[OnPaper | None]:
        """Return whom the papers are for, one each; None: nobody by name."""
        if self.whom.data == COPIES:
            return [None] * (self.copies.data or 1)
        ticked = set(self.people.data or ())
        return [one for one in people if self.whom.data == ALL or short(one.membership_id) in ticked]

    @property
    def number(self) -> str:
        """The number to print, if it is to be printed."""
        return (self.phone.data or "") if self.shows_phone.data else ""

    @property
    def is_plain(self) -> bool:
        return bool(self.look.data == PLAIN)


class DatesForm(PaperForm):
    """Dates on paper: cards for the pocket, large letters, a list."""

    kind = RadioField(_l("What?"), default=CARDS, **one_of(KINDS))
    months = RadioField(_l("For how long ahead?"), default="6", **one_of(MONTHS))
    with_group = BooleanField(_l("Name the group on it"), description=_l("Only on a plain one."))


class ReminderForm(PaperForm):
    """Small cards that remind of one meeting."""

    meeting = SelectField(_l("Which meeting?"), validate_choice=False)

    def offer_meetings(self, meetings: Iterable[tuple[UUID, str]], ticked: str = "") -> None:
        """Offer the meetings to remind of."""
        self.meeting.choices = [SelectChoice(short(id_), words) for id_, words in meetings]
        if ticked:
            self.meeting.data = ticked

    def validate_meeting(self, meeting: SelectField) -> None:
        """Only a coming meeting of this group can be chosen."""
        if meeting.data not in {choice.value for choice in meeting.choices or ()}:
            raise ValidationError(_l("Choose one meeting."))
