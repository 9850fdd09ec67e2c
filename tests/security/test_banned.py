"""What is nowhere in the house: dangerous calls, passwords, forms without a token, faults that tell."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase

from entraide import create_app, settings
from entraide.access.gate import mark_of
from entraide.access.tokens import fresh
from entraide.accounts.actions import start_session
from entraide.accounts.models import Device, Person, SignIn
from entraide.db import Model, db
from entraide.mail.carrier import envelope
from entraide.mail.rendering import Rendered
from entraide.operations import upgrade
from entraide.settings import ROOT, Unsafe
from tests.conftest import Stage
from tests.crawling import addresses
from tests.people import Client
from tests.world import World

MODULES = sorted((ROOT / "entraide").rglob("*.py"))
SCRIPTS = sorted((ROOT / "entraide" / "static").glob("*.js"))
BANNED_CALLS = {"eval", "exec", "compile", "__import__", "render_template_string"}
BANNED_PARTS = {"system", "popen", "md5", "sha1", "values", "from_string"}
HARMLESS = {"values": "request"}  # anybody else's values are let be
BANNED_PACKAGES = {"pickle", "marshal", "shelve", "yaml", "xml", "lxml", "requests", "httpx", "aiohttp", "ftplib"}
BANNED_MODULES = {"urllib.request", "http.client"}
SHELLS = {"entraide/operations/serve.py"}  # starts this program's own processes, by a list of words


def faults_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS:
            yield node.func.id
        if isinstance(node, ast.Attribute) and node.attr in BANNED_PARTS:
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if owner == HARMLESS.get(node.attr, owner):
                yield ast.unparse(node)
        if isinstance(node, ast.keyword) and node.arg == "shell":
            yield "shell="
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            if name.partition(".")[0] in BANNED_PACKAGES or name in BANNED_MODULES:
                yield name
            if name == "subprocess" and str(file.relative_to(ROOT)) not in SHELLS:
                yield name


def test_nothing_dangerous_is_called() -> None:
    found = {str(file.relative_to(ROOT)): list(faults_in(file)) for file in MODULES}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_chance_comes_from_secrets_alone() -> None:
    """The demo's world is drawn alike each time; nothing of it is a secret."""
    drawing = [
        str(file.relative_to(ROOT))
        for file in MODULES
        if re.search(r"^(import|from) random\b", file.read_text("utf-8"), re.M)
    ]
    assert [name for name in drawing if not name.startswith("entraide/demo/")] == []


def test_no_field_takes_a_password() -> None:
    pages = [*(ROOT / "templates").rglob("*.html"), *MODULES]
    assert [file.name for file in pages if re.search(r'type="password"|PasswordField', file.read_text("utf-8"))] == []


def test_scripts_write_no_markup_and_keep_nothing() -> None:
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\(|localStorage|sessionStorage"
    banned += r"|indexedDB|document\.cookie|postMessage|importScripts|serviceWorker"
    assert len(SCRIPTS) == 2
    assert [one.name for one in SCRIPTS if re.search(banned, one.read_text("utf-8"))] == []


def test_every_form_of_a_session_wants_its_token(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.marcelle)
    taken, asked = [], 0
    for rule in app.url_map.iter_rules():
        mark = mark_of(app, rule.endpoint)
        if "POST" in (rule.methods or ()) and mark is not None and mark.kind != "by_token":
            values = {name: ["A" * 22] for name in rule.arguments} | {
                "token": ["x" * 43],
                "duty": ["cle"],
                "wish": ["oui"],
            }
            [path] = addresses(rule, values)
            asked += 1
            if client.post(path, token="forged" if asked % 2 else "").status_code != 400:
                taken.append(rule.endpoint)
    assert taken == []
    assert asked > 80


def test_a_line_break_in_a_header_is_refused(app: Flask) -> None:
    right = Rendered(to="lise@poste.example", subject="Une date", text="Bonjour")
    own = app.extensions["entraide.settings"]
    assert envelope(uuid4(), right, own)["Subject"] == "Une date"
    for part in ("to", "subject", "sender_name"):
        with pytest.raises(ValueError, match=r"CR|LF|line|linefeed|Invalid|non-printable|domain"):
            envelope(uuid4(), replace(right, **{part: f"{getattr(right, part)}\r\nBcc: other@poste.example"}), own)


def test_a_fault_tells_the_visitor_nothing(stage: Stage, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(stage.settings, testing=False)

    def broken() -> str:
        raise RuntimeError(f"no such row for {world.lise.email}")

    broken.__dict__["access"] = mark_of(app, "home.health")
    monkeypatch.setitem(app.view_functions, "home.health", broken)
    answer = app.test_client().get("/healthz")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "</html>" in page
    assert not re.search(r"lise@|RuntimeError|Traceback|\.py|no such row|Werkzeug", page)
    with app.app_context():
        db.engine.dispose()
    app.extensions["entraide.vault"].engine.dispose()


def test_a_fresh_instance_has_nobody_in_it(tmp_path: Path) -> None:
    given = settings.load({}, instance=tmp_path / "instance", master_key_file=str(tmp_path / "keys" / "master.key"))
    upgrade.lay_out_instance(given)
    app = create_app(given, testing=True)
    upgrade.migrate(app)
    with app.app_context():
        counted = {one: db.session.scalar(select(func.count()).select_from(one)) for one in (Person, SignIn)}
        db.session.remove()
        db.engine.dispose()
    app.extensions["entraide.vault"].engine.dispose()
    assert set(counted.values()) == {0}
    assert issubclass(Model, DeclarativeBase) or Model.metadata.tables


def test_a_session_has_256_bits_of_its_own(app: Flask, world: World) -> None:
    with app.app_context():
        drawn = {start_session(world.lise.person_id, Device.OWN, "") for _ in range(20)} | {fresh() for _ in range(200)}
        db.session.rollback()
    assert len(drawn) == 220
    assert all(re.fullmatch(r"[\w-]{43}", one) for one in drawn)  # 43 signs of 6 bits


def test_unencrypted_mail_to_another_machine_does_not_start(tmp_path: Path) -> None:
    assert settings.load({}, instance=tmp_path, mail_url="smtp+plain://127.0.0.1:25").mail_url
    with pytest.raises(Unsafe, match="unencrypted"):
        settings.load({}, instance=tmp_path, mail_url="smtp+plain://mail.example:25")
