"""The master key changes under a real server: a form opened before is taken after, by every web worker."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from sqlalchemy import create_engine, text

from entraide import create_app, settings
from entraide.operations import rotating, upgrade
from entraide.settings import ROOT, Settings
from tests.operations.conftest import quiet
from tests.test_serve import free_port, wait_for

pytestmark = pytest.mark.slow


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Settings, str]]:
    """A fresh production instance, served on loopback by real web workers."""
    address = f"http://127.0.0.1:{free_port()}"
    environ = {
        "ENTRAIDE_INSTANCE": str(tmp_path / "instance"),
        "ENTRAIDE_MASTER_KEY_FILE": str(tmp_path / "keys" / "master.key"),
        "ENTRAIDE_PUBLIC_URL": address.replace("127.0.0.1", "localhost"),
    }
    there = settings.load(environ)
    upgrade.lay_out_instance(there)
    app = create_app(there)
    upgrade.migrate(app)
    quiet(app)
    server = subprocess.Popen(
        [sys.executable, "-m", "entraide", "serve", "--no-worker", "--port", address.rpartition(":")[2]],
        cwd=ROOT,
        env=os.environ | environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert wait_for(f"{address}/connexion")
        yield there, address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def test_forms_opened_before_are_taken_after_by_every_worker(served: tuple[Settings, str]) -> None:
    there, address = served
    browsers = [build_opener(HTTPCookieProcessor(CookieJar())) for _ in range(6)]
    tokens = [token_of(browser, address) for browser in browsers]
    rotating.rotate(there)
    for number, (browser, token) in enumerate(zip(browsers, tokens, strict=True)):
        assert "code" in ask(browser, address, token, f"p{number}@poste.example")
    later = build_opener(HTTPCookieProcessor(CookieJar()))
    assert "code" in ask(later, address, token_of(later, address), "later@poste.example")
    assert challenges(there) == 7


def token_of(browser: OpenerDirector, address: str) -> str:
    page = browser.open(Request(f"{address}/connexion", headers={"Host": "localhost"}), timeout=10).read().decode()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def ask(browser: OpenerDirector, address: str, token: str, mailbox: str) -> str:
    """Send the form of the sign-in page; return the address it leads to."""
    body = urlencode({"csrf_token": token, "email": mailbox}).encode()
    answer = browser.open(Request(f"{address}/connexion", body, {"Host": "localhost"}), timeout=10)
    return str(answer.url)


def challenges(there: Settings) -> int:
    engine = create_engine(there.database_url)
    with engine.connect() as connection:
        found = connection.execute(text("select count(*) from challenges")).scalar_one()
    engine.dispose()
    return int(found)
