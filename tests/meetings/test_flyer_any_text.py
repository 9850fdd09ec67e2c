"""Any text is read without a fault, and a list of dates is read back whatever the way it was written."""

from collections.abc import Callable
from datetime import date, timedelta

from babel.dates import format_date
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entraide.meetings.flyer import read
from entraide.meetings.flyer.words import ANY_WEEKDAYS, EVERY, EXCEPT, FILLERS, MONTHS, NUMBERS, ORDINALS
from tests.meetings.flyers import TODAY

WORDS = [
    *MONTHS,
    *ANY_WEEKDAYS,
    *ORDINALS,
    *NUMBERS,
    *EVERY,
    *EXCEPT,
    *FILLERS,
    *["semaine", "sur", "deux", "jours", "fois", "pm", "bis"],
]
PIECES = st.one_of(
    st.sampled_from(sorted(set(WORDS))),
    st.integers(0, 99).map(str),
    st.integers(0, 9999).map(str),
    st.sampled_from([".", ",", "/", "-", ":", "\n", "–", "(", ")", "'", "h", "²", "½", "٣"]),
)
WAYS: dict[str, Callable[[date], str]] = {
    "7.1.": lambda day: f"{day.day}.{day.month}.",
    "07.01.2027": lambda day: f"{day:%d.%m.%Y}",
    "7.1.27": lambda day: f"{day.day}.{day.month}.{day:%y}",
    "7/1": lambda day: f"{day.day}/{day.month}",
    "07/01/2027": lambda day: f"{day:%d/%m/%Y}",
    "7-1-2027": lambda day: f"{day.day}-{day.month}-{day.year}",
    "2027-01-07": date.isoformat,
    "7 janvier": lambda day: format_date(day, "d MMMM", "fr"),
    "jeudi 7 janvier 2027": lambda day: format_date(day, "EEEE d MMMM y", "fr"),
    "jeu. 7 janv.": lambda day: format_date(day, "EEE d MMM", "fr"),
    "1er mars": lambda day: format_date(day, "EEEE d MMMM", "fr").replace(" 1 ", " 1er "),
    "Donnerstag, 7. Januar": lambda day: format_date(day, "EEEE, d. MMMM", "de"),
    "Do. 7. Jan. 2027": lambda day: format_date(day, "EEE d. MMM y", "de"),
    "donderdag 7 januari": lambda day: format_date(day, "EEEE d MMMM", "nl"),
    "do 7 jan 2027": lambda day: format_date(day, "EEE d MMM y", "nl"),
    "Thursday 7 January": lambda day: format_date(day, "EEEE d MMMM", "en_GB"),
    "January 7, 2027": lambda day: format_date(day, "MMMM d, y", "en_US"),
}
BETWEEN = [", ", " ; ", "\n", " et ", " und ", " – ", " & ", " "]
next_year = st.dates(TODAY, TODAY + timedelta(days=364))


@settings(max_examples=200)
@given(
    st.one_of(
        st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map("".join)
    )
)
@example("9999-99-99 0/0 99h99 0h 24h 1er 31e mardi 99999999999999999999.1.")
@example("a" * 5000)
@example("\ud800 7.1. \x00")
@example("les 31 et 30 de chaque mois, du 29 février au 31 février, 0000")
@example("toutes les 99 semaines, tous les 31 mois le mardi")
def test_any_text_is_read(text: str) -> None:
    found = read(text, TODAY)
    assert all(one.day >= TODAY for one in found.days)
    assert not (found.days and found.rules)
    assert len({one.day for one in found.days}) == len(found.days)


@settings(max_examples=150)
@given(st.sets(next_year, min_size=1, max_size=12), st.sampled_from(sorted(WAYS)), st.sampled_from(BETWEEN))
def test_a_list_is_read_back_in_each_usual_way(wanted: set[date], way: str, between: str) -> None:
    listed = sorted(wanted)
    text = between.join(WAYS[way](day) for day in listed)
    found = read(text, TODAY)
    assert ([one.day for one in found.days], found.remarks) == (listed, ()), text


@settings(max_examples=60)
@given(
    st.sets(next_year, min_size=1, max_size=6), st.sampled_from(sorted(WAYS)), st.integers(0, 23), st.integers(0, 59)
)
def test_an_hour_after_the_list_is_no_date(wanted: set[date], way: str, hour: int, minute: int) -> None:
    text = ", ".join(WAYS[way](day) for day in sorted(wanted)) + f", {hour} h {minute:02}"
    found = read(text, TODAY)
    assert [one.day for one in found.days] == sorted(wanted), text
    assert found.hours is not None, text
    assert (found.hours.starts.hour, found.hours.starts.minute) == (hour, minute)
