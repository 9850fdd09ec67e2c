"""Post the letters about duties and lifts: passed on, given back, a car that fell away; never in quiet hours."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from entraide.clock import now
from entraide.mail.actions import post_to
from entraide.mail.quiet import leaves_at
from entraide.meetings.models import Meeting
from entraide.members.queries import readers_of
from entraide.settings import current


def tell_passed(meeting: Meeting, to: UUID) -> None:
    """Tell a member that something was passed to her for this date."""
    _post("duty", meeting, [to], about=meeting.id)


def tell_given_back(meeting: Meeting, passer: UUID) -> None:
    """Tell whoever had passed a duty on that it is free again."""
    _post("duty_back", meeting, [passer], about=meeting.id)


def tell_lost(meeting: Meeting, riders: Iterable[UUID]) -> None:
    """Tell riders that their car fell away: one letter, whatever many dates, so it is about the group."""
    _post("lift_lost", meeting, riders, about=meeting.group_id)


def _post(kind: str, meeting: Meeting, to: Iterable[UUID], *, about: UUID) -> None:
    if not (wanted := set(to)):
        return
    readers = [reader for reader in readers_of(meeting.group_id) if reader.membership_id in wanted]
    at = now()
    post_to(
        kind,
        meeting.group_id,
        readers,
        about=about,
        turn=int(at.timestamp() * 1000),
        at=_when(at, meeting),
        deadline=meeting.starts_at,
    )


def _when(at: datetime, meeting: Meeting) -> datetime:
    return at if current().demo else leaves_at(at, meeting.starts_at, ZoneInfo(meeting.zone))
