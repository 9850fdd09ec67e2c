"""A month of weekly meetings, and a member who wishes to be called if she misses two."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import short
from entraide.db import db
from entraide.meetings import jobs
from entraide.meetings.models import Reply
from entraide.members.models import CallWish
from tests.lettering import answer, moment, plan
from tests.meetings.telling import Tell
from tests.people import Client

NOW = moment(date(2037, 11, 2), 10)
WEEK = timedelta(days=7)


class Group(Tell):
    """Les Tilleuls, where Lise wishes to be called, and its meetings, one a week."""

    def wish(self, name: str = "lise", wish: str = "yes") -> None:
        client = Client(self.app).sign_in(getattr(self.world, name))
        path = f"/g/{short(self.world.tilleuls)}/ma-fiche/appel"
        assert client.post(path, {"wish": wish}).status_code == 303

    def weeks(self, count: int, **more: object) -> list[UUID]:
        return [plan(self.app, self.world.tilleuls, NOW + WEEK * at, **more) for at in range(1, count + 1)]  # type: ignore[arg-type]

    def say(self, meeting: UUID, reply: Reply) -> None:
        answer(self.app, self.world.tilleuls, meeting, self.world.lise_in_tilleuls, reply)

    def count(self) -> None:
        with self.app.app_context():
            jobs.count_missed()

    def missed(self) -> int | None:
        with self.app.app_context():
            scope.add(self.world.tilleuls)
            return db.session.scalar(select(CallWish.missed))

    def organiser_page(self) -> str:
        client = Client(self.app).sign_in(self.world.marcelle)
        return client.get(f"/g/{short(self.world.tilleuls)}").get_data(as_text=True).replace("\u00a0", " ")

    def was_there(self, meeting: UUID, was_there: str) -> str:
        client = Client(self.app).sign_in(self.world.marcelle)
        path = f"/rencontre/{short(meeting)}"
        client.post(f"{path}/comptage/{short(self.world.lise_in_tilleuls)}", {"was_there": was_there})
        return client.get(path).get_data(as_text=True).replace("\u00a0", " ")


def after(week: int) -> datetime:
    """Return when a week's meeting is settled."""
    return NOW + WEEK * week + timedelta(hours=50)
