"""Two members face to face: the presses by which one asks, gives, takes back and blocks, and what the other reads."""

import re

from flask import Flask

from entraide.access.tokens import short
from entraide.members.models import Field, Visibility
from tests.members import cards
from tests.people import Client
from tests.world import World

PHONE, MAIL, TOWN = "0470 11 22 33", "lise.cachee@poste.example", "Jambes-sur-Meuse"


def lise_shows(app: Flask, world: World, to: Visibility) -> None:
    """Put three values on Lise's card, all for the same readers."""
    values = {Field.PHONE: (PHONE, to), Field.EMAIL: (MAIL, to), Field.TOWN: (TOWN, to)}
    cards.fill(app, world.tilleuls, world.lise_in_tilleuls, values)


def group_of(world: World) -> str:
    return f"/g/{short(world.tilleuls)}"


def person_of(world: World, who: str = "lise") -> str:
    return f"{group_of(world)}/membre/{short(getattr(world, f'{who}_in_tilleuls'))}"


def ask(app: Flask, world: World, who: str, whom: str = "lise") -> int:
    """Press *Ask for the number*."""
    return Client(app).sign_in(getattr(world, who)).post(f"{person_of(world, whom)}/numero").status_code


def decide(app: Flask, world: World, who: str, about: str, deed: str) -> int:
    """Press one of the buttons beside a name on one's own page."""
    path = f"{group_of(world)}/ma-fiche/personnes/{short(getattr(world, f'{about}_in_tilleuls'))}"
    return Client(app).sign_in(getattr(world, who)).post(path, {"deed": deed}).status_code


def block(app: Flask, world: World, who: str, whom: str) -> int:
    return Client(app).sign_in(getattr(world, who)).post(f"{person_of(world, whom)}/bloquer").status_code


def read(app: Flask, world: World, who: str, path: str) -> str:
    """Return a page as one reads it, without the token of its forms."""
    answer = Client(app).sign_in(getattr(world, who)).get(path)
    return re.sub(r'name="csrf_token" value="[^"]+"', "", f"{answer.status_code} {answer.text}")


def seen(app: Flask, world: World, who: str, whom: str = "lise", purpose: str = "news") -> str:
    """Press *See*; return what is read then."""
    answer = Client(app).sign_in(getattr(world, who)).post(f"{person_of(world, whom)}/voir", {"purpose": purpose})
    return re.sub(r'name="csrf_token" value="[^"]+"', "", f"{answer.status_code} {answer.text}")
