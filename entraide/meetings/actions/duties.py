"""Duties of one date: taken with one press, given back, handed over; whoever leaves frees them."""

from uuid import UUID

from sqlalchemy import select

from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError, NotFound
from entraide.journal.actions import note
from entraide.meetings.actions import seats
from entraide.meetings.actions.passing import tell_given_back, tell_passed
from entraide.meetings.models import Duty, DutyKind, Meeting, MeetingStatus
from entraide.meetings.queries.answers import find_answer
from entraide.meetings.queries.duties import duties_held, find_duty
from entraide.members.models import Membership, Status
from entraide.members.queries.between import is_shut_out


class TooLate(EntraideError):
    """The meeting is over or does not take place: nothing of it is shared out any more."""


class TakenMeanwhile(EntraideError):
    """Somebody else has this duty now."""


class AnsweredUnnamed(EntraideError):
    """Whoever has a duty is named to the group; her answer is not."""


def take(meeting: Meeting, kind: DutyKind, membership_id: UUID) -> None:
    """Take a free duty. Raises TooLate, TakenMeanwhile, AnsweredUnnamed."""
    begin(meeting)
    if (answer := find_answer(meeting, membership_id)) and answer.anonymous:
        raise AnsweredUnnamed
    duty = find_duty(meeting, kind)
    if duty and duty.membership_id == membership_id:
        return
    if duty and duty.membership_id:
        raise TakenMeanwhile
    _give(meeting, kind, duty, membership_id, passed_by=None)
    note("duty:take", group=meeting.group_id, by=membership_id, about=meeting.id)
    still_here(meeting.group_id, membership_id)


def give_back(meeting: Meeting, kind: DutyKind, membership_id: UUID) -> bool:
    """Free one's own duty; whoever had passed it on is told. Return whether it was hers."""
    begin(meeting)
    duty = find_duty(meeting, kind)
    if duty is None or duty.membership_id != membership_id:
        return False
    passed_by = duty.passed_by_id
    _free(duty)
    note("duty:return", group=meeting.group_id, by=membership_id, about=meeting.id)
    if passed_by and passed_by != membership_id:
        tell_given_back(meeting, passed_by)
    return True


def hand_over(meeting: Meeting, kind: DutyKind, holder: UUID | None, to: UUID | None, *, by: UUID) -> None:
    """Give a duty to another member, or free it (`to` None); whoever gets it is told.

    `holder`: who had it when this was decided. Raises TooLate, TakenMeanwhile (somebody else has it now).
    """
    begin(meeting)
    duty = find_duty(meeting, kind)
    if (duty.membership_id if duty else None) != holder:
        raise TakenMeanwhile
    if holder == to:
        return
    if to is None:
        if duty:
            _free(duty)
        note("duty:free", group=meeting.group_id, by=by, about=meeting.id)
        return
    if is_shut_out(meeting.group_id, to, by):  # as if she had given it back at once
        if duty:
            _free(duty)
        note("duty:pass", group=meeting.group_id, by=by, about=to)
        tell_given_back(meeting, by)
        return
    _give(meeting, kind, duty, to, passed_by=by if by != to else None)
    note("duty:pass", group=meeting.group_id, by=by, about=to)
    if to != by:
        tell_passed(meeting, to)
    still_here(meeting.group_id, to)


def let_go(meeting: Meeting, membership_id: UUID) -> None:
    """Free all that a member who leaves sees to at a meeting, which is locked."""
    for duty in duties_held(meeting, membership_id):
        _free(duty)


def begin(meeting: Meeting) -> None:
    """Hold a meeting, and check that it is still to come."""
    seats.lock(meeting)
    if meeting.status is MeetingStatus.CANCELLED or meeting.ends_at <= now():
        raise TooLate


def still_here(group_id: UUID, membership_id: UUID) -> None:
    """Make sure that a member did not leave meanwhile."""
    held = select(Membership.id).where(
        Membership.group_id == group_id, Membership.id == membership_id, Membership.status == Status.ACTIVE
    )
    if db.session.scalar(held.with_for_update(key_share=True)) is None:
        raise NotFound


def _give(meeting: Meeting, kind: DutyKind, duty: Duty | None, to: UUID, passed_by: UUID | None) -> None:
    if duty is None:
        duty = Duty(group_id=meeting.group_id, meeting_id=meeting.id, kind=kind)
        db.session.add(duty)
    duty.membership_id, duty.passed_by_id = to, passed_by
    duty.is_standing, duty.freed = False, None
    db.session.flush()


def _free(duty: Duty) -> None:
    duty.membership_id = duty.passed_by_id = None
    duty.is_standing, duty.freed = False, now()
    db.session.flush()
