"""What tests of second locks share: adding one as people do, and reading what the pages show."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import pyotp
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from entraide import worker
from entraide.accounts.models import Lock, LockKind, Person
from entraide.clock import now
from entraide.db import db
from entraide.mail.models import Lane
from entraide.vault import sealed
from tests.accounts.authenticator import Phone
from tests.people import Client, code_in, letters
from tests.world import Somebody

LOCKS, DOOR = "/moi/verrous", "/connexion/verrou"


def page_of(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def options_on(answer: TestResponse) -> str:
    found = re.search(r'data-options="([^"]+)"', answer.get_data(as_text=True))
    assert found is not None
    return unescape(found[1])


def codes_on(answer: TestResponse) -> list[str]:
    """Return the codes of a printed page, in their order."""
    return re.findall(r"<li>([\w\xa0]+)</li>", page_of(answer))


def number_on(page: str) -> int:
    """Return which code of a card is asked for."""
    found = re.search(r"(?:numéro|number|n°)\s*(\d+)", page)
    assert found is not None
    return int(found[1])


class App:
    """An authenticator app that keeps one seed."""

    def __init__(self, seed: str) -> None:
        self.totp = pyotp.TOTP(seed.replace(" ", ""))

    @property
    def code(self) -> str:
        return self.totp.at(now())


def add_app(client: Client) -> tuple[App, TestResponse]:
    """Connect an app and type its first code; return it, and what the site answered."""
    client.post(f"{LOCKS}/application")
    shown = client.get(f"{LOCKS}/application")
    found = re.search(r'id="seed">([A-Z2-7 ]+)<', shown.get_data(as_text=True))
    assert found is not None
    app = App(found[1])
    return app, client.post(f"{LOCKS}/application/fin", {"code": app.code})


def add_card(client: Client) -> tuple[list[str], TestResponse]:
    """Print a card and type the code that is asked for; return the codes, and what the site answered."""
    codes = codes_on(client.post(f"{LOCKS}/carte"))
    asked = number_on(page_of(client.get(f"{LOCKS}/carte")))
    return codes, client.post(f"{LOCKS}/carte/fin", {"code": codes[asked - 1]})


def add_passkey(client: Client, phone: Phone | None = None) -> tuple[Phone, TestResponse]:
    """Let a phone make a passkey."""
    phone = phone or Phone()
    options = options_on(client.post(f"{LOCKS}/appareil"))
    return phone, client.post(f"{LOCKS}/appareil/fin", {"answer": phone.make(options)})


def kinds_in(app: Flask, person: Somebody) -> list[LockKind]:
    with app.app_context():
        rows = db.session.query(Lock).filter(Lock.person_id == person.person_id, Lock.proved.is_not(None)).all()
        return sorted(row.kind for row in rows)


def recovery_of(answer: TestResponse) -> list[str]:
    return [code.replace("\xa0", "") for code in codes_on(answer)]


def prove_mailbox(app: Flask, client: Client, somebody: Somebody, **more: str) -> TestResponse:
    """Ask for a code and type it."""
    client.post("/connexion", {"email": somebody.email})
    worker.send(app, Lane.CODE)
    code = code_in([letter for letter in letters(app) if "code" in str(letter["Subject"])][-1])
    return client.post("/connexion/code", {"code": code, "device": "own"} | more)


def is_in(client: Client) -> bool:
    return client.get("/agenda").status_code == 200


def set_person(app: Flask, person_id: UUID, **values: object) -> None:
    with app.app_context():
        person = db.session.get_one(Person, person_id)
        for name, value in values.items():
            setattr(person, name, value)
        db.session.commit()


def share_mailbox(app: Flask, one: Somebody, other: Somebody) -> None:
    """Let one person read another's mailbox too."""
    with app.app_context():
        person = db.session.get_one(Person, one.person_id)
        person.email_index = sealed.blind(other.email)
        person.email_sealed = sealed.seal(person.id, "email", other.email)
        db.session.commit()


def half_a_minute_on() -> time_machine.travel:
    """Go on to when an app shows its next code: the one it was proved by was typed already."""
    return time_machine.travel(now() + timedelta(seconds=30), tick=False)
