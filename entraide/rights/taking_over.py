"""Taking a managed membership over: all that was sealed for its keeper is sealed anew under its owner's own key."""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from sqlalchemy import delete, select

from entraide.accounts.models import Person
from entraide.db import db
from entraide.journal.actions import note
from entraide.meetings.helping import Lift, Ride, StandingLift
from entraide.members.actions.entering import claim
from entraide.members.actions.taking_over import change_hands, reseal
from entraide.members.models import Concern, Membership
from entraide.members.queries.ways_in import Way

Words = type[Lift] | type[Ride] | type[StandingLift]
WORDS: dict[Words, str] = {Lift: "lift", Ride: "ride", StandingLift: "standing lift"}  # with each label


def take_over(way: Way, person_id: UUID, name: str, concern: Concern) -> UUID:
    """Make a managed membership hers, with its answers, places, duties and card; return whose key goes at last.

    Raise AlreadyInside or WayClosed. What refers to the membership stays; what was sealed is sealed under her key.
    """
    membership = claim(way, person_id)
    keeper_id = membership.person_id
    _reseal_words(membership, person_id)
    change_hands(membership, person_id, name, concern)
    db.session.flush()
    db.session.execute(delete(Person).where(Person.id == keeper_id), execution_options={"synchronize_session": False})
    note("member:take_over", group=membership.group_id, by=membership.id, about=way.invitation_id)
    db.session.flush()
    return keeper_id


def _reseal_words(membership: Membership, person_id: UUID) -> None:
    for table, what in WORDS.items():
        own = (table.group_id == membership.group_id) & (table.membership_id == membership.id)
        for row in cast(Iterable[Lift | Ride | StandingLift], db.session.scalars(select(table).where(own))):
            label = f"{what} {row.id}"
            row.words_sealed = reseal(membership.person_id, person_id, label, row.words_sealed)
