"""The world of the tests: the people have names, the groups have neighbours, and somebody stands outside."""

from dataclasses import dataclass
from uuid import UUID

from entraide.accounts.actions import make_person
from entraide.db import db


@dataclass(frozen=True)
class Somebody:
    """A person of the world and the address she reads."""

    person_id: UUID
    email: str


@dataclass(frozen=True)
class World:
    """Everything a test may name."""

    lise: Somebody
    dov: Somebody


def make_world() -> World:
    """Make the world once; each test gets it fresh."""
    people = {name: _person(name) for name in ("lise", "dov")}
    db.session.commit()
    return World(**people)


def _person(name: str) -> Somebody:
    email = f"{name}@poste.example"
    return Somebody(make_person(email, name.title(), "fr").id, email)
