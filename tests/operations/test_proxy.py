"""The proxy that README asks for: its snippet starts a real nginx, serves over TLS, and its log holds no secret."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.client import HTTPSConnection
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from flask import Flask

from entraide.access.gate import masked_prefixes
from entraide.operations.proxy import proxy_snippet
from tests.browser.certificate import make_certificate
from tests.conftest import Stage
from tests.test_serve import free_port

NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Proxy:
    port: int
    log: Path
    certificate: Path

    def get(self, path: str) -> tuple[int, str]:
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        connection = HTTPSConnection("127.0.0.1", self.port, context=trusted, timeout=10)
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body


def test_the_snippet_masks_every_address_that_holds_a_secret(stage: Stage, app: Flask) -> None:
    snippet = proxy_snippet(app, stage.settings)
    assert masked_prefixes(app)
    assert all(letter in snippet.split("[", 1)[1].split("]")[0] for letter in masked_prefixes(app))


def test_both_hosts_have_a_server_of_their_own(stage: Stage, app: Flask) -> None:
    given = replace(
        stage.settings, public_url="https://rendez-vous.example", directory_url="https://groupes.example", demo=False
    )
    snippet = proxy_snippet(app, given)
    assert snippet.count("listen 443 ssl") == 2
    assert "server_name groupes.example;" in snippet


@pytest.fixture
def proxy(stage: Stage, app: Flask, tmp_path: Path) -> Iterator[Proxy]:
    """Run nginx with the snippet, its ports and paths moved to where a test may write, in front of the app."""
    if NGINX is None:
        pytest.skip("nginx is not installed here")
    certificate, key = make_certificate(tmp_path)
    behind = make_server("127.0.0.1", 0, app, handler_class=Quiet)
    serving = threading.Thread(target=behind.serve_forever, daemon=True)
    serving.start()
    port, plain = free_port(), free_port()
    snippet = proxy_snippet(app, replace(stage.settings, public_url="https://localhost", directory_url=""))
    for old, new in (
        ("listen [::]:443 ssl http2;", ""),
        ("listen [::]:80;", ""),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("/etc/letsencrypt/live/localhost/fullchain.pem", str(certificate)),
        ("/etc/letsencrypt/live/localhost/privkey.pem", str(key)),
        ("/var/log/nginx/rendez-vous.log", str(tmp_path / "access.log")),
        ("127.0.0.1:8000", f"127.0.0.1:{behind.server_port}"),
    ):
        assert old in snippet
        snippet = snippet.replace(old, new)
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off;\npid {tmp_path}/pid;\nerror_log {tmp_path}/error.log;\nevents {{}}\n"
        f"http {{\n{temporary}{snippet}}}\n"
    )
    running = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    made = Proxy(port, tmp_path / "access.log", certificate)
    try:
        _wait_for(port, running)
        yield made
    finally:
        running.terminate()
        running.wait(10)
        behind.shutdown()
        behind.server_close()


def _wait_for(port: int, running: "subprocess.Popen[bytes]") -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert running.poll() is None, "nginx did not start"
        time.sleep(0.05)
    raise AssertionError("nginx does not listen")


def test_pages_come_through_the_proxy_over_tls(proxy: Proxy) -> None:
    status, page = proxy.get("/connexion")
    assert (status, "</html>" in page) == (200, True)


@pytest.mark.parametrize(
    ("version", "ciphers", "is_taken"),
    [
        (ssl.TLSVersion.TLSv1_3, "DEFAULT", True),
        (ssl.TLSVersion.TLSv1_2, "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256", True),
        (ssl.TLSVersion.TLSv1_2, "AES128-SHA:AES256-GCM-SHA384:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA", False),
        (ssl.TLSVersion.TLSv1_1, "ALL:@SECLEVEL=0", False),
    ],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_only_ciphers_with_forward_secrecy_are_taken(
    proxy: Proxy, version: ssl.TLSVersion, ciphers: str, is_taken: bool
) -> None:
    wanted = ssl.create_default_context(cafile=str(proxy.certificate))
    wanted.minimum_version = wanted.maximum_version = version
    wanted.set_ciphers(ciphers)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as plain:
        try:
            with wanted.wrap_socket(plain, server_hostname="127.0.0.1"):
                assert is_taken
        except (ssl.SSLError, ConnectionError):
            assert not is_taken


def test_the_proxys_log_holds_no_token_and_no_address_of_a_visitor(proxy: Proxy) -> None:
    proxy.get("/c/the-secret-of-a-feed.ics")
    proxy.get("/r/the-secret-of-a-letter/oui")
    proxy.get("/connexion?x=1")
    for _ in range(50):
        if proxy.log.exists() and proxy.log.read_text().count("\n") == 3:
            break
        time.sleep(0.05)
    written = proxy.log.read_text()
    assert "GET /c/..." in written
    assert "secret" not in written
    assert "127.0.0.1" not in written
