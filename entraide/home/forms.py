"""How pages look on this device."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice


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
