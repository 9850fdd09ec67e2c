"""In every month, across both changes of clocks, every engine reads from a feed exactly what its groups hold."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from entraide.calendars.jobs import let_go_of_cancelled
from entraide.calendars.models import Level
from entraide.calendars.windows import window_of
from entraide.db import db
from entraide.groups.models import Asked
from entraide.groups.queries import find_group
from entraide.meetings.actions.planning import DayPlan
from entraide.meetings.actions.series import plan_series
from entraide.meetings.jobs import make_ahead
from entraide.meetings.models import Meeting, Mode, Reply
from entraide.meetings.recurrence import NthWeekday, Rule, Weekday
from tests.calendars.lint import complaints
from tests.calendars.subscribing import (
    BRUSSELS,
    SECRET,
    SECRETS,
    body,
    cancel,
    connect,
    found_long_ago,
    move,
    plan,
    say,
)
from tests.engines.readers import READERS, Reader
from tests.lettering import at_work

pytestmark = pytest.mark.engines

EDMONTON = ZoneInfo("America/Edmonton")
MONTHS = [datetime(2026 + number // 12, number % 12 + 1, 8, 12, tzinfo=UTC) for number in range(16)]
EVERYTHING = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
TUESDAY = date(2025, 9, 2)
CANCELLED, MOVED, DECLINED = date(2026, 6, 16), date(2026, 9, 15), date(2027, 5, 18)
WEEKENDS = (date(2026, 10, 23), date(2027, 3, 26))  # on both Sundays the clocks of Brussels change

Span = tuple[datetime, datetime, bool]


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> Reader:
    return READERS[request.param]


@pytest.fixture
def traveller(app):
    found_long_ago(app)
    with time_machine.travel(MONTHS[0], tick=False) as traveller:
        yield traveller


@pytest.fixture
def token(app, world, traveller):
    """Ana's discreet feed: Tuesdays and two weekends in Brussels, second Tuesdays by the clocks of Edmonton."""
    with at_work(app, world.tilleuls, world.passerelle):
        plan_series(
            find_group(world.tilleuls),
            Rule(Weekday(1)),
            TUESDAY,
            time(19),
            120,
            Mode.ROUND_TABLE,
            SECRET,
            asked=Asked.USEFUL,
            places=None,
            announce=False,
        )
        plan_series(
            find_group(world.passerelle),
            Rule(NthWeekday(2, 1)),
            TUESDAY,
            time(18),
            90,
            Mode.ONLINE,
            SECRET,
            asked=Asked.NOT_ASKED,
            places=None,
            zone=EDMONTON.key,
            announce=False,
        )
    for friday in WEEKENDS:
        days = tuple(DayPlan(friday + timedelta(days=number), time(9), time(17)) for number in range(3))
        ends = at(friday + timedelta(days=2), time(18), BRUSSELS)
        plan(app, world.tilleuls, friday, hour=time(17), mode=Mode.WEEKEND, days=days, ends=ends)
    cancel(app, world.tilleuls, on(app, world.tilleuls, CANCELLED))
    move(app, world.tilleuls, on(app, world.tilleuls, MOVED), timedelta(days=2, hours=-1))
    say(app, world.tilleuls, on(app, world.tilleuls, DECLINED), world.ana_in_tilleuls, Reply.NO)
    return connect(app, world.ana)


def on(app, group_id, day):
    """The id of the Tuesday's meeting of a day."""
    with at_work(app, group_id):
        found = select(Meeting.id).where(Meeting.group_id == group_id, Meeting.starts_at == at(day, time(19), BRUSSELS))
        return db.session.scalars(found).one()


def at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)


def tuesdays() -> Iterator[date]:
    return (TUESDAY + timedelta(weeks=number) for number in range(160))


def held_by_tilleuls(today: datetime) -> Iterator[tuple[date, Span]]:
    """What Les Tilleuls planned, by the day that decides whether the window holds it."""
    for day in tuesdays():
        is_over = day == CANCELLED and today.date() > CANCELLED
        if day == MOVED:
            moved = day + timedelta(days=2)
            yield moved, (at(moved, time(18), BRUSSELS), at(moved, time(20), BRUSSELS), False)
        elif day != DECLINED and not is_over:
            yield day, (at(day, time(19), BRUSSELS), at(day, time(21), BRUSSELS), False)
    for friday in WEEKENDS:
        midnight = datetime.combine(friday, time(), UTC)
        yield friday, (midnight, midnight + timedelta(days=3), True)
        for number in range(3):
            day = friday + timedelta(days=number)
            yield friday, (at(day, time(9), BRUSSELS), at(day, time(17), BRUSSELS), False)


def held_by_passerelle() -> Iterator[tuple[date, Span]]:
    for day in tuesdays():
        if 8 <= day.day <= 14:
            starts = at(day, time(18), EDMONTON)
            yield starts.astimezone(BRUSSELS).date(), (starts, starts + timedelta(minutes=90), False)


def expected(world, today: datetime) -> list[Span]:
    planned = {world.tilleuls: held_by_tilleuls(today), world.passerelle: held_by_passerelle()}
    found = []
    for group_id, spans in planned.items():
        first, last = window_of(group_id, today.date())
        found += [span for day, span in spans if first <= day <= last]
    return sorted(found)


def test_each_month_every_engine_reads_exactly_what_the_groups_hold(app, world, traveller, token, reader):
    for moment in MONTHS:
        traveller.move_to(moment)
        for job in (make_ahead, let_go_of_cancelled):
            with app.app_context():
                job()
        said = body(app, token)
        read = reader(said, *EVERYTHING)
        assert complaints(said, forbidden=(token, *SECRETS)) == []
        assert sorted((one.starts, one.ends, one.is_day) for one in read) == expected(world, moment)
        assert len({one.uid for one in read}) == len(read)
        assert body(app, token) == said


def test_a_full_feed_is_read_alike(app, world, traveller, token, reader):
    full = connect(app, world.ana, Level.FULL)
    read = reader(body(app, full), *EVERYTHING)
    assert sorted((one.starts, one.ends, one.is_day) for one in read) == expected(world, MONTHS[0])
    assert {one.summary for one in read} == {"Café-parole", "Annulé\u00a0: Café-parole"}


def test_a_meeting_keeps_its_name_from_month_to_month(app, world, traveller, token):
    names: dict[datetime, set[str]] = {}
    for moment in MONTHS[::3]:
        traveller.move_to(moment)
        with app.app_context():
            make_ahead()
        for one in READERS["recurring-ical-events"](body(app, token), *EVERYTHING):
            if not one.is_day:
                names.setdefault(one.starts, set()).add(one.uid)
    assert len(names) > 100
    assert {len(uids) for uids in names.values()} == {1}
