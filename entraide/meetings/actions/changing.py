"""Changing what a meeting says: its words, its place, its link, its places; of one meeting or of all that follow."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update

from entraide import clock
from entraide.db import db
from entraide.groups.actions import calendar_changed
from entraide.journal.actions import note
from entraide.meetings import details as words
from entraide.meetings.actions import anonymous, lifts_after, planning, seats, telling
from entraide.meetings.details import Details
from entraide.meetings.models import Answer, Meeting, Series
from entraide.meetings.queries import planning as queries
from entraide.meetings.queries.anonymous import takes_anonymous
from entraide.meetings.queries.answers import room_of, rooms_of
from entraide.meetings.queries.meetings import details_of


def change(
    meeting: Meeting, details: Details, places: int | None, *, revision: int | None = None, by: UUID | None = None
) -> None:
    """Change one meeting's words and places; another place is a move, of which everybody is told.

    Fewer places move the last comers to the waiting list. Raises as `planning.move` does.
    """
    planning.lock(meeting, revision)
    if _capacity(meeting) != places:
        _set_places([meeting], places)
    if _is_elsewhere(details_of(meeting), details):
        planning.move(meeting, meeting.starts_at, meeting.ends_at, details, by=by)
        return
    _write(meeting, details)
    db.session.flush()
    note("meeting:change", group=meeting.group_id, by=by, about=meeting.id)
    calendar_changed(meeting.group_id)


def change_following(
    meeting: Meeting,
    series: Series,
    details: Details,
    places: int | None,
    *,
    revision: int | None = None,
    by: UUID | None = None,
    announce: bool = True,
) -> int:
    """Change a meeting of a series and all that stand after it, and what the series starts new ones with.

    Another place is told in one letter for all (with `announce`). Return how many meetings changed.
    """
    planning.lock(meeting, revision)
    is_elsewhere = _is_elsewhere(details_of(meeting), details)
    following = queries.coming_of_series(series.id, series.group_id, meeting.starts_at)
    if series.places != places or _capacity(meeting) != places:
        _set_places(following, places)
    for one in following:
        _write(one, details)
        one.sequence += is_elsewhere
    series.details_sealed = words.seal(series.group_id, f"series {series.id}", details)
    series.places = places
    series.revision += 1
    db.session.flush()
    if is_elsewhere:
        of_these = (Answer.group_id == series.group_id) & Answer.meeting_id.in_([one.id for one in following])
        db.session.execute(update(Answer).where(of_these).values(before_change=True))
        lifts_after.keep_through_change(series.group_id, [one.id for one in following])
    note("series:change", group=series.group_id, by=by, about=series.id)
    calendar_changed(series.group_id)
    if is_elsewhere and announce:
        telling.tell_series_changed(series, following, by)
    return len(following)


def _write(meeting: Meeting, details: Details) -> None:
    meeting.details_sealed = words.seal(meeting.group_id, f"meeting {meeting.id}", details)
    meeting.revision += 1
    meeting.changed = clock.now()


def _set_places(meetings: Sequence[Meeting], places: int | None) -> None:
    """Set the number of places of these meetings; where they were not counted before, a place now takes a name."""
    rooms = rooms_of(meetings)
    for meeting in meetings:
        seats.set_capacity(meeting, places)
    if places is not None:
        anonymous.ask_for_names(one for one in meetings if takes_anonymous(one, rooms.get(one.id)))


def _capacity(meeting: Meeting) -> int | None:
    room = room_of(meeting)
    return room.capacity if room else None


def _is_elsewhere(before: Details, after: Details) -> bool:
    return (before.place, before.address) != (after.place, after.address)
