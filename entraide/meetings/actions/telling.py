"""Post the letters that a deed about meetings calls for, in its own transaction; what they say is in letters/.

They wait for eight o'clock where it is night; demo mode's leave at once, because whoever tries it waits for them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from entraide.clock import now
from entraide.mail.actions import post_to
from entraide.mail.quiet import leaves_at
from entraide.meetings.actions.told import keep_news, keep_news_of_series
from entraide.meetings.models import Answer, Meeting, NewsKind, Series
from entraide.meetings.queries.told import next_start
from entraide.members.queries import readers_of
from entraide.settings import current


def announce_series(series: Series) -> None:
    """Tell every member of a new series, in one letter each."""
    post_to("series", series.group_id, readers_of(series.group_id), about=series.id, at=_when_of_series(series))


def announce_meeting(meeting: Meeting) -> None:
    """Tell every member of a new single meeting."""
    readers = readers_of(meeting.group_id)
    at = _when(meeting.starts_at, meeting.zone)
    post_to("meeting", meeting.group_id, readers, about=meeting.id, at=at, deadline=meeting.starts_at)


def tell_moved(meeting: Meeting, by: UUID | None = None) -> None:
    """Tell every member that a meeting moved; each move is a letter of its own."""
    _post_change("moved", meeting, by)


def tell_cancelled(meeting: Meeting, by: UUID | None = None) -> None:
    """Tell every member that a meeting does not take place."""
    _post_change("cancelled", meeting, by)


def tell_place(meeting: Meeting, answers: Iterable[Answer], *, turn: int, at: datetime) -> None:
    """Tell people what became of their place: given, offered, or back on the waiting list; the letter reads which.

    `turn` tells apart two places that the same person gets one after the other; `at` is when the letter may leave.
    """
    wanted: set[UUID] = {answer.membership_id for answer in answers}
    if not wanted:
        return
    readers = [reader for reader in readers_of(meeting.group_id) if reader.membership_id in wanted]
    post_to("place", meeting.group_id, readers, about=meeting.id, turn=turn, at=at, deadline=meeting.starts_at)


def tell_places_counted(meeting: Meeting, but: set[UUID]) -> None:
    """Tell all members but these that a meeting counts its places now, and that a place is taken by name."""
    readers = [reader for reader in readers_of(meeting.group_id) if reader.membership_id not in but]
    turn, at = int(now().timestamp() * 1000), _when(meeting.starts_at, meeting.zone)
    post_to("places", meeting.group_id, readers, about=meeting.id, turn=turn, at=at, deadline=meeting.starts_at)


def tell_series_ended(series: Series, cancelled: Sequence[Meeting] = (), by: UUID | None = None) -> None:
    """Tell every member, in one letter each, that a series comes to its end."""
    _post_change_of_series("series_ended", series, cancelled, by)


def tell_series_changed(series: Series, changed: Sequence[Meeting] = (), by: UUID | None = None) -> None:
    """Tell every member, in one letter each, that a series meets in another place from now on."""
    _post_change_of_series("series_changed", series, changed, by)


def _post_change(kind: str, meeting: Meeting, by: UUID | None) -> None:
    """Post one letter to each member; a change of tonight's meeting is told tonight, also where it moves away.

    That it is news is kept beside: organisers see who has not been told (actions.told).
    """
    soonest = min(meeting.starts_at, meeting.moved_from or meeting.starts_at)
    at = _when(soonest if soonest > now() else meeting.starts_at, meeting.zone)
    readers = readers_of(meeting.group_id)
    keep_news(meeting, NewsKind(kind), due=at, by=by)
    post_to(kind, meeting.group_id, readers, about=meeting.id, turn=meeting.sequence, at=at, deadline=meeting.ends_at)


def _post_change_of_series(kind: str, series: Series, dates: Sequence[Meeting], by: UUID | None) -> None:
    readers, at = readers_of(series.group_id), _when_of_series(series)
    keep_news_of_series(series, NewsKind(kind), dates, due=at, by=by)
    post_to(kind, series.group_id, readers, about=series.id, turn=series.revision, at=at)


def _when_of_series(series: Series) -> datetime:
    return _when(next_start(series, now()) or now() + timedelta(days=1), series.zone)


def _when(starts_at: datetime, zone: str) -> datetime:
    """Return when a letter about a meeting of that hour may leave."""
    return now() if current().demo else leaves_at(now(), starts_at, ZoneInfo(zone))
