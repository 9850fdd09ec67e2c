"""Post the letters that a deed about meetings calls for, in its own transaction; what they say is in letters.py."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from entraide.mail.actions import post_to
from entraide.meetings.models import Answer, Meeting, Series
from entraide.members.queries import readers_of


def announce_series(series: Series) -> None:
    """Tell every member of a new series, in one letter each."""
    post_to("series", series.group_id, readers_of(series.group_id), about=series.id)


def announce_meeting(meeting: Meeting) -> None:
    """Tell every member of a new single meeting."""
    post_to("meeting", meeting.group_id, readers_of(meeting.group_id), about=meeting.id, deadline=meeting.starts_at)


def tell_moved(meeting: Meeting) -> None:
    """Tell every member that a meeting moved; each move is a letter of its own."""
    readers = readers_of(meeting.group_id)
    post_to("moved", meeting.group_id, readers, about=meeting.id, turn=meeting.sequence, deadline=meeting.ends_at)


def tell_cancelled(meeting: Meeting) -> None:
    """Tell every member that a meeting does not take place."""
    readers = readers_of(meeting.group_id)
    post_to("cancelled", meeting.group_id, readers, about=meeting.id, turn=meeting.sequence, deadline=meeting.ends_at)


def tell_place(meeting: Meeting, answers: Iterable[Answer], *, turn: int, at: datetime) -> None:
    """Tell people what became of their place: given, offered, or back on the waiting list; the letter reads which.

    `turn` tells apart two places that the same person gets one after the other; `at` is when the letter may leave.
    """
    wanted: set[UUID] = {answer.membership_id for answer in answers}
    if not wanted:
        return
    readers = [reader for reader in readers_of(meeting.group_id) if reader.membership_id in wanted]
    post_to("place", meeting.group_id, readers, about=meeting.id, turn=turn, at=at, deadline=meeting.starts_at)


def tell_series_ended(series: Series) -> None:
    """Tell every member, in one letter each, that a series comes to its end."""
    readers = readers_of(series.group_id)
    post_to("series_ended", series.group_id, readers, about=series.id, turn=series.revision)


def tell_series_changed(series: Series) -> None:
    """Tell every member, in one letter each, that a series meets in another place from now on."""
    readers = readers_of(series.group_id)
    post_to("series_changed", series.group_id, readers, about=series.id, turn=series.revision)
