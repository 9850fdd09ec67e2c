"""The marked world lived in: letters over SMTP, pages and feeds from real processes, a back-up, somebody erased.

What it leaves anywhere at rest is handed out as bytes: files, tables as the engine itself writes them out, streams.
"""

import gzip
import http.client
import io
import os
import re
import shutil
import signal
import subprocess
import sys
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

import pyrage
import time_machine
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.engine import Engine

from entraide import create_app, worker
from entraide.db import db
from entraide.operations import backup
from entraide.operations.serve import web_command
from entraide.settings import ROOT, Settings
from tests.conftest import Stage
from tests.lettering import all_of
from tests.mail.server import mail_server
from tests.marked_values import NOW, MarkedWorld
from tests.marked_world import let_them_answer, make_marked_world
from tests.operations.conftest import Pair, make_pair
from tests.people import Client, text_of
from tests.test_serve import free_port, wait_for

LINK = re.compile(r"http://localhost/([a-z])/([\w-]{30,})")
CODE = re.compile(r"(?<!\d)(\d{4}) (\d{4})(?!\d)")


@dataclass
class Lived:
    """What was lived, and everything it left at rest."""

    stage: Stage
    settings: Settings
    world: MarkedWorld
    pair: Pair
    said: str = ""  # by the processes, as their streams carried it
    letters: list[EmailMessage] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    answers: set[int] = field(default_factory=set)

    def places(self) -> Iterator[tuple[str, bytes]]:
        """Yield each place something is kept in, by name."""
        for folder in (self.settings.instance, Path(self.settings.backup_dir), self.stage.folder):
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    yield file.name, file.read_bytes()
        for name, engine in (("main", self.stage.engine), ("keys", self.stage.keys)):
            yield from _written_out(name, engine)
        for file in sorted(Path(self.settings.backup_dir).glob("*.age")):
            out = io.BytesIO()
            pyrage.decrypt_io(io.BytesIO(file.read_bytes()), out, self.pair.identities)
            yield f"{file.name}, opened", gzip.decompress(out.getvalue())
        yield "the log of web and worker", self.said.encode()


def live(stage: Stage, folder: Path) -> Lived:
    """Make the world, let the worker run and the site be used, erase one of them, and back all up."""
    stage.reset()
    pair = make_pair()
    with mail_server() as inbox:
        settings = _settings(stage, folder, inbox.url, pair)
        with time_machine.travel(NOW, tick=False) as traveller:
            lived = Lived(stage, settings, make_marked_world(stage.app), pair)
            app = create_app(settings, testing=False)
            Client(app).post("/connexion", {"email": lived.world.emails["mia"]})
            worker.once(app)
            let_them_answer(app, lived.world)
            _read(lived, Client(app))
            _erase(lived, app, "gil")
            traveller.shift(timedelta(minutes=6))
            worker.once(app)
        lived.letters = [cast(EmailMessage, message_from_bytes(one, policy=policy.default)) for one in inbox.taken]
        _learn_tokens(lived)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        app.extensions["entraide.vault"].engine.dispose()
        lived.said = _serve(lived)
    backup.make(settings)
    return lived


def _settings(stage: Stage, folder: Path, mail_url: str, pair: Pair) -> Settings:
    """The instance as it runs for real, over the stage's stores."""
    for name in ("instance", "keys", "backups"):
        (folder / name).mkdir(mode=0o700)
    key = folder / "keys" / "master.key"
    key.touch(0o600)
    key.write_text(Path(stage.settings.master_key_file).read_text())
    return replace(
        stage.settings,
        instance=folder / "instance",
        demo=False,
        directory_url="",
        master_key_file=str(key),
        mail_url=mail_url,
        backup_dir=str(folder / "backups"),
        backup_to=(pair.public,),
        journal_anchor=str(folder / "instance" / "anchors"),
        journal_anchor_mail="operator@poste.example",
    )


def _read(lived: Lived, client: Client) -> None:
    """Let the calendars be read, so that bodies of feeds are kept."""
    for token in lived.world.feeds.values():
        lived.answers.add(client.get(f"/c/{token}.ics").status_code)


def _erase(lived: Lived, app: Flask, name: str) -> None:
    client = Client(app)
    client.browser.set_cookie("sid", lived.world.sessions[name])
    answer = client.post("/moi/effacer", {"understood": "y", "at_once": "y"})
    assert answer.status_code == 200, answer.status_code


def _learn_tokens(lived: Lived) -> None:
    """Call secrets what letters carried: their links, and their codes."""
    for at, letter in enumerate(lived.letters):
        said = all_of(letter)
        lived.tokens |= {f"letter {at}: link {kind}": token for kind, token in LINK.findall(said)}
        for first, second in CODE.findall(text_of(letter)):
            lived.tokens |= {
                f"letter {at}: code": f"{first}{second}",
                f"letter {at}: code, spaced": f"{first} {second}",
            }


