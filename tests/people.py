"""A browser for tests, and the mailbox beside it."""

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from entraide import worker
from entraide.accounts.actions import start_session
from entraide.accounts.models import Device
from entraide.db import db
from entraide.settings import Settings


class Client:
    """A browser: it keeps cookies and sends the CSRF token of the page it last saw."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = app.test_client()
        self.token = ""

    def sign_in(self, person: Any, device: Device = Device.OWN, *, with_lock: bool = False) -> "Client":
        """Open a session for a person of the world (a row's id or anything with `.person_id`)."""
        person_id = getattr(person, "person_id", person)
        with self.app.app_context():
            token = start_session(person_id, device, "Firefox, Linux", with_lock=with_lock)
            db.session.commit()
        self.browser.set_cookie("sid", token)
        return self

    def get(self, path: str, **more: Any) -> TestResponse:
        return self._seen(self.browser.get(path, **more))

    def head(self, path: str, **more: Any) -> TestResponse:
        return self.browser.head(path, **more)

    def post(self, path: str, data: Any = None, *, token: str | None = None, **more: Any) -> TestResponse:
        """Post a form with the token of the last page (fetching one when there was none yet)."""
        if not self.token and token is None:
            self.get("/affichage")
        fields = dict(data or {})
        fields.setdefault("csrf_token", self.token if token is None else token)
        return self._seen(self.browser.post(path, data=fields, **more))

    def _seen(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html" and (
            found := re.search(r'name="csrf_token" value="([^"]+)"', answer.get_data(as_text=True))
        ):
            self.token = found[1]
        return answer


def deliver(app: Flask) -> list[EmailMessage]:
    """Let the worker do what is due, and return every letter in the demo's folder, oldest first."""
    worker.once(app)
    return letters(app)


def letters(app: Flask) -> list[EmailMessage]:
    """Return every letter sent so far, oldest first."""
    settings: Settings = app.extensions["entraide.settings"]
    files = sorted(settings.mail_dir.glob("*.eml"))
    return [BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes()) for file in files]


def letters_to(app: Flask, address: str) -> list[EmailMessage]:
    """Return the letters one address got, oldest first."""
    return [letter for letter in deliver(app) if str(letter["To"]) == address]


def text_of(letter: EmailMessage) -> str:
    """Return a letter's text part."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def code_in(letter: EmailMessage) -> str:
    """Return the eight digits of a code's letter, as written."""
    found = re.search(r"\b\d{4} \d{4}\b", text_of(letter))
    assert found is not None
    return found[0]
