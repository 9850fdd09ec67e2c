"""How letters that went to oneself are called: what they were, never about what group."""

from flask_babel import lazy_gettext as _l

from entraide.mail.queries import Course

KINDS = {
    "account_unused": _l("A question about your account"),
    "address_left": _l("Your address changed"),
    "address_taken": _l("Your new address"),
    "address_waits": _l("Another address, in two days"),
    "cancelled": _l("A date that does not take place"),
    "code": _l("A code to sign in"),
    "consent_missing": _l("Consents to note"),
    "decision_about": _l("A decision that concerns you"),
    "duty": _l("Something to do for a date"),
    "duty_back": _l("Something given back"),
    "erasing": _l("What you asked for"),
    "group_invitation": _l("An invitation"),
    "keeping_told": _l("Something that was decided"),
    "lift_lost": _l("A lift that fell through"),
    "lock_changed": _l("A change of how you sign in"),
    "lock_lifts": _l("A change of how you sign in, in two days"),
    "lock_vouched": _l("A change of how you sign in, in two days"),
    "meeting": _l("A new date"),
    "moved": _l("A change of date or place"),
    "number_asked": _l("A question"),
    "organiser_named": _l("Something entrusted to you"),
    "participation_ended": _l("Dates that left your agenda"),
    "place": _l("A place that came free"),
    "places": _l("Your place on a date"),
    "quiet_members": _l("A list to look at"),
    "reminder": _l("A reminder"),
    "series": _l("New dates"),
    "series_changed": _l("Dates that changed"),
    "series_ended": _l("Dates that ended"),
    "somebody_waits": _l("A request that waits for you"),
    "still_there": _l("A question"),
    "trial": _l("A letter, to see"),
    "vouch_wanted": _l("A request that waits for you"),
    "welcomed": _l("A welcome"),
}
COURSES = {
    Course.WAITING: (_l("waits here"), "maybe"),
    Course.TAKEN: (_l("taken by the next mail server"), "yes"),
    Course.REFUSED: (_l("could not leave"), "bad"),
    Course.NOT_NEEDED: (_l("no longer needed, not sent"), ""),
}
