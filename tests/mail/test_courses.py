"""How far letters have come: a group's counts, one person's own, and each member's about one thing."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from entraide.clock import now
from entraide.db import db
from entraide.mail.actions import post, post_to
from entraide.mail.models import Letter, State
from entraide.mail.queries import Counts, Course, counts_of, letters_about, own_letters
from entraide.members.queries import readers_of
from tests.lettering import at_work
from tests.world import World

ABOUT = UUID(int=7)


@pytest.fixture
def posted(app: Flask, world: World) -> Flask:
    """Letters to the four readers of Les Tilleuls: one waits, one is claimed, one was taken, one refused."""
    with at_work(app, world.tilleuls):
        post_to("moved", world.tilleuls, readers_of(world.tilleuls), about=ABOUT, turn=3)
        ids = list(db.session.scalars(select(Letter.id).order_by(Letter.membership_id)))
        for letter, state in zip(ids, (State.WAITING, State.CLAIMED, State.SENT, State.REFUSED), strict=True):
            db.session.execute(update(Letter).where(Letter.id == letter).values(state=state))
    return app


def test_a_group_is_told_counts(posted: Flask, world: World) -> None:
    with posted.app_context():
        assert counts_of(world.tilleuls) == Counts(waiting=2, taken=1, refused=1)
        assert counts_of(world.tilleuls, since=now() + timedelta(minutes=1)) == Counts()
        assert counts_of(world.passerelle) == Counts()


def test_letters_that_were_not_needed_are_counted_with_those_that_were_taken(posted: Flask, world: World) -> None:
    with at_work(posted):
        db.session.execute(update(Letter).where(Letter.state == State.WAITING).values(state=State.DROPPED))
    with posted.app_context():
        assert counts_of(world.tilleuls) == Counts(waiting=1, taken=2, refused=1)


def test_a_person_is_told_of_her_own(posted: Flask, world: World) -> None:
    with posted.app_context():
        [own] = own_letters(world.lise.person_id)
        assert (own.kind, own.group_id, own.subject_id) == ("moved", world.tilleuls, ABOUT)
        assert own_letters(world.nina.person_id) == []


def test_the_latest_of_her_letters_come_first(posted: Flask, world: World) -> None:
    with at_work(posted):
        post("code", person=world.lise.person_id)
    with posted.app_context():
        assert [one.kind for one in own_letters(world.lise.person_id)] == ["code", "moved"]
        assert len(own_letters(world.lise.person_id, most=1)) == 1


def test_each_members_letter_about_a_thing_is_told_with_its_turn(posted: Flask, world: World) -> None:
    with posted.app_context():
        found = letters_about(world.tilleuls, ["moved"], [ABOUT])
        assert {one.turn for one in found} == {3}
        assert len({one.membership_id for one in found}) == 4
        assert sorted(one.course for one in found) == sorted(
            [Course.WAITING, Course.WAITING, Course.TAKEN, Course.REFUSED]
        )


def test_another_kind_thing_or_group_tells_nothing(posted: Flask, world: World) -> None:
    with posted.app_context():
        assert letters_about(world.tilleuls, ["cancelled"], [ABOUT]) == []
        assert letters_about(world.tilleuls, ["moved"], [uuid4()]) == []
        assert letters_about(world.passerelle, ["moved"], [ABOUT]) == []
