"""How ready answers are called in the page of one's own data, where nowhere else has words for them."""

from flask_babel import lazy_gettext as _l

from entraide.mail.queries import Course
from entraide.meetings.models import Standing
from entraide.members.card_words import REACHES
from entraide.members.models import Reach, Status

COURSES = {
    Course.WAITING: _l("waits here"),
    Course.TAKEN: _l("taken by the next mail server"),
    Course.REFUSED: _l("refused"),
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
}
