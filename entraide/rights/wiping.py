"""Take people out of every table: what is deleted, what goes on without them, and what stays, with its reason.

Plain statements on one connection, for the site and for a back-up that is being restored. The rules of leaving (places
offered on, letters withdrawn) come before, where there is somebody to tell; here rows go. Each column that refers to a
person or a membership stands in one of the lists; a test walks all tables.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, delete, func, insert, or_, select, tuple_, update
from sqlalchemy.engine import Connection

from entraide.accounts import models as _accounts  # noqa: F401 (every table is to be known here)
from entraide.calendars import models as _calendars  # noqa: F401
from entraide.clock import now, today
from entraide.db import Model, upsert
from entraide.mail import models as _mail  # noqa: F401
from entraide.meetings import models as _meetings  # noqa: F401
from entraide.members import models as _members  # noqa: F401

NOBODY = UUID(int=0)
"""Whose the ended memberships of erased people are: nobody's, and nobody sees that two were one person's."""

DELETED = {
    "address_changes.person_id",
    "answers.membership_id",
    "call_wishes.membership_id",
    "card_fields.membership_id",
    "cards.person_id",
    "feeds.person_id",
    "kept_forms.person_id",
    "decisions.about_id",
    "decisions.by_id",
    "lifts.membership_id",
    "link_changes.membership_id",
    "lock_codes.person_id",
    "locks.person_id",
    "looks.about_id",
    "rides.membership_id",
    "sign_ins.person_id",
    "standing_duties.membership_id",
    "standing_lifts.driver_id",
    "standing_lifts.membership_id",
    "ties.owner_id",
    "told.membership_id",
    "vouchings.membership_id",
}
"""The row goes."""
FREED = {"duties.membership_id"}
"""The row stays, without her."""
KEPT = {
    "memberships.person_id": "becomes NOBODY's: an ended row without name, card or consent",
    "answers.by_id": "a random id: an organiser wrote down somebody else's answer",
    "bans.by_id": "a random id: who shut an address out of the group",
    "call_lists.by_id": "the receipt of those she called: when and what for",
    "duties.passed_by_id": "a random id: how somebody else came to a duty",
    "invitations.by_id": "somebody else's way in; hers ended when she left",
    "invitations.for_id": "ended with the membership",
    "lifts.by_id": "a random id: an organiser entered somebody else's lift",
    "looks.by_id": "the receipt of those whose details she opened: day and purpose",
    "memberships.consent_by": "a random id: who noted somebody else's consent",
    "news.by_id": "a change of the group's dates, which others are still told of",
    "rides.by_id": "a random id: an organiser entered somebody else's ride",
    "standing_lifts.by_id": "a random id: an organiser entered somebody else's lift",
    "ties.other_id": "somebody else's closed door, which holds should she come back",
    "told.by_id": "a tick that somebody else was told",
    "vouchings.first_by_id": "a random id: whose word another's access rests on",
    "vouchings.second_by_id": "a random id: whose word another's access rests on",
}
"""What stays, and why."""


def wipe(connection: Connection, people: Iterable[UUID]) -> None:
    """Erase people's rows; places they still held are free again. Their keys are forgotten after the commit."""
    people = list(people)
    if not people:
        return
    tables = Model.metadata.tables
    memberships, persons = tables["memberships"], tables["persons"]
    hers = select(memberships.c.id).where(memberships.c.person_id.in_(people))
    ids = list(connection.scalars(hers))
    _give_places_back(connection, ids)
    for name in sorted(FREED):
        table, column = _column(name)
        connection.execute(update(table).where(table.c[column].in_(ids)).values({column: None, "freed": now()}))
    _bury_feeds(connection, people)
    for name in sorted(DELETED):
        table, column = _column(name)
        delete_whole(connection, table, table.c[column].in_(people if column == "person_id" else ids))
    letters = tables["letters"]
    connection.execute(delete(letters).where(or_(letters.c.person_id.in_(people), letters.c.membership_id.in_(ids))))
    _forget_mailboxes(connection, people)
    if ids:
        _end(connection, ids)
    delete_whole(connection, persons, persons.c.id.in_(people))


def delete_whole(connection: Connection, table: Table, where: ColumnElement[bool]) -> None:
    """Delete rows, and before them whatever goes with them: a restore runs with SQLite's own cascades off."""
    for child in table.metadata.tables.values():
        for key in child.foreign_key_constraints:
            if child is not table and key.referred_table is table and key.ondelete == "CASCADE":
                gone = select(*(part.column for part in key.elements)).where(where)
                delete_whole(connection, child, tuple_(*key.columns).in_(gone))
    connection.execute(delete(table).where(where))


