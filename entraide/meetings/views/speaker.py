"""A card for somebody who is invited to speak: when, where, how one gets in; nothing of the group and nobody in it."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from flask import render_template
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.groups.discretion import gives_away
from entraide.groups.queries import face_of, find_group, name_of
from entraide.meetings.models import Meeting, Mode
from entraide.meetings.papers import where_of
from entraide.meetings.queries.meetings import details_of, find_meeting
from entraide.meetings.views import bp
from entraide.meetings.words import capital, span_in_words


@dataclass(frozen=True)
class Speaker:
    """What the card says; `left_out`: a line of the place names the group or its theme."""

    when: str
    lasts: str
    where: tuple[str, ...]
    access: tuple[str, ...]
    left_out: bool
    address: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The same as lines of a mail."""
        lasts = (_("It lasts %(time)s.", time=self.lasts),) if self.lasts else ()
        return (self.when, *lasts, *self.where, *self.access)


@bp.get("/rencontre/<id22:meeting_id>/intervention")
@requires(Permission.MEETING_PLAN, find_meeting)
def speaker(meeting: Meeting) -> str:
    """Show the card, and the same as a text for a mail, in the group's language."""
    group = find_group(meeting.group_id)
    with force_locale(group.language):
        card = _card(meeting, name_of(group), face_of(group).topics)
        return render_template("meetings/speaker.html", card=card)


def _card(meeting: Meeting, name: str, topics: str) -> Speaker:
    details = details_of(meeting)
    where, access = where_of(meeting, details), [details.access] if details.access else []
    if meeting.mode is not Mode.ONLINE:
        access += [_("One gets in without a step.")] if details.step_free else []
        access += [_("There is an induction loop.")] if details.induction_loop else []
    kept = tuple(line for line in where if not gives_away(line, name, topics))
    kept_access = tuple(line for line in access if not gives_away(line, name, topics))
    return Speaker(
        when=capital(span_in_words(meeting.starts_at, meeting.ends_at, ZoneInfo(meeting.zone), with_year=True)),
        lasts="" if meeting.mode is Mode.WEEKEND else _length(meeting.ends_at - meeting.starts_at),
        where=kept,
        access=kept_access,
        left_out=len(kept) + len(kept_access) < len(where) + len(access),
        address=f"/rencontre/{short(meeting.id)}",
    )


def _length(lasts: timedelta) -> str:
    """Say how long: « 2 heures 30 minutes »."""
    hours, minutes = divmod(int(lasts.total_seconds()) // 60, 60)
    locale = get_locale() or "en"
    said = [format_timedelta(timedelta(hours=hours), "hour", threshold=1000, locale=locale)] if hours else []
    rest = format_timedelta(timedelta(minutes=minutes), "minute", threshold=1000, locale=locale) if minutes else ""
    return " ".join([*said, rest]).strip()
