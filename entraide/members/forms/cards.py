"""What a member types about herself: her card, and who sees what of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from babel.dates import get_month_names
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from entraide.access.visibility import Visibility, narrowed
from entraide.accounts.forms import Address
from entraide.groups.forms import CHOOSE, TOO_LONG, choices, one_line, plain_lines
from entraide.groups.models import Discretion, Group
from entraide.groups.words import DISCRETIONS
from entraide.members.actions.cards import CardEdit
from entraide.members.card_words import CONCERNS, FIELDS, VISIBILITIES
from entraide.members.models import Concern, Field, Membership
from entraide.members.queries.cards import OwnCard, fields_for

GROUPS_OWN = "group"  # letters as the group has chosen


class CardForm(FlaskForm):
    """One's own card in one group; `card_form` adds what the group switched on."""

    fields: tuple[Field, ...] = ()
    revision = HiddenField()
    name = StringField(
        _l("My name in this group"),
        description=_l("A first name, an initial or an invented name. It stands for you everywhere in this group."),
        filters=[one_line],
        validators=[DataRequired(_l("Type a name, even an invented one.")), Length(max=60, message=TOO_LONG)],
    )
    is_discreet = BooleanField(
        _l("Discreet presence: I am counted, but I stand in no list that members see"),
        description=_l("Organisers still see your name, your role, and what you show them."),
    )
    discretion = RadioField(_l("How much do letters say?"), validators=[InputRequired(CHOOSE)])
    wants_letters = BooleanField(_l("Send me letters about this group's meetings"))
    wants_day_before = BooleanField(
        _l("For weekly and fortnightly meetings too, write to me the day before"),
    )

    def rulings(self) -> Iterator[tuple[Field, Any]]:
        """Return each field of the group with its choice of who sees it."""
        for field in self.fields:
            yield field, self[field.value]

    def inputs(self, field: Field) -> list[Any]:
        """Return what is typed for one field."""
        if field is Field.BIRTHDAY:
            return [self["birthday_day"], self["birthday_month"]]
        return [self[f"{field.value}_value"]]

    def validate_birthday_day(self, typed: StringField) -> None:
        """Refuse a day that no year has."""
        month = self["birthday_month"].data
        if bool(typed.data) != bool(month):
            raise ValidationError(_l("Give the day and the month, or neither."))
        if typed.data and _day(typed.data, month) is None:
            raise ValidationError(_l("This month has no such day."))

    def edit(self) -> CardEdit:
        """Return the card as it was typed."""
        own = Discretion(self.discretion.data) if self.discretion.data != GROUPS_OWN else None
        concern = self["concern_value"].data if Field.CONCERN in self.fields else None
        return CardEdit(
            name=self.name.data,
            texts={field: self._text(field) for field in self.fields if field is not Field.CONCERN},
            choices={field: Visibility(choice.data) for field, choice in self.rulings()},
            concern=Concern(concern) if concern else None,
            is_discreet=self.is_discreet.data,
            discretion=own,
            wants_letters=self.wants_letters.data,
            wants_day_before=self.wants_day_before.data,
        )

    def _text(self, field: Field) -> str:
        if field is not Field.BIRTHDAY:
            return self[f"{field.value}_value"].data or ""
        day = _day(self["birthday_day"].data, self["birthday_month"].data)
        return day.strftime("%m-%d") if day else ""


def card_form(group: Group, membership: Membership, card: OwnCard) -> CardForm:
    """Return the form of one card, with the group's fields and choices up to its ceiling."""
    fields = fields_for(group, membership)
    ceiling = Visibility(group.ceiling.value)
    allowed = {one: word for one, word in VISIBILITIES.items() if narrowed(one, ceiling) is one}
    parts: dict[str, Any] = {"fields": fields}
    for field in fields:
        parts |= _inputs(field)
        label = _l("%(field)s: who sees it?", field=FIELDS[field])
        parts[field.value] = RadioField(label, choices=choices(allowed), validators=[InputRequired(CHOOSE)])
    made: CardForm = type("CardForm", (CardForm,), parts)(data=_stands(membership, card, ceiling))
    made.discretion.choices = [
        SelectChoice(GROUPS_OWN, _l("As the group has chosen: %(how)s", how=DISCRETIONS[group.discretion][0])),
        *choices(DISCRETIONS),
    ]
    return made


class ReadyForm(FlaskForm):
    """One of the three ready answers."""

    revision = HiddenField()
    ready = HiddenField(validators=[InputRequired(CHOOSE)])


def _inputs(field: Field) -> dict[str, Any]:
    """Return the inputs of one field, by name."""
    if field is Field.BIRTHDAY:
        months = get_month_names("wide", locale=get_locale() or "fr")
        options = [SelectChoice("", "–"), *(SelectChoice(str(at), name) for at, name in months.items())]
        return {
            "birthday_day": StringField(_l("Day"), filters=[one_line], validators=[Length(max=2, message=TOO_LONG)]),
            "birthday_month": SelectField(_l("Month"), choices=options),
        }
    return {f"{field.value}_value": _input(field)}


def _input(field: Field) -> Any:
    label = FIELDS[field]
    if field is Field.CONCERN:
        return RadioField(_l("I come as"), choices=choices(CONCERNS), validators=[InputRequired(CHOOSE)])
    if field is Field.EMAIL:
        return EmailField(
            label, filters=[one_line], validators=[Optional(), Length(max=254, message=TOO_LONG), Address()]
        )
    if field is Field.PHONE:
        return TelField(label, filters=[one_line], validators=[Optional(), *PHONE])
    if field in (Field.WORD, Field.NEEDS):
        long = Length(max=500, message=TOO_LONG)
        return TextAreaField(label, filters=[plain_lines], validators=[Optional(), long])
    return StringField(label, filters=[one_line], validators=[Optional(), Length(max=120, message=TOO_LONG)])


TAKEN = _l("Somebody of this group has that name already. Add a letter or a number.")
PHONE = [
    Length(max=30, message=TOO_LONG),
    Regexp(r"^\+?[\d ()./-]*\d[\d ()./-]*$", message=_l("Type the number with digits only. Example: 0470 00 00 00")),
]


def _stands(membership: Membership, card: OwnCard, ceiling: Visibility) -> Mapping[str, Any]:
    """Return what the form shows before anything is typed."""
    birthday = card.texts.get(Field.BIRTHDAY, "")
    month, _dash, day = birthday.partition("-")
    return {
        **{f"{field.value}_value": card.texts.get(field, "") for field in Field},
        **{field.value: narrowed(card.choices.get(field, Visibility.ME), ceiling).value for field in Field},
        "concern_value": membership.concern.value,
        "birthday_day": day.lstrip("0"),
        "birthday_month": month.lstrip("0"),
        "revision": membership.revision,
        "name": card.name,
        "is_discreet": membership.is_discreet,
        "discretion": membership.discretion.value if membership.discretion else GROUPS_OWN,
        "wants_letters": membership.wants_letters,
        "wants_day_before": membership.wants_day_before,
    }


def _day(day: str | None, month: str | None) -> date | None:
    """Return a day of a leap year, None where there is no such day."""
    try:
        return date(2000, int(month or ""), int(day or ""))
    except ValueError:
        return None
