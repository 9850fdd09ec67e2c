"""Asking in and coming in, as organisers and newcomers do it with their browsers."""

import re
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from entraide.access import scope
from entraide.access.tokens import short
from entraide.db import db
from entraide.members.models import Membership
from tests.people import Client, code_in, letters_to, text_of
from tests.world import World

MIMI = "mimi@poste.example"
ENTRY = {"name": "Mimi", "concern": "concerned", "consent": "2026-11"}


def page(group: UUID, *rest: str) -> str:
    return "/".join(["/g", short(group), *rest]).replace("//", "/")


def organiser(app: Flask, world: World) -> Client:
    """Return Marcelle's browser."""
    return Client(app).sign_in(world.marcelle)


def write_to(app: Flask, world: World, *addresses: str) -> None:
    """Let Marcelle invite addresses by letter."""
    answer = organiser(app, world).post(page(world.tilleuls, "inviter"), {"addresses": "\n".join(addresses)})
    assert answer.status_code == 303


def invited(app: Flask, world: World, address: str) -> str:
    """Let Marcelle invite one address, and return the path of the link in the last letter it got."""
    write_to(app, world, address)
    return link_to(app, address)


def link_to(app: Flask, address: str) -> str:
    found = re.search(r"http://localhost(/i/[\w-]+)\s", text_of(letters_to(app, address)[-1]))
    assert found is not None
    return found[1]


def make_way(app: Flask, world: World, look: str = "link", uses: str = "5", days: str = "7") -> str:
    """Let Marcelle open a link or a code to scan, and return the path it leads to."""
    client = organiser(app, world)
    answer = client.post(page(world.tilleuls, "inviter/lien"), {"look": look, "uses": uses, "days": days})
    assert answer.status_code == 303
    return path_on(client.get(answer.location))


def path_on(answer: TestResponse) -> str:
    found = re.search(r"http://localhost(/j/[\w.-]+)", answer.text)
    assert found is not None
    return found[1]


def make_spoken(app: Flask, world: World) -> str:
    """Let Marcelle draw a code, and return its digits as she reads them aloud."""
    client = organiser(app, world)
    shown = client.get(client.post(page(world.tilleuls, "inviter/code")).location)
    found = re.search(r">(\d{4})(?:&nbsp;|\u00a0)(\d{4})<", shown.text)
    assert found is not None
    return f"{found[1]} {found[2]}"


def prove(app: Flask, client: Client, path: str, address: str) -> TestResponse:
    """Type an address at a way in, then the code from the letter."""
    assert client.post(path, {"email": address}).status_code == 303
    code = code_in(letters_to(app, address)[-1])
    return client.post("/connexion/code", {"code": code, "first_name": "Mireille"})


def enter(client: Client, path: str, **changes: str) -> TestResponse:
    return client.post(f"{path}/entrer", ENTRY | changes)


def places(app: Flask, group: UUID) -> dict[str, Membership]:
    """Return a group's memberships that have a name, by name."""
    from entraide.members.queries import name_of

    with app.app_context():
        scope.add(group)
        rows = db.session.query(Membership).filter_by(group_id=group).all()
        named = {name_of(row): row for row in rows if row.name_sealed}
        db.session.expunge_all()
        return named


def reader(app: Flask) -> Client:
    """Return a browser that never was here."""
    return Client(app)


def press(client: Client, path: str, data: dict[str, str] | None = None, **more: object):  # type: ignore[no-untyped-def]
    """Press a button on a page that was opened by a link: no cookie, no CSRF token."""
    return client.browser.post(path, data=data or {}, **more)


def room(world: World) -> str:
    """Return the waiting room of Les Tilleuls."""
    return f"/attente/{short(world.tilleuls)}"
