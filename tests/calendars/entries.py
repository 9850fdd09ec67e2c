"""Entries to write feeds from, by hand and by chance."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from entraide.calendars.ics import Entry, Status, calendar
from tests.calendars.parts import Part, read

BRUSSELS = ZoneInfo("Europe/Brussels")
LOADED = datetime(2026, 2, 1, 8, 30, tzinfo=UTC)
DIFFICULT_ZONES = (
    *("Europe/Brussels", "Europe/Dublin", "America/Edmonton", "America/Toronto", "Asia/Kolkata", "UTC"),
    *("America/Santiago", "Asia/Gaza", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Chatham"),
)


def named(number: int) -> str:
    """A UID as feeds carry them."""
    return f"{number:032x}@rendez-vous.example"


def entry(number: int = 1, **changes: Any) -> Entry:
    """A Tuesday evening in Brussels, unless said otherwise."""
    facts: dict[str, Any] = {
        "uid": named(number),
        "starts": datetime(2026, 3, 10, 19, tzinfo=BRUSSELS),
        "ends": datetime(2026, 3, 10, 21, tzinfo=BRUSSELS),
        "summary": "Rendez-vous",
        "status": Status.CONFIRMED,
        "busy": True,
        "sequence": 0,
        "changed": LOADED,
    }
    return Entry(**facts | changes)


def feed_of(*written: Entry, name: str = "Rendez-vous") -> bytes:
    """A feed as a French reader gets it."""
    return calendar(name, written, facade="Rendez-vous", language="fr")


def only(**changes: Any) -> Part:
    """The one VEVENT of a feed with one entry."""
    (part,) = read(feed_of(entry(**changes))).of_kind("VEVENT")
    return part


def line(name: str, **changes: Any) -> str:
    """The one line of that name in a feed with one entry, unfolded."""
    part = only(**changes)
    return "".join(f"{found.name}{found.parameters}:{found.value}" for found in part.all(name))


@st.composite
def times(draw: st.DrawFn) -> dict[str, datetime | date]:
    """Starts and ends: of an hour in some zone, gaps and overlaps included, or of whole days."""
    day = draw(st.dates(date(2025, 12, 1), date(2027, 6, 1)) | st.sampled_from([date(2026, 3, 29), date(2026, 10, 25)]))
    if draw(st.integers(0, 4)) == 0:
        return {"starts": day, "ends": day + timedelta(days=draw(st.integers(1, 4)))}
    zone = ZoneInfo(draw(st.sampled_from(DIFFICULT_ZONES)))
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=draw(st.integers(0, 24 * 60 - 1)))
    starts = wall.replace(tzinfo=zone, fold=draw(st.integers(0, 1)))
    lasting = timedelta(minutes=draw(st.integers(1, 3 * 24 * 60)))
    return {"starts": starts, "ends": (starts.astimezone(UTC) + lasting).astimezone(zone)}


TEXTS = st.text(max_size=120) | st.text("éœ👩\u200d🦽🏽e\u0301,;:\\nN\"'\n\r\t\0\u2028\u0085 ", max_size=120)
ADDRESSES = st.none() | st.text(max_size=40).map(lambda rest: f"https://salle.example/{rest}")


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Up to eight entries with any words."""
    facts = st.fixed_dictionaries(
        {
            "summary": TEXTS.map(lambda text: f"Rendez-vous {text}"),
            "status": st.sampled_from(Status),
            "busy": st.booleans(),
            "sequence": st.integers(0, 99),
            "location": st.none() | TEXTS,
            "description": st.none() | TEXTS,
            "conference": ADDRESSES,
            "conference_label": st.none() | TEXTS,
            "url": ADDRESSES,
            "geo": st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
        }
    )
    return [entry(number, **draw(times()), **draw(facts)) for number in range(draw(st.integers(0, 8)))]
