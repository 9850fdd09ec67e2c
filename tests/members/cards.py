"""What tests of cards and rosters start from: filled cards, and the pages as people read them."""

import html
import re
from collections.abc import Mapping
from uuid import UUID, uuid4

from flask import Flask

from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.actions import make_person
from entraide.db import db
from entraide.groups.models import Ceiling
from entraide.groups.queries import find_group
from entraide.members.actions import join
from entraide.members.models import CardField, Field, Membership, Visibility
from entraide.members.queries import find_membership
from entraide.vault import sealed
from tests.people import Client
from tests.world import World


def fill(app: Flask, group_id: UUID, membership_id: UUID, texts: Mapping[Field, tuple[str, Visibility]]) -> None:
    """Put values on a member's card, each with who sees it."""
    with app.app_context():
        scope.add(group_id)
        person_id = find_membership(group_id, membership_id).person_id
        for field, (text, visibility) in texts.items():
            value = sealed.seal(person_id, f"card {field.value} {membership_id}", text)
            db.session.add(
                CardField(
                    group_id=group_id,
                    membership_id=membership_id,
                    field=field,
                    value_sealed=value,
                    visibility=visibility,
                )
            )
        db.session.commit()


def change(app: Flask, group_id: UUID, membership_id: UUID, **columns: object) -> None:
    """Set columns of a membership."""
    with app.app_context():
        scope.add(group_id)
        row = find_membership(group_id, membership_id)
        for column, value in columns.items():
            setattr(row, column, value)
        db.session.commit()


def change_group(app: Flask, group_id: UUID, **columns: object) -> None:
    """Set columns of a group."""
    with app.app_context():
        group = find_group(group_id)
        for column, value in columns.items():
            setattr(group, column, value)
        db.session.commit()


def lower_ceiling(app: Flask, group_id: UUID) -> None:
    change_group(app, group_id, ceiling=Ceiling.ORGANISERS)


def read(app: Flask, group_id: UUID, membership_id: UUID) -> Membership:
    """Return a membership as it stands, detached; an ended one too."""
    with app.app_context():
        scope.add(group_id)
        row = db.session.get(Membership, (group_id, membership_id))
        assert row is not None
        db.session.expunge(row)
        return row


def crowd(app: Flask, group_id: UUID, count: int) -> list[UUID]:
    """Let a number of people join a group."""
    with app.app_context():
        scope.add(group_id)
        ids = []
        for at in range(count):
            person = make_person(f"{uuid4().hex}@poste.example", "", "fr")
            ids.append(join(group_id, person.id, f"Membre {at:03}", consent_version="1").id)
        db.session.commit()
        return ids


def page(client: Client, path: str, status: int = 200) -> str:
    """Return a page's text, tags and entities gone."""
    answer = client.get(path)
    assert answer.status_code == status, answer.status_code
    return plain(answer.text)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def roster_of(world: World) -> str:
    return f"/g/{short(world.tilleuls)}/membres"


def card_of(world: World) -> str:
    return f"/g/{short(world.tilleuls)}/ma-fiche"


def see(client: Client, group_id: UUID, membership_id: UUID) -> tuple[int, str]:
    """Press *Voir*; return the status and the text."""
    answer = client.post(f"/g/{short(group_id)}/membre/{short(membership_id)}/voir")
    return answer.status_code, plain(answer.text)


def form_of(client: Client, path: str, number: int | None = None) -> dict[str, str]:
    """Return what one of a page's forms would send as it stands, the longest by default."""
    forms = re.findall(r"<form\b.*?</form>", main_of(client.get(path).text), flags=re.S)
    form = max(forms, key=len) if number is None else forms[number]
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if at.get("type") in ("radio", "checkbox"):
            if re.search(r"\schecked\b", tag):
                fields[at["name"]] = html.unescape(at.get("value", "y"))
        elif "name" in at:
            fields[at["name"]] = html.unescape(at.get("value", ""))
    for name, text in re.findall(r'<textarea\b[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, flags=re.S):
        fields[name] = html.unescape(text).lstrip("\r\n")
    for name, options in re.findall(r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, flags=re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def save(client: Client, world: World, **changed: str | None) -> int:
    """Save Lise's card as it stands, but for these fields (None: not sent)."""
    fields = form_of(client, card_of(world)) | changed
    return client.post(card_of(world), {name: value for name, value in fields.items() if value is not None}).status_code


def main_of(text: str) -> str:
    found = re.search(r"<main\b.*?</main>", text, flags=re.S)
    assert found is not None
    return found[0]
