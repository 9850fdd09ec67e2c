"""The document as JSON, and as one page that opens without the site."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from jinja2 import Environment

from entraide.db import kept
from entraide.rights.own_data.parts import Item, Part, Said, Section

FORMAT = 1


def as_json(parts: Sequence[Part], made: str) -> bytes:
    """Write it for programs: stable English names, days and instants as ISO 8601."""
    account, *groups = parts
    said: dict[str, Any] = {"format": FORMAT, "made": made, "account": _sections(account)}
    said["groups"] = [{"name_there": one.title, **_sections(one)} for one in groups]
    return json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def as_page(parts: Sequence[Part], made: str, language: str) -> bytes:
    """Write it for people, with its look inside: the page asks nothing of any server."""
    page = cast(Environment, kept("templates")).get_template("rights/own_document.html")
    return page.render(parts=parts, made=made, language=language).encode("utf-8", "replace")


def _sections(part: Part) -> dict[str, Any]:
    return {one.key: _rows(one) for one in part.sections}


def _rows(section: Section) -> list[dict[str, Any]]:
    return [{item.key: _plain(item) for item in row} for row in section.rows]


def _plain(item: Item) -> Any:
    return _spelled(item.value)


def _spelled(value: Said) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.isoformat() if isinstance(value, date) else value
