"""From entries to a calendar's bytes."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.calendars.ics import Entry, Status, calendar, empty_calendar
from entraide.calendars.lines import one_line, quiet, uri
from tests.calendars.entries import BRUSSELS, LOADED, entries, entry, feed_of, line, named, only
from tests.calendars.lint import ONCE_IN_ENTRY, complaints
from tests.calendars.parts import read, unfolded

JOIN = "https://salle.example/abc?pwd=x%2Cy"


def moment(when: datetime | date) -> datetime | date:
    return when.astimezone(UTC) if isinstance(when, datetime) else when


# The calendar


def test_a_calendar_opens_with_its_version_maker_names_and_rhythm():
    assert (
        feed_of(entry())
        .decode()
        .startswith(
            "BEGIN:VCALENDAR\r\n"
            "VERSION:2.0\r\n"
            "PRODID:-//Rendez-vous//1//FR\r\n"
            "NAME:Rendez-vous\r\n"
            "X-WR-CALNAME:Rendez-vous\r\n"
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"
            "X-PUBLISHED-TTL:PT1H\r\n"
            "BEGIN:VTIMEZONE\r\n"
        )
    )


def test_neither_product_nor_library_is_named():
    assert complaints(feed_of(entry()), ("entraide", "icalendar", "python")) == []


def test_a_name_with_commas_is_escaped_in_both_its_places():
    head = read(feed_of(entry(), name="Mardi, jeudi;\nsamedi"))
    assert head.value("NAME") == head.value("X-WR-CALNAME") == "Mardi\\, jeudi\\; samedi"


def test_slashes_in_the_facade_do_not_split_the_maker_s_name():
    feed = calendar("Rendez-vous", [], facade="Midi//Soir", language="de")
    assert read(feed).value("PRODID") == "-//Midi  Soir//1//DE"


def test_an_empty_calendar_holds_a_zone_and_no_entry():
    parts = read(empty_calendar("Rendez-vous", language="fr")).parts
    assert [(part.kind, part.value("TZID")) for part in parts] == [("VTIMEZONE", "Etc/UTC")]
    assert complaints(empty_calendar("Rendez-vous", language="fr")) == []


def test_each_zone_is_defined_once_before_the_first_entry():
    evening = {"starts": datetime(2026, 3, 10, 19, tzinfo=ZoneInfo("Asia/Kolkata"))}
    evening["ends"] = evening["starts"] + timedelta(hours=2)
    feed = feed_of(entry(1), entry(2), entry(3, **evening))
    zones = [part.value("TZID") for part in read(feed).of_kind("VTIMEZONE")]
    assert zones == ["Asia/Kolkata", "Europe/Brussels"]
    assert complaints(feed) == []


def test_entries_stand_in_the_order_of_start_and_name():
    later = {"starts": datetime(2026, 3, 10, 20, tzinfo=BRUSSELS)}
    all_day = {"starts": date(2026, 3, 10), "ends": date(2026, 3, 11)}
    feed = feed_of(entry(1, **later), entry(4), entry(3), entry(2, **all_day))
    assert [part.value("UID") for part in read(feed).of_kind("VEVENT")] == [named(2), named(3), named(4), named(1)]


# What an entry tells


@pytest.mark.parametrize(
    ("status", "busy", "transp", "in_outlook"),
    [
        (Status.CONFIRMED, True, "OPAQUE", "BUSY"),
        (Status.CONFIRMED, False, "TRANSPARENT", "FREE"),
        (Status.TENTATIVE, False, "TRANSPARENT", "TENTATIVE"),
        (Status.CANCELLED, True, "TRANSPARENT", "FREE"),
    ],
)
def test_an_answer_shows_in_three_properties(status, busy, transp, in_outlook):
    part = only(status=status, busy=busy)
    told = [part.value(name) for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")]
    assert told == [status.value, transp, in_outlook]


def test_a_change_is_dated_twice_in_utc_to_the_second():
    changed = datetime(2026, 3, 1, 9, 30, 15, 999_999, tzinfo=BRUSSELS)
    assert line("DTSTAMP", changed=changed) == "DTSTAMP:20260301T083015Z"
    assert line("LAST-MODIFIED", changed=changed) == "LAST-MODIFIED:20260301T083015Z"


def test_an_entry_tells_its_revision_and_first_day():
    assert line("SEQUENCE", sequence=3) == "SEQUENCE:3"
    assert line("CREATED", created=LOADED) == "CREATED:20260201T083000Z"


def test_a_bare_entry_has_only_what_every_entry_needs():
    assert {told.name for told in only().lines} == ONCE_IN_ENTRY


def test_empty_words_are_left_out():
    names = {told.name for told in only(location=" \0 ", description="\x07", url="", conference="").lines}
    assert not names & {"LOCATION", "DESCRIPTION", "URL", "CONFERENCE"}


def test_an_online_meeting_s_link_stands_wherever_a_program_looks_for_it():
    part = only(conference=JOIN, conference_label="Salle : la bleue", description="Bienvenue")
    (told,) = part.all("CONFERENCE")
    assert told.parameters == ';FEATURE=AUDIO,VIDEO;LABEL="Salle : la bleue";VALUE=URI'
    assert told.value == JOIN
    assert part.value("LOCATION") == JOIN.replace(",", "\\,")
    assert part.value("DESCRIPTION") == f"{JOIN}\\nBienvenue"


def test_a_hybrid_meeting_tells_its_place_first():
    assert line("LOCATION", conference=JOIN, location="Salle bleue\nrue Haute 1, Namur") == (
        f"LOCATION:Salle bleue rue Haute 1\\, Namur\\; {JOIN}"
    )


def test_a_cancelled_meeting_cannot_be_joined():
    assert complaints(feed_of(entry(status=Status.CANCELLED, conference=JOIN)), (JOIN,)) == []


def test_quotes_and_line_breaks_in_a_label_stay_in_it():
    (told,) = only(conference=JOIN, conference_label='la "bleue"\r\nX:y').all("CONFERENCE")
    assert told.parameters == ";FEATURE=AUDIO,VIDEO;LABEL=\"la ^'bleue^' X:y\";VALUE=URI"


@pytest.mark.parametrize(("geo", "told"), [((50.4674, 4.8719), "50.4674;4.8719"), ((51.4769, 0.000_04), "51.4769;0.0")])
def test_a_place_on_the_map_is_told_to_ten_metres(geo, told):
    assert line("GEO", geo=geo) == f"GEO:{told}"


# Whatever is typed


@given(entries())
def test_no_words_times_or_zones_make_a_wrong_feed(written):
    assert complaints(feed_of(*written)) == []


@given(entries(), st.randoms(use_true_random=False))
def test_the_same_entries_give_the_same_bytes_in_any_order(written: list[Entry], chance: Random):
    shuffled = list(written)
    chance.shuffle(shuffled)
    assert feed_of(*written) == feed_of(*shuffled)


@given(entries())
def test_an_independent_parser_reads_back_every_entry(written):
    parsed = {str(event["UID"]): event for event in icalendar.Calendar.from_ical(feed_of(*written)).events}
    assert len(parsed) == len(written)
    for put in written:
        found = parsed[put.uid]
        assert (moment(found.start), moment(found.end)) == (moment(put.starts), moment(put.ends))
        assert str(found["SUMMARY"]) == one_line(put.summary)
        assert str(found["STATUS"]) == put.status
        assert int(found["SEQUENCE"]) == put.sequence
        if not put.conference:
            assert str(found.get("DESCRIPTION", "")) == quiet(put.description or "")
            assert str(found.get("LOCATION", "")) == one_line(put.location or "")
        if put.url:
            assert str(found["URL"]) == uri(put.url)
        assert not found.errors


@given(st.text())
def test_no_text_can_add_a_line(text):
    lines = unfolded(feed_of(entry(summary=text, location=text, description=text, url=text))).split("\r\n")
    assert len(lines) <= len(unfolded(feed_of(entry(location="a", description="a", url="a"))).split("\r\n"))
