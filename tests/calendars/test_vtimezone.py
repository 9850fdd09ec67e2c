"""A zone's rule, as it stands in a calendar and as programs follow it."""

import io
from datetime import UTC, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import datetime_ambiguous, datetime_exists, tzical
from hypothesis import given
from hypothesis import strategies as st

from entraide.calendars.vtimezone import UNCHANGING, Rule, rule_of, vtimezone

ZONES = sorted(resources.files("tzdata").joinpath("zones").read_text().split())
RULES = {zone: rule for zone in ZONES if (rule := rule_of(zone))}


def written(zone: str) -> str:
    rule = rule_of(zone)
    assert rule
    return vtimezone(rule).to_ical().decode().replace("\r\n", "\n")


def test_brussels_changes_its_clocks_on_two_last_sundays():
    assert written("Europe/Brussels") == (
        "BEGIN:VTIMEZONE\n"
        "TZID:Europe/Brussels\n"
        "BEGIN:STANDARD\n"
        "DTSTART:19701025T030000\n"
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n"
        "TZNAME:CET\n"
        "TZOFFSETFROM:+0200\n"
        "TZOFFSETTO:+0100\n"
        "END:STANDARD\n"
        "BEGIN:DAYLIGHT\n"
        "DTSTART:19700329T020000\n"
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\n"
        "TZNAME:CEST\n"
        "TZOFFSETFROM:+0100\n"
        "TZOFFSETTO:+0200\n"
        "END:DAYLIGHT\n"
        "END:VTIMEZONE\n"
    )


def test_dublin_is_on_daylight_time_in_summer_whatever_its_law_says():
    standard, daylight = written("Europe/Dublin").split("BEGIN:DAYLIGHT")
    assert "DTSTART:19701025T020000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nTZNAME:GMT" in standard
    assert "DTSTART:19700329T010000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZNAME:IST" in daylight
    assert daylight.count("TZOFFSETFROM:+0000\nTZOFFSETTO:+0100") == 1


def test_toronto_changes_on_the_second_and_first_sunday():
    assert "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in written("America/Toronto")
    assert "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in written("America/Toronto")


def test_a_zone_that_never_changes_has_one_part_with_equal_offsets():
    assert written("Asia/Kolkata").count("BEGIN:STANDARD") == 1
    assert "TZOFFSETFROM:+0530\nTZOFFSETTO:+0530" in written("Asia/Kolkata")
    assert "RRULE" not in written("Asia/Kolkata")


def test_half_hours_of_daylight_are_kept():
    assert "TZOFFSETFROM:+1030\nTZOFFSETTO:+1100" in written("Australia/Lord_Howe")


@pytest.mark.parametrize("zone", ["America/Santiago", "Asia/Gaza", "Asia/Jerusalem", "America/Nuuk", "Africa/Cairo"])
def test_a_rule_that_a_plain_rrule_cannot_say_is_sent_in_utc(zone):
    assert rule_of(zone) is None


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "Zulu", "Nowhere/Land", "../zones", "", "Europe"])
def test_utc_and_unknown_zones_are_sent_in_utc(zone):
    assert rule_of(zone) is None


def test_the_clock_of_an_empty_calendar_stands_still():
    assert "TZID:Etc/UTC\nBEGIN:STANDARD" in vtimezone(UNCHANGING).to_ical().decode().replace("\r\n", "\n")


def test_a_rule_does_not_tell_a_time_in_a_gap_or_an_overlap():
    brussels = RULES["Europe/Brussels"]
    zone = ZoneInfo("Europe/Brussels")
    assert not brussels.tells(datetime(2026, 3, 29, 2, 30, tzinfo=zone))
    assert not brussels.tells(datetime(2026, 10, 25, 2, 30, tzinfo=zone))
    assert not brussels.tells(datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=1))
    assert brussels.tells(datetime(2026, 3, 29, 3, 0, tzinfo=zone))
    assert brussels.tells(datetime(2026, 10, 25, 3, 0, tzinfo=zone))


def test_a_rule_does_not_tell_what_the_zone_s_clocks_show_otherwise():
    unchanging = Rule("Europe/Brussels", "CET", timedelta(hours=1))
    assert unchanging.tells(datetime(2026, 1, 15, 19, tzinfo=ZoneInfo("Europe/Brussels")))
    assert not unchanging.tells(datetime(2026, 7, 15, 19, tzinfo=ZoneInfo("Europe/Brussels")))


def test_a_rule_tells_nothing_before_its_first_year():
    assert not RULES["Asia/Kolkata"].tells(datetime(1969, 7, 20, 20, tzinfo=ZoneInfo("Asia/Kolkata")))


@given(
    zone=st.sampled_from(sorted(RULES)),
    day=st.dates(datetime(2025, 1, 1).date(), datetime(2032, 1, 1).date()),
    quarter=st.integers(0, 95),
)
def test_who_follows_the_written_rule_finds_every_moment_that_the_rule_tells(zone, day, quarter):
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=15 * quarter)
    moment = wall.replace(tzinfo=ZoneInfo(zone))
    read = tzical(io.StringIO(vtimezone(RULES[zone]).to_ical().decode())).get(zone)
    agrees = wall.replace(tzinfo=read).utcoffset() == moment.utcoffset()
    is_plain = datetime_exists(wall, read) and not datetime_ambiguous(wall, read)
    assert RULES[zone].tells(moment) == (agrees and is_plain)


@pytest.mark.parametrize("zone", ["Europe/Brussels", "Europe/Dublin", "America/Toronto", "Australia/Lord_Howe"])
def test_a_rule_tells_every_hour_of_a_year_but_those_of_its_two_changes(zone):
    hours = (datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=number) for number in range(365 * 24))
    untold = [hour for hour in hours if not RULES[zone].tells(hour.astimezone(ZoneInfo(zone)))]
    assert len(untold) <= 2
    assert len({hour.date() for hour in untold}) == 1