def _serve(lived: Lived) -> str:
    """Run web and worker as processes, use the site rightly and wrongly, and return all they said."""
    given = lived.settings
    port = free_port()
    environ = os.environ | {
        "ENTRAIDE_INSTANCE": str(given.instance),
        "ENTRAIDE_MASTER_KEY_FILE": given.master_key_file,
        "ENTRAIDE_DATABASE_URL": given.database_url,
        "ENTRAIDE_KEYS_URL": given.keys_url,
        "ENTRAIDE_PUBLIC_URL": given.public_url,
        "ENTRAIDE_CALENDAR_HOST": given.calendar_host,
        "ENTRAIDE_MAIL_URL": "smtp+plain://127.0.0.1:1",
    }
    web = web_command(given, "127.0.0.1", port)
    web[web.index("--workers") + 1] = "1"
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for command in (web, [sys.executable, "-m", "entraide", "worker", "--once"])
    ]
    try:
        assert wait_for(f"http://127.0.0.1:{port}/connexion")
        _use(lived, port)
    finally:
        running[0].send_signal(signal.SIGTERM)
        said = [one.communicate(timeout=60)[0].decode() for one in running]
    return "".join(said)


def _use(lived: Lived, port: int) -> None:
    """Open what one may and what one may not, with every kind of secret in address, cookie and field."""
    world, cookie = lived.world, {"Cookie": f"sid={lived.world.sessions['mia']}"}
    paths = ["/agenda", "/moi", "/moi/appareils", f"/j/{world.join_link}", f"/v/{world.place_link}"]
    paths += [f"/g/{one}/membres" for one in world.url_values["group_id"]]
    paths += [f"/c/{token}.ics" for token in world.feeds.values()]
    links = [token for name, token in lived.tokens.items() if ": link" in name]
    codes = [code for name, code in lived.tokens.items() if name.endswith(": code")]
    for kind in "riuvsj":
        paths += [f"/{kind}/{token}" for token in (*links[:3], world.sessions["ana"])]
    forms = {
        "/connexion": {"email": world.emails["mia"]},
        "/connexion/code": {"code": codes[0]},
        "/connexion/carte": {"number": "1234 5678", "words": world.marks.texts["hana: the words handed over"]},
        "/rejoindre": {"code": world.marks.texts["Aulnes: the spoken code"]},
        f"/u/{links[0]}": {"word": world.marks.texts["Aulnes: name"]},
    }
    paths.append(f"/agenda?{urlencode({'suite': world.emails['mia']})}")
    for path in paths:
        lived.answers.add(_ask(port, path, cookie)[0])
    _, page, set_ = _ask(port, "/connexion", {})
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    for path, fields in forms.items():
        for sent in (fields | {"csrf_token": token}, fields):
            lived.answers.add(_ask(port, path, {"Cookie": set_.split(";")[0]}, urlencode(sent))[0])


def _ask(port: int, path: str, headers: dict[str, str], form: str = "") -> tuple[int, str, str]:
    """Get a page, or send a form; return status, page, and the cookie it sets."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("POST" if form else "GET", path, form or None, {"Host": "localhost"} | kind | headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie", "")


def _written_out(name: str, engine: Engine) -> Iterator[tuple[str, bytes]]:
    """Yield a store's tables as its engine writes them out; SQLite's stand in its files already."""
    if engine.dialect.name == "sqlite":
        return
    for table in inspect(engine).get_table_names():
        out = io.BytesIO()
        with engine.connect() as connection:
            cursor = connection.connection.cursor()
            with cursor.copy(f'copy "{table}" to stdout') as rows:  # type: ignore[attr-defined]
                for row in rows:
                    out.write(row)
        yield f"{name}: {table}", out.getvalue()
    if tool := shutil.which("pg_dump"):
        url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        dumped = subprocess.run([tool, url], capture_output=True, check=False)
        if dumped.returncode == 0:  # a server newer than its tool is left to COPY
            yield f"{name}: dump", dumped.stdout


def spellings(secret: str) -> set[bytes]:
    """Return how a secret may stand somewhere without being sealed: in clear, in hex, in base64, as its own bytes."""
    plain = secret.encode()
    found = {plain, plain.hex().encode(), secret.encode("utf-16-le"), secret.replace(" ", "").encode()}
    for lead in range(3):  # base64 spells the same bytes in three ways, by what stands before
        spelled = b64encode(bytes(lead) + plain)
        found.add(spelled[4 if lead else 0 : -4])
    if re.fullmatch(r"[\w-]{43}", secret):
        raw = urlsafe_b64decode(secret + "=")
        found |= {raw, raw.hex().encode()}
    return {one for one in found if len(one) >= 8}
