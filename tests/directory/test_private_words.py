"""Nobody's address or number, no link to join and no passcode stays in a text that others read."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from entraide.directory.links import is_meeting_link, same_meeting, usable_link
from entraide.directory.plain_text import plain, tidy
from entraide.directory.private_words import scrub


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ring Ann on 780-555-0101. Tea.", "Tea."),
        ("Contact Bob at 780 555 0101 for the key. Tea.", "Tea."),
        ("Appelez Jean au 0478/12.34.56 avant 20h. Sonnez.", "Sonnez."),
        ("Tel. 02 123 45 67", ""),
        ("(Tel: 0032 2 123 45 67) Tea", "Tea"),
        ("Write to ann@mail.example or bob [at] mail.example", ""),
        ("https://wa.me/32478123456 Tea", "Tea"),
        ("call 555-0101", ""),
    ],
)
def test_people_s_addresses_and_numbers_are_removed(written: str, kept: str) -> None:
    scrubbed = scrub(written)
    assert (scrubbed.text, scrubbed.had_contact, scrubbed.secrets) == (kept, True, ())


@pytest.mark.parametrize(
    "written",
    [
        "Start 01/02/2023 19:00",
        "Since 2022-10-05 at 7",
        "Suite 205, 10544 114 Street",
        "$5 lunch 12:00-13:00",
        "No password needed. Room 3, 2nd floor",
        "Password protected. Ask the host.",
        "https://site.example/page?id=4",
        "Grupo 11 De Febrero De 2006",
    ],
)
def test_dates_hours_and_houses_are_left_alone(written: str) -> None:
    assert scrub(written).text == written


@pytest.mark.parametrize(
    "address",
    [
        "8318 104 Street NW",
        "#201 14567 118 Avenue NW",
        "#201 - 14567-118 Ave NW",
        "104-1234 Main Street",
        "12905-64 Street",
    ],
)
def test_house_numbers_are_not_taken_for_phones(address: str) -> None:
    assert scrub(address, is_postal=True).text == address


@pytest.mark.parametrize(
    ("written", "kept", "secret"),
    [
        ("Tea. Passcode: Bill & Bob 1", "Tea.", "Passcode: Bill & Bob 1"),
        ("Zoom (mot de passe : lune bleue), porte 3", "Zoom, porte 3", "mot de passe : lune bleue"),
        ("pw=Moon9 Open to all", "Open to all", "pw=Moon9"),
        ("The password is moon. Tea", "Tea", "The password is moon"),
        ("Kennwort lautet Mond! Tee.", "Tee.", "Kennwort lautet Mond"),
        ("Zoom PMI # 123 456 789", "", "Zoom PMI # 123 456 789"),
        ("Meeting ID: 123-456-7890Password", "Password", "Meeting ID: 123-456-7890"),
        ("PIN: 1234#", "", "PIN: 1234#"),
    ],
)
def test_what_opens_the_room_is_set_aside_for_members(written: str, kept: str, secret: str) -> None:
    scrubbed = scrub(written)
    assert (scrubbed.text, scrubbed.secrets) == (kept, (secret,))


def test_a_number_beside_a_passcode_is_not_kept_even_for_members() -> None:
    assert scrub("Passcode: moon call Ann 780-555-0101").secrets == ("Passcode: moon",)


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("Zoom: https://zoom.us/j/1? pwd=Moon Tea", "https://zoom.us/j/1?pwd=Moon"),
        ("zoom.us/j/12345.", "zoom.us/j/12345"),
        ("https://bbb.verein.example/b/abc-def", "https://bbb.verein.example/b/abc-def"),
        ("https://chat.whatsapp.com/AbC", "https://chat.whatsapp.com/AbC"),
        ("https://site.example/?token=AbC", "https://site.example/?token=AbC"),
    ],
)
def test_links_that_let_in_are_taken_out(written: str, link: str) -> None:
    scrubbed = scrub(written)
    assert scrubbed.links == (link,)
    assert link not in scrubbed.text


@pytest.mark.parametrize(
    "link", ["https://zoom.us/j/1", "https://us02web.zoom.us/j/1", "https://jitsi.verein.example/x"]
)
def test_meeting_services_are_known_by_their_host(link: str) -> None:
    assert is_meeting_link(link)


@pytest.mark.parametrize(
    "link", ["https://zoom.us.evil.example/j/1", "https://notzoom.us/j/1", "https://group.example"]
)
def test_hosts_that_only_look_like_one_are_not(link: str) -> None:
    assert not is_meeting_link(link)


def test_two_links_to_one_room_are_the_same_meeting() -> None:
    assert same_meeting("https://zoom.us/j/1?pwd=a", "zoom.us/j/1/")


def test_a_link_is_kept_whole_or_not_at_all() -> None:
    assert usable_link("zoom.us/j/1? pwd=a&amp;b=1") == "https://zoom.us/j/1?pwd=a&b=1"
    assert usable_link("zoom.us/j/1 then ask Ann") is None


WORDS = [
    *(
        "ann",
        "@",
        "mail.example",
        ".",
        "780",
        "-",
        "555",
        "0101",
        "password",
        ":",
        "pwd=",
        "zoom.us/j/1",
        "Meeting",
        "ID",
    ),
    *("(", ")", "call", "+32", "47812345", "[at]", "is", "x", "https://", "?", "wa.me/", "for", "<b>", ",", "or"),
]
pieces = st.lists(st.sampled_from([*WORDS, " ", "\n"]), max_size=30).map("".join)


@given(pieces | st.text(max_size=200), st.booleans())
@example("a@b.example" * 3, False)
@example("password password", False)
def test_a_scrubbed_text_holds_nothing_more_to_scrub(text: str, is_postal: bool) -> None:
    once = scrub(plain(text), is_postal=is_postal)
    again = scrub(once.text, is_postal=is_postal)
    assert (again.text, again.secrets, again.links, again.had_contact) == (once.text, (), (), False)


@given(st.text())
def test_plain_text_is_clean_and_stays_as_it_is(text: str) -> None:
    once = plain(text)
    assert plain(once) == once == tidy(once)
    assert once.encode().decode() == once
    assert not set(once) & {"\x00", "\u202e", "\u200b", "\ufeff", "\r", "\t"}


@given(st.text(alphabet="<>/bpscript!- &lt;gamp#60", max_size=120))
def test_no_markup_survives_however_it_is_wrapped(text: str) -> None:
    assert "<script" not in plain(text)
    assert "<b>" not in plain(text)
