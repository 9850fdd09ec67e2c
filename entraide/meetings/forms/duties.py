"""What is chosen about duties: which there are, what whoever has one must know, who has one at every date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import FormField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf

from entraide.access.tokens import from_short, short
from entraide.groups.forms import plain_lines
from entraide.meetings.duty_words import HINTS, NAMES
from entraide.meetings.forms.typed import short_text
from entraide.meetings.models import DutyKind

OWN, GROUPS = "own", "group"
MOST = 500


class ToForm(FlaskForm):
    """To whom a duty goes: a membership's id as addresses write it; empty: to nobody for now."""

    to = StringField()

    @property
    def member(self) -> UUID | None:
        """Whom it goes to; ValueError for anything no page of ours offers."""
        return from_short(self.to.data) if self.to.data else None


class OneDuty(Form):
    """One duty: whether there is one, what its holder must know, who always has it."""

    used = BooleanField(_l("We share this out"))
    text = TextAreaField(
        _l("What whoever does it must know"),
        filters=[plain_lines],
        validators=short_text(MOST),
        description=_l("Read by whoever has it, and by those who organise."),
    )


class OneStandingDuty(OneDuty):
    """One duty of a series."""

    always = SelectField(_l("Who always has it"), validate_choice=False)


class GroupDutiesForm(FlaskForm):
    """The duties of a group's meetings."""

    host = FormField(OneDuty, NAMES[DutyKind.HOST], description=HINTS[DutyKind.HOST])
    key = FormField(OneDuty, NAMES[DutyKind.KEY], description=HINTS[DutyKind.KEY])
    coffee = FormField(OneDuty, NAMES[DutyKind.COFFEE], description=HINTS[DutyKind.COFFEE])
    newcomer = FormField(OneDuty, NAMES[DutyKind.NEWCOMER], description=HINTS[DutyKind.NEWCOMER])
    call = FormField(OneDuty, NAMES[DutyKind.CALL], description=HINTS[DutyKind.CALL])

    @property
    def parts(self) -> list[FormField]:
        """The form's part for each duty."""
        return [self[kind.value] for kind in DutyKind]

    @property
    def kinds(self) -> list[str]:
        """Which duties there are, once validated."""
        return [kind.value for kind in DutyKind if self[kind.value].used.data]

    @property
    def texts(self) -> dict[DutyKind, str]:
        """What is written for each, once validated."""
        return {kind: self[kind.value].text.data for kind in DutyKind if self[kind.value].text.data}


class SeriesDutiesForm(GroupDutiesForm):
    """The duties of a series, which has its own or those of its group."""

    whose = RadioField(
        _l("Which duties does this series have?"),
        choices=lambda: [
            SelectChoice(GROUPS, gettext("The same as the whole group")),
            SelectChoice(OWN, gettext("Its own, as ticked below")),
        ],
        validators=[AnyOf([OWN, GROUPS], message=_l("Choose one answer."))],
        validate_choice=False,
    )
    host = FormField(OneStandingDuty, NAMES[DutyKind.HOST], description=HINTS[DutyKind.HOST])
    key = FormField(OneStandingDuty, NAMES[DutyKind.KEY], description=HINTS[DutyKind.KEY])
    coffee = FormField(OneStandingDuty, NAMES[DutyKind.COFFEE], description=HINTS[DutyKind.COFFEE])
    newcomer = FormField(OneStandingDuty, NAMES[DutyKind.NEWCOMER], description=HINTS[DutyKind.NEWCOMER])
    call = FormField(OneStandingDuty, NAMES[DutyKind.CALL], description=HINTS[DutyKind.CALL])

    def offer(self, members: Sequence[tuple[UUID, str]]) -> "SeriesDutiesForm":
        """Let these members be chosen."""
        nobody = SelectChoice("", gettext("Date by date"))
        for part in self.parts:
            part.always.choices = [nobody, *(SelectChoice(short(id_), name) for id_, name in members)]
        return self

    def always(self, members: Iterable[UUID]) -> dict[DutyKind, UUID | None]:
        """Return who always has which duty, once validated; somebody who is no member is nobody."""
        known = {short(id_): id_ for id_ in members}
        return {kind: known.get(self[kind.value].always.data or "") for kind in DutyKind}


@dataclass(frozen=True)
class Stands:
    """What stands now, as a form shows it."""

    kinds: Iterable[DutyKind]
    texts: Mapping[DutyKind, str]
    always: Mapping[DutyKind, UUID]
    whose: str = GROUPS

    def values(self) -> dict[str, object]:
        """Return it as a form's data."""
        kinds = set(self.kinds)
        parts = {
            kind.value: {
                "used": kind in kinds,
                "text": self.texts.get(kind, ""),
                "always": short(self.always[kind]) if kind in self.always else "",
            }
            for kind in DutyKind
        }
        return {"whose": self.whose, **parts}
