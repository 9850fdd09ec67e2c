"""What organisers press to hand a card over, and what members say about answers at the phone."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField
from wtforms.validators import AnyOf, InputRequired, Length

from entraide.accounts.forms import Address
from entraide.groups.forms import TOO_LONG, one_line

YES, NO = "yes", "no"


class HandForm(FlaskForm):
    """One press, from a page that shows how things stand."""

    revision = HiddenField()


class PhoneForm(FlaskForm):
    """Whether organisers may write down one's answers."""

    lets = HiddenField(validators=[AnyOf([YES, NO])])


class NewAddressForm(FlaskForm):
    """The address of somebody who was a member without account."""

    revision = HiddenField()
    email = EmailField(
        _l("Her or his e-mail address"),
        filters=[one_line],
        validators=[
            InputRequired(_l("Type the e-mail address.")),
            Length(max=254, message=TOO_LONG),
            Address(),
        ],
    )
