"""Twenty members at once for three seats, and drivers who withdraw meanwhile: real connections, nothing oversold."""

from contextlib import suppress

from entraide.meetings.actions import answers, duties, lifts
from entraide.meetings.actions.duties import TakenMeanwhile
from entraide.meetings.actions.lifts import NoSeat
from entraide.meetings.models import DutyKind, Reply
from entraide.meetings.queries.lifts import lift_of
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.queries import find_membership
from tests.meetings.cars import cars_of, do, holders_of, offers
from tests.meetings.tables import make_meeting, make_members
from tests.meetings.test_seats_at_once import at_once


def takes_seat(meeting_id, group, who, driver):
    def deed():
        meeting = find_meeting(meeting_id)
        with suppress(NoSeat):
            if lift := lift_of(meeting, driver):
                lifts.take_seat(meeting, find_membership(group, who), lift.id)

    return deed


def test_a_car_with_three_seats_takes_three(app, world):
    group, meeting = world.tilleuls, make_meeting(app, world.tilleuls)
    do(app, group, meeting, offers(group, world.jo_in_tilleuls, 3))
    members = make_members(app, group, 16)
    at_once(app, group, [takes_seat(meeting, group, one, world.jo_in_tilleuls) for one in members])
    cars = cars_of(app, group, meeting)
    assert cars.taken == {world.jo_in_tilleuls: 3}
    assert len(cars.sits) == 3


def test_taking_withdrawing_and_answering_at_once_leaves_nobody_in_two_cars(app, world):
    group, meeting = world.tilleuls, make_meeting(app, world.tilleuls)
    drivers = [world.jo_in_tilleuls, world.ana_in_tilleuls]
    for driver in drivers:
        do(app, group, meeting, offers(group, driver, 4))
    members = make_members(app, group, 8)
    deeds = [takes_seat(meeting, group, one, driver) for one in members for driver in drivers]
    deeds.append(lambda: lifts.withdraw(find_meeting(meeting), drivers[0]))
    deeds.append(lambda: answers.answer(find_meeting(meeting), members[0], Reply.NO))
    with suppress(lifts.SaidNo):
        at_once(app, group, deeds)
    cars = cars_of(app, group, meeting)
    assert cars.taken == {drivers[1]: len(cars.sits)}
    assert cars.taken[drivers[1]] <= 4


def test_one_of_many_takes_the_key(app, world):
    group, meeting = world.tilleuls, make_meeting(app, world.tilleuls)
    members = make_members(app, group, 10)

    def takes_key(who):
        def deed():
            with suppress(TakenMeanwhile):
                duties.take(find_meeting(meeting), DutyKind.KEY, who)

        return deed

    at_once(app, group, [takes_key(one) for one in members])
    assert holders_of(app, group, meeting)["key"] in members
