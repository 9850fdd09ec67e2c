"""Make meetings ahead for series that go on."""

import logging

from entraide.access import scope
from entraide.db import db, writing
from entraide.errors import EntraideError
from entraide.groups.actions import calendar_changed
from entraide.meetings.actions import series as actions
from entraide.meetings.queries import planning as queries

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
