"""Moving to another mailbox, step by step, as tests of it do."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from entraide.access.tokens import fingerprint
from entraide.accounts.models import AddressChange, Lock, LockKind, Person, SignIn
from entraide.accounts.queries import address_of
from entraide.clock import now
from entraide.db import db
from entraide.vault import sealed
from tests.people import Client, code_in, letters_to

NEW = "lise-ailleurs@autre.example"
WAITED = timedelta(hours=48, minutes=1)


def prove(app: Flask, client: Client, address: str = NEW) -> TestResponse:
    """Type a new address and the code that came to it; the page that asks to agree is next."""
    assert client.post("/moi/adresse", {"email": address}).location == "/connexion/code"
    code = code_in(letters_to(app, address)[-1])
    return client.post("/connexion/code", {"code": code})


def move(app: Flask, client: Client, address: str = NEW, **fields: str) -> TestResponse:
    """Go the whole way up to the one button."""
    assert prove(app, client, address).location == "/moi/adresse/suite"
    return client.post("/moi/adresse/suite", fields)


def address(app: Flask, somebody: Any) -> str | None:
    """Return the address at which somebody is known now, by her own row and by the blind index alike."""
    with app.app_context():
        person = db.session.get_one(Person, somebody.person_id)
        found = address_of(person)
        assert person.email_index == (sealed.blind(found) if found else None)
        return found


def is_waiting(app: Flask, somebody: Any) -> bool:
    """Say whether a change of address waits."""
    with app.app_context():
        waits = select(AddressChange.id).where(
            AddressChange.person_id == somebody.person_id, AddressChange.done.is_(None)
        )
        return db.session.scalar(waits) is not None


def lock(app: Flask, somebody: Any, *, since: timedelta) -> None:
    """Give somebody a lock that has stood so long, just shown on all her sessions."""
    with app.app_context():
        name = sealed.seal(somebody.person_id, "lock name", "téléphone")
        made = now() - since
        db.session.add(Lock(person_id=somebody.person_id, kind=LockKind.APP, name_sealed=name, made=made, proved=made))
        shown = update(SignIn).where(SignIn.person_id == somebody.person_id).values(lock_since=now())
        db.session.execute(shown)
        db.session.commit()


def session_of(client: Client) -> UUID:
    """Return the id of a browser's session."""
    sid = client.browser.get_cookie("sid")
    assert sid is not None
    with client.app.app_context():
        return db.session.scalars(select(SignIn.id).where(SignIn.sid_hash == fingerprint(sid.value))).one()
