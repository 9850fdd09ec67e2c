"""Counting who missed two meetings in a row, for those who asked to be called, and for nobody else.

An organiser's word counts at once. Where she says nothing, two days after the meeting the answer given by name stands
for it: anything but a yes is a meeting missed. Where answers are not asked, nothing is known and nothing counts.
"""

from datetime import datetime, timedelta
from uuid import UUID

from entraide.clock import now
from entraide.errors import EntraideError
from entraide.meetings.actions.answers import NotBegun
from entraide.meetings.models import Meeting
from entraide.meetings.queries.missed import counts, held_between, may_still_say, said_yes
from entraide.members.actions.calls import count_meeting
from entraide.members.models import CallWish
from entraide.members.queries.calls import wishes_of

SETTLED = timedelta(hours=48)  # how long an organiser has to say who was there


class CountedAlready(EntraideError):
    """A later meeting was counted, or she was called since: this one is forgotten."""


def say_presence(meeting: Meeting, wish: CallWish, was_there: bool) -> None:
    """Take an organiser's word; what came before it is counted first. The last word about a meeting holds."""
    if meeting.starts_at > now() or not counts(meeting):
        raise NotBegun
    if not may_still_say(wish, meeting):
        raise CountedAlready
    _count(meeting.group_id, [wish], meeting.ends_at - timedelta(microseconds=1))
    count_meeting(wish, meeting.id, meeting.ends_at, is_missed=not was_there)


def count_missed(group_id: UUID) -> None:
    """Count a group's meetings that ended two days ago and more, each once for each wish."""
    _count(group_id, wishes_of([group_id]), now() - SETTLED)


def _count(group_id: UUID, wishes: list[CallWish], until: datetime) -> None:
    if not wishes:
        return
    meetings = held_between(group_id, min(wish.counted_until for wish in wishes), until)
    yes = said_yes(meetings, [wish.membership_id for wish in wishes])
    for wish in wishes:
        for meeting in meetings:
            if meeting.ends_at > wish.counted_until:
                is_missed = (meeting.id, wish.membership_id) not in yes
                count_meeting(wish, meeting.id, meeting.ends_at, is_missed=is_missed)
