"""What tests of telling by telephone begin with: letters as they came out, ticks, sessions, the four groups."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Flask, g
from sqlalchemy import update

from entraide.access import scope
from entraide.access.actor import Actor, Role
from entraide.access.visibility import Visibility
from entraide.accounts.models import SignIn
from entraide.db import db
from entraide.mail.models import Letter, State
from entraide.meetings.actions import planning, told
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.queries.stands import Stand
from entraide.meetings.queries.untold import Untold, find_news, find_telling, untold
from entraide.members.actions.cards import keep_value
from entraide.members.models import Field
from entraide.members.queries import find_membership
from entraide.members.queries.between import viewer_of
from entraide.members.queries.cards import rows_of
from tests.lettering import at_work
from tests.world import World


@dataclass(frozen=True)
class Tell:
    """Les Tilleuls, seen by Marcelle, as deeds and what they lead to."""

    app: Flask
    world: World

    def move(self, meeting: UUID, start: datetime, by: UUID | None = None) -> None:
        with at_work(self.app, self.world.tilleuls):
            row = find_meeting(meeting)
            planning.move(row, start, start + (row.ends_at - row.starts_at), by=by)

    def cancel(self, meeting: UUID, by: UUID | None = None) -> None:
        with at_work(self.app, self.world.tilleuls):
            planning.cancel(find_meeting(meeting), by=by)

    def letters(self, state: State, *names: str, about: UUID | None = None) -> None:
        """Let the waiting letters to these people come out so (to everybody, if none is named)."""
        with at_work(self.app, self.world.tilleuls):
            waits = Letter.state == State.WAITING
            if names:
                waits &= Letter.membership_id.in_([self.member(name) for name in names])
            if about:
                waits &= Letter.subject_id == about
            db.session.execute(update(Letter).where(waits).values(state=state))

    def tick(self, meeting: UUID, name: str, by: str = "marcelle") -> None:
        with at_work(self.app, self.world.tilleuls):
            news = find_news(find_meeting(meeting))
            assert news is not None
            told.tick(news, self.member(name), self.member(by))

    def untick(self, meeting: UUID, name: str) -> None:
        with at_work(self.app, self.world.tilleuls):
            news = find_news(find_meeting(meeting))
            assert news is not None
            told.untick(news, self.member(name))

    def seen(self, name: str, at: datetime) -> None:
        """Let somebody's open sessions have been seen at an instant."""
        with at_work(self.app):
            hers = SignIn.person_id == getattr(self.world, name).person_id
            db.session.execute(update(SignIn).where(hers).values(seen=at))

    def phone(self, name: str, number: str, choice: Visibility = Visibility.ORGANISERS) -> None:
        with at_work(self.app, self.world.tilleuls):
            row = find_membership(self.world.tilleuls, self.member(name))
            kept = next((one for one in rows_of(row) if one.field is Field.PHONE), None)
            keep_value(row, kept, Field.PHONE, number, choice)

    def member(self, name: str) -> UUID:
        found: UUID = getattr(self.world, f"{name}_in_tilleuls")
        return found

    def page(self, meeting: UUID) -> Untold | None:
        """Gather what the page is made of, as Marcelle gets it, without a call list."""
        world = self.world
        roles = {world.tilleuls: frozenset({Role.MEMBER, Role.ORGANISER})}
        actor = Actor(
            person_id=world.marcelle.person_id, roles=roles, memberships={world.tilleuls: world.marcelle_in_tilleuls}
        )
        with self.app.test_request_context("/"):
            g.actor = actor
            scope.add(world.tilleuls)
            return untold(find_telling(actor, meeting), viewer_of(actor, world.tilleuls))

    def stands(self, meeting: UUID) -> dict[UUID, Stand]:
        page = self.page(meeting)
        assert page is not None
        assert len({one.membership_id for one in page.members}) == len(page.members)
        return {one.membership_id: one.stand for one in page.members}

    def stand(self, meeting: UUID, name: str) -> str:
        return self.stands(meeting)[self.member(name)].value

    def why(self, meeting: UUID, name: str) -> str:
        page = self.page(meeting)
        assert page is not None
        return next(one.why.value for one in page.members if one.membership_id == self.member(name))

    def in_mind(self, meeting: UUID, name: str) -> datetime:
        page = self.page(meeting)
        assert page is not None
        return next(one.before for one in page.members if one.membership_id == self.member(name))
