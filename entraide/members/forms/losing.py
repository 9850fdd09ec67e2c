"""What is typed or ticked when a lock is lost, and when an organiser vouches."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length


class RecoveryForm(FlaskForm):
    """One of the ten codes for loss."""

    recovery_code = StringField(
        _l("One of your ten codes for loss"), validators=[InputRequired(_l("Type the code.")), Length(max=80)]
    )


SEEN = _l("I saw this person, or heard her or his voice, and it is she or he")
NOT_SEEN = _l("Vouch only once you saw this person, or heard her or his voice.")


class VouchForm(FlaskForm):
    """An organiser's word: she saw her or heard her voice."""

    seen = BooleanField(SEEN, validators=[InputRequired(NOT_SEEN)])


class BeginForm(FlaskForm):
    """Whom an organiser vouches for, who cannot come in to ask."""

    member = SelectField(_l("Who is it?"), validators=[InputRequired(_l("Choose who it is."))])
    heard = BooleanField(SEEN, validators=[InputRequired(NOT_SEEN)])
