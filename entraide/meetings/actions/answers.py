"""Answering: the latest answer counts, a yes takes its places or waits for them, in order of arrival."""

from uuid import UUID, uuid4

from sqlalchemy import select

from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError, NotFound
from entraide.groups.models import Asked
from entraide.journal.actions import note
from entraide.meetings.actions import duties, lifts_after, link_changes, seats, standing
from entraide.meetings.actions.anonymous import check_hidden, is_hidden
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Reply, Standing
from entraide.meetings.queries.answers import Room, find_answer, heads, waiting_list
from entraide.meetings.queries.lifts import meetings_to_come
from entraide.members.actions import calendar_changed
from entraide.members.models import Membership, Status

MOST_GUESTS = 9
LEFT_THE_LIST = (Standing.DECLINED, Standing.EXPIRED)


class Closed(EntraideError):
    """This meeting takes no answers: it is over, cancelled, or does not ask."""


class MeetingFull(EntraideError):
    """There are not enough places for more guests; what was said before stands."""


class TooManyForTheTable(EntraideError):
    """More people than the meeting has places; what was said before stands."""


class NotBegun(EntraideError):
    """Heads are counted once a meeting has begun, and where it took place."""


class CountsMoreThanAll(EntraideError):
    """First-timers and relatives together are more than all who came."""


def answer(
    meeting: Meeting,
    membership_id: UUID,
    reply: Reply,
    guests: int | None = None,
    *,
    anonymous: bool | None = None,
    by_link: bool = False,
    by_id: UUID | None = None,
) -> Answer:
    """Record a member's answer; the latest counts, and the same one twice changes nothing.

    `guests`: None keeps what was said. Where places are limited, a yes takes one for each head by one guarded UPDATE,
    or waits; more guests than fit raise MeetingFull. `anonymous`: None keeps what was said, so that no button shows a
    name that was hidden; raises NotAnonymous, AloneWithoutName. `by_id`: who answers for a managed member.
    """
    room = seats.lock(meeting)
    _check_open(meeting)
    given = find_answer(meeting, membership_id)
    before = link_changes.stood(given)
    hides = by_id is None and (is_hidden(given) if anonymous is None else anonymous)
    guests = _guests(None if hides else given, reply, guests)
    if hides:
        check_hidden(meeting, membership_id, room, given, reply, guests)
    if given is None:
        given = _new(meeting, membership_id)
    elif given.anonymous is hides and _is_said_already(meeting, given, reply, guests):
        given.by_link = given.by_link and by_link
        return given
    if given.anonymous is not hides:
        given.anonymous, given.given = hides, now()
    if hides:
        _hide(given, reply)
    elif room is None:
        _say(given, reply, guests)
        seats.rest(given, Standing.FREE)
    elif reply is Reply.YES:
        _come(meeting, room, given, guests)
    else:
        _stay_away(meeting, given, reply, guests)
    given.before_change, given.by_link, given.by_id = False, by_link, by_id
    db.session.add(given)
    db.session.flush()
    if not hides:
        lifts_after.follow_answer(meeting, membership_id, comes=reply is not Reply.NO)
    if by_id is not None:
        note("answer:record", group=meeting.group_id, by=by_id, about=membership_id)
    link_changes.follow(given, before, by_link=by_link)
    feed_changed(given)
    return given


def remove_for(membership: Membership) -> None:
    """Take a member who leaves out of all coming meetings; her places are offered on, her duties and lifts freed."""
    for meeting in meetings_to_come(membership, now()):
        seats.lock(meeting)
        duties.let_go(meeting, membership.id)
        lifts_after.let_go(meeting, membership.id)
        if (given := find_answer(meeting, membership.id)) is None:
            continue
        seats.give_back(meeting, seats.held_by(given))
        db.session.delete(given)
        db.session.flush()
        seats.move_up(meeting)
    link_changes.forget(membership.id)
    standing.let_go(membership.id)


def count_heads(
    meeting: Meeting,
    heads: int | None,
    first_time: int | None = None,
    relatives: int | None = None,
    *,
    by: UUID | None = None,
) -> None:
    """Note how many came; None is « not counted », which is never the same as nobody."""
    if meeting.starts_at > now() or meeting.status is MeetingStatus.CANCELLED:
        raise NotBegun
    if (first_time or 0) + (relatives or 0) > (heads or 0) or min(heads or 0, first_time or 0, relatives or 0) < 0:
        raise CountsMoreThanAll
    meeting.heads, meeting.heads_first_time, meeting.heads_relatives = heads, first_time, relatives
    note("meeting:count", group=meeting.group_id, by=by, about=meeting.id)
    db.session.flush()


