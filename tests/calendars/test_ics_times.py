"""How an entry's start and end stand in a calendar."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from tests.calendars.entries import BRUSSELS, entry, line


def test_a_meeting_is_told_in_its_own_zone():
    assert line("DTSTART") == "DTSTART;TZID=Europe/Brussels:20260310T190000"
    assert line("DTEND") == "DTEND;TZID=Europe/Brussels:20260310T210000"


def test_an_all_day_banner_ends_on_the_day_after_its_last():
    banner = {"starts": date(2026, 5, 8), "ends": date(2026, 5, 11)}
    assert line("DTSTART", **banner) == "DTSTART;VALUE=DATE:20260508"
    assert line("DTEND", **banner) == "DTEND;VALUE=DATE:20260511"


@pytest.mark.parametrize(
    "zone", [UTC, ZoneInfo("UTC"), ZoneInfo("Etc/UTC"), timezone(timedelta(0)), ZoneInfo("America/Santiago")]
)
def test_utc_and_zones_without_a_plain_rule_are_told_in_utc(zone):
    evening = datetime(2026, 3, 10, 19, tzinfo=UTC).astimezone(zone)
    assert line("DTSTART", starts=evening, ends=evening + timedelta(hours=1)) == "DTSTART:20260310T190000Z"


def test_a_fixed_offset_is_told_in_utc():
    evening = datetime(2026, 3, 10, 19, tzinfo=timezone(timedelta(hours=2)))
    assert line("DTSTART", starts=evening, ends=evening + timedelta(hours=1)) == "DTSTART:20260310T170000Z"


@pytest.mark.parametrize(
    ("wall", "fold", "told"),
    [
        (datetime(2026, 3, 29, 2, 30), 0, "20260329T013000Z"),
        (datetime(2026, 10, 25, 2, 30), 0, "20261025T003000Z"),
        (datetime(2026, 10, 25, 2, 30), 1, "20261025T013000Z"),
    ],
)
def test_a_start_in_a_change_of_clocks_is_told_in_utc_and_its_end_too(wall, fold, told):
    starts = wall.replace(tzinfo=BRUSSELS, fold=fold)
    times = {"starts": starts, "ends": (starts.astimezone(UTC) + timedelta(hours=3)).astimezone(BRUSSELS)}
    assert line("DTSTART", **times) == f"DTSTART:{told}"
    assert line("DTEND", **times).endswith("Z")


def test_an_end_in_a_change_of_clocks_takes_its_start_to_utc():
    times = {
        "starts": datetime(2026, 10, 24, 23, 0, tzinfo=BRUSSELS),
        "ends": datetime(2026, 10, 25, 2, 30, tzinfo=BRUSSELS),
    }
    assert line("DTSTART", **times) == "DTSTART:20261024T210000Z"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"starts": datetime(2026, 3, 10, 19)}, "without its zone"),
        ({"changed": datetime(2026, 3, 10, 19)}, "without its zone"),
        ({"starts": date(2026, 3, 10)}, "a day and a time"),
        ({"ends": datetime(2026, 3, 10, 19, tzinfo=BRUSSELS)}, "not after its start"),
        ({"starts": date(2026, 3, 10), "ends": date(2026, 3, 10)}, "not after its start"),
    ],
)
def test_an_entry_that_programs_read_differently_is_refused(changes, reason):
    with pytest.raises(ValueError, match=reason):
        entry(**changes)


def test_an_end_is_compared_as_a_moment_not_on_the_wall():
    starts = datetime(2026, 10, 25, 2, 45, tzinfo=BRUSSELS)
    assert entry(starts=starts, ends=datetime(2026, 10, 25, 2, 15, tzinfo=BRUSSELS, fold=1)).ends < starts
