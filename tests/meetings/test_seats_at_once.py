"""Thirty members at once on five places: real connections, none oversold, no two with one rank."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from entraide.access import scope
from entraide.db import db, writing
from entraide.meetings.actions import answers, seats
from entraide.meetings.models import Answer, Reply, Standing
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.queries import find_membership
from tests.meetings.tables import make_meeting, make_members, table_of

MEMBERS, PLACES = 30, 5


def at_once(app, group_id, deeds):
    """Do every deed in a thread with a connection of its own, all let go at the same moment."""
    start = threading.Barrier(len(deeds))

    def do(deed):
        start.wait(timeout=30)
        with app.app_context():
            writing()
            scope.add(group_id)
            deed()
            db.session.commit()

    with ThreadPoolExecutor(len(deeds)) as threads:
        for done in [threads.submit(do, deed) for deed in deeds]:
            done.result()


def says(meeting_id, membership_id, reply=Reply.YES, guests=0):
    return lambda: answers.answer(find_meeting(meeting_id), membership_id, reply, guests)


def ranks(app, group_id, meeting_id):
    with app.app_context():
        scope.add(group_id)
        waits = (Answer.meeting_id == meeting_id) & (Answer.standing == Standing.WAITING)
        return list(db.session.scalars(select(Answer.wait_pos).where(waits)))


def test_the_last_places_are_given_once(app, world):
    meeting = make_meeting(app, world.tilleuls, places=PLACES)
    members = make_members(app, world.tilleuls, MEMBERS)
    for batch in (members[:15], members[15:]):
        at_once(app, world.tilleuls, [says(meeting, one) for one in batch])
    table = table_of(app, world.tilleuls, meeting)
    assert (table.taken, table.held, len(table.seated)) == (PLACES, PLACES, PLACES)
    assert len(table.waiting) == MEMBERS - PLACES
    assert max(Counter(ranks(app, world.tilleuls, meeting)).values()) == 1


def test_one_member_answering_many_times_at_once_holds_one_place(app, world):
    meeting = make_meeting(app, world.tilleuls, places=PLACES)
    at_once(app, world.tilleuls, [says(meeting, world.lise_in_tilleuls) for _ in range(12)])
    table = table_of(app, world.tilleuls, meeting)
    assert (table.taken, table.held, table.seated) == (1, 1, [world.lise_in_tilleuls])


def test_coming_going_leaving_and_changing_places_at_once_oversells_nothing(app, world):
    meeting = make_meeting(app, world.tilleuls, places=PLACES)
    members = make_members(app, world.tilleuls, MEMBERS)
    at_once(app, world.tilleuls, [says(meeting, one, guests=at % 2) for at, one in enumerate(members[:15])])
    deeds = [says(meeting, one) for one in members[15:25]]
    deeds += [says(meeting, one, Reply.NO) for one in members[0:8:2]]
    deeds += [lambda who=one: answers.remove_for(find_membership(world.tilleuls, who)) for one in members[1:4:2]]
    deeds += [lambda to=size: seats.set_capacity(find_meeting(meeting), to) for size in (4, 7)]
    at_once(app, world.tilleuls, deeds)
    table = table_of(app, world.tilleuls, meeting)
    assert table.capacity in (4, 7)
    assert table.taken == table.held <= table.capacity
    positions = ranks(app, world.tilleuls, meeting)
    assert len(positions) == len(set(positions)) == len(table.waiting)
