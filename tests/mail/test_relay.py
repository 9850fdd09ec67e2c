"""An ordinary mailbox on port 587: STARTTLS, a name and a password."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from socket import socket
from urllib.parse import quote
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from flask import Flask

from entraide.mail.carrier import NotTaken, Relay, envelope
from entraide.mail.rendering import Rendered
from entraide.settings import Settings
from tests.browser.certificate import make_certificate
from tests.mail.server import Inbox

PASSWORD = "a p@ss/word:%"


@pytest.fixture
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    certificate, key = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    inbox = Inbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        inbox.port = free.getsockname()[1]

    def check(server: object, session: object, envelope: object, mechanism: str, given: LoginPassword) -> AuthResult:
        return AuthResult(success=given == LoginPassword(b"lettres", PASSWORD.encode()), handled=False)

    controller = Controller(
        inbox,
        hostname="127.0.0.1",
        port=inbox.port,
        tls_context=context,
        require_starttls=True,
        authenticator=check,
        auth_required=True,
    )
    controller.start()
    yield inbox
    controller.stop()


def letter(app: Flask) -> object:
    settings: Settings = app.extensions["entraide.settings"]
    return envelope(uuid4(), Rendered("lise@poste.example", "Votre code", "1234 5678"), settings)


def test_a_letter_is_handed_over_with_name_and_password(app: Flask, mailbox: Inbox) -> None:
    relay = Relay(f"smtp://lettres:{quote(PASSWORD, safe='')}@127.0.0.1:{mailbox.port}")
    relay.carry(letter(app))  # type: ignore[arg-type]
    relay.close()
    assert len(mailbox.taken) == 1


def test_a_wrong_password_lets_letters_wait(app: Flask, mailbox: Inbox) -> None:
    relay = Relay(f"smtp://lettres:wrong@127.0.0.1:{mailbox.port}")
    with pytest.raises(NotTaken) as refusal:
        relay.carry(letter(app))  # type: ignore[arg-type]
    assert not refusal.value.for_good


def test_a_server_nobody_vouches_for_gets_no_password(
    app: Flask, mailbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(NotTaken):
        Relay(f"smtp://lettres:{quote(PASSWORD, safe='')}@127.0.0.1:{mailbox.port}").carry(letter(app))  # type: ignore[arg-type]
    assert mailbox.taken == []
