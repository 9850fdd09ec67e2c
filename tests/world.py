"""The world of the tests: the people have names, the groups have neighbours, and somebody stands outside.

Two groups: *Les Tilleuls* (Marcelle keeps it; Lise, Ana and Jo belong; Paul waits; Odile is managed) and
*La Passerelle* (Dov keeps it; Ana belongs to it too, under another name). Nina has an account and no group.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from entraide.accounts.actions import make_keeper, make_person
from entraide.clock import now
from entraide.db import db
from entraide.groups.actions import make_group
from entraide.groups.models import Chapter, Preset
from entraide.groups.queries import Face
from entraide.members.actions import join
from entraide.members.models import Reach


@dataclass(frozen=True)
class Somebody:
    """A person of the world and the address she reads."""

    person_id: UUID
    email: str


@dataclass(frozen=True)
class World:
    """Everything a test may name: people, groups, and memberships as `<person>_in_<group>`."""

    marcelle: Somebody
    lise: Somebody
    ana: Somebody
    jo: Somebody
    paul: Somebody
    dov: Somebody
    nina: Somebody
    tilleuls: UUID
    passerelle: UUID
    marcelle_in_tilleuls: UUID
    lise_in_tilleuls: UUID
    ana_in_tilleuls: UUID
    jo_in_tilleuls: UUID
    paul_in_tilleuls: UUID
    odile_in_tilleuls: UUID
    dov_in_passerelle: UUID
    ana_in_passerelle: UUID


def make_world() -> World:
    """Make the world once; each test gets it fresh."""
    people = {name: _person(name) for name in ("marcelle", "lise", "ana", "jo", "paul", "dov", "nina")}
    tilleuls = make_group(
        "Fibromyalgie Les Tilleuls", chapter=Chapter.ILLNESS, face=Face(topics="fibromyalgie", area="Namur")
    )
    passerelle = make_group("La Passerelle", chapter=Chapter.ADDICTION, preset=Preset.FELLOWSHIP)
    inside = {
        "marcelle_in_tilleuls": join(
            tilleuls.id, people["marcelle"].person_id, "Marcelle T.", is_organiser=True, consent_version="1"
        ),
        "lise_in_tilleuls": join(tilleuls.id, people["lise"].person_id, "Lise T.", consent_version="1"),
        "ana_in_tilleuls": join(tilleuls.id, people["ana"].person_id, "Ana des Tilleuls", consent_version="1"),
        "jo_in_tilleuls": join(tilleuls.id, people["jo"].person_id, "Jo-71", consent_version="1"),
        "paul_in_tilleuls": join(
            tilleuls.id, people["paul"].person_id, "Paul W.", waits_until=now() + timedelta(days=14)
        ),
        "odile_in_tilleuls": join(
            tilleuls.id, make_keeper().id, "Odile P.", reach=Reach.PHONE, is_managed=True, consent_version="1"
        ),
        "dov_in_passerelle": join(
            passerelle.id, people["dov"].person_id, "Dov P.", is_organiser=True, consent_version="1"
        ),
        "ana_in_passerelle": join(passerelle.id, people["ana"].person_id, "Lou", consent_version="1"),
    }
    ids = {name: membership.id for name, membership in inside.items()}
    groups = {"tilleuls": tilleuls.id, "passerelle": passerelle.id}
    db.session.commit()
    return World(**people, **groups, **ids)


def _person(name: str) -> Somebody:
    email = f"{name}@poste.example"
    return Somebody(make_person(email, name.title(), "fr").id, email)
