"""What is typed in to prove a mailbox."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, StringField, SubmitField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from entraide.accounts import phrases
from entraide.accounts.cards import DIGITS, digits_of
from entraide.accounts.models import Device

SECRETS = frozenset({"number", "words", "first_word", "second_word"})  # fields that are never kept for later


def spelling(typed: str) -> str:
    """Return the one spelling of a typed address; what has not the shape of one as it stands."""
    try:
        return validate_email(typed, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return typed


def printable(text: str | None) -> str:
    """Return a typed text without signs that no page can show."""
    return "".join(sign for sign in text or "" if sign.isprintable()).strip()


class Address:
    """Refuse what is not the shape of an e-mail address; keep its one spelling."""

    def __call__(self, form: FlaskForm, field: StringField) -> None:
        """Check without asking any other server."""
        try:
            found = validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError as fault:
            raise ValidationError(
                _l("This does not look like an e-mail address. Example: lise@poste.example")
            ) from fault
        field.data = found.normalized


class AddressForm(FlaskForm):
    """Where to send the code."""

    email = EmailField(
        _l("Your e-mail address"), validators=[InputRequired(_l("Type your e-mail address.")), Address()]
    )


class SignInForm(AddressForm):
    """Where to send the code; and a first name, by who is left out of the list of her mailbox."""

    unlisted = StringField(
        _l("The name by which I find my way back"),
        description=_l("Only if you asked to be left out of the list of those who share your mailbox."),
        filters=[printable],
        validators=[Optional(), Length(max=40, message=_l("Use at most 40 characters."))],
    )


class NewAddressForm(AddressForm):
    """Another address for oneself."""

    email = EmailField(
        _l("Your new e-mail address"), validators=[InputRequired(_l("Type your e-mail address.")), Address()]
    )


class MoveForm(FlaskForm):
    """Let letters go to the address just proved; a name where somebody else reads it too."""

    first_name = StringField(
        _l("What shall we call you?"),
        description=_l("Any name. Shown only to people who share your mailbox."),
        validators=[Optional(), Length(max=40, message=_l("Use at most 40 characters."))],
    )


class CodeForm(FlaskForm):
    """The code from the letter, and whose device this is."""

    code = StringField(
        _l("The code from the letter"), validators=[InputRequired(_l("Type the eight digits.")), Length(max=40)]
    )
    first_name = StringField(
        _l("What shall we call you?"),
        description=_l("Any name. Shown only to people who share your mailbox."),
        validators=[Optional(), Length(max=40, message=_l("Use at most 40 characters."))],
    )
    device = RadioField(
        _l("This device"),
        choices=[
            SelectChoice(Device.OWN.value, _l("It is mine alone")),
            SelectChoice(Device.SHARED.value, _l("Others use it too")),
        ],
        validators=[Optional(), AnyOf([device.value for device in Device])],
        validate_choice=False,
    )
    unlisted = SubmitField(_l("I am not in the list of this mailbox"))


class WhoForm(FlaskForm):
    """Which of the people who share a mailbox this is."""

    who = RadioField(
        _l("Who are you?"),
        validators=[InputRequired(_l("Choose one answer."))],
        validate_choice=True,
    )
    first_name = StringField(
        _l("If you are somebody else: what shall we call you?"),
        description=_l("Any name. Shown only to people who share your mailbox."),
        validators=[Optional(), Length(max=40, message=_l("Use at most 40 characters."))],
    )


def _words() -> StringField:
    return StringField(
        _l("The six words"),
        validators=[InputRequired(_l("Type the six words of your phrase.")), Length(max=300)],
    )


class PhraseForm(FlaskForm):
    """The six words of a phrase, in one field, typed or pasted as they come."""

    words = _words()

    def validate_words(self, field: StringField) -> None:
        """Say what cannot be a phrase at all, whoever types it."""
        if unknown := phrases.strange(field.data):
            shown = ", ".join(word[:20] for word in unknown[: phrases.WORDS])
            raise ValidationError(_("No phrase has this word: %(word)s. Look at it once more.", word=shown))
        if phrases.count(field.data) != phrases.WORDS:
            raise ValidationError(_("A phrase has six words. Type them all, with a space between them."))


class CardForm(PhraseForm):
    """A card's number, its phrase, and whose device this is."""

    number = StringField(
        _l("The number of your sign-in card"),
        validators=[InputRequired(_l("Type the eight digits.")), Length(max=40)],
    )
    words = _words()  # again, to stand after the number in the summary of what to put right
    device = CodeForm.device

    def validate_number(self, field: StringField) -> None:
        """Every card has eight digits."""
        if len(digits_of(field.data)) != DIGITS:
            raise ValidationError(_("A sign-in card has eight digits, in two groups of four."))


class OwnPhraseForm(FlaskForm):
    """Two words of the phrase just shown; `ask` says which."""

    first_word = StringField(validators=[InputRequired(_l("Type this word.")), Length(max=40)])
    second_word = StringField(validators=[InputRequired(_l("Type this word.")), Length(max=40)])
    device = CodeForm.device

    @property
    def is_empty(self) -> bool:
        """Neither word was typed."""
        return not (self.first_word.data or self.second_word.data)

    def say_only(self, why: str) -> None:
        """Say this, and nothing beside it of either word."""
        self.first_word.errors = self.second_word.errors = ()
        self.form_errors.append(why)

    def ask(self, asked: tuple[int, int]) -> "OwnPhraseForm":
        """Name the two words by their places."""
        for field, place in zip((self.first_word, self.second_word), asked, strict=True):
            field.label.text = _("Word number %(place)s", place=place)
        return self
