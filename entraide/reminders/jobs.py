"""Write the day's reminders into the outbox: cheap when nothing is due, harmless when done twice."""

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from entraide.clock import now
from entraide.db import db, writing
from entraide.mail.quiet import EVENING, MORNING
from entraide.meetings.clock_times import at_about
from entraide.reminders import actions, queries

BATCH = 500


def materialise() -> None:
    """Post one letter to each person who is to be reminded today, to leave at eight, or now where that is past.

    In the evening nothing is posted: what is still missing is said on the next morning.
    """
    at = now()
    zones = queries.zones_of_coming_meetings(at)
    for zone in sorted(zones):
        _post(zone, at)


def _post(zone: str, at: datetime) -> None:
    local = at.astimezone(ZoneInfo(zone))
    if local.time() >= EVENING:
        return
    day = local.date()
    due = queries.people_to_remind(zone, day, at)
    db.session.rollback()  # the reading ends before the writing begins
    leaves = max(at, at_about(day, MORNING, ZoneInfo(zone)))
    drafts = iter(actions.drafts_of(day, due))
    while batch := list(islice(drafts, BATCH)):
        writing()
        actions.post_reminders(batch, leaves)
        db.session.commit()
