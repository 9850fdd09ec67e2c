"""How letters that went to oneself are called: what they were, never about what group."""

from flask_babel import lazy_gettext as _l

from entraide.mail.queries import Course

KINDS = {
    "cancelled": _l("A date that does not take place"),
    "code": _l("A code to sign in"),
    "consent_missing": _l("Consents to note"),
    "duty": _l("Something to do for a date"),
    "duty_back": _l("Something given back"),
    "group_invitation": _l("An invitation"),
    "lift_lost": _l("A lift that fell through"),
    "meeting": _l("A new date"),
    "moved": _l("A change of date or place"),
    "place": _l("A place that came free"),
    "places": _l("Your place on a date"),
    "reminder": _l("A reminder"),
    "series": _l("New dates"),
    "series_changed": _l("Dates that changed"),
    "series_ended": _l("Dates that ended"),
    "somebody_waits": _l("A request that waits for you"),
    "trial": _l("A letter, to see"),
    "welcomed": _l("A welcome"),
}
COURSES = {
    Course.WAITING: (_l("waits here"), "maybe"),
    Course.TAKEN: (_l("taken by the next mail server"), "yes"),
    Course.REFUSED: (_l("refused"), "bad"),
    Course.NOT_NEEDED: (_l("no longer needed, not sent"), ""),
}
