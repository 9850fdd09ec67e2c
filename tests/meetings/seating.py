"""Who sits at a table of Les Tilleuls, who waits, and what they were written."""

import pytest
from sqlalchemy import select

from entraide.db import db
from entraide.mail.models import Letter
from tests.meetings.tables import answer_of, table_of


@pytest.fixture
def table(app, world):
    """Read who sits (or is held a place for), and who waits, by their names."""
    names = {getattr(world, f"{name}_in_tilleuls"): name for name in ("marcelle", "lise", "ana", "jo", "odile")}

    def table(meeting_id):
        found = table_of(app, world.tilleuls, meeting_id)
        assert found.taken == found.held
        assert found.capacity is None or found.taken <= found.capacity
        return [names[one] for one in (*found.seated, *found.offered)], [names[one] for one in found.waiting]

    return table


def letters(app, kind="place"):
    """Return the letters of one kind, the oldest first."""
    with app.app_context():
        return list(db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.created)))


def standing(app, world, meeting, name):
    """Return where somebody's answer stands: at the table, on the list, before an offer."""
    return answer_of(app, world.tilleuls, meeting, getattr(world, f"{name}_in_tilleuls")).standing
