"""A time of its own to plan in, long after the world was made, and everything a stranger sees of a letter."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select, update

from entraide.access import scope
from entraide.accounts.models import Person
from entraide.db import db, writing
from entraide.groups.models import Asked, Discretion, Group
from entraide.groups.queries import find_group
from entraide.mail.models import Letter
from entraide.meetings.actions import answers, planning
from entraide.meetings.details import Details
from entraide.meetings.models import Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.recurrence import Rule
from entraide.members.queries import find_membership
from tests.people import text_of

BRUSSELS = ZoneInfo("Europe/Brussels")
TABLE = Details(title="Café-parole", place="Maison des Tilleuls", address="rue du Pont 5, Namur", how_to_find="au fond")
TWO_HOURS = 120


def moment(day: date, hour: int, minute: int = 0, zone: ZoneInfo = BRUSSELS) -> datetime:
    """Return an instant by the clock on the wall."""
    return datetime.combine(day, time(hour, minute), zone).astimezone(UTC)


@contextmanager
def at_work(app: Flask, *groups: UUID) -> Iterator[None]:
    """Open a unit of work that writes in these groups; it is committed at its end."""
    with app.app_context():
        writing()
        scope.add(*groups)
        yield
        db.session.commit()


def plan(
    app: Flask,
    group: UUID,
    start: datetime,
    end: datetime | None = None,
    *,
    asked: Asked = Asked.USEFUL,
    details: Details = TABLE,
    mode: Mode = Mode.ROUND_TABLE,
    places: int | None = None,
    announce: bool = False,
    zone: str | None = None,
) -> UUID:
    """Plan one meeting of two hours."""
    with at_work(app, group):
        end = end or start + timedelta(minutes=TWO_HOURS)
        meeting = planning.plan_meeting(
            find_group(group), start, end, mode, details, asked=asked, places=places, announce=announce, zone=zone
        )
        return meeting.id


def plan_series(
    app: Flask,
    group: UUID,
    rule: Rule,
    first: date,
    *,
    asked: Asked = Asked.USEFUL,
    details: Details = TABLE,
    announce: bool = False,
) -> UUID:
    """Plan a series at two in the afternoon."""
    with at_work(app, group):
        series = planning.plan_series(
            find_group(group),
            rule,
            first,
            time(14),
            TWO_HOURS,
            Mode.ROUND_TABLE,
            details,
            asked=asked,
            places=None,
            announce=announce,
        )
        return series.id


def answer(app: Flask, group: UUID, meeting: UUID, membership: UUID, reply: Reply = Reply.YES) -> None:
    """Answer for a member, now."""
    with at_work(app, group):
        answers.answer(find_meeting(meeting), membership, reply)


def set_level(app: Flask, group: UUID, level: Discretion) -> None:
    """Let a group's letters say so much."""
    with at_work(app, group):
        db.session.get_one(Group, group).discretion = level


def set_member(app: Flask, group: UUID, membership: UUID, **values: object) -> None:
    """Set columns of a membership."""
    with at_work(app, group):
        row = find_membership(group, membership)
        for name, value in values.items():
            setattr(row, name, value)


def set_language(app: Flask, person: UUID, language: str) -> None:
    """Let a person read another language."""
    with at_work(app):
        db.session.execute(update(Person).where(Person.id == person).values(language=language))


def posted(app: Flask, kind: str) -> list[Letter]:
    """Return the rows of a kind's letters, whatever became of them."""
    with app.app_context():
        return list(db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.run_at)))


def words_of(letter: EmailMessage) -> str:
    """Return a letter's text part with plain spaces and line ends."""
    return text_of(letter).replace("\u00a0", " ").replace("\r\n", "\n")


def subject_of(letter: EmailMessage) -> str:
    """Return a letter's subject with plain spaces."""
    return str(letter["Subject"]).replace("\u00a0", " ")


def html_of(letter: EmailMessage) -> str:
    """Return a letter's HTML part."""
    part = letter.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def all_of(letter: EmailMessage) -> str:
    """Return everything that stands in a letter: headers, text and HTML, decoded."""
    parts = [str(part.get_content()) for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in letter.items()), *parts])
