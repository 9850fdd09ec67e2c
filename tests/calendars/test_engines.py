"""Every engine reads from a feed exactly the meetings put into it."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from entraide.calendars.ics import Entry, Status
from entraide.calendars.lines import one_line
from tests.calendars.entries import DIFFICULT_ZONES, entries, entry, feed_of, named
from tests.calendars.lint import complaints
from tests.engines.readers import READERS, Occurrence, Reader

pytestmark = pytest.mark.engines

FIRST, LAST = date(2025, 12, 1), date(2027, 5, 31)
EVERYTHING = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC))
MONTHS = [f"{month // 12}-{month % 12 + 1:02}" for month in range(2025 * 12 + 11, 2027 * 12 + 5)]
CHANGES = [date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1), date(2027, 3, 14)]


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> Reader:
    return READERS[request.param]


def put(written: list[Entry]) -> list[Occurrence]:
    return sorted(Occurrence(moment(one.starts), moment(one.ends), one.uid) for one in written)


def moment(when: datetime | date) -> datetime:
    return when.astimezone(UTC) if isinstance(when, datetime) else datetime.combine(when, time(), UTC)


def timed(number: int, day: date, hour: time, zone: ZoneInfo) -> Entry:
    """A meeting of two hours on the clock of its zone."""
    starts = datetime.combine(day, hour, zone)
    return entry(number, starts=starts, ends=(starts.astimezone(UTC) + timedelta(hours=2)).astimezone(zone))


def by_month(read: list[Occurrence]) -> dict[str, list[Occurrence]]:
    months = defaultdict(list)
    for one in read:
        months[f"{one.starts:%Y-%m}"].append(one)
    return months


@pytest.mark.parametrize("zone", DIFFICULT_ZONES)
def test_weekly_meetings_are_read_in_every_month_across_every_change_of_clocks(reader, zone):
    days = [FIRST + timedelta(weeks=number) for number in range((LAST - FIRST).days // 7 + 1)]
    weekly = [timed(number, day, time(19), ZoneInfo(zone)) for number, day in enumerate(days)]
    read = by_month(reader(feed_of(*weekly), *EVERYTHING))
    assert [month for month in MONTHS if month not in read] == []
    assert read == by_month(put(weekly))


@pytest.mark.parametrize("zone", DIFFICULT_ZONES)
def test_every_hour_of_the_days_on_which_clocks_change_is_read(reader, zone):
    hours = [(day, time(hour, half)) for day in CHANGES for hour in range(24) for half in (0, 30)]
    meetings = [timed(number, *when, ZoneInfo(zone)) for number, when in enumerate(hours)]
    assert reader(feed_of(*meetings), *EVERYTHING) == put(meetings)


def test_a_nineteen_o_clock_stays_nineteen_o_clock(reader):
    brussels = ZoneInfo("Europe/Brussels")
    winter, summer = (timed(number, date(2026, month, 10), time(19), brussels) for number, month in ((1, 3), (2, 4)))
    read = reader(feed_of(winter, summer), *EVERYTHING)
    assert [one.starts.hour for one in read] == [18, 17]
    assert [one.starts.astimezone(brussels).hour for one in read] == [19, 19]


def test_a_weekend_is_read_as_a_banner_of_whole_days_and_its_programme(reader):
    friday = date(2026, 10, 23)
    weekend = [entry(9, starts=friday, ends=friday + timedelta(days=3))]
    weekend += [timed(day, friday + timedelta(days=day), time(10), ZoneInfo("Europe/Brussels")) for day in range(3)]
    read = reader(feed_of(*weekend), *EVERYTHING)
    assert read == put(weekend)
    assert [one.uid for one in read if one.is_day] == [named(9)]


def test_only_what_touches_the_window_is_read(reader):
    brussels = ZoneInfo("Europe/Brussels")
    meetings = [timed(number, date(2026, 3, number), time(19), brussels) for number in range(1, 29)]
    banner = entry(90, starts=date(2026, 3, 6), ends=date(2026, 3, 11))
    week = (datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 3, 16, tzinfo=UTC))
    read = reader(feed_of(*meetings, banner), *week)
    assert [one.uid for one in read] == [named(90), *(named(number) for number in range(9, 16))]


def test_words_are_read_as_they_were_written(reader):
    words = "Œuvre d'été, n°\u202f1 ; « C:\\Notes » 👩\u200d🦽 " + "é" * 80
    written = entry(summary=words, location=f"Salle\n{words}", description=f"Bonjour\n\n{words}\0\u2028Fin")
    (read,) = reader(feed_of(written), *EVERYTHING)
    assert read.summary == words
    assert read.location == f"Salle {words}"
    assert read.description == f"Bonjour\n\n{words}\nFin"


def test_a_cancelled_meeting_is_still_read(reader):
    cancelled = entry(status=Status.CANCELLED, summary="Annulé\u202f: Rendez-vous")
    assert reader(feed_of(cancelled), *EVERYTHING) == put([cancelled])


def test_an_empty_calendar_is_read_as_empty(reader):
    assert reader(feed_of(), *EVERYTHING) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries())
def test_all_engines_read_whatever_is_written_alike(reader, written):
    feed = feed_of(*written)
    read = reader(feed, *EVERYTHING)
    assert complaints(feed) == []
    assert read == put(written)
    summaries = {one.uid: one_line(one.summary) for one in written}
    assert {one.uid: one.summary for one in read} == summaries
