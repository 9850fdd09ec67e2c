"""What the pages that change a meeting show of it, read before anything is committed or rolled back."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide import clock
from entraide.access.gate import let_go
from entraide.access.tokens import short
from entraide.meetings.forms.moves import Standing
from entraide.meetings.forms.planning import RevisedForm
from entraide.meetings.models import Meeting, MeetingStatus
from entraide.meetings.queries.meetings import details_of
from entraide.meetings.words import span_in_words


@dataclass(frozen=True)
class Shown:
    """A meeting in words, and where its page is."""

    title: str
    when: str
    place: str
    address: str
    group_address: str
    series_address: str | None

    @classmethod
    def of(cls, meeting: Meeting) -> "Shown":
        """Read a meeting."""
        details = details_of(meeting)
        group_address = f"/g/{short(meeting.group_id)}"
        return cls(
            title=details.title,
            when=span_in_words(meeting.starts_at, meeting.ends_at, ZoneInfo(meeting.zone)),
            place=", ".join(filter(None, (details.place, details.address))),
            address=f"/rencontre/{short(meeting.id)}",
            group_address=group_address,
            series_address=f"{group_address}/series/{short(meeting.series_id)}" if meeting.series_id else None,
        )


def standing(meeting: Meeting) -> Standing:
    """Read when and where a meeting is."""
    return Standing(
        meeting.starts_at,
        meeting.ends_at,
        ZoneInfo(meeting.zone),
        meeting.mode,
        details_of(meeting),
        meeting.revision,
    )


def is_over(meeting: Meeting) -> bool:
    """Say whether a meeting is past or does not take place: nothing about it can be planned any more."""
    return meeting.status is MeetingStatus.CANCELLED or meeting.ends_at <= clock.now()


def too_late(meeting: Meeting) -> Response:
    """Lead back to the meeting's page, saying why nothing was done."""
    words = (
        _("This meeting is cancelled already. Nothing was changed.")
        if meeting.status is MeetingStatus.CANCELLED
        else _("This meeting is over. Nothing was changed.")
    )
    address = f"/rencontre/{short(meeting.id)}"
    let_go()
    flash(words, "warn")
    return redirect(address, 303)


def take_revision(form: RevisedForm, meeting: Meeting) -> None:
    """Let a form that came too late be sent again, once what stands now was shown."""
    form.revision.raw_data = None
    form.revision.data = meeting.revision
