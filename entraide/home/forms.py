"""How pages look on this device; what is asked to found a group, and for the papers of its committee."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from entraide.groups.forms import CHOOSE, TOO_LONG, FaceForm, one_line
from entraide.groups.models import ForWhom, GroupKind, Leadership, Newcomers, Preset, Settled
from entraide.groups.queries import Face
from entraide.home.queries.kit import PAPERS


class DisplayForm(FlaskForm):
    """Theme, text size, language; choices of language are the instance's."""

    theme = RadioField(
        _l("Colours"),
        choices=[
            SelectChoice("auto", _l("As this device")),
            SelectChoice("light", _l("Light")),
            SelectChoice("dark", _l("Dark")),
        ],
    )
    size = RadioField(
        _l("Text size"),
        choices=[
            SelectChoice("normal", _l("Usual")),
            SelectChoice("large", _l("Large")),
            SelectChoice("largest", _l("Largest")),
        ],
    )
    language = RadioField(_l("Language"))


class FoundingForm(FaceForm):
    """A group's face, the founder's name in it, and her consent.

    The fields of FOLDED hold what is usual for the kind of group, and are folded away.
    """

    FOLDED = ("topics", *(name for name in FaceForm.COLUMNS if name != "chapter"), "cost")
    my_name = StringField(
        _l("Your name in this group"),
        description=_l("It need not be your real one. Each group knows you by its own."),
        filters=[one_line],
        validators=[DataRequired(_l("Choose a name, it may be invented.")), Length(max=60, message=TOO_LONG)],
    )
    consent = BooleanField(
        _l("I have read this, and I agree"),
        validators=[InputRequired(_l("Tick this box if you agree. Without it we may not keep anything."))],
    )
    draft = HiddenField()

    def face(self) -> Face:
        """Return the free texts."""
        return Face(topics=self.topics.data, cost=self.cost.data)


class SettleForm(FlaskForm):
    """What a group has settled about moving in; with `undo`, what is not settled after all."""

    what = HiddenField(validators=[AnyOf([one.value for one in Settled])])
    undo = HiddenField()


USUAL: dict[Preset, dict[str, Any]] = {
    Preset.TALK: {"kind": GroupKind.MUTUAL_AID, "leadership": Leadership.PEERS, "for_whom": ForWhom.CONCERNED},
    Preset.FELLOWSHIP: {
        "kind": GroupKind.SELF_HELP,
        "leadership": Leadership.PEERS,
        "for_whom": ForWhom.CONCERNED,
        "meetings_open": True,
    },
    Preset.ASSOCIATION: {
        "kind": GroupKind.MUTUAL_AID,
        "leadership": Leadership.PEERS_WITH_EXPERTS,
        "for_whom": ForWhom.BOTH,
    },
    Preset.PROFESSIONAL: {
        "kind": GroupKind.SUPPORT,
        "leadership": Leadership.PROFESSIONAL,
        "for_whom": ForWhom.CONCERNED,
        "newcomers": Newcomers.AFTER_TALK,
    },
}


def usual_answers(preset: Preset, language: str) -> dict[str, Any]:
    """Return what is usual in groups of this kind; all of it may be changed, now or later."""
    return {"newcomers": Newcomers.WELCOME, "languages": [language]} | USUAL[preset]


PAPER_NAMES = {
    "roles": _l("Who answers for what"),
    "contract": _l("Contract with who runs the server"),
    "register": _l("Page of the register"),
    "notice": _l("One page for the members"),
    "agreement": _l("Sheet to agree and sign"),
}


class KitForm(FlaskForm):
    """Nothing of it is kept."""

    carrier = StringField(
        _l("Which association carries the group?"),
        description=_l("Leave it empty if there is none."),
        filters=[one_line],
        validators=[Length(max=120, message=TOO_LONG)],
    )
    contact = StringField(
        _l("Whom can members write to about their data?"),
        description=_l("A name and an address or number, as it is to stand on the paper."),
        filters=[one_line],
        validators=[Length(max=160, message=TOO_LONG)],
    )
    papers = SelectMultipleField(
        _l("Which papers?"),
        choices=[SelectChoice(name, PAPER_NAMES[name]) for name in PAPERS],
        default=list(PAPERS),
        validators=[InputRequired(CHOOSE)],
    )
    with_group = BooleanField(_l("Name the group on them"))
