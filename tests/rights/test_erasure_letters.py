"""Who asked to be erased gets no letter that was waiting, and no old letter's link opens again if she comes back."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import Purpose, Signed, sign
from entraide.accounts.queries import find_person
from entraide.clock import now
from entraide.db import db
from entraide.mail.actions import post
from entraide.mail.models import Letter
from entraide.rights import erasing
from tests.lettering import at_work, plan
from tests.people import Client
from tests.world import World


def ask(app: Flask, world: World) -> None:
    with at_work(app):
        erasing.ask(find_person(world.lise.person_id))


def come_back(app: Flask, world: World) -> None:
    with at_work(app):
        erasing.undo(find_person(world.lise.person_id))


def test_letters_that_wait_for_her_are_withdrawn(app: Flask, world: World) -> None:
    with at_work(app):
        for person in (world.lise, world.ana):
            post("lock_changed", person=person.person_id)
    ask(app, world)
    with app.app_context():
        waiting = {(row.kind, row.person_id) for row in db.session.scalars(select(Letter))}
    assert waiting == {("erasing", world.lise.person_id), ("lock_changed", world.ana.person_id)}


def test_links_of_letters_from_before_stay_dead_after_an_undo(app: Flask, world: World) -> None:
    meeting = plan(app, world.tilleuls, now() + timedelta(days=3))
    with app.app_context():
        said = Signed(world.tilleuls, world.lise_in_tilleuls, meeting, 1, now() + timedelta(days=4))
        links = [f"/r/{sign(Purpose.ANSWER, said)}", f"/u/{sign(Purpose.STOP, said)}"]
    assert [Client(app).get(link).status_code for link in links] == [200, 200]
    ask(app, world)
    assert [Client(app).get(link).status_code for link in links] == [404, 404]
    come_back(app, world)
    assert [Client(app).get(link).status_code for link in links] == [404, 404]
