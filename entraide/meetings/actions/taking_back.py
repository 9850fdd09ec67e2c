"""Taking back what links from letters made of an answer: it stands again as the member last knew it."""

from uuid import UUID

from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.meetings.actions import lifts_after, link_changes, seats
from entraide.meetings.actions.answers import Closed, answer, feed_changed
from entraide.meetings.models import Answer, Meeting, MeetingStatus
from entraide.meetings.queries.answers import find_answer


def take_back(meeting: Meeting, membership_id: UUID) -> Answer | None:
    """Answer again as before links did; None where she had not answered. Raise NotFound where nothing was changed.

    A place given back meanwhile may be somebody else's by now: then she waits for one. Raises what answering raises.
    """
    change = link_changes.change_of(meeting.id, membership_id)
    if change is None:
        raise NotFound
    if change.before is None:
        _withdraw(meeting, membership_id)
        link_changes.forget(membership_id, meeting_id=meeting.id)
        return None
    return answer(meeting, membership_id, change.before, change.guests, anonymous=change.anonymous)


def _withdraw(meeting: Meeting, membership_id: UUID) -> None:
    """Let nothing have been said; a place that was held is offered on."""
    seats.lock(meeting)
    if meeting.ends_at <= now() or meeting.status is MeetingStatus.CANCELLED:
        raise Closed
    given = find_answer(meeting, membership_id)
    if given is None:
        return
    is_named = not given.anonymous
    feed_changed(given)
    seats.give_back(meeting, seats.held_by(given))
    db.session.delete(given)
    db.session.flush()
    seats.move_up(meeting)
    if is_named:
        lifts_after.follow_answer(meeting, membership_id, comes=True)
    db.session.flush()
