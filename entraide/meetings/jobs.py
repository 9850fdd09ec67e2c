"""Make meetings ahead for series that go on, end offers of places, forget answers long given."""

import logging
from datetime import timedelta

from entraide.access import scope
from entraide.clock import now
from entraide.db import db, writing
from entraide.errors import EntraideError, NotFound
from entraide.groups.actions import calendar_changed
from entraide.meetings.actions import answers as answering
from entraide.meetings.actions import seats
from entraide.meetings.actions import series as actions
from entraide.meetings.queries import answers as answered
from entraide.meetings.queries import planning as queries
from entraide.meetings.queries.meetings import find_meeting

log = logging.getLogger(__name__)
ANSWERS_KEPT = timedelta(days=14)


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


def forget_answers() -> None:
    """Erase answers 14 days after their meeting (PRODUCT, retention), one group after the other."""
    before = now() - ANSWERS_KEPT
    groups = answered.groups_with_answers_to(before)
    db.session.remove()
    for group_id in groups:
        writing()
        scope.add(group_id)
        answering.forget(group_id, before)
        db.session.commit()
        db.session.remove()
