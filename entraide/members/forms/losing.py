"""What is typed or ticked when a lock is lost, and when an organiser vouches."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length


class RecoveryForm(FlaskForm):
    """One of the ten codes for loss."""

    recovery_code = StringField(
        _l("One of your ten codes for loss"), validators=[InputRequired(_l("Type the code.")), Length(max=80)]
    )


class VouchForm(FlaskForm):
    """An organiser's word: she saw her or heard her voice."""

    seen = BooleanField(
        _l("I saw this person, or heard her or his voice, and it is she or he"),
        validators=[InputRequired(_l("Vouch only once you saw this person, or heard her or his voice."))],
    )
