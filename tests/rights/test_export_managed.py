"""What stands here about a member without account can be printed for her, by an organiser who is sure."""

import re
from pathlib import Path

from flask import Flask

from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.mail.rendering import language
from entraide.rights.own_data.deeds import said
from entraide.settings import ROOT
from tests.people import Client
from tests.world import World


def take(app: Flask, world: World, person: object, member: object) -> object:
    path = f"/g/{short(world.tilleuls)}/membre/{short(member)}/donnees"  # type: ignore[arg-type]
    return Client(app).sign_in(person).post(path)


def test_an_organiser_hands_over_all_that_stands_about_her(app: Flask, world: World) -> None:
    page = take(app, world, world.marcelle, world.odile_in_tilleuls).text  # type: ignore[attr-defined]
    assert "Odile P." in page
    assert "Lise T." not in page
    assert "Marcelle T." not in page


def test_not_of_somebody_with_an_account(app: Flask, world: World) -> None:
    assert take(app, world, world.marcelle, world.lise_in_tilleuls).status_code == 404  # type: ignore[attr-defined]


def deeds_noted() -> set[str]:
    """Return what looks like a deed in the code, written where it is noted or named before."""
    written = "\n".join(file.read_text("utf-8") for file in Path(ROOT / "entraide").rglob("*.py"))
    named = set(re.findall(r'"([a-z_]+:[a-z_]+)"', written)) - {permission.value for permission in Permission}
    return named | set(re.findall(r'note\(\s*"([a-z_]+:[a-z_]+)"', written))


def test_every_deed_of_the_journal_has_words(app: Flask) -> None:
    with app.app_context(), language("fr"):
        silent = {deed for deed in deeds_noted() if said(deed) == deed}
    assert silent == {"wsgi:app"}  # what a server starts, and no deed
