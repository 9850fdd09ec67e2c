"""A running demo, once plain and once behind TLS, and a real browser in front of it."""

import fcntl
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from entraide.settings import ROOT
from tests.browser.certificate import make_certificate
from tests.browser.letters import lying_there, new_code

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = """
--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync
""".split()  # noqa: SIM905
PATIENCE = 15_000  # milliseconds: a machine may have other things to do
expect.set_options(timeout=PATIENCE)
WALKS = ("test_tls", "test_pages_organiser", "test_pages")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser; the modules that walk through everything begin, the longest walk first."""
    for item in items:
        if "browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: (*WALKS, item.path.stem).index(item.path.stem))


@dataclass
class Site:
    """A running demo: where it answers, where its letters lie, and who lives there."""

    base: str
    mail_dir: Path
    people: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    feeds: list[dict[str, Any]]

    def answering_at(self, base: str, mail_dir: Path) -> "Site":
        """Return a copy of this world that answers at another address."""
        groups, feeds = (
            [one | {"url": base + one["url"].removeprefix(self.base)} for one in named]
            for named in (self.groups, self.feeds)
        )
        return Site(base, mail_dir, self.people, groups, feeds)

    def organiser_of(self, group: str) -> str:
        return str(next(one["organiser"] for one in self.groups if one["name"] == group))

    def url_of(self, group: str) -> str:
        return str(next(one["url"] for one in self.groups if one["name"] == group)).removeprefix(self.base)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("chromium is required in CI")
        pytest.skip("chromium is not on this machine")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def world_made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The demo's world, made once for all processes; each running demo takes a copy, and nothing answers there."""
    shared = "PYTEST_XDIST_WORKER" in os.environ
    folder = (tmp_path_factory.getbasetemp().parent if shared else tmp_path_factory.getbasetemp()) / "made"
    described = folder.with_suffix(".json")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not described.exists():  # whoever comes second finds it made, and leaves it alone
            described.write_bytes(_make(folder))
    known = json.loads(described.read_bytes())
    return Site(known["base_url"], Path(known["mail_dir"]), known["people"], known["groups"], known["feeds"])


def _make(folder: Path) -> bytes:
    command = [sys.executable, "-m", "entraide", "demo", "--port", "1", "--describe"]
    environ = os.environ | {"ENTRAIDE_INSTANCE": str(folder)}
    return subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE).stdout


@pytest.fixture(scope="session")
def site(world_made: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo under the name of this machine's own address: browsers make no passkey for a number."""
    yield from _run(world_made, tmp_path_factory.mktemp("demo"), {}, "localhost")


@pytest.fixture(scope="session")
def tls_site(world_made: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same program answering https itself, with a certificate of its own."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = make_certificate(folder)
    yield from _run(world_made, folder, {"GRANIAN_SSL_CERTIFICATE": str(certificate), "GRANIAN_SSL_KEYFILE": str(key)})


def _run(made: Site, folder: Path, environ: dict[str, str], host: str = "127.0.0.1") -> Iterator[Site]:
    scheme = "https" if environ else "http"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base, instance = f"{scheme}://{host}:{port}", folder / "instance"
    shutil.copytree(made.mail_dir.parent, instance)
    environ = {"ENTRAIDE_DEMO_SCHEME": scheme, "ENTRAIDE_DEMO_HOST": host} | environ
    environ = os.environ | {"ENTRAIDE_INSTANCE": str(instance)} | environ
    command = [sys.executable, "-m", "entraide", "demo", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
    try:
        _wait(base, server, folder / "log")
        yield made.answering_at(base, instance / made.mail_dir.name)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(40)


def _wait(base: str, server: subprocess.Popen[bytes], log: Path) -> None:
    trusting = ssl._create_unverified_context()
    for _ in range(240):
        assert server.poll() is None, log.read_text("utf-8", "replace")
        try:
            with urllib.request.urlopen(base + "/connexion", timeout=2, context=trusting):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail("the demo did not start: " + log.read_text("utf-8", "replace"))


class Visitor:
    """Somebody at a browser: signs in by the letter's code and keeps her cookies for every look."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.states: dict[str, Any] = {}

    def page(self, email: str | None = None, **more: Any) -> Page:
        """Open a fresh page, signed in as this address, or as nobody."""
        state = self._state(email) if email else None
        context = self.browser.new_context(
            base_url=self.site.base, storage_state=state, ignore_https_errors=True, locale="fr-BE", **more
        )
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def _state(self, email: str) -> Any:
        if email not in self.states:
            page = self.page()
            sign_in(page, self.site, email)
            self.states[email] = page.context.storage_state()
            page.context.close()
        return self.states[email]


def sign_in(page: Page, site: Site, email: str) -> None:
    """Walk through the door as anybody does."""
    type_address_and_code(page, site, email)
    page.click("main form button")
    page.wait_for_url("**/agenda")


def type_address_and_code(page: Page, site: Site, email: str) -> None:
    """Ask for a code at the door and type it, on a device of one's own; nothing is sent yet."""
    before = lying_there(site.mail_dir)
    page.goto("/connexion")
    page.fill("[name=email]", email)
    page.click("main form button")
    page.fill("[name=code]", new_code(site.mail_dir, email, before))
    page.check("[name=device][value=own]", force=True)


@pytest.fixture(scope="session")
def visitor(browser: Browser, site: Site) -> Visitor:
    return Visitor(browser, site)


@pytest.fixture(scope="session")
def tls_visitor(browser: Browser, tls_site: Site) -> Visitor:
    return Visitor(browser, tls_site)
