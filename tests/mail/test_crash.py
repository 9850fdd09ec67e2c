"""Workers are killed at random while 200 letters leave: none is lost, and each kill doubles one at most."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from entraide.accounts.actions import ask_code
from entraide.accounts.models import Door
from entraide.db import db
from entraide.mail.models import Letter, State
from entraide.settings import ROOT, Settings
from tests.mail.server import Inbox, mail_server
from tests.world import World

pytestmark = pytest.mark.slow

LETTERS, KILLS, PROCESSES = 200, 10, 2
WORKER = """
from datetime import timedelta
from entraide.mail import sender
sender.LEASE = timedelta(seconds=2)
from entraide.cli import main
main(["worker"])
"""


class SlowInbox(Inbox):
    """Takes its time after it took a letter: that is where a kill doubles one."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        time.sleep(0.005)
        return answer


def test_no_letter_is_lost_when_workers_are_killed(app: Flask, world: World, tmp_path: Path) -> None:
    with app.app_context():
        for number in range(LETTERS):
            ask_code(world.lise.email, Door.SIGN_IN, f"ref {number}", "fr")
        db.session.commit()
    with mail_server(SlowInbox()) as inbox:
        environ = surroundings(app.extensions["entraide.settings"], inbox, tmp_path)
        kills = live_dangerously(app, environ)
    ids = Counter(re.search(rb"Message-ID: <(\w+)@", letter)[1] for letter in inbox.taken)  # type: ignore[index]
    assert len(ids) == LETTERS
    assert sum(ids.values()) - LETTERS <= kills
    assert kills == KILLS


def live_dangerously(app: Flask, environ: dict[str, str]) -> int:
    """Run workers and kill them at random until every letter was sent; return how many were killed."""
    chance, kills, workers = random.Random(42), 0, [start(environ) for _ in range(PROCESSES)]
    patience = time.monotonic() + 90
    try:
        while unsent(app) and time.monotonic() < patience:
            time.sleep(chance.uniform(0.3, 0.8))
            if kills < KILLS and any_sent(app):
                at = chance.randrange(PROCESSES)
                workers[at].send_signal(signal.SIGKILL)
                workers[at].wait()
                kills += 1
                workers[at] = start(environ)
        while kills < KILLS:  # the letters were faster than the killer: a kill after the end must do no harm either
            workers[0].send_signal(signal.SIGKILL)
            workers[0].wait()
            kills += 1
            workers[0] = start(environ)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    return kills


def start(environ: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)


def surroundings(settings: Settings, inbox: Inbox, folder: Path) -> dict[str, str]:
    return os.environ | {
        "ENTRAIDE_INSTANCE": str(folder),
        "ENTRAIDE_DATABASE_URL": settings.database_url,
        "ENTRAIDE_KEYS_URL": settings.keys_url,
        "ENTRAIDE_MASTER_KEY_FILE": settings.master_key_file,
        "ENTRAIDE_MAIL_URL": inbox.url,
        "ENTRAIDE_PUBLIC_URL": "http://localhost",
        "ENTRAIDE_DEMO": "0",
    }


def unsent(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).where(Letter.state.in_([State.WAITING, State.CLAIMED]))) or 0


def any_sent(app: Flask) -> bool:
    return unsent(app) < LETTERS
