"""How ready answers are called in the page of one's own data, where nowhere else has words for them."""

from flask_babel import lazy_gettext as _l

from entraide.groups.words import DISCRETIONS
from entraide.mail.letter_words import KINDS
from entraide.mail.queries import Course
from entraide.meetings.models import NewsKind, Standing
from entraide.members.card_words import REACHES
from entraide.members.models import DecisionKind, InvitationKind, Number, Reach, Status

COURSES = {
    Course.WAITING: _l("waits here"),
    Course.TAKEN: _l("taken by the next mail server"),
    Course.REFUSED: _l("could not leave"),
    Course.NOT_NEEDED: _l("no longer needed, not sent"),
}
REACHED = {Reach.EMAIL: _l("E-mail"), **{reach: words[0] for reach, words in REACHES.items()}}
STATUSES = {
    Status.WAITING: _l("Waits to be let in"),
    Status.ACTIVE: _l("Member"),
    Status.SHUT: _l("Shut, until it is erased"),
    Status.ENDED: _l("Ended"),
}
STANDINGS = {
    Standing.SEATED: _l("A place is taken"),
    Standing.WAITING: _l("On the waiting list"),
    Standing.OFFERED: _l("A place is offered"),
    Standing.DECLINED: _l("An offered place was declined"),
    Standing.EXPIRED: _l("An offered place was not taken in time"),
    Standing.FREE: _l("No place is counted"),
    Standing.UNSEATED: _l("No place is held: it came without a name before places were counted"),
}
LETTERS, LEVELS = KINDS, DISCRETIONS
INVITATIONS = {
    InvitationKind.EMAIL: _l("By letter"),
    InvitationKind.LINK: _l("Link"),
    InvitationKind.QR: _l("Code to scan"),
    InvitationKind.SPOKEN: _l("Spoken code"),
}
NEWS = {kind: KINDS[kind.value] for kind in NewsKind}
DECISIONS = {
    DecisionKind.ROLE: _l("End the role of an organiser"),
    DecisionKind.REMOVE: _l("Remove an organiser from the group"),
    DecisionKind.BAN: _l("Remove an organiser, and shut the address out"),
    DecisionKind.CLOSE: _l("Close the group"),
}
NUMBERS = {
    Number.ASKED: _l("Asked for"),
    Number.LEFT: _l("Not given"),
    Number.GIVEN: _l("Given to somebody"),
    Number.TAKEN_BACK: _l("Hidden again"),
}
