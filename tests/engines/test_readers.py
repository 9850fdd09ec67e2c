"""The readers themselves, on calendars written by hand."""

from datetime import UTC, datetime

import pytest

from tests.engines import readers
from tests.engines.readers import READERS

pytestmark = pytest.mark.engines

YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
SERIES = b"""\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Rendez-vous//1//FR
BEGIN:VTIMEZONE
TZID:Europe/Brussels
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:series@rendez-vous.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Brussels:20260310T190000
DTEND;TZID=Europe/Brussels:20260310T210000
RRULE:FREQ=WEEKLY;UNTIL=20260421T170000Z
EXDATE;TZID=Europe/Brussels:20260317T190000
SUMMARY:Rendez-vous
END:VEVENT
BEGIN:VEVENT
UID:series@rendez-vous.example
DTSTAMP:20260101T000000Z
RECURRENCE-ID;TZID=Europe/Brussels:20260407T190000
DTSTART;TZID=Europe/Brussels:20260408T180000
DTEND;TZID=Europe/Brussels:20260408T190000
SUMMARY:Ailleurs
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> readers.Reader:
    return READERS[request.param]


def test_a_series_is_read_with_its_exceptions(reader):
    read = [(f"{one.starts:%d.%m. %H}", one.summary) for one in reader(SERIES, *YEAR)]
    assert read == [
        ("10.03. 18", "Rendez-vous"),
        ("24.03. 18", "Rendez-vous"),
        ("31.03. 17", "Rendez-vous"),
        ("08.04. 16", "Ailleurs"),
        ("14.04. 17", "Rendez-vous"),
        ("21.04. 17", "Rendez-vous"),
    ]


def test_a_floating_time_is_refused(reader):
    floating = SERIES.replace(b";TZID=Europe/Brussels", b"").replace(b"UNTIL=20260421T170000Z", b"COUNT=5")
    with pytest.raises(ValueError, match="floating"):
        reader(floating, *YEAR)


def test_what_is_no_calendar_is_refused(reader):
    with pytest.raises(ValueError):  # noqa: PT011
        reader(b"BEGIN:VCALENDAR\r\nDTSTART:tomorrow\r\n", *YEAR)


@pytest.mark.parametrize(("is_required", "outcome"), [(True, pytest.fail.Exception), (False, pytest.skip.Exception)])
def test_an_absent_engine_is_skipped_or_fails_where_it_is_required(monkeypatch, is_required, outcome):
    monkeypatch.setattr(readers, "REQUIRED", is_required)
    monkeypatch.setattr(readers.shutil, "which", lambda _: None)
    with pytest.raises(outcome, match="node is not installed"):
        readers.read_with_icaljs(SERIES, *YEAR)
