"""The checklist itself: it must see what is wrong."""

import pytest

from entraide.calendars.ics import Status, calendar
from tests.calendars.entries import entry
from tests.calendars.lint import complaints

JOIN = "https://salle.example/abc"
FEED = calendar(
    "Rendez-vous",
    [entry(1, status=Status.TENTATIVE, busy=False), entry(2, conference=JOIN, description="Bienvenue, à tous")],
    facade="Rendez-vous",
    language="fr",
)


def test_a_right_feed_gives_nothing_to_complain_about():
    assert complaints(FEED) == []


def test_a_word_that_must_not_be_told_is_found_even_where_a_line_is_folded():
    feed = calendar("Rendez-vous", [entry(summary="x" * 60 + "Alcooliques")], facade="Rendez-vous", language="fr")
    assert b"Alcooliques" not in feed
    assert complaints(feed, ("alcooliques",)) == ["tells 'alcooliques'"]


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("\r\n", "\n", "the last line has no end"),
        ("BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR", "byte order mark"),
        ("Bienvenue", "Bien\0venue", "control character"),
        ("Bienvenue", "Bien\u2028venue", "lone line break"),
        ("Bienvenue", "B" * 80, "octets in a line"),
        ("SUMMARY:Rendez-vous", "SUMMARY:Rendez-vous\r\n \u0301", "between a letter and its accent"),
        ("SUMMARY:Rendez-vous", "Rendez-vous", "not a content line"),
        ("SUMMARY:Rendez-vous", "SUMMARY:", "SUMMARY is empty"),
        ("SUMMARY:Rendez-vous\r\n", "", "has SUMMARY 0 times"),
        ("Bienvenue\\,", "Bienvenue,", "DESCRIPTION is not escaped"),
        ("END:VEVENT\r\nEND:VCALENDAR", "END:VCALENDAR", "ends nothing"),
        ("END:VCALENDAR", "END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR", "not one whole VCALENDAR"),
        ("VERSION:2.0\r\n", "", "do not come first"),
        ("VERSION:2.0\r\n", "VERSION:2.0\r\nMETHOD:PUBLISH\r\n", "METHOD in VCALENDAR"),
        ("X-WR-CALNAME:Rendez-vous", "X-WR-CALNAME:Groupe", "two names"),
        ("X-PUBLISHED-TTL:PT1H\r\n", "", "X-PUBLISHED-TTL 0 times"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "REFRESH-INTERVAL", "without VALUE=DURATION"),
        ("NAME:Rendez-vous", "SOURCE:https://x.example\r\nNAME:Rendez-vous", "SOURCE stands in the head"),
        ("CONFERENCE;FEATURE=AUDIO,VIDEO;VALUE=URI", "CONFERENCE;FEATURE=AUDIO,VIDEO", "without VALUE=URI"),
        ("CLASS:PRIVATE", "CLASS:PUBLIC", "CLASS:PUBLIC"),
        ("CLASS:PRIVATE", "CLASS:PRIVATE\r\nATTENDEE:mailto:a@x.example", "ATTENDEE in VEVENT"),
        ("CLASS:PRIVATE", "CLASS:PRIVATE\r\nORGANIZER:mailto:a@x.example", "ORGANIZER in VEVENT"),
        ("CLASS:PRIVATE", "CLASS:PRIVATE\r\nRRULE:FREQ=DAILY", "RRULE in VEVENT"),
        ("END:VEVENT", "BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT", "holds VALARM"),
        ("STATUS:CONFIRMED", "STATUS:Confirmed", "STATUS:Confirmed"),
        ("STATUS:CONFIRMED", "STATUS:CANCELLED", "takes time or can be joined"),
        ("BUSYSTATUS:BUSY", "BUSYSTATUS:FREE", "Outlook's own word"),
        ("UID:0", "UID:nadia-0", "UID:nadia"),
        ("2@rendez-vous.example", "1@rendez-vous.example", "stands twice"),
        ("LAST-MODIFIED:20260201T083000Z", "LAST-MODIFIED:20260202T083000Z", "DTSTAMP is not LAST-MODIFIED"),
        ("DTSTAMP:20260201T083000Z", "DTSTAMP:20260201T083000", "DTSTAMP:20260201T083000"),
        ("DTSTART;TZID=Europe/Brussels:2026", "DTSTART:2026", "floating"),
        ("DTSTART;TZID=Europe/Brussels:20260310T190000", "DTSTART;VALUE=DATE:20260310", "starts with a day"),
        ("DTEND;TZID=Europe/Brussels:20260310T21", "DTEND;TZID=Europe/Brussels:20260310T19", "ends before it starts"),
        (":20260310T190000", ":20260329T023000", "falls into a change of clocks"),
        ("DTSTART;TZID=Europe/Brussels", "DTSTART;TZID=Europe/Paris", "Europe/Paris has no VTIMEZONE"),
        ("TZID:Europe/Brussels", "TZID:Europe/Paris", "nobody uses Europe/Paris"),
        ("TZOFFSETTO:+0100", "TZOFFSETTO:+0200", "another hour under its VTIMEZONE"),
        ("TZOFFSETTO:+0100", "TZOFFSETTO:0100", "TZOFFSETTO:0100"),
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n", "", "has the parts"),
        ("DTSTART:19701025T030000", "DTSTART:19701025T030000Z", "is not local"),
    ],
)
def test_what_is_wrong_is_seen(right, wrong, complaint):
    assert right in FEED.decode()
    broken = FEED.decode().replace(right, wrong, -1 if right in ("\r\n",) else 9).encode()
    assert any(complaint in found for found in complaints(broken)), complaints(broken)


def test_entries_out_of_order_are_seen():
    head, one, two = FEED.split(b"BEGIN:VEVENT")
    swapped = b"BEGIN:VEVENT".join([head, two.replace(b"END:VCALENDAR\r\n", b""), one + b"END:VCALENDAR\r\n"])
    assert complaints(swapped) == ["entries are not in the order of (start, UID)"]


def test_a_calendar_without_any_component_is_seen():
    head = FEED.split(b"BEGIN:VTIMEZONE")[0]
    assert complaints(head + b"END:VCALENDAR\r\n") == ["no component"]


def test_a_byte_that_is_not_utf_8_is_seen():
    assert "not UTF-8" in complaints(FEED.replace("à".encode(), b"\xe0"))[0]
