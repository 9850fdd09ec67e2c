"""The document as JSON, and as one page that opens without the site."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from jinja2 import Environment

from entraide.db import kept
from entraide.rights.own_data.parts import Item, Part, Said, Section

FORMAT = 1
LOOK = """
body{font:1.05rem/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#211e1a;background:#fff}
h1{font-size:1.6rem}
h2{font-size:1.25rem;margin:2.2rem 0 .4rem;border-bottom:2px solid #17564f}
h3{font-size:1.05rem;margin:1.4rem 0 .3rem}
dl{margin:.4rem 0 1rem;padding:.5rem .8rem;border:1px solid #cfc7b8;border-radius:6px}
dt{font-size:.9rem;color:#5b5348}
dd{margin:0 0 .4rem;white-space:pre-line;overflow-wrap:anywhere}
"""


def as_json(parts: Sequence[Part], made: str) -> bytes:
    """Write it for programs: stable English names, days and instants as ISO 8601."""
    account, *groups = parts
    said: dict[str, Any] = {"format": FORMAT, "made": made, "account": _sections(account)}
    said["groups"] = [{"name_there": one.title, **_sections(one)} for one in groups]
    return json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def as_page(parts: Sequence[Part], made: str, language: str) -> bytes:
    """Write it for people, with its look inside: the page asks nothing of any server."""
    page = cast(Environment, kept("templates")).get_template("rights/_own_document.html")
    written = page.render(parts=parts, made=made, language=language)
    return written.replace("</head>", f"<style>{LOOK}</style></head>", 1).encode("utf-8", "replace")


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
