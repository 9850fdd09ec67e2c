"""Forget addresses that were switched off long ago, and let calendars go of cancelled meetings once they are over."""

from datetime import timedelta

from sqlalchemy import delete, select

from entraide import clock
from entraide.access.turns import each_group
from entraide.calendars.models import Feed, FeedBody, Tombstone
from entraide.calendars.queries.holdings import groups_with_cancelled_over
from entraide.db import db, writing
from entraide.groups.actions import calendar_changed
from entraide.retention import Kept
from entraide.settings import current

READ_LATELY = timedelta(days=2)


def forget_tombstones() -> None:
    """Erase what was kept of feeds that were switched off long enough ago (the retention table)."""
    writing()
    old = delete(Tombstone).where(Tombstone.ended < clock.today() - current().kept(Kept.FEEDS))
    db.session.execute(old, execution_options={"synchronize_session": False})
    db.session.commit()


def forget_bodies() -> None:
    """Erase the rendered bodies of feeds that nobody reads any more: they still hold what has been erased since."""
    writing()
    unread = select(Feed.id).where(Feed.last_used.is_(None) | (Feed.last_used < clock.today() - READ_LATELY))
    old = delete(FeedBody).where(FeedBody.feed_id.in_(unread))
    db.session.execute(old, execution_options={"synchronize_session": False})
    db.session.commit()


def let_go_of_cancelled() -> None:
    """Move the calendars of groups in which a cancelled meeting is over now: it is left out from then on."""
    each_group(groups_with_cancelled_over(), calendar_changed)
