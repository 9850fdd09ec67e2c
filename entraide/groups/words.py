"""How a group's choices are called, and which parts of its face it may publish."""

from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from entraide.groups.models import (
    Asked,
    Ceiling,
    Chapter,
    Discretion,
    ForWhom,
    GroupKind,
    Leadership,
    Newcomers,
    Preset,
)

PRESETS = {
    Preset.TALK: (_l("A talk group"), _l("People who live the same thing meet and talk. Answers are useful.")),
    Preset.FELLOWSHIP: (
        _l("An anonymous fellowship"),
        _l("One comes without saying so. No answers are asked, letters say almost nothing."),
    ),
    Preset.ASSOCIATION: (
        _l("A patient association"),
        _l("Members know each other. A fuller roster, letters that say what they are about."),
    ),
    Preset.PROFESSIONAL: (
        _l("A support group led by professionals"),
        _l("A number of places, answers are needed, the roster is for organisers."),
    ),
}
CHAPTERS = {
    Chapter.ILLNESS: _l("Illness"),
    Chapter.AFTER_TREATMENT: _l("After operations and treatments"),
    Chapter.HANDICAP: _l("Handicap"),
    Chapter.ADDICTION: _l("Addiction"),
    Chapter.BEHAVIOUR: _l("Behavioural disorders"),
    Chapter.LIFE: _l("Social situation and life events"),
}
KINDS = {
    GroupKind.MUTUAL_AID: _l("Mutual aid"),
    GroupKind.SUPPORT: _l("Support, with paid professionals"),
    GroupKind.SELF_HELP: _l("Self-help, by a method"),
}
LEADERSHIPS = {
    Leadership.PEERS: _l("Peers"),
    Leadership.PEERS_WITH_EXPERTS: _l("Peers, with invited experts"),
    Leadership.PROFESSIONAL: _l("Professionals"),
}
FOR_WHOM = {
    ForWhom.CONCERNED: _l("For people concerned"),
    ForWhom.RELATIVES: _l("For relatives"),
    ForWhom.BOTH: _l("For people concerned and relatives"),
}
NEWCOMERS = {
    Newcomers.WELCOME: _l("Newcomers are welcome"),
    Newcomers.AFTER_TALK: _l("Newcomers are welcome after a talk"),
    Newcomers.FULL: _l("The group is full"),
}
DISCRETIONS = {
    Discretion.VERY_DISCREET: (_l("Very discreet"), _l("“Appointment”, the date. Nothing else.")),
    Discretion.RECOGNISABLE: (
        _l("Recognisable"),
        _l("The first name of whoever writes, the date, the place. No theme, no group name."),
    ),
    Discretion.FULL: (_l("Full"), _l("The group's name too. Whoever sees the phone can read it.")),
}
ASKED = {
    Asked.NOT_ASKED: (_l("Not asked"), _l("No buttons, no reminders to answer.")),
    Asked.USEFUL: (_l("Useful"), _l("To prepare the room.")),
    Asked.NEEDED: (_l("Needed"), _l("Places are counted.")),
}
CEILINGS = {
    Ceiling.ORGANISERS: (_l("Organisers at most"), _l("Members see only each other's names in this group.")),
    Ceiling.GROUP: (_l("The whole group at most"), _l("Each member chooses, value by value.")),
}
ROSTER_FIELDS = {  # the values of members.models.Field, which lies above
    "first_name": _l("First name"),
    "last_name": _l("Last name"),
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "town": _l("Town"),
    "languages": _l("Languages"),
    "concern": _l("Concerned, relative or professional"),
    "needs": _l("Access needs"),
    "word": _l("A word about oneself"),
    "birthday": _l("Day and month of birth"),
}
PUBLIC_PARTS = {
    "topics": _l("What it is about"),
    "area": _l("Where it is, roughly"),
    "about": _l("A few sentences"),
    "for_whom": _l("For whom"),
    "leadership": _l("Led by peers or professionals"),
    "newcomers": _l("Whether it takes newcomers"),
    "meetings_open": _l("Whether meetings are open"),
    "in_hospital": _l("Whether it is linked to a hospital"),
    "cost": _l("What it costs"),
    "languages": _l("Languages spoken"),
}
SPOKEN = ("fr", "nl", "de", "en", "lb", "it", "es", "pt", "pl", "ro", "uk", "ru", "tr", "ar")
SIGNED = "sgn"


def language_names() -> dict[str, str]:
    """Return the languages a group may speak, named in the language of the page."""
    names = Locale.parse(str(get_locale() or "en")).languages
    return {code: str(names[code]).capitalize() for code in SPOKEN} | {SIGNED: _("Sign language")}


def public_words() -> dict[str, Any]:
    """Return the words a public card is written with."""
    return {
        "chapters": CHAPTERS,
        "for_whom": FOR_WHOM,
        "leaderships": LEADERSHIPS,
        "newcomers": NEWCOMERS,
        "languages": language_names(),
    }
