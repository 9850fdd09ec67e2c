"""Places: never oversold, given in order of arrival, passed on when they come free."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from entraide.meetings.actions import answers, seats
from entraide.meetings.actions.answers import MeetingFull, TooManyForTheTable
from entraide.meetings.models import Reply, Standing
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.queries import find_membership
from tests.meetings.seating import letters, standing, table
from tests.meetings.tables import answer_of, at_work, change, make_meeting, set_places

__all__ = ["table"]

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)  # a Tuesday; 13 h in Brussels


def test_the_first_come_sit_and_the_others_wait_in_order(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=2)
    for name in ("lise", "ana", "jo", "odile"):
        say(meeting, name)
    assert table(meeting) == (["lise", "ana"], ["jo", "odile"])


def test_guests_take_places(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=3)
    say(meeting, "lise", guests=2)
    say(meeting, "ana")
    assert table(meeting) == (["lise"], ["ana"])


def test_maybe_takes_no_place(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=1)
    say(meeting, "lise", Reply.MAYBE, 3)
    say(meeting, "ana")
    assert table(meeting) == (["ana"], [])


@pytest.mark.parametrize("reply", [Reply.NO, Reply.MAYBE])
def test_a_freed_place_goes_to_the_first_who_waits_and_she_is_told(app, world, say, table, reply):
    meeting = make_meeting(app, world.tilleuls, places=1)
    for name in ("lise", "ana", "jo"):
        say(meeting, name)
    say(meeting, "lise", reply)
    assert table(meeting) == (["ana"], ["jo"])
    assert [letter.membership_id for letter in letters(app)] == [world.ana_in_tilleuls]


def test_who_is_moved_up_twice_is_told_twice(app, world, say):
    meeting = make_meeting(app, world.tilleuls, places=1)
    with time_machine.travel(NOON - timedelta(days=3), tick=False) as clock:
        change(app, world.tilleuls, meeting, starts_at=NOON, ends_at=NOON + timedelta(hours=2))
        for name in ("lise", "ana"):
            say(meeting, name)
        say(meeting, "lise", Reply.NO)
        clock.shift(60)
        set_places(app, world.tilleuls, meeting, 1)
        say(meeting, "ana", Reply.NO)
        say(meeting, "lise")
        say(meeting, "ana")
        clock.shift(60)
        say(meeting, "lise", Reply.NO)
    assert [letter.membership_id for letter in letters(app)] == [world.ana_in_tilleuls] * 2


def test_fewer_guests_free_places(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=3)
    say(meeting, "lise", guests=2)
    say(meeting, "ana")
    say(meeting, "lise", guests=1)
    assert table(meeting) == (["lise", "ana"], [])


def test_more_guests_than_places_are_refused_and_what_was_said_stands(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=3)
    say(meeting, "lise", guests=1)
    say(meeting, "ana")
    with pytest.raises(MeetingFull):
        say(meeting, "lise", guests=2)
    assert answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls).guests == 1
    assert table(meeting) == (["lise", "ana"], [])


def test_a_party_larger_than_the_table_cannot_even_wait(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=3)
    with pytest.raises(TooManyForTheTable):
        say(meeting, "lise", guests=3)
    assert table(meeting) == ([], [])


def test_too_few_places_wait_with_the_party_at_the_head_of_the_list(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=3)
    say(meeting, "lise", guests=1)
    say(meeting, "ana", guests=1)
    say(meeting, "jo")
    assert table(meeting) == (["lise"], ["ana", "jo"])


def test_a_party_that_comes_with_fewer_takes_the_place_that_waited_for_it(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=3)
    say(meeting, "lise", guests=1)
    say(meeting, "ana", guests=1)
    say(meeting, "jo")
    say(meeting, "ana", guests=0)
    assert table(meeting) == (["lise", "ana"], ["jo"])


def test_answering_twice_keeps_the_rank(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=1)
    for name in ("lise", "ana", "jo", "ana"):
        say(meeting, name)
    assert table(meeting) == (["lise"], ["ana", "jo"])


def test_who_leaves_the_list_and_comes_back_is_last(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=1)
    for name in ("lise", "ana", "jo"):
        say(meeting, name)
    say(meeting, "ana", Reply.NO)
    say(meeting, "ana")
    assert table(meeting) == (["lise"], ["jo", "ana"])


def test_who_leaves_the_group_frees_her_place(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=2)
    say(meeting, "lise", guests=1)
    say(meeting, "ana")
    with at_work(app, world.tilleuls):
        answers.remove_for(find_membership(world.tilleuls, world.lise_in_tilleuls))
    assert table(meeting) == (["ana"], [])


def test_fewer_places_move_the_last_comers_to_the_head_of_the_list_and_tell_them(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=3)
    for name in ("lise", "ana", "jo", "odile"):
        say(meeting, name)
    set_places(app, world.tilleuls, meeting, 1)
    assert table(meeting) == (["lise"], ["ana", "jo", "odile"])
    told = {letter.membership_id for letter in letters(app)}
    assert told == {world.ana_in_tilleuls, world.jo_in_tilleuls}


def test_more_places_move_people_up(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=1)
    for name in ("lise", "ana", "jo"):
        say(meeting, name)
    set_places(app, world.tilleuls, meeting, 3)
    assert table(meeting) == (["lise", "ana", "jo"], [])


def test_places_limited_afterwards_go_to_who_came_first(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls)
    for name in ("lise", "ana", "jo"):
        say(meeting, name)
    set_places(app, world.tilleuls, meeting, 2)
    assert table(meeting) == (["lise", "ana"], ["jo"])


def test_places_no_longer_limited_let_everybody_come(app, world, say):
    meeting = make_meeting(app, world.tilleuls, places=1)
    for name in ("lise", "ana"):
        say(meeting, name)
    set_places(app, world.tilleuls, meeting, None)
    assert standing(app, world, meeting, "lise") is Standing.FREE
    assert standing(app, world, meeting, "ana") is Standing.FREE
    assert [letter.membership_id for letter in letters(app)] == [world.ana_in_tilleuls]


def test_a_meeting_has_at_least_one_place(app, world):
    meeting = make_meeting(app, world.tilleuls, places=1)
    with pytest.raises(ValueError, match="one place"), at_work(app, world.tilleuls):
        seats.set_capacity(find_meeting(meeting), 0)
