"""A real feed of 315 meetings comes in: all of it, fast enough, and its calendars are right in every engine."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from entraide.calendars.models import Level
from entraide.calendars.windows import window_of
from entraide.directory.drafts import GroupDraft, SeriesDraft
from entraide.directory.meeting_guide import read
from entraide.directory.report import Report
from entraide.meetings.jobs import make_ahead
from tests.calendars.subscribing import body, connect
from tests.conftest import Stage
from tests.directory.bringing import FEDERATION, Importer, contents, everything, everything_kept, meetings_of
from tests.engines.readers import READERS, Reader
from tests.people import Client
from tests.world import Somebody

FEED = Path(__file__).parents[2] / "../shared/data/mg-aa-edmonton.json"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(not FEED.exists(), reason="the feed of Edmonton stands beside the repository only"),
]
EDMONTON = ZoneInfo("America/Edmonton")
EVERYTHING = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
FIRST = datetime(2026, 11, 24, 9, tzinfo=UTC)
LAST = datetime(2028, 3, 31, 23, 59, tzinfo=EDMONTON)


@dataclass(frozen=True)
class Brought:
    """The feed as it came in."""

    app: Flask
    again: Callable[[], Report]
    report: Report
    organiser: Somebody


@pytest.fixture(scope="module")
def brought(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Brought:
    """Bring the feed in once for all tests of this module, which leave its groups as they are."""
    stage.reset()
    importer = Importer(stage.app, tmp_path_factory.mktemp("edmonton"))

    def bring() -> Report:
        with time_machine.travel(FIRST, tick=False):
            return importer(content=FEED.read_bytes(), timezone="America/Edmonton")

    report = bring()
    with everything(stage.app) as groups:
        person_id = groups[0].members[0].person_id
    return Brought(stage.app, bring, report, Somebody(person_id, FEDERATION))


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> Reader:
    return READERS[request.param]


def drafts() -> Iterator[SeriesDraft]:
    return (series for group in read(FEED.read_bytes()).groups for series in group.series)


def hours_of(draft: SeriesDraft, first: datetime, last: datetime) -> Iterator[datetime]:
    """When a weekly meeting begins between two moments, told from the feed alone."""
    day = first.astimezone(EDMONTON).date()
    while day <= last.date():
        begins = datetime.combine(day, draft.starts, EDMONTON)
        if day.weekday() == draft.weekday and begins > first:
            yield begins.astimezone(UTC)
        day += timedelta(days=1)


def hours_of_group(draft: GroupDraft, first: datetime, last: datetime) -> list[datetime]:
    running = (one for one in draft.series if not one.is_paused)
    return sorted(when for one in running for when in hours_of(one, first, last))


def test_every_row_comes_in_once(brought: Brought) -> None:
    assert Counter(line.outcome.value for line in brought.report.lines) == {"created": 315}
    before = contents(brought.app)
    again = brought.again()
    assert Counter(line.outcome.value for line in again.lines) == {"same": 315}
    assert (again.missing, contents(brought.app)) == ((), before)


def test_each_group_has_the_meetings_that_the_feed_says(brought: Brought) -> None:
    running = [draft for draft in drafts() if not draft.is_paused]
    expected = Counter(when for draft in running for when in hours_of(draft, FIRST, LAST))
    with everything(brought.app) as groups:
        assert len(groups) == 248
        series = [one for kept in groups for one in kept.series]
        made = Counter(one.starts_at for each in series for one in meetings_of(each) if one.starts_at <= LAST)
        assert sum(not meetings_of(each) for each in series) == 21
    assert made == expected


def test_no_name_of_a_group_stands_in_the_clear(brought: Brought) -> None:
    kept = everything_kept(brought.app)
    names = {group.name for group in read(FEED.read_bytes()).groups if len(group.name) > 8}
    assert [name for name in names if name in kept] == []


def test_the_organiser_s_agenda_opens(brought: Brought) -> None:
    with time_machine.travel(FIRST):
        page = Client(brought.app).sign_in(brought.organiser).get("/agenda")
    assert page.status_code == 200
    assert "Chapter House" in page.get_data(as_text=True)


@pytest.mark.engines
@pytest.mark.parametrize("moment", [FIRST, datetime(2027, 8, 10, 12, tzinfo=UTC)])
def test_every_engine_reads_a_group_s_own_feed_right(brought: Brought, reader: Reader, moment: datetime) -> None:
    draft = max(read(FEED.read_bytes()).groups, key=lambda group: sum(not one.is_paused for one in group.series))
    with time_machine.travel(moment, tick=False):
        with brought.app.app_context():
            make_ahead()
        with everything(brought.app) as groups:
            group_id = next(kept.id for kept in groups if kept.name == draft.name)
        token = connect(brought.app, brought.organiser, Level.DISCREET, only_group=group_id)
        found = sorted((one.starts, one.ends) for one in reader(body(brought.app, token), *EVERYTHING))
    first, last = (datetime.combine(day, time(), EDMONTON) for day in window_of(group_id, moment.date()))
    hours = hours_of_group(draft, max(first, FIRST), last.replace(hour=23, minute=59))
    assert found == [(when, when + timedelta(hours=1)) for when in hours]
    assert len(hours) > 400
