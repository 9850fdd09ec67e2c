"""Pasting a list as an organiser does it with her browser: paste, columns, rows, confirm."""

import html
import re
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from entraide.access import scope
from entraide.db import db
from entraide.groups.queries import find_group
from entraide.members.queries.pasted_list import PastedList, pasted_list
from tests.members.ways import organiser, page
from tests.people import Client
from tests.world import World

LIST = "Nom\tPrénom\tMail\tGSM\n" + "\n".join(
    [
        "Dupont\tMarie\tmarie@poste.example\t",
        "Dupont\tJean\tjean@poste.example\t0470 00 00 01",
        "Lambert\tOdette\t\t081/22.33.44",
        "Martin\tGeorgette\t\t",
    ]
)


def fields_in(answer: TestResponse, last: bool = False) -> dict[str, str]:
    """Return what the form of a page would send: hidden and typed fields, ticked boxes, chosen options."""
    forms = re.findall(r"<form method=\"post\" action=\"[^\"]*/coller[^\"]*\".*?</form>", answer.text, re.S)
    source = forms[-1 if last else 0]
    sent = {}
    for tag in re.findall(r"<input [^>]*>", source):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") in ("checkbox", "radio") and not re.search(r"\bchecked\b", tag):
            continue
        if "name" in attributes:
            sent[html.unescape(attributes["name"])] = html.unescape(attributes.get("value", ""))
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', source, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options) or re.search(
            r'<option value="([^"]*)" selected', options
        )
        sent[name] = html.unescape(chosen[1]) if chosen else ""
    sent.pop("csrf_token", None)
    return sent


class Pasting:
    """Marcelle with her list in Les Tilleuls."""

    def __init__(self, app: Flask, world: World, client: Client | None = None, group: UUID | None = None) -> None:
        self.app, self.world = app, world
        self.client = client or organiser(app, world)
        self.group = group or world.tilleuls

    def path(self, *rest: str) -> str:
        return page(self.group, "membres", *rest)

    def paste(self, text: str, **more: Any) -> TestResponse:
        return self.client.post(self.path("coller"), {"text": text} | more)

    def rows(self, text: str, **changes: str) -> TestResponse:
        """Paste and go on with what was guessed about the columns."""
        read = self.paste(text)
        assert read.status_code == 200, read.status_code
        return self.client.post(self.path("coller/colonnes"), fields_in(read) | changes)

    def look(self, text: str, **changes: str) -> TestResponse:
        """Paste and go on with the rows as they were read."""
        return self.client.post(self.path("coller/lignes"), fields_in(self.rows(text)) | changes)

    def keep(self, text: str = LIST, when: str = "now", **changes: str) -> TestResponse:
        """Paste and confirm."""
        looked_at = self.look(text, **changes)
        assert looked_at.status_code == 200, looked_at.status_code
        return self.confirm(looked_at, when)

    def confirm(self, looked_at: TestResponse, when: str = "now") -> TestResponse:
        return self.client.post(self.path("coller/enregistrer"), fields_in(looked_at) | {"when": when})

    def brought(self) -> PastedList:
        """Return the list as it stands now."""
        with self.app.app_context():
            scope.add(self.group)
            found = pasted_list(find_group(self.group))
            db.session.remove()
            return found


def without_tokens(page: str) -> str:
    """Leave out of a page what differs from one second to the next."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)
