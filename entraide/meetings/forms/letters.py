"""What is typed in about one's letters: how much they say, or one's own words."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf, DataRequired, Length

from entraide.groups.forms import TOO_LONG, one_line, revision_of
from entraide.groups.models import Discretion

GROUPS_OWN = "group"
CHOOSE = _l("Choose one of the three.")


class LevelForm(FlaskForm):
    """One's own level, or the group's."""

    level = HiddenField(validators=[AnyOf([GROUPS_OWN, *Discretion], CHOOSE)])

    def chosen(self) -> Discretion | None:
        """Return the level; None: as the group has chosen."""
        return None if self.level.data == GROUPS_OWN else Discretion(self.level.data)


class OwnWordsForm(FlaskForm):
    """The words that stand where the sender's name would."""

    words = StringField(
        _l("Your own words"),
        filters=[one_line],
        description=_l("They stand where the sender's name would: “Kiné”, “Bibliothèque”, “Aunt Jo”."),
        validators=[DataRequired(_l("Write one or two words.")), Length(max=30, message=TOO_LONG)],
    )


class GroupLevelForm(FlaskForm):
    """The level of members who have not chosen."""

    level = HiddenField(validators=[AnyOf([*Discretion], CHOOSE)])
    revision = HiddenField()

    def seen_revision(self) -> int:
        """Return the revision the page was made from."""
        return revision_of(self)
