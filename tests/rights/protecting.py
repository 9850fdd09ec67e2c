"""Lise in protected mode: what tests do to get her there, by the pages alone."""

import re
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from entraide.access.tokens import fingerprint
from entraide.accounts.models import Device, SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.carrying import Paper, asked_on, show, type_two, words_on
from tests.people import Client, code_in, deliver, letters_to
from tests.world import Somebody, World

PAGE, WORDS, LOCKED = "/moi/protection", "/moi/protection/mots", "/moi/protection/mots/verrou"


@dataclass(frozen=True)
class Protected:
    """Somebody's browser, and the paper she wrote number and words on."""

    client: Client
    paper: Paper


def draw(client: Client, path: str = WORDS) -> tuple[TestResponse, Paper]:
    """Ask for the six words, and write them down."""
    answer = client.post(path)
    assert answer.status_code == 200
    number = re.search(r"<b[^>]*>(\d{4}\s\d{4})</b>", answer.text)
    assert number is not None
    return answer, Paper(number[1], words_on(answer.text))


def protect(client: Client, path: str = WORDS) -> Protected:
    """Begin protected mode from a browser that is signed in."""
    page, paper = draw(client, path)
    assert len(asked_on(page.text)) == 2
    assert type_two(client, page.text, paper.words, PAGE).status_code == 303
    return Protected(client, paper)


def sign_in(app: Flask, somebody: Somebody, *, days_ago: int = 0, device: Device = Device.OWN) -> Client:
    """Sign somebody in as long ago as wished."""
    client = Client(app).sign_in(somebody, device)
    cookie = client.browser.get_cookie("sid")
    assert cookie is not None
    with app.app_context():
        hers = SignIn.sid_hash == fingerprint(cookie.value)
        db.session.execute(update(SignIn).where(hers).values(created=now() - timedelta(days=days_ago)))
        db.session.commit()
    return client


def is_in(client: Client) -> bool:
    """Say whether a browser is still signed in."""
    return client.get("/agenda").status_code == 200


def by_card(app: Flask, paper: Paper) -> Client:
    """Sign in by number and words, in a new browser."""
    client = Client(app)
    client.get("/connexion/carte")
    assert show(client, paper.number, paper.phrase).status_code == 303
    return client


def show_words(client: Client, paper: Paper) -> TestResponse:
    """Show the six words once more, as a sure deed asks."""
    client.get("/moi/confirmer")
    return client.post("/moi/confirmer", {"words": paper.phrase})


def code_letters(app: Flask, address: str, path: str = "/connexion") -> int:
    """Ask for a code at a door, and count the letters that came."""
    before = len(deliver(app))
    assert Client(app).post(path, {"email": address}).status_code == 303
    return len(deliver(app)) - before


def world_lise(app: Flask, world: World) -> Protected:
    """Put Lise into protected mode."""
    return protect(Client(app).sign_in(world.lise))


def by_code(app: Flask, client: Client, somebody: Somebody) -> TestResponse:
    """Sign somebody in by a code, on a device of her own."""
    client.get("/connexion")
    had = {str(letter["Message-ID"]) for letter in deliver(app)}
    client.post("/connexion", {"email": somebody.email})
    came = [letter for letter in letters_to(app, somebody.email) if str(letter["Message-ID"]) not in had]
    return client.post("/connexion/code", {"code": code_in(came[-1]), "device": "own"})
