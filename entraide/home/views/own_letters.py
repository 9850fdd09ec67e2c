"""The letters that went to oneself, and how far each has come."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import g, render_template

from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.home.views import bp
from entraide.mail.letter_words import COURSES, KINDS
from entraide.mail.queries import Course, own_letters
from entraide.meetings.words import start_in_words
from entraide.settings import current

SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One letter: what it was, when, how far it has come."""

    what: str
    when: str
    course: str
    look: str


@bp.get("/moi/lettres")
@requires(Permission.SELF_SEE)
def letters() -> str:
    """List one's own letters of the last 30 days; not what stood in them."""
    zone = ZoneInfo(current().timezone)
    found = own_letters(g.actor.person_id, SHOWN, only_group=g.actor.only_group)
    lines = [_line(one.kind, one.at, one.course, zone) for one in found]
    return render_template("home/letters.html", lines=lines)


def _line(kind: str, at: datetime, course: Course, zone: ZoneInfo) -> Line:
    words, look = COURSES[course]
    return Line(str(KINDS[kind]), start_in_words(at, zone), str(words), look)
