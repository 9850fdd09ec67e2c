"""What is typed in about a group: its face, its ways, its ceiling, what it publishes."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from entraide.access.look import LANGUAGE_NAMES
from entraide.groups.models import Group
from entraide.groups.queries import Face, face_of, name_of
from entraide.groups.words import (
    ASKED,
    CEILINGS,
    CHAPTERS,
    DISCRETIONS,
    FOR_WHOM,
    KINDS,
    LEADERSHIPS,
    NEWCOMERS,
    PUBLIC_PARTS,
    ROSTER_FIELDS,
    language_names,
)
from entraide.groups.zones import cities

TOO_LONG = _l("Shorten this text a little.")
CHOOSE = _l("Choose one answer.")


def one_line(text: str | None) -> str:
    """Return a typed line without control characters and doubled spaces."""
    kept = "".join(sign if sign.isprintable() or sign == " " else " " for sign in text or "")
    return " ".join(kept.split())


def plain_lines(text: str | None) -> str:
    """Return a typed text line by line, each without control characters."""
    return "\n".join(one_line(line) for line in (text or "").splitlines()).strip()


def choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return the choices of a closed set, with the short name of each."""
    return [SelectChoice(str(key), word[0] if isinstance(word, tuple) else word) for key, word in words.items()]


def hints(words: Mapping[Any, tuple[Any, Any]]) -> dict[str, Any]:
    """Return the small words under each choice of a closed set."""
    return {str(key): word[1] for key, word in words.items()}


def _choice(label: Any, words: Mapping[Any, Any], description: Any = "") -> RadioField:
    kinds = {type(key) for key in words}
    one_of: type[StrEnum] = kinds.pop()
    return RadioField(
        label,
        choices=choices(words),
        coerce=lambda value: one_of(value) if value in set(one_of) else value,
        description=description,
        validators=[InputRequired(CHOOSE)],
    )


def _text(label: Any, longest: int, description: Any = "", *, needs: Any = None) -> StringField:
    return StringField(
        label,
        description=description,
        filters=[one_line],
        validators=[*([DataRequired(needs)] if needs else []), Length(max=longest, message=TOO_LONG)],
    )


class FaceForm(FlaskForm):
    """What a group is, for whom, how it works: asked at founding, changed in its settings."""

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "chapter",
        "for_whom",
        "kind",
        "leadership",
        "in_hospital",
        "meetings_open",
        "newcomers",
        "languages",
    )
    name = _text(
        _l("Name of the group"),
        120,
        _l("Only its members see it, until you list the group."),
        needs=_l("Give the group a name."),
    )
    chapter = _choice(_l("What is it about?"), CHAPTERS)
    topics = _text(_l("In a few words"), 300, _l("For example: living with pain, tiredness."))
    for_whom = _choice(_l("For whom?"), FOR_WHOM)
    kind = _choice(_l("What kind of group?"), KINDS)
    leadership = _choice(_l("Who leads?"), LEADERSHIPS)
    in_hospital = BooleanField(_l("Linked to a hospital"))
    cost = _text(_l("What does it cost?"), 120, _l("Leave it empty if it is free."))
    languages = SelectMultipleField(_l("Languages spoken"), validate_choice=True)
    meetings_open = BooleanField(_l("Meetings are open: one may come without belonging"))
    newcomers = _choice(_l("Does the group take newcomers?"), NEWCOMERS)

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer languages by their names in the language of the page."""
        super().__init__(*args, **more)
        self.languages.choices = choices(language_names())

    def columns(self) -> dict[str, Any]:
        """Return what was typed for the plain columns of Group that this form speaks of."""
        return {name: self[name].data for name in self.COLUMNS}


class SettingsForm(FaceForm):
    """All of a group's settings but its ceiling and its listing, which have forms of their own."""

    COLUMNS = (
        *FaceForm.COLUMNS,
        "language",
        "timezone",
        "discretion",
        "asked",
        "roster_fields",
        "link_minutes",
        "link_in_feeds",
        "quick_exit",
    )
    called = _text(_l("What to call it"), 40, _l("“Table”, “circle”, “café”: its own word for itself."))
    area = _text(_l("Where, roughly"), 120, _l("A town or a district, no street."))
    about = TextAreaField(_l("A few sentences"), filters=[plain_lines], validators=[Length(max=2000, message=TOO_LONG)])
    language = RadioField(_l("Language of the group"), description=_l("For what is written to nobody in particular."))
    timezone = SelectField(_l("The clock of which place?"), description=_l("For meetings planned from now on."))
    discretion = _choice(
        _l("What letters say"), DISCRETIONS, _l("Each member may choose less, or more, for their own letters.")
    )
    asked = _choice(_l("Answers to meetings"), ASKED, _l("For meetings planned from now on."))
    roster_fields = SelectMultipleField(
        _l("What members may show each other"),
        choices=choices(ROSTER_FIELDS),
        description=_l("Beside the name in this group. Nobody has to fill it in."),
    )
    link_minutes = IntegerField(
        _l("Minutes before an online meeting when its link is shown"),
        validators=[
            InputRequired(_l("Type a number of minutes, 60 for one hour.")),
            NumberRange(0, 10080, _l("Between 0 and 10,080 minutes (one week).")),
        ],
    )
    link_in_feeds = BooleanField(_l("The link of online meetings may stand in members' calendars that show everything"))
    quick_exit = BooleanField(_l("Our members’ pages have “Leave quickly”; each of them may choose otherwise"))
    revision = HiddenField()

    def offer(self, languages: Iterable[str], zone: str) -> "SettingsForm":
        """Offer the instance's languages, and zones by their cities; the group's own zone is among them."""
        self.language.choices = [SelectChoice(code, LANGUAGE_NAMES[code]) for code in languages]
        self.timezone.choices = [SelectChoice(name, city) for name, city in cities(zone)]
        return self

    def face(self) -> Face:
        """Return the free texts."""
        return Face(self.topics.data, self.area.data, self.cost.data, self.about.data, self.called.data)


class CeilingForm(FlaskForm):
    """The widest visibility in a group."""

    ceiling = _choice(_l("Who sees what members show, at most?"), CEILINGS)
    revision = HiddenField()


class ListingForm(FlaskForm):
    """Which parts of its face a group publishes."""

    shows = SelectMultipleField(_l("What the public may read"), choices=choices(PUBLIC_PARTS))
    revision = HiddenField()


def revision_of(form: FlaskForm) -> int:
    """Return the revision a form was made from; 0, which never is, for anything that is no number."""
    text = str(form.revision.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def settings_of(group: Group) -> dict[str, Any]:
    """Return a group's settings as the form holds them."""
    columns = {name: getattr(group, name) for name in SettingsForm.COLUMNS}
    return vars(face_of(group)) | columns | {"name": name_of(group), "revision": group.revision}
