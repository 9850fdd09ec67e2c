"""A site in use is killed again and again: nothing acknowledged is lost, every letter arrives, it answers by itself."""

import asyncio
import random
import re
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import or_, select

from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.actions import start_session
from entraide.accounts.models import Device
from entraide.clock import now
from entraide.db import db
from entraide.mail.models import Letter, State
from entraide.meetings.models import Answer, Seats
from entraide.members.models import Membership
from tests.lettering import at_work, plan
from tests.mail.server import Inbox, mail_server
from tests.members.cards import crowd
from tests.members.ways import make_way, places
from tests.month.site import PATIENCE, Site
from tests.month.visitors import Answering, Joining, letters_in, wait_until
from tests.world import World

pytestmark = pytest.mark.slow

SEED = 2027  # of what is killed when, and of what is answered
KILLS = ["web worker"] * 2 + ["letters' worker"] * 2 + ["web server", "serve"]
ON_POSTGRESQL = ["database"] * 2
MEMBERS, ROOM = 24, 30


class SlowInbox(Inbox):
    """Takes its time before a letter and after: a kill loses one that was crossed off too early, or doubles one."""

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(0.1)
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.03)
        return answer


@dataclass
class Outcome:
    """What happened: the kills, how long the site was away after each, and what people were told."""

    kills: Counter[str]
    away: list[float]
    answering: list[Answering]
    joining: Joining
    inbox: Inbox


@dataclass(frozen=True)
class Scene:
    """The group as it is when the killing begins."""

    app: Flask
    world: World
    meeting: UUID
    members: dict[str, str]  # sessions by membership
    way: str


@pytest.fixture
def scene(app: Flask, world: World) -> Scene:
    """A group of many with a meeting of thirty places, and another that everybody is just written to about."""
    ids = crowd(app, world.tilleuls, MEMBERS)
    meeting = plan(app, world.tilleuls, now() + timedelta(days=9), places=ROOM)
    plan(app, world.tilleuls, now() + timedelta(days=5), announce=True)
    sessions = {}
    with at_work(app, world.tilleuls):
        for id_ in ids:
            person = db.session.get_one(Membership, (world.tilleuls, id_)).person_id
            sessions[short(id_)] = start_session(person, Device.OWN, "Firefox, Linux")
    return Scene(app, world, meeting, sessions, make_way(app, world, uses="50"))


def live_dangerously(scene: Scene, inbox: Inbox, folder: Path) -> Outcome:
    """Let people use the site while its processes are killed at random; then let the last letters leave."""
    chance, ends = random.Random(SEED), threading.Event()
    site = Site(scene.app.extensions["entraide.settings"], inbox, folder)
    names = list(scene.members)
    halves = [{name: scene.members[name] for name in names[at::2]} for at in range(2)]
    page = f"/rencontre/{short(scene.meeting)}"
    answering = [Answering(site.port, half, page, SEED + at, ends) for at, half in enumerate(halves)]
    joining = Joining(site.port, scene.way, inbox, ends)
    kills, away = KILLS + (ON_POSTGRESQL if site.stores else []), []
    chance.shuffle(kills)
    counted: Counter[str] = Counter()
    try:
        assert site.is_back() < PATIENCE
        for thread in (*answering, joining):
            thread.start()
        for what in kills:
            if what == "letters' worker":
                _wait_for_letters(inbox)
            ends.wait(chance.uniform(0.1, 0.8))
            counted[what] += wait_until(lambda: site.kill(what, chance), PATIENCE)  # noqa: B023
            away.append(site.is_back())
        wait_until(lambda: bool(joining.inside), PATIENCE)
        ends.set()
        for thread in (*answering, joining):
            thread.join()
        wait_until(lambda: not unsent(scene.app), PATIENCE)
    finally:
        ends.set()
        site.close()
    return Outcome(counted, away, answering, joining, inbox)


def _wait_for_letters(inbox: Inbox) -> None:
    """Let the worker hand something over first: killed while it starts, it could lose nothing."""
    so_far = len(inbox.taken)
    wait_until(lambda: len(inbox.taken) > so_far, PATIENCE / 2)


def unsent(app: Flask) -> list[tuple[UUID, str]]:
    """Return the letters that have not left though they might; in the night some wait for eight o'clock."""
    with app.app_context():
        waits = Letter.state.in_([State.WAITING, State.CLAIMED])
        found = select(Letter.id, Letter.kind).where(waits, or_(Letter.run_at <= now(), Letter.attempts > 0))
        return [(row.id, row.kind) for row in db.session.execute(found)]


def test_nothing_acknowledged_is_lost_when_processes_are_killed(scene: Scene, tmp_path: Path) -> None:
    with mail_server(SlowInbox()) as inbox:
        outcome = live_dangerously(scene, inbox, tmp_path)
    assert max(outcome.away) < PATIENCE, (SEED, outcome.away)
    assert outcome.kills.total() == len(outcome.away) >= len(KILLS)
    assert sum(one.taken for one in outcome.answering) > len(KILLS)
    assert_answers_stand(scene, outcome)
    assert set(outcome.joining.inside) <= places(scene.app, scene.world.tilleuls).keys()
    assert_letters_arrived(scene, outcome)


def assert_answers_stand(scene: Scene, outcome: Outcome) -> None:
    with scene.app.app_context():
        scope.add(scene.world.tilleuls)
        rows = list(db.session.scalars(select(Answer).where(Answer.meeting_id == scene.meeting)))
        seats = db.session.scalars(select(Seats).where(Seats.meeting_id == scene.meeting)).one()
        stand = {short(row.membership_id): (row.reply.value, row.guests) for row in rows}
        assert seats.taken == sum(1 + row.guests for row in rows if row.standing.value in ("seated", "offered"))
    for one in outcome.answering:
        for name, may_stand in one.may_stand.items():
            assert stand.get(name) in may_stand, (SEED, name)


def assert_letters_arrived(scene: Scene, outcome: Outcome) -> None:
    ids = [re.search(rb"Message-ID: <([\w-]+)@", letter) for letter in outcome.inbox.taken]
    arrived = Counter(found[1].decode().replace("-", "") for found in ids if found)
    assert unsent(scene.app) == [], SEED
    with scene.app.app_context():
        rows = db.session.execute(select(Letter.id, Letter.state, Letter.kind)).all()
    assert [row for row in rows if row.state is State.REFUSED] == []
    assert [row for row in rows if row.state is State.SENT and row.id.hex not in arrived] == []
    assert set(outcome.joining.asked) <= {str(letter["To"]) for letter in letters_in(outcome.inbox)}
    twice = sum(arrived.values()) - len(arrived)
    assert twice <= outcome.kills.total() - outcome.kills["web worker"]
