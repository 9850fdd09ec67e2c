"""Make the demo world once: five groups, their people, their meetings."""

import random
from datetime import timedelta
from uuid import UUID

from entraide.access import scope
from entraide.calendars.models import Level
from entraide.clock import now
from entraide.db import db, writing
from entraide.demo.cast import GROUPS
from entraide.demo.people import people_of
from entraide.demo.plans import PLANS, count_heads


def make_world() -> None:
    """Make everything, one group and commit at a time; the same world every time, around today."""
    chance = random.Random(6)  # noqa: S311 (the same world each time)
    people: dict[str, UUID] = {}
    for cast in GROUPS:
        writing()
        group, members = people_of(cast, people)
        group_id = group.id
        group.created = now() - timedelta(days=DAYS_HERE.get(cast.key, LONG_HERE))
        PLANS[cast.key](group, members, chance)
        db.session.commit()
        db.session.remove()
        scope.add(group_id)
        writing()
        count_heads(group_id, len(members), chance)
        db.session.commit()
        db.session.remove()
    writing()
    from entraide.calendars.actions import connect

    for level in (Level.DISCREET, Level.FULL):
        connect(people["lise@poste.example"], LABELS[level], level, "fr")
    db.session.commit()


DAYS_HERE, LONG_HERE = {"passerelle": 8}, 400  # one group has just moved in with the dates it had
LABELS = {Level.DISCREET: "mon téléphone", Level.FULL: "l’ordinateur de la maison"}
