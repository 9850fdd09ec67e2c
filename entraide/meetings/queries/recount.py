"""Counting anew what is kept as a sum, for whoever looks after the server: numbers alone."""

from sqlalchemy import func, select

from entraide.access import scope
from entraide.db import db
from entraide.meetings.models import Answer, Seats
from entraide.meetings.queries.answers import HOLDING


def seats_astray() -> int:
    """Count the meetings whose taken places are not the sum of the answers that hold them; always 0."""
    held = (
        select(func.coalesce(func.sum(1 + Answer.guests), 0))
        .where(Answer.group_id == Seats.group_id, Answer.meeting_id == Seats.meeting_id, Answer.standing.in_(HOLDING))
        .correlate(Seats)
        .scalar_subquery()
    )
    with scope.everywhere("places recounted by the doctor: a number alone"):
        return db.session.scalar(select(func.count()).select_from(Seats).where(Seats.taken != held)) or 0