def _column(name: str) -> tuple[Table, str]:
    table, column = name.split(".")
    return Model.metadata.tables[table], column


def _give_places_back(connection: Connection, ids: list[UUID]) -> None:
    """Count seats and lifts without her; the rules gave them back long before, except where a back-up brought them."""
    answers, seats = Model.metadata.tables["answers"], Model.metadata.tables["seats"]
    held = select(answers.c.group_id, answers.c.meeting_id, answers.c.guests).where(
        answers.c.membership_id.in_(ids), answers.c.standing.in_(["seated", "offered"])
    )
    for group_id, meeting_id, guests in connection.execute(held).all():
        of = and_(seats.c.group_id == group_id, seats.c.meeting_id == meeting_id, seats.c.taken > guests)
        connection.execute(update(seats).where(of).values(taken=seats.c.taken - 1 - guests))
    lifts, rides = Model.metadata.tables["lifts"], Model.metadata.tables["rides"]
    taken = select(rides.c.group_id, rides.c.lift_id, func.sum(rides.c.heads)).where(
        rides.c.membership_id.in_(ids), rides.c.lift_id.is_not(None)
    )
    for group_id, lift_id, heads in connection.execute(taken.group_by(rides.c.group_id, rides.c.lift_id)).all():
        of = and_(lifts.c.group_id == group_id, lifts.c.id == lift_id, lifts.c.taken >= heads)
        connection.execute(update(lifts).where(of).values(taken=lifts.c.taken - heads))
    without = and_(rides.c.lift_id.in_(select(lifts.c.id).where(lifts.c.membership_id.in_(ids))))
    connection.execute(update(rides).where(without).values(lift_id=None, lost=now()))


def _bury_feeds(connection: Connection, people: list[UUID]) -> None:
    feeds, tombstones = Model.metadata.tables["feeds"], Model.metadata.tables["feed_tombstones"]
    hashes = list(connection.scalars(select(feeds.c.token_hash).where(feeds.c.person_id.in_(people))))
    if hashes:
        connection.execute(insert(tombstones), [{"token_hash": hash_, "ended": today()} for hash_ in hashes])


def _forget_mailboxes(connection: Connection, people: list[UUID]) -> None:
    """Forget what was sent to her addresses without knowing whose they are, unless somebody else reads them too."""
    persons, challenges = Model.metadata.tables["persons"], Model.metadata.tables["challenges"]
    invitations = Model.metadata.tables["invitations"]
    columns = (persons.c.email_index, persons.c.kept_email_index)
    found = connection.execute(select(*columns).where(persons.c.id.in_(people))).all()
    indexes = {index for row in found for index in row if index}
    for index in sorted(indexes):
        others = select(persons.c.id).where(persons.c.id.not_in(people), or_(*(column == index for column in columns)))
        if connection.scalar(others.limit(1)) is None:
            delete_whole(connection, challenges, challenges.c.email_index == index)
            empty = {"ended": True, "token_sealed": None, "email_sealed": None, "email_index": None, "row_sealed": None}
            connection.execute(update(invitations).where(invitations.c.email_index == index).values(empty))
    delete_whole(connection, challenges, challenges.c.person_id.in_(people))


def _end(connection: Connection, ids: list[UUID]) -> None:
    memberships, persons = Model.metadata.tables["memberships"], Model.metadata.tables["persons"]
    nobody = {"id": NOBODY, "language": "fr", "created": today(), "mailbox_notice": False}
    connection.execute(upsert(connection)(persons).values(nobody).on_conflict_do_nothing(index_elements=["id"]))
    day = today()
    ended = {
        "status": "ended",
        "person_id": NOBODY,
        "ended": func.coalesce(memberships.c.ended, day),
        "joined": func.coalesce(memberships.c.ended, day),
        "is_organiser": False,
        "is_treasurer": False,
        "is_discreet": False,
        "wants_letters": False,
        "concern": "concerned",
        "reach": "email",
        "link_epoch": memberships.c.link_epoch + 1,
    }
    emptied = ("name_sealed", "own_words_sealed", "discretion", "waits_until", "consent_version", "consent_day")
    of_hers = memberships.c.id.in_(ids)
    connection.execute(update(memberships).where(of_hers).values(ended | dict.fromkeys((*emptied, "consent_by"))))
