"""What holds for every date of a series: who always drives, who always rides along, who always has the key."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from entraide import clock
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Asked
from entraide.groups.queries import find_group
from entraide.meetings.actions import answers, duties, lifts, planning, standing
from entraide.meetings.actions.series import make_ahead
from entraide.meetings.details import Details
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import DutyKind, Meeting, Mode, Reply, StandingDuty, StandingLift
from entraide.meetings.queries.meetings import find_series
from entraide.meetings.recurrence import Rule, Weekday
from entraide.members.queries import find_membership
from entraide.rights.actions import leave
from tests.meetings.cars import asks, cars_of, do, holders_of, offers, takes
from tests.meetings.tables import at_work
from tests.people import Client, letters_to

DATES = 3


@pytest.fixture
def series(app, world):
    """Three Tuesdays."""
    with at_work(app, world.tilleuls):
        first = clock.today() + timedelta(days=7)
        rule = Rule(Weekday(first.weekday()), times=DATES)
        return planning.plan_series(
            find_group(world.tilleuls), rule, first, clock.now().time().replace(hour=14), 60, Mode.ROUND_TABLE,
            Details(title="Table", place="Maison"), asked=Asked.USEFUL, places=None, announce=False,
        ).id  # fmt: skip


@pytest.fixture
def dates(app, world, series):
    return dates_of(app, world, series)


def dates_of(app, world, series):
    with at_work(app, world.tilleuls):
        found = select(Meeting.id).where(Meeting.series_id == series).order_by(Meeting.starts_at)
        return list(db.session.scalars(found))


def stand(app, world, series, who, **said):
    with at_work(app, world.tilleuls):
        row = find_series(world.tilleuls, series)
        standing.stand(row, find_membership(world.tilleuls, who), LiftWords("Jambes"), **said)


def jo_drives_and_odile_rides(app, world, series):
    stand(app, world, series, world.jo_in_tilleuls, offered=2)
    stand(app, world, series, world.odile_in_tilleuls, driver_id=world.jo_in_tilleuls)


def sits(app, world, date):
    return cars_of(app, world.tilleuls, date).sits


def test_it_appears_on_each_date(app, world, series, dates):
    jo_drives_and_odile_rides(app, world, series)
    for date in dates:
        assert sits(app, world, date) == {world.odile_in_tilleuls: world.jo_in_tilleuls}


def test_not_this_time_rests_one_date_alone_and_may_be_taken_back(app, world, series, dates):
    jo_drives_and_odile_rides(app, world, series)
    do(app, world.tilleuls, dates[0], lambda it: lifts.withdraw(it, world.jo_in_tilleuls))
    cars = cars_of(app, world.tilleuls, dates[0])
    assert (cars.seats, cars.looks, cars.rests) == ({}, {world.odile_in_tilleuls}, {world.jo_in_tilleuls})
    assert sits(app, world, dates[1])
    do(app, world.tilleuls, dates[0], lambda it: lifts.resume(it, world.jo_in_tilleuls))
    assert sits(app, world, dates[0]) == {world.odile_in_tilleuls: world.jo_in_tilleuls}


def test_an_answer_no_lets_it_rest_and_a_later_yes_wakes_it(app, world, series, dates):
    jo_drives_and_odile_rides(app, world, series)
    do(app, world.tilleuls, dates[0], lambda it: answers.answer(it, world.jo_in_tilleuls, Reply.NO))
    assert cars_of(app, world.tilleuls, dates[0]).seats == {}
    do(app, world.tilleuls, dates[0], lambda it: answers.answer(it, world.jo_in_tilleuls, Reply.YES))
    assert sits(app, world, dates[0]) == {world.odile_in_tilleuls: world.jo_in_tilleuls}


def test_a_date_said_no_to_before_is_left_alone(app, world, series, dates):
    do(app, world.tilleuls, dates[0], lambda it: answers.answer(it, world.jo_in_tilleuls, Reply.NO))
    stand(app, world, series, world.jo_in_tilleuls, offered=2)
    assert cars_of(app, world.tilleuls, dates[0]).seats == {}
    assert cars_of(app, world.tilleuls, dates[1]).seats == {world.jo_in_tilleuls: 2}


def test_where_the_car_is_full_a_standing_rider_looks_for_another(app, world, series, dates):
    do(app, world.tilleuls, dates[0], offers(world.tilleuls, world.jo_in_tilleuls, 1))
    do(app, world.tilleuls, dates[0], takes(world.tilleuls, world.ana_in_tilleuls, world.jo_in_tilleuls))
    jo_drives_and_odile_rides(app, world, series)
    assert cars_of(app, world.tilleuls, dates[0]).looks == {world.odile_in_tilleuls}
    assert sits(app, world, dates[1]) == {world.odile_in_tilleuls: world.jo_in_tilleuls}


def test_it_is_said_and_ended_on_the_page(app, world, series, dates):
    path = f"/rencontre/{short(dates[0])}/covoiturage"
    jo = Client(app).sign_in(world.jo)
    jo.post(path, {"deed": "offer", "seats": "2", "start": "Jambes", "always": "y"})
    assert cars_of(app, world.tilleuls, dates[2]).seats == {world.jo_in_tilleuls: 2}
    do(app, world.tilleuls, dates[0], takes(world.tilleuls, world.lise_in_tilleuls, world.jo_in_tilleuls))
    Client(app).sign_in(world.lise).post(path, {"deed": "always"})
    assert sits(app, world, dates[1]) == {world.lise_in_tilleuls: world.jo_in_tilleuls}
    assert "Vous proposez des places à chaque date" in jo.get(path).text
    jo.post(path, {"deed": "end"})
    for date in dates:
        cars = cars_of(app, world.tilleuls, date)
        assert (cars.seats, cars.looks) == ({}, {world.lise_in_tilleuls})
    assert len(letters_to(app, world.lise.email)) == 1  # for all dates


def test_dates_made_ahead_get_what_holds_for_every_date(app, world, series, dates):
    jo_drives_and_odile_rides(app, world, series)
    set_key(app, world, series, world.ana_in_tilleuls)
    with at_work(app, world.tilleuls):
        db.session.delete(db.session.get_one(Meeting, (world.tilleuls, dates[2])))
        row = find_series(world.tilleuls, series)
        row.made_until = row.first_day - timedelta(days=1)
        db.session.flush()
        make_ahead(row)
    (new,) = set(dates_of(app, world, series)) - set(dates)
    assert sits(app, world, new) == {world.odile_in_tilleuls: world.jo_in_tilleuls}
    assert holders_of(app, world.tilleuls, new) == {"key": world.ana_in_tilleuls}


def set_key(app, world, series, who):
    with at_work(app, world.tilleuls):
        standing.set_duty(find_series(world.tilleuls, series), DutyKind.KEY, who, by=world.marcelle_in_tilleuls)


def test_a_standing_duty_is_changed_date_by_date(app, world, series, dates):
    set_key(app, world, series, world.lise_in_tilleuls)
    do(app, world.tilleuls, dates[0], lambda it: duties.give_back(it, DutyKind.KEY, world.lise_in_tilleuls))
    set_key(app, world, series, world.ana_in_tilleuls)
    held = [holders_of(app, world.tilleuls, date)["key"] for date in dates]
    assert held == [None, world.ana_in_tilleuls, world.ana_in_tilleuls]
    assert len(letters_to(app, world.lise.email)) == 0  # it was Ana's before the letter left
    assert len(letters_to(app, world.ana.email)) == 1


def test_whoever_leaves_stands_for_nothing_any_more(app, world, series, dates):
    jo_drives_and_odile_rides(app, world, series)
    set_key(app, world, series, world.jo_in_tilleuls)
    do(app, world.tilleuls, dates[1], asks(world.tilleuls, world.ana_in_tilleuls))
    with at_work(app, world.tilleuls):
        leave(find_membership(world.tilleuls, world.jo_in_tilleuls))
    for date in dates:
        cars = cars_of(app, world.tilleuls, date)
        assert cars.seats == {} == cars.sits
        assert world.odile_in_tilleuls in cars.looks
        assert holders_of(app, world.tilleuls, date) == {"key": None}
    with at_work(app, world.tilleuls):
        assert db.session.scalars(select(StandingLift)).all() == db.session.scalars(select(StandingDuty)).all() == []


def test_a_series_that_ends_takes_it_along(app, world, series, dates):
    jo_drives_and_odile_rides(app, world, series)
    with at_work(app, world.tilleuls):
        row = find_series(world.tilleuls, series)
        planning.end_series(row, row.first_day, announce=False)
        assert db.session.scalars(select(StandingLift)).all() == []
    assert sits(app, world, dates[0])
