"""A group of any size with answers by name and without, and what each of its members gets to see of a meeting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import time_machine
from flask import Flask
from sqlalchemy import select

from entraide import clock
from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.actions import make_keeper, make_person
from entraide.calendars.actions import connect
from entraide.calendars.models import Level
from entraide.db import db
from entraide.meetings import jobs
from entraide.meetings.actions import answers
from entraide.meetings.models import Answer, Reply, Standing, Unnamed
from entraide.meetings.queries.anonymous import others_of
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.actions import join
from entraide.members.models import Membership
from tests.meetings.tables import at_work, make_meeting
from tests.people import Client
from tests.world import World

NEWS = {"accept-language": "fr"}
Said = tuple[Reply | None, bool]
CHANGING = (rb'name="csrf_token" value="[^"]*"', rb'nonce="[^"]*"')


@dataclass(frozen=True)
class Member:
    """One member of the group, signed in unless she is managed; her full feed beside her."""

    id: UUID
    browser: Client | None
    calendar: str


class Circle:
    """Marcelle keeps Les Tilleuls; the world's other members leave it to those a test asks for."""

    def __init__(self, app: Flask, world: World, kinds: Iterable[str]) -> None:
        self.app, self.world = app, world
        with at_work(app, world.tilleuls):
            for name in ("lise", "ana", "jo", "odile"):
                db.session.delete(db.session.get(Membership, (world.tilleuls, getattr(world, f"{name}_in_tilleuls"))))
        self.members = [self._first(), *(self._join(number, kind) for number, kind in enumerate(kinds, 1))]
        self.meeting = make_meeting(app, world.tilleuls, starts_in=timedelta(days=7))

    def _first(self) -> Member:
        with at_work(self.app, self.world.tilleuls):
            calendar = connect(self.world.marcelle.person_id, "", Level.FULL, "fr")
        return Member(self.world.marcelle_in_tilleuls, Client(self.app).sign_in(self.world.marcelle), calendar)

    def _join(self, number: int, kind: str) -> Member:
        is_managed = kind == "managed"
        with at_work(self.app, self.world.tilleuls):
            person = make_keeper() if is_managed else make_person(f"m{number}@poste.example", f"M{number}", "fr")
            person_id = person.id
            membership = join(
                self.world.tilleuls,
                person_id,
                f"Membre {number}",
                is_managed=is_managed,
                is_discreet=kind == "discreet",
                is_organiser=kind == "organiser",
                consent_version="1",
            )
            id_ = membership.id
            calendar = "" if is_managed else connect(person_id, "", Level.FULL, "fr")
        return Member(id_, None if is_managed else Client(self.app).sign_in(person_id), calendar)

    def say(self, who: int, reply: Reply, *, anonymous: bool = False, guests: int = 0) -> None:
        """Answer as one member does, by name or without."""
        with at_work(self.app, self.world.tilleuls):
            by = self.members[0].id if self.members[who].browser is None else None
            meeting = find_meeting(self.meeting)
            answers.answer(meeting, self.members[who].id, reply, guests, anonymous=anonymous, by_id=by)

    def draw(self) -> None:
        """Let the figure be drawn as in the night to come, which the figure's day is then put back from."""
        with time_machine.travel(clock.now() + timedelta(days=1), tick=False), self.app.app_context():
            jobs.draw_unnamed()
        with at_work(self.app, self.world.tilleuls):
            for drawn in db.session.scalars(select(Unnamed)):
                drawn.day -= timedelta(days=1)

    def hidden(self) -> dict[int, Said]:
        """Return whoever has an account and did not answer by name: what she said, and whether the figure holds it."""
        with self.app.app_context():
            scope.add(self.world.tilleuls)
            rows = {row.membership_id: row for row in db.session.scalars(select(Answer))}
            found = {at: rows.get(one.id) for at, one in enumerate(self.members) if one.browser}
            return {
                at: (row.reply, row.drawn) if row else (None, False)
                for at, row in found.items()
                if row is None or row.anonymous
            }

    def set_hidden(self, hidden: Mapping[int, Said], but: int, *, drawn_anew: bool) -> None:
        """Let members have said just this without a name; what one of them said, who reads, stays as it is."""
        with at_work(self.app, self.world.tilleuls):
            for at, (reply, drawn) in hidden.items():
                if at == but:
                    continue
                key = {
                    "group_id": self.world.tilleuls,
                    "meeting_id": self.meeting,
                    "membership_id": self.members[at].id,
                }
                for row in db.session.scalars(select(Answer).filter_by(**key)):
                    db.session.delete(row)
                db.session.flush()
                if reply is not None:
                    given = clock.now() - timedelta(days=1)
                    free = {"standing": Standing.FREE, "given": given, "anonymous": True, "drawn": drawn}
                    db.session.add(Answer(**key, reply=reply, **free))
        if drawn_anew:
            self.draw()

    def kept(self) -> int:
        """Return the figure that is kept, 0 where none is."""
        with self.app.app_context():
            scope.add(self.world.tilleuls)
            return db.session.scalar(select(Unnamed.figure)) or 0

    def figure_for(self, who: int) -> int:
        """Return the figure that one member would be told as an organiser."""
        with self.app.app_context():
            scope.add(self.world.tilleuls)
            return others_of([find_meeting(self.meeting)], self.members[who].id)[self.meeting].figure

    def seen_by(self, who: int) -> dict[str, bytes]:
        """Return all that one member gets to see, byte for byte, without what differs on every reading."""
        member = self.members[who]
        assert member.browser is not None
        here, group = f"/rencontre/{short(self.meeting)}", f"/g/{short(self.world.tilleuls)}"
        found = {}
        for path in (here, f"{here}/presences", group, f"{group}/membres", "/agenda"):
            answer = member.browser.get(path, headers=NEWS)
            found[path] = bytes([answer.status_code == 200]) + _steady(answer.get_data())
        feed = Client(self.app).get(f"/c/{member.calendar}.ics")
        told = {name: feed.headers.get(name) for name in ("ETag", "Last-Modified", "Content-Length")}
        found["feed"] = feed.get_data() + repr(told).encode()
        return found


def _steady(page: bytes) -> bytes:
    for pattern in CHANGING:
        page = re.sub(pattern, b"", page)
    return page