def _check_open(meeting: Meeting) -> None:
    is_over = meeting.ends_at <= now()
    if is_over or meeting.status is MeetingStatus.CANCELLED or meeting.asked is Asked.NOT_ASKED:
        raise Closed


def _guests(given: Answer | None, reply: Reply, guests: int | None) -> int:
    """Return how many come along: nobody with a no; what was said before when nothing is said now."""
    if reply is Reply.NO:
        return 0
    if guests is None:
        return given.guests if given else 0
    if not 0 <= guests <= MOST_GUESTS:
        raise ValueError("guests")
    return guests


def _hide(given: Answer, reply: Reply) -> None:
    """Note what was said without a name; it holds no place, and none is offered on."""
    _say(given, reply, 0)
    seats.rest(given, Standing.FREE)


def _is_said_already(meeting: Meeting, given: Answer, reply: Reply, guests: int) -> bool:
    """Say whether an answer changes nothing: the same yes may still take an offer, or a place that is free to all."""
    if given.reply is not reply or given.guests != guests or given.before_change:
        return False
    waits = given.standing is Standing.WAITING and not seats.is_last_call(meeting)
    return waits or reply is not Reply.YES or given.standing in (Standing.SEATED, Standing.FREE)


def _new(meeting: Meeting, membership_id: UUID) -> Answer:
    return Answer(
        group_id=meeting.group_id,
        id=uuid4(),
        meeting_id=meeting.id,
        membership_id=membership_id,
        reply=Reply.MAYBE,
        guests=0,
        standing=Standing.FREE,
        given=now(),
        anonymous=False,
    )


def _say(given: Answer, reply: Reply, guests: int) -> None:
    """Note what was said; a change of guests keeps the time of arrival."""
    if given.reply is not reply or given.standing in LEFT_THE_LIST:
        given.given, given.moved_up = now(), None
    given.reply, given.guests = reply, guests


def _come(meeting: Meeting, room: Room, given: Answer, guests: int) -> None:
    needed, held = 1 + guests, seats.held_by(given)
    if needed > room.capacity:
        raise TooManyForTheTable
    if held:
        if needed > held and not (_is_free_to_all(meeting, room) and seats.take(meeting, needed - held)):
            raise MeetingFull
        _say(given, Reply.YES, guests)
        if needed < held:
            seats.give_back(meeting, held - needed)
        seats.rest(given, Standing.SEATED)
        seats.move_up(meeting)
    elif given.standing is Standing.WAITING and not seats.is_last_call(meeting):
        _say(given, Reply.YES, guests)
        db.session.flush()
        seats.move_up(meeting)
    else:
        _arrive(meeting, room, given, guests)


def _arrive(meeting: Meeting, room: Room, given: Answer, guests: int) -> None:
    """Sit down if there is room and nobody waits for it, else join the list (or keep one's place in it)."""
    is_waiting = given.standing is Standing.WAITING
    may_sit = _is_free_to_all(meeting, room) and seats.take(meeting, 1 + guests)
    _say(given, Reply.YES, guests)
    if may_sit:
        seats.rest(given, Standing.SEATED)
    elif not is_waiting:
        seats.wait(meeting, given)


def _is_free_to_all(meeting: Meeting, room: Room) -> bool:
    """Say whether a free place belongs to whoever answers: nobody waits for it, or it is the last two hours."""
    return seats.is_last_call(meeting) or not any(heads(one) <= room.capacity for one in waiting_list(meeting))


def _stay_away(meeting: Meeting, given: Answer, reply: Reply, guests: int) -> None:
    """Give back what was held, and offer it on."""
    freed = seats.held_by(given)
    declines = given.standing is Standing.OFFERED and reply is Reply.NO
    _say(given, reply, guests)
    seats.rest(given, Standing.DECLINED if declines else Standing.FREE)
    seats.give_back(meeting, freed)
    seats.move_up(meeting)


def feed_changed(given: Answer) -> None:
    """Move this member's calendar version, and make sure that she did not leave meanwhile."""
    held = select(Membership).where(Membership.group_id == given.group_id, Membership.id == given.membership_id)
    held = held.with_for_update(key_share=True).execution_options(populate_existing=True)
    membership = db.session.scalars(held).one_or_none()
    if membership is None or membership.status is not Status.ACTIVE:
        raise NotFound
    calendar_changed(membership)
