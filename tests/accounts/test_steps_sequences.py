"""Whatever somebody does before: the gate lets through exactly what a plain model says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from entraide.accounts.models import Lock, LockKind, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.vault import sealed
from tests.accounts.stepping import NOW, see, show_number
from tests.conftest import Stage
from tests.people import Client
from tests.world import Somebody, World

TEN = timedelta(minutes=10)
TWO_WEEKS = timedelta(days=14)
WAITS = [timedelta(minutes=5), TEN, timedelta(days=7)]
DEEDS = st.one_of(st.sampled_from(["enrol", "show", "remove", "code", "deed", "deed"]), st.sampled_from(WAITS))


@dataclass
class Plain:
    """Everything the rule needs to know."""

    keeps: bool
    code: datetime
    has_lock: bool = False
    shown: datetime | None = None
    first: datetime | None = None

    def may(self, at: datetime) -> bool:
        if self.has_lock:
            return self.shown is not None and at - self.shown < TEN
        if self.keeps and self.first is not None and at - self.first >= TWO_WEEKS:
            return False
        return at - self.code < TEN

    def did(self, at: datetime) -> None:
        self.first = self.first or at


def do(app: Flask, person: Somebody, plain: Plain, deed: str) -> None:
    """Do one thing to the database, and the same to the model."""
    hers = update(SignIn).where(SignIn.person_id == person.person_id)
    with app.app_context():
        if deed == "enrol" and not plain.has_lock:
            name = sealed.seal(person.person_id, "lock name", "")
            row = Lock(person_id=person.person_id, kind=LockKind.APP, name_sealed=name, made=now(), proved=now())
            db.session.add(row)
            plain.has_lock = True
        if deed in ("enrol", "show") and plain.has_lock:
            db.session.execute(hers.values(lock_since=now()))
            plain.shown = now()
        if deed == "remove":
            db.session.execute(delete(Lock).where(Lock.person_id == person.person_id))
            plain.has_lock = False
        if deed == "code":
            db.session.execute(hers.values(sure_since=now()))
            plain.code = now()
        db.session.commit()


@pytest.mark.parametrize("who", ["marcelle", "jo"])
@given(deeds=st.lists(DEEDS, max_size=12))
@settings(max_examples=15)
def test_the_gate_does_what_the_model_says(stage: Stage, world: World, who: str, deeds: list[str | timedelta]) -> None:
    stage.reset()
    person, app = getattr(world, who), stage.app
    with time_machine.travel(NOW, tick=False) as clock:
        show_number(app, world)
        client, plain = Client(app).sign_in(person), Plain(keeps=who == "marcelle", code=NOW)
        for deed in [*deeds, "deed"]:
            if isinstance(deed, timedelta):
                clock.shift(deed)
                client.token = ""
                client.browser.delete_cookie("f")
            elif deed == "deed":
                may = plain.may(now())
                assert (see(client, world) == "done") is may, deeds
                if may:
                    plain.did(now())
            else:
                do(app, person, plain, deed)
