"""What tests of flyers share: the day on which they are read, and what was read as plain texts."""

from datetime import date, time

from entraide.meetings.flyer import Doubt, Hours, Read
from entraide.meetings.flyer import read as read_on

TODAY = date(2026, 11, 22)


def read(text: str) -> Read:
    return read_on(text, TODAY)


def days(text: str) -> list[str]:
    return [one.day.isoformat() for one in read(text).days]


def rules(text: str) -> list[str]:
    return [str(rule) for rule in read(text).rules]


def doubts(text: str) -> list[tuple[Doubt, str]]:
    return [(remark.doubt, remark.quote) for remark in read(text).remarks]


def hours(text: str) -> tuple[time, time | None] | None:
    found: Hours | None = read(text).hours
    return (found.starts, found.ends) if found else None
