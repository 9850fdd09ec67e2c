"""An hour on the wall is one instant, or is refused; both clock changes, three kinds of zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.meetings.clock_times import (
    ClockChange,
    EndBeforeStart,
    NotOnTheClock,
    TwiceOnTheClock,
    at,
    at_about,
    clock_changes,
    span,
)

BRUSSELS, EDMONTON, LORD_HOWE = (ZoneInfo(n) for n in ("Europe/Brussels", "America/Edmonton", "Australia/Lord_Howe"))

SKIPPED = [
    pytest.param(BRUSSELS, date(2026, 3, 29), time(2, 30), id="Brussels"),
    pytest.param(EDMONTON, date(2025, 3, 9), time(2, 30), id="Edmonton"),
    pytest.param(LORD_HOWE, date(2025, 10, 5), time(2, 15), id="Lord Howe, by half an hour"),
]
TWICE = [
    pytest.param(BRUSSELS, date(2026, 10, 25), time(2, 30), id="Brussels"),
    pytest.param(EDMONTON, date(2025, 11, 2), time(1, 30), id="Edmonton"),
    pytest.param(LORD_HOWE, date(2025, 4, 6), time(1, 45), id="Lord Howe, by half an hour"),
]

patient = settings(deadline=None)

zones = st.sampled_from([BRUSSELS, EDMONTON, LORD_HOWE])
changing_days = st.sampled_from([p.values[1] for p in SKIPPED + TWICE])
days = st.one_of(st.dates(date(2020, 1, 1), date(2030, 12, 31)), changing_days)
small_hours = st.builds(time, st.integers(0, 4), st.sampled_from([0, 15, 30, 45]))
clocks = st.one_of(small_hours, st.times().map(lambda t: t.replace(second=0, microsecond=0)))


def instants(day: date, clock: time, zone: ZoneInfo) -> list[datetime]:
    """Find every instant at which a clock in the zone shows this, trying all offsets of the days around."""
    wall = datetime.combine(day, clock)
    around = (datetime.combine(day, time(), UTC) + timedelta(hours=h) for h in range(-24, 49))
    offsets = {moment.astimezone(zone).utcoffset() for moment in around}
    tried = ((wall - offset).replace(tzinfo=UTC) for offset in offsets if offset is not None)
    return sorted(t for t in tried if t.astimezone(zone).replace(tzinfo=None) == wall)


@patient
@given(days, clocks, zones)
def test_an_hour_is_one_instant_or_refused(day, clock, zone):
    match instants(day, clock, zone):
        case []:
            with pytest.raises(NotOnTheClock):
                at(day, clock, zone)
        case [instant]:
            assert at(day, clock, zone) == instant
        case _:
            with pytest.raises(TwiceOnTheClock):
                at(day, clock, zone)


@pytest.mark.parametrize(("zone", "day", "clock"), SKIPPED)
def test_an_hour_that_the_clocks_leave_out_is_refused(zone, day, clock):
    with pytest.raises(NotOnTheClock) as refused:
        at(day, clock, zone)
    assert (refused.value.day, refused.value.clock) == (day, clock)


@pytest.mark.parametrize(("zone", "day", "clock"), TWICE)
def test_an_hour_that_comes_twice_is_refused(zone, day, clock):
    with pytest.raises(TwiceOnTheClock) as refused:
        at(day, clock, zone)
    assert (refused.value.day, refused.value.clock) == (day, clock)


def test_an_instant_is_told_in_utc():
    assert at(date(2026, 11, 24), time(14), BRUSSELS).tzinfo is UTC


def test_seven_in_the_evening_stays_seven_in_the_evening():
    tuesdays = [date(2026, 10, 20), date(2026, 10, 27)]
    assert [at(day, time(19), BRUSSELS).hour for day in tuesdays] == [17, 18]


@patient
@given(days, clocks, zones)
def test_where_nobody_can_be_asked_the_first_of_two_is_taken(day, clock, zone):
    if found := instants(day, clock, zone):
        assert at_about(day, clock, zone) == found[0]


@pytest.mark.parametrize(("zone", "day", "clock"), SKIPPED)
def test_where_nobody_can_be_asked_a_missing_hour_is_moved_by_what_is_missing(zone, day, clock):
    before, after = (at_about(day, t, zone).astimezone(zone).utcoffset() for t in (time(0), time(12)))
    missing = after - before
    moved = at_about(day, clock, zone).astimezone(zone).replace(tzinfo=None)
    assert moved == datetime.combine(day, clock) + missing


def test_of_many_days_those_with_a_change_are_picked_with_the_reason():
    sundays = [date(2026, 3, 22) + timedelta(weeks=n) for n in range(40)]
    assert clock_changes(sundays, time(2, 30), BRUSSELS) == {
        date(2026, 3, 29): ClockChange.SKIPPED,
        date(2026, 10, 25): ClockChange.TWICE,
    }


def test_an_afternoon_never_meets_a_change():
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert clock_changes(year, time(14), BRUSSELS) == {}


@patient
@given(days, clocks, clocks, zones)
def test_the_end_comes_after_the_start(day, start, end, zone):
    try:
        starts_at, ends_at = span(day, start, end, zone, over_midnight=True)
    except (NotOnTheClock, TwiceOnTheClock):
        return
    assert timedelta() < ends_at - starts_at <= timedelta(hours=25)


@patient
@given(days, clocks, clocks, zones)
def test_the_end_comes_after_a_start_that_had_to_move(day, start, end, zone):
    starts_at, ends_at = span(day, start, end, zone, over_midnight=True, about=True)
    assert timedelta() < ends_at - starts_at <= timedelta(hours=25)


@pytest.mark.parametrize("end", [time(14), time(13)])
def test_an_end_not_after_the_start_is_refused(end):
    with pytest.raises(EndBeforeStart):
        span(date(2026, 11, 24), time(14), end, BRUSSELS)


def test_over_midnight_the_end_is_on_the_next_day():
    starts_at, ends_at = span(date(2026, 11, 24), time(22), time(0, 30), BRUSSELS, over_midnight=True)
    assert ends_at - starts_at == timedelta(hours=2, minutes=30)


def test_an_end_that_the_clocks_leave_out_keeps_the_length():
    starts_at, ends_at = span(date(2026, 3, 29), time(1, 30), time(2, 30), BRUSSELS)
    assert ends_at - starts_at == timedelta(hours=1)


def test_a_moved_start_does_not_overtake_its_end():
    starts_at, ends_at = span(date(2026, 3, 29), time(2, 50), time(3, 30), BRUSSELS, about=True)
    assert ends_at - starts_at == timedelta(minutes=40)
