"""People of the world with feeds, and meetings to put into them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import update
from werkzeug.test import Client, TestResponse

from entraide.calendars import actions
from entraide.calendars.models import Feed, Level
from entraide.calendars.queries.feeds import find_own_feed, id_of
from entraide.db import apart
from entraide.groups.models import Asked, Group
from entraide.groups.queries import find_group
from entraide.meetings.actions import answers, planning
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.models import Membership, Status
from entraide.members.queries import find_membership
from tests.calendars.parts import Part, read
from tests.lettering import at_work

BRUSSELS = ZoneInfo("Europe/Brussels")
SECRET = Details(
    title="Café-parole",
    about="On parle du sommeil",
    place="Maison des Tilleuls",
    address="rue des Tilleuls 8, Namur",
    how_to_find="Sonnez deux fois",
    link="https://salle.example/tilleuls-7431",
    dial_in="+32 2 555 01 02",
)
SECRETS = (
    *("Café-parole", "sommeil", "Tilleuls", "Namur", "Sonnez", "salle.example", "555 01 02"),
    *("Passerelle", "fibromyalgie", "entraide", "Marcelle"),
)


def found_long_ago(app: Flask) -> None:
    """Let the world's groups have stood still since 2020, so that tests may say when anything changes."""
    with app.app_context(), apart() as connection:
        for table in (Group, Membership):
            connection.execute(update(table).values(calendar_changed=datetime(2020, 1, 1, tzinfo=UTC)))


def connect(app: Flask, person: Any, level: Level = Level.DISCREET, language: str = "fr", **more: Any) -> str:
    """Connect one of a person's calendars; return its token."""
    with at_work(app):
        return actions.connect(person.person_id, "mon téléphone", level, language, **more)


def switch_off(app: Flask, person: Any, token: str) -> None:
    with at_work(app):
        actions.switch_off(feed_of(person, token))


def feed_of(person: Any, token: str) -> Feed:
    return find_own_feed(person.person_id, id_of(token))


def plan(
    app: Flask,
    group_id: UUID,
    day: date,
    *,
    hour: time = time(14),
    minutes: int = 120,
    mode: Mode = Mode.ROUND_TABLE,
    asked: Asked = Asked.USEFUL,
    details: Details = SECRET,
    places: int | None = None,
    days: tuple[planning.DayPlan, ...] = (),
    ends: datetime | None = None,
) -> UUID:
    """Plan one meeting on the clock of Brussels; return its id."""
    starts = datetime.combine(day, hour, BRUSSELS)
    ends = ends or (starts.astimezone(UTC) + timedelta(minutes=minutes))
    with at_work(app, group_id):
        made = planning.plan_meeting(
            find_group(group_id), starts, ends, mode, details, asked=asked, places=places, days=days, announce=False
        )
        return made.id


@contextmanager
def changing(app: Flask, group_id: UUID, meeting_id: UUID) -> Iterator[Meeting]:
    """Change a meeting, kept at the end."""
    with at_work(app, group_id):
        yield find_meeting(meeting_id)


def move(app: Flask, group_id: UUID, meeting_id: UUID, by: timedelta) -> None:
    with changing(app, group_id, meeting_id) as meeting:
        planning.move(meeting, meeting.starts_at + by, meeting.ends_at + by, announce=False)


def cancel(app: Flask, group_id: UUID, meeting_id: UUID) -> None:
    with changing(app, group_id, meeting_id) as meeting:
        planning.cancel(meeting, announce=False)


def say(app: Flask, group_id: UUID, meeting_id: UUID, membership_id: UUID, reply: Reply) -> None:
    with changing(app, group_id, meeting_id) as meeting:
        answers.answer(meeting, membership_id, reply)


def leave(app: Flask, group_id: UUID, membership_id: UUID) -> None:
    """Leave, as far as calendars see it."""
    with at_work(app, group_id):
        membership = find_membership(group_id, membership_id)
        actions.end_for(membership)
        membership.status = Status.ENDED


def fetch(app: Any, token: str, **more: Any) -> TestResponse:
    """Read a feed as a calendar program does: no cookie, no language, a browser for each time."""
    headers = more.pop("headers", {})
    return Client(app).open(f"/c/{token}.ics", base_url="http://localhost", headers=headers, **more)


def body(app: Any, token: str) -> bytes:
    """The bytes of a feed that is there."""
    answer = fetch(app, token)
    assert answer.status_code == 200
    return answer.data


def entries(app: Any, token: str) -> list[Part]:
    """The entries of a feed, in its order."""
    return read(body(app, token)).of_kind("VEVENT")


def only_entry(app: Any, token: str) -> Part:
    (entry,) = entries(app, token)
    return entry
