"""What reading a feed leaves behind: the day, and the body for the next who asks; never in the reader's transaction."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, or_, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError

from entraide.calendars import bodies
from entraide.calendars.models import Feed, FeedBody
from entraide.db import apart, upsert

_READ = (
    update(Feed)
    .where(Feed.id == bindparam("feed_id"))
    .where(or_(Feed.last_used.is_(None), Feed.last_used < bindparam("day")))
    .values(last_used=bindparam("day"))
)


def note_read(feed_id: UUID, day: date) -> None:
    """Note on which day a feed was last read; left out where the database has no room or no time for it."""
    with suppress(OperationalError), apart() as connection:
        write_days(connection, {feed_id: day})


def write_days(connection: Connection, days: Mapping[UUID, date]) -> None:
    """Write the days on which feeds were read."""
    connection.execute(_READ, [{"feed_id": feed_id, "day": day} for feed_id, day in days.items()])


def keep_body(token: str, feed_id: UUID, etag: str, body: bytes) -> None:
    """Keep a rendered body for its ETag, in place of the one before; left out where the feed has just been ended."""
    values = {"etag": etag, "body_sealed": bodies.shut(token, etag, body)}
    with suppress(IntegrityError, OperationalError), apart() as connection:
        kept = upsert(connection)(FeedBody).values(feed_id=feed_id, **values)
        connection.execute(kept.on_conflict_do_update(index_elements=[FeedBody.feed_id], set_=values))
