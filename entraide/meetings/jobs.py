"""Make meetings ahead for series that go on, end offers of places, draw each day's figures, forget old answers."""

import logging
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from entraide.access import scope
from entraide.access.turns import each_group
from entraide.clock import now
from entraide.db import db, writing
from entraide.errors import EntraideError, NotFound
from entraide.groups.actions import calendar_changed
from entraide.meetings.actions import anonymous, forgetting, lifts_after, missed, seats, told
from entraide.meetings.actions import series as actions
from entraide.meetings.clock_times import at_about
from entraide.meetings.queries import anonymous as hidden
from entraide.meetings.queries import answers as answered
from entraide.meetings.queries import lifts as helped
from entraide.meetings.queries import planning as queries
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.queries.untold import groups_with_old_news
from entraide.members.queries.calls import groups_with_wishes
from entraide.retention import Kept
from entraide.settings import current

log = logging.getLogger(__name__)


def make_ahead() -> None:
    """Make the meetings of every running series to the end of the 16th month ahead, one group after the other.

    A group whose words cannot be opened (its key is gone) is passed over and does not stop the others.
    """
    until = actions.horizon("UTC")
    groups = queries.groups_to_make_ahead(until)
    db.session.remove()
    for group_id in groups:
        writing()
        scope.add(group_id)
        try:
            made = [actions.make_ahead(series) for series in queries.series_to_make_ahead(group_id, until)]
            if any(made):
                calendar_changed(group_id)
            db.session.commit()
        except EntraideError as fault:
            log.error("no meetings made ahead for group %s: %s", group_id, type(fault).__name__)
        finally:
            db.session.remove()


def expire_offers() -> None:
    """End the offers of places that nobody took in time and offer them on, one meeting after the other."""
    late = answered.late_offers(now())
    db.session.remove()
    for offer in late:
        writing()
        scope.add(offer.group_id)
        try:
            seats.expire(find_meeting(offer.meeting_id))
            db.session.commit()
        except NotFound:
            log.info("meeting %s is gone with its offers", offer.meeting_id)
        finally:
            db.session.remove()


def draw_unnamed() -> None:
    """Draw, once in each group's day, how many come to its meetings without a name; one meeting after the other.

    What was said since that day began waits for the next: when a figure changes tells nothing about who read the page.
    """
    at = now()
    due = [(one, *_begun(at, one.zone)) for one in hidden.to_draw(at)]
    due = [(one, day, midnight) for one, day, midnight in due if one.drawn is None or one.drawn < day]
    db.session.remove()
    for one, day, midnight in due:
        writing()
        scope.add(one.group_id)
        try:
            meeting = find_meeting(one.meeting_id)
            seats.lock(meeting)
            anonymous.draw(meeting, day, midnight)
            db.session.commit()
        except NotFound:
            log.info("meeting %s is gone with its answers", one.meeting_id)
        finally:
            db.session.remove()


def _begun(at: datetime, zone: str) -> tuple[date, datetime]:
    """Return the local day of a zone, and the instant it began."""
    day = at.astimezone(ZoneInfo(zone)).date()
    return day, at_about(day, time(0), ZoneInfo(zone))


def forget_answers() -> None:
    """Erase answers some days after their meeting (the retention table), one group after the other."""
    before = now() - current().kept(Kept.ANSWERS)
    each_group(answered.groups_with_answers_to(before), lambda group_id: forgetting.forget(group_id, before))


def forget_lifts() -> None:
    """Erase who drove, rode along or had a duty when answers are erased, one group after the other."""
    before = now() - current().kept(Kept.ANSWERS)
    each_group(helped.groups_with_help_at(before), lambda group_id: lifts_after.forget(group_id, before))


def forget_news() -> None:
    """Erase what changed and who was told of it when answers are erased, one group after the other."""
    before = now() - current().kept(Kept.ANSWERS)
    each_group(groups_with_old_news(before), lambda group_id: told.forget_news(group_id, before))


def count_missed() -> None:
    """Count the meetings that are over for those who asked to be called, one group after the other."""
    each_group(groups_with_wishes(), missed.count_missed)
