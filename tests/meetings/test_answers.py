"""An answer: the latest counts, twice is once, and only a meeting to come takes one."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from entraide.access import scope
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Asked, Group
from entraide.journal.models import Entry
from entraide.meetings import jobs
from entraide.meetings.actions import answers
from entraide.meetings.actions.answers import Closed, CountsMoreThanAll, NotBegun
from entraide.meetings.models import Answer, MeetingStatus, Reply, Standing
from entraide.meetings.queries.answers import counts_of
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.models import Membership, Status
from entraide.members.queries import find_membership
from tests.meetings.tables import answer_of, at_work, change, make_meeting
from tests.world import World


def say(app: Flask, world: World, meeting_id, membership_id, reply, guests=None, **more):
    with at_work(app, world.tilleuls):
        answers.answer(find_meeting(meeting_id), membership_id, reply, guests, **more)


def lise(app: Flask, world: World, meeting_id) -> Answer | None:
    return answer_of(app, world.tilleuls, meeting_id, world.lise_in_tilleuls)


def versions(app: Flask, world: World) -> tuple[int, int]:
    with app.app_context():
        scope.add(world.tilleuls)
        member = db.session.scalar(select(Membership.calendar_version).where(Membership.id == world.lise_in_tilleuls))
        group = db.session.scalar(select(Group.calendar_version).where(Group.id == world.tilleuls))
        return member or 0, group or 0


def test_the_latest_answer_counts(app, world):
    meeting = make_meeting(app, world.tilleuls)
    say(app, world, meeting, world.lise_in_tilleuls, Reply.YES)
    say(app, world, meeting, world.lise_in_tilleuls, Reply.MAYBE)
    assert lise(app, world, meeting).reply is Reply.MAYBE


def test_the_same_answer_twice_is_one_answer(app, world):
    meeting = make_meeting(app, world.tilleuls)
    for _ in range(2):
        say(app, world, meeting, world.lise_in_tilleuls, Reply.YES, 1)
    with app.app_context():
        scope.add(world.tilleuls)
        assert db.session.scalar(select(func.count()).select_from(Answer).where(Answer.meeting_id == meeting)) == 1


def test_an_answer_moves_the_members_calendar_and_not_the_groups(app, world):
    meeting = make_meeting(app, world.tilleuls)
    member, group = versions(app, world)
    say(app, world, meeting, world.lise_in_tilleuls, Reply.YES)
    assert versions(app, world) == (member + 1, group)
    say(app, world, meeting, world.lise_in_tilleuls, Reply.YES)
    assert versions(app, world) == (member + 1, group)


def test_without_a_number_of_places_everybody_comes(app, world):
    meeting = make_meeting(app, world.tilleuls)
    say(app, world, meeting, world.lise_in_tilleuls, Reply.YES, 9)
    assert lise(app, world, meeting).standing is Standing.FREE


def test_a_no_brings_no_guests(app, world):
    meeting = make_meeting(app, world.tilleuls)
    say(app, world, meeting, world.lise_in_tilleuls, Reply.NO, 3)
    assert lise(app, world, meeting).guests == 0


def test_saying_nothing_of_guests_keeps_them(app, world):
    meeting = make_meeting(app, world.tilleuls)
    say(app, world, meeting, world.lise_in_tilleuls, Reply.YES, 2)
    say(app, world, meeting, world.lise_in_tilleuls, Reply.YES)
    assert lise(app, world, meeting).guests == 2


def test_an_answer_from_before_a_change_is_confirmed_by_saying_it_again(app, world):
    meeting = make_meeting(app, world.tilleuls)
    say(app, world, meeting, world.lise_in_tilleuls, Reply.YES)
    with at_work(app, world.tilleuls):
        db.session.scalars(select(Answer)).one().before_change = True
    say(app, world, meeting, world.lise_in_tilleuls, Reply.YES)
    assert not lise(app, world, meeting).before_change


@pytest.mark.parametrize(
    "state",
    [
        {"status": MeetingStatus.CANCELLED},
        {"asked": Asked.NOT_ASKED},
        {"starts_at": datetime(2020, 1, 1, 10, tzinfo=UTC), "ends_at": datetime(2020, 1, 1, 12, tzinfo=UTC)},
    ],
)
def test_what_is_over_cancelled_or_not_asked_takes_no_answer(app, world, state):
    meeting = make_meeting(app, world.tilleuls)
    change(app, world.tilleuls, meeting, **state)
    with pytest.raises(Closed):
        say(app, world, meeting, world.lise_in_tilleuls, Reply.YES)


def test_who_waits_to_be_let_in_cannot_answer(app, world):
    meeting = make_meeting(app, world.tilleuls)
    with pytest.raises(NotFound):
        say(app, world, meeting, world.paul_in_tilleuls, Reply.YES)


def test_recording_for_a_managed_member_is_noted_without_what_was_said(app, world):
    meeting = make_meeting(app, world.tilleuls)
    say(app, world, meeting, world.odile_in_tilleuls, Reply.YES, by_id=world.marcelle_in_tilleuls)
    with app.app_context():
        entry = db.session.scalars(select(Entry).where(Entry.deed == "answer:record")).one()
        assert (entry.by_id, entry.about_id) == (world.marcelle_in_tilleuls, world.odile_in_tilleuls)


def test_an_answer_of_ones_own_is_not_journaled(app, world):
    meeting = make_meeting(app, world.tilleuls)
    say(app, world, meeting, world.lise_in_tilleuls, Reply.YES)
    with app.app_context():
        assert not db.session.scalars(select(Entry).where(Entry.deed.startswith("answer"))).all()


def test_who_leaves_is_taken_out_of_what_is_to_come_and_stays_in_what_was(app, world):
    past = make_meeting(app, world.tilleuls)
    coming = make_meeting(app, world.tilleuls)
    for meeting in (past, coming):
        say(app, world, meeting, world.lise_in_tilleuls, Reply.YES)
    change(app, world.tilleuls, past, starts_at=now() - timedelta(hours=3), ends_at=now() - timedelta(hours=1))
    with at_work(app, world.tilleuls):
        answers.remove_for(find_membership(world.tilleuls, world.lise_in_tilleuls))
    assert lise(app, world, coming) is None
    assert lise(app, world, past) is not None


def test_counts_are_heads(app, world):
    meeting = make_meeting(app, world.tilleuls)
    say(app, world, meeting, world.lise_in_tilleuls, Reply.YES, 2)
    say(app, world, meeting, world.ana_in_tilleuls, Reply.MAYBE)
    say(app, world, meeting, world.jo_in_tilleuls, Reply.NO)
    with app.app_context():
        scope.add(world.tilleuls)
        counts = counts_of([find_meeting(meeting)])[meeting]
    assert (counts.coming, counts.maybe, counts.waiting, counts.declined) == (3, 1, 0, 1)


def test_heads_are_counted_after_the_start(app, world):
    meeting = make_meeting(app, world.tilleuls)
    with pytest.raises(NotBegun), at_work(app, world.tilleuls):
        answers.count_heads(find_meeting(meeting), 5)


@pytest.mark.parametrize(("heads", "first", "relatives"), [(3, 2, 2), (None, 1, None), (None, None, 1), (-1, 0, 0)])
def test_first_timers_and_relatives_are_among_those_who_came(app, world, heads, first, relatives):
    meeting = make_meeting(app, world.tilleuls, starts_in=timedelta(hours=-1))
    with pytest.raises(CountsMoreThanAll), at_work(app, world.tilleuls):
        answers.count_heads(find_meeting(meeting), heads, first, relatives)


def test_answers_are_forgotten_two_weeks_after_their_meeting_and_the_count_stays(app, world):
    old = make_meeting(app, world.tilleuls)
    new = make_meeting(app, world.tilleuls)
    for meeting in (old, new):
        say(app, world, meeting, world.lise_in_tilleuls, Reply.YES)
    over = now() - timedelta(days=15)
    change(app, world.tilleuls, old, starts_at=over - timedelta(hours=2), ends_at=over, heads=7)
    with app.app_context():
        jobs.forget_answers()
    assert lise(app, world, old) is None
    assert lise(app, world, new) is not None
    with app.app_context():
        scope.add(world.tilleuls)
        assert find_meeting(old).heads == 7


def test_an_ended_member_cannot_be_given_an_answer(app, world):
    meeting = make_meeting(app, world.tilleuls)
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.lise_in_tilleuls).status = Status.ENDED
    with pytest.raises(NotFound):
        say(app, world, meeting, world.lise_in_tilleuls, Reply.YES)
