"""How the fields of a card, their values and who sees them are called."""

import re
from collections.abc import Iterable
from datetime import date

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from markupsafe import escape

from entraide.groups.models import Discretion
from entraide.groups.words import ROSTER_FIELDS
from entraide.members.actions.cards import Ready
from entraide.members.models import Concern, Field, LookPurpose, Reach, Visibility
from entraide.members.queries.cards import Line, Value

FIELDS = {field: ROSTER_FIELDS[field.value] for field in Field}
CONCERNS = {
    Concern.CONCERNED: _l("A person concerned"),
    Concern.RELATIVE: _l("A relative"),
    Concern.PROFESSIONAL: _l("An invited professional"),
}
VISIBILITIES = {
    Visibility.ME: _l("Me only"),
    Visibility.ORGANISERS: _l("The organisers"),
    Visibility.GROUP: _l("The whole group"),
}
READY = {
    Ready.ALMOST_NOTHING: (_l("Almost nothing"), _l("Your name in this group, and nothing else.")),
    Ready.USUAL: (
        _l("The usual"),
        _l("The organisers can reach you. Members see your first name, your town, your languages and your word."),
    ),
    Ready.OPEN: (_l("Open to the group"), _l("Members see all that you fill in, and may ask to see how to reach you.")),
}
REACHES = {
    Reach.PHONE: (_l("By phone"), _l("An organiser calls.")),
    Reach.PAPER: (_l("On paper"), _l("Handed over in the room. No number is kept.")),
}

LETTER_HINTS = {
    Discretion.VERY_DISCREET.value: _l("On the phone: “Appointment, Tuesday 24 November”. Nothing else."),
    Discretion.RECOGNISABLE.value: _l(
        "On the phone: the organiser's first name, “Tuesday 24 November, 2 pm”, and the place inside."
    ),
    Discretion.FULL.value: _l("The group's name too. Whoever sees the phone can read it."),
}

ASKED_FOR = {
    LookPurpose.CALL.value: _l("To call about a meeting"),
    LookPurpose.NEWS.value: _l("To ask how they are"),
    LookPurpose.OTHER.value: _l("For something else"),
}
PURPOSES = {
    LookPurpose.CALL: _l("To call you about a meeting"),
    LookPurpose.NEWS: _l("To ask how you are"),
    LookPurpose.OTHER: _l("For something else"),
    LookPurpose.LIFT: _l("For a lift that you share"),
    LookPurpose.PHONE_LIST: _l("Call list: your number, to reach you by telephone"),
    LookPurpose.TELLING: _l("Call list: your number, to tell of a meeting that moved or was cancelled"),
    LookPurpose.PRINTED: _l("Printed list of members: your name, no contact details"),
    LookPurpose.MEETING_LIST: _l("Printed list of who comes to a meeting: your name, no contact details"),
    LookPurpose.SPREADSHEET: _l("Spreadsheet of the group: what you show to organisers"),
    LookPurpose.HANDED_OVER: _l("Everything about you, put together to be handed to you"),
}


def in_words(lines: Iterable[Line]) -> list[tuple[int, Line, list[tuple[int, str, str]]]]:
    """Return each line of a roster with what it shows in the reader's language: what it is, and the value.

    Lines and values are counted from 0, for the template's own counting costs more than a row of it.
    """
    labels = {field: escape(word) for field, word in FIELDS.items()}
    return [
        (number, line, [(at, labels[value.field], said(value)) for at, value in enumerate(line.values)])
        for number, line in enumerate(lines)
    ]


def said(value: Value) -> str:
    """Return a value of a card as it is shown."""
    if value.field is Field.CONCERN:
        return str(CONCERNS[Concern(value.text)])
    if value.field is Field.BIRTHDAY:
        return format_date(date.fromisoformat(f"2000-{value.text}"), _day_and_month(), locale=get_locale() or "fr")
    return value.text


def address_of(value: Value) -> str:
    """Return where a click on a contact detail leads; empty for every other value."""
    if value.field is Field.PHONE:
        return "tel:" + re.sub(r"[^+\d]", "", value.text)
    return f"mailto:{value.text}" if value.field is Field.EMAIL else ""


def _day_and_month() -> str:
    return "d. MMMM" if str(get_locale() or "fr").startswith("de") else "d MMMM"
